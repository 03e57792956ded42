"""Reads of what stands on the day of a structure event: people, memberships, mandates and claims of its bodies."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from entraide.apps.beneficiaries.queries.structure import StaffPerson, leaver_counts, staff_of
from entraide.apps.claims.queries.structure import waiting_claims
from entraide.apps.members.queries.perimeters import keys_of, memberships_on, sirens_of
from entraide.apps.members.queries.registers import register_around
from entraide.apps.network.queries.structure import holders_among
from entraide.core.structure.changing import changes_of
from entraide.core.structure.consequences import MOVING, Consequences, Holder, Situation, consequences
from entraide.core.structure.coverage import Coverage
from entraide.core.structure.facts import Changes
from entraide.core.structure.moves import Choices, StaffGroup, routes
from entraide.core.structure.register import Register
from entraide.core.structure.values import StructureEvent


@dataclass(frozen=True, slots=True)
class Picture:
    """All that an event finds: `keys` gives each body by its SIREN, `people` each person with the group that the event sees."""

    register: Register
    changes: Changes
    situation: Situation
    keys: Mapping[str, UUID]
    people: tuple[tuple[StaffPerson, StaffGroup], ...]
    claims: tuple[tuple[UUID, UUID, UUID], ...]
    told: Consequences


def picture_of(event: StructureEvent, choices: Choices) -> Picture:
    """Look at all that an event finds on its day and tell what it would do, in a number of queries that does not follow the staff.

    :raises ImpossibleEvent: if the register does not allow the event.
    """
    register = register_around(event)
    changes = changes_of(event, register)
    keys = keys_of({*event.before, *(body.siren for body in event.after)})
    concerned = set(keys.values()) if event.kind in MOVING else set()
    code = register.code(event.before[0], event.on)
    staff, claims = staff_of(concerned, on=event.on), waiting_claims(concerned)
    rows = memberships_on(concerned, on=event.on)
    sirens = sirens_of(_named(staff, rows) | concerned)
    people = _people(event, choices, staff, claims, sirens, code.code if code else "")
    known = {(person.beneficiary_id, person.member_id) for person in staff}
    situation = Situation(
        groups=_counted(group for _, group in people),
        contracts={sirens[row.member_id]: _coverage(row, sirens) for row in rows},
        holders=tuple(Holder(sirens[member], kind, str(account)) for member, kind, account in holders_among(concerned, on=event.on)),
        code=code.code if code else "",
        left_claims=Counter(sirens[member] for _, person, member in claims if (person, member) not in known),
        leavers=sum(leaver_counts(concerned, on=event.on).values()),
    )
    told = consequences(event, situation, choices)
    return Picture(register, changes, situation, keys, tuple(people), tuple(claims), told)


def _named(staff: Iterable[StaffPerson], rows: Iterable) -> set[UUID]:
    """Give every other body that persons came from, or that pays or is covered."""
    origins = {origin for person in staff for origin in person.origins}
    covered = {UUID(cover["member"]) for row in rows for cover in row.covers if cover["kind"] == "structure"}
    return origins | covered | {row.payer_id for row in rows if row.payer_id}


def _coverage(row, sirens: Mapping[UUID, str]) -> Coverage:
    covers = row.covers if row.scope == "partial" else []
    return Coverage(
        sirens[row.member_id],
        row.scope,
        tuple(sorted(sirens[UUID(cover["member"])] for cover in covers if cover["kind"] == "structure")),
        tuple(sorted(cover["name"] for cover in covers if cover["kind"] == "service")),
        any(cover["kind"] == "retirees" for cover in covers),
        sirens[row.payer_id] if row.payer_id else "",
    )


def _people(
    event: StructureEvent, choices: Choices, staff: Iterable[StaffPerson], claims: Iterable, sirens: Mapping[UUID, str], code: str
) -> list[tuple[StaffPerson, StaffGroup]]:
    """See each person as the event does; who is on two staffs that become one counts where they stay, else where they are first."""
    waiting = Counter((person, member) for _, person, member in claims)
    go = routes(event, choices, code)
    seen: list[tuple[StaffPerson, StaffGroup]] = []
    landings: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for place, person in enumerate(staff):
        group = StaffGroup(
            sirens[person.member_id],
            person.status,
            1,
            person.service,
            tuple(sirens[origin] for origin in person.origins),
            str(person.beneficiary_id) if str(person.beneficiary_id) in choices.persons else "",
            waiting[person.beneficiary_id, person.member_id],
        )
        seen.append((person, group))
        landings[person.beneficiary_id, go(group)].append(place)
    for (_, destination), places in landings.items():
        ranked = sorted(places, key=lambda place: (seen[place][1].siren != destination, not seen[place][0].is_principal, place))
        for place in ranked[1:]:
            seen[place] = (seen[place][0], replace(seen[place][1], is_second=True))
    return seen


def _counted(groups: Iterable[StaffGroup]) -> tuple[StaffGroup, ...]:
    """Put those who are alike together, in an order of their own."""
    heads: Counter[StaffGroup] = Counter()
    claims: Counter[StaffGroup] = Counter()
    for group in groups:
        alike = replace(group, claims=0)
        heads[alike] += 1
        claims[alike] += group.claims
    counted = (replace(alike, heads=count, claims=claims[alike]) for alike, count in heads.items())
    return tuple(
        sorted(counted, key=lambda group: (group.siren, group.service, group.status, group.origins, group.person, group.is_second))
    )
