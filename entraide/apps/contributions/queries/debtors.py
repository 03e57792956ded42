"""Who owes: a body that is gone owes through the one that took it all over, in its rights and in its obligations (CGCT, L. 5211-41-3)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from entraide.apps.members.queries import MemberView, bodies_on
from entraide.apps.members.queries.successions import heirs_of, origins_of


def debtors_now(debtor_ids: Collection[UUID], *, on: date) -> dict[UUID, UUID]:
    """Give who stands for each debtor on a day: itself, or the one body that took it over; where several did, a person must say which."""
    heirs = heirs_of(set(debtor_ids), on=on)
    return {key: heirs[key][0].id if len(heirs.get(key, ())) == 1 else key for key in debtor_ids}


def standing_debtors(debtor_ids: Collection[UUID], *, on: date) -> dict[UUID, MemberView]:
    """Give the body that stands for each debtor on a day."""
    standing = debtors_now(debtor_ids, on=on)
    bodies = {body.id: body for body in bodies_on(on, member_ids=set(standing.values()))}
    return {key: bodies[now] for key, now in standing.items()}


def debtors_behind(member_id: UUID, *, on: date) -> set[UUID]:
    """Give the debtors that a body stands for on a day: itself, and those that it alone took over."""
    origins = set(origins_of(member_id, on=on))
    standing = debtors_now(origins, on=on) if origins else {}
    return {member_id} | {key for key, now in standing.items() if now == member_id}
