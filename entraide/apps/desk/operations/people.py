"""Who works at the desk: seats, absences, and the work shared out among those who are here."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.operations.handing import hand_over
from entraide.apps.desk.models import Absence, DeskSeat
from entraide.apps.desk.policies import can_declare_absence, can_run_the_desk, require
from entraide.apps.desk.queries.people import absent_on, officer_of, shares, stamp_of
from entraide.apps.desk.refusals import NobodyHere, ShareChanged, SpanBackwards


@transaction.atomic
def seat(*, account_id: UUID, branches: Sequence[str], actor: Actor, at: datetime, on: date) -> None:
    """Say for which branches an officer works; none is all of them."""
    require(can_run_the_desk(actor))
    held = DeskSeat.objects.filter(account_id=account_id)
    held.exclude(committee__in=branches).delete()
    kept = set(held.order_by("pk").values_list("committee", flat=True))
    DeskSeat.objects.bulk_create(
        DeskSeat(account_id=account_id, committee=branch, recorded_at=at) for branch in dict.fromkeys(branches) if branch not in kept
    )
    record("desk.seated", actor=actor, subject=("account", account_id), at=at, on=on, payload={"branches": sorted(branches)})


@transaction.atomic
def declare_absence(*, account_id: UUID, since: date, last: date, actor: Actor, at: datetime, on: date) -> UUID:
    """Say that an officer is away from a day to another, both included; what they hold is free for others meanwhile.

    Days that touch an absence said before make one with it.

    :raises SpanBackwards: if the last day comes before the first, or is over.
    """
    require(can_declare_absence(actor, account_id))
    if last < since or last < on:
        raise SpanBackwards
    until = last + timedelta(days=1)
    touching = list(Absence.objects.filter(account_id=account_id, since__lte=until, until__gte=since).order_by("since"))
    Absence.objects.filter(pk__in=[each.pk for each in touching]).delete()
    since, until = min([since, *(each.since for each in touching)]), max([until, *(each.until for each in touching)])
    row = Absence.objects.create(account_id=account_id, since=since, until=until, recorded_at=at)
    payload = {"since": since, "until": row.until}
    record("desk.away", actor=actor, subject=("account", account_id), at=at, on=on, payload=payload)
    return row.pk


@transaction.atomic
def end_absence(*, absence_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Say that an officer is back, or will not be away: what has begun ends today, what has not is called off."""
    row = Absence.objects.select_for_update(no_key=True).get(pk=absence_id)
    require(can_declare_absence(actor, row.account_id))
    if row.since >= on:
        row.delete()
    else:
        row.until = min(row.until, on)
        row.save(update_fields=["until"])
    record("desk.back", actor=actor, subject=("account", row.account_id), at=at, on=on)


@transaction.atomic
def share_out(*, branch: str, count: int, seen: str, actor: Actor, at: datetime, on: date) -> int:
    """Hand the claims that wait longest to the officers who are here, as it was shown under `seen`; give how many were handed over.

    A claim of an officer's own household goes to the next one; where that is nobody, it goes on waiting.

    :raises NobodyHere: if no officer of the branch is here today.
    :raises ShareChanged: if what would be handed is no longer what was shown, also because it was handed over already.
    """
    require(can_run_the_desk(actor))
    found = shares(branch, count, actor=actor, on=on)
    if not found:
        raise NobodyHere
    if stamp_of(found) != seen:
        raise ShareChanged
    people = [officer_of(each.officer.account_id, on=on) for each in found]
    absent, handed = absent_on(on), 0
    for place, share in enumerate(found):
        in_turn = [*people[place:], *people[:place]]
        for claim_id in share.claim_ids:
            to = next((each for each in in_turn if hand_over(claim_id=claim_id, held_by=absent, to=each, at=at, on=on)), None)
            if to is not None:
                record("desk.handed_over", actor=actor, subject=("claim", claim_id), at=at, on=on, payload={"to": to.account_id})
                handed += 1
    return handed
