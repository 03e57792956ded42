"""Reads of what stands on the day of a structure event: people, memberships, mandates and claims of its bodies."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.queries.rosters import counts_by_member
from entraide.apps.beneficiaries.queries.structure import StaffPerson, leaver_counts, staff_of
from entraide.apps.claims.queries.structure import waiting_claims
from entraide.apps.lifecycle.translation import digest_of
from entraide.apps.members.queries.contracts import running_contracts
from entraide.apps.members.queries.facts import contact_homes, contacts_among, establishments_among
from entraide.apps.members.queries.perimeters import keys_of, sirens_of
from entraide.apps.members.queries.registers import register_around
from entraide.apps.members.translation import covers_of
from entraide.apps.network.queries.structure import awaited_among, holders_among
from entraide.apps.parameters.queries import tariff
from entraide.core.membership.contracts import Scope
from entraide.core.membership.coverage import Coverage, in_order
from entraide.core.structure.belongings import Person, Place
from entraide.core.structure.changing import changes_of
from entraide.core.structure.consequences import MOVING, Consequences, Holder, Situation, consequences
from entraide.core.structure.facts import Changes
from entraide.core.structure.moves import Choices, StaffGroup, routes
from entraide.core.structure.register import Register
from entraide.core.structure.values import SPLITS, EventKind, StructureEvent


@dataclass(frozen=True, slots=True)
class Picture:
    """All that an event finds: `keys` gives each body by its SIREN, `people` each person with the group that the event sees.

    `homes` gives, by their key, the contacts that go back to a body that stands again, and that body.
    """

    register: Register
    changes: Changes
    situation: Situation
    keys: Mapping[str, UUID]
    people: tuple[tuple[StaffPerson, StaffGroup], ...]
    claims: tuple[tuple[UUID, UUID, UUID], ...]
    homes: Mapping[UUID, UUID]
    told: Consequences

    @property
    def digest(self) -> str:
        """Sum up all that the event would do: two pictures with one digest say the same."""
        return digest_of(self.changes, self.told)


def picture_of(event: StructureEvent, choices: Choices) -> Picture:
    """Look at all that an event finds on its day and tell what it would do, in a number of queries that does not follow the staff.

    :raises ImpossibleEvent: if the register does not allow the event.
    """
    register = register_around(event)
    changes = changes_of(event, register)
    keys = keys_of({*event.before, *(body.siren for body in event.after)})
    concerned = set(keys.values()) if event.kind in MOVING else set()
    code = register.code(event.before[0], event.on)
    insee = code.code if code else ""
    staff, claims = staff_of(concerned, on=event.on), waiting_claims(concerned)
    contracts = running_contracts(concerned, on=event.on)
    sirens = sirens_of(_named(staff, [row for row, _ in contracts]) | set(keys.values()))
    people = _people(event, choices, staff, claims, sirens, insee)
    homes = _homes(event, keys)
    known = {(person.beneficiary_id, person.member_id) for person in staff}
    situation = Situation(
        groups=_counted(group for _, group in people),
        contracts={sirens[row.member_id]: _coverage(row, until, sirens) for row, until in contracts},
        holders=tuple(Holder(sirens[member], kind, str(account)) for member, kind, account in holders_among(concerned, on=event.on)),
        awaited=tuple(
            Holder(sirens[member], kind, str(account), since) for member, kind, account, since in awaited_among(concerned, after=event.on)
        ),
        code=insee,
        left_claims=Counter(sirens[member] for _, person, member in claims if (person, member) not in known),
        leavers=sum(leaver_counts(concerned, on=event.on).values()),
        tariff=tariff(),
        **_belonging(event, keys, sirens, homes),
    )
    told = consequences(event, situation, choices)
    return Picture(register, changes, situation, keys, tuple(people), tuple(claims), homes, told)


def _homes(event: StructureEvent, keys: Mapping[str, UUID]) -> dict[UUID, UUID]:
    """Give the contacts of a body that splits who came from one that stands again."""
    if event.kind not in SPLITS:
        return {}
    standing = {keys[body.siren] for body in event.after if body.siren in keys}
    return contact_homes(keys[event.before[0]], standing=standing, on=event.on)


def _belonging(event: StructureEvent, keys: Mapping[str, UUID], sirens: Mapping[UUID, str], homes: Mapping[UUID, UUID]) -> dict[str, Any]:
    """Give what bodies have besides their staff; an EPCI that communes join or leave changes nothing of it, and is not looked at."""
    if event.kind in {EventKind.EXTENSION, EventKind.WITHDRAWAL}:
        return {}
    members = set(keys.values())
    is_renaming = event.kind is EventKind.RENAMING
    return {
        "places": tuple(
            Place(sirens[row.member_id], row.siret, row.name, row.service_code, row.engagement_number, row.is_billed)
            for row in establishments_among(members, on=event.on)
        ),
        "people": tuple(
            Person(sirens[row.member_id], row.name, row.function, sirens[homes[row.pk]] if row.pk in homes else "")
            for row in contacts_among(members, on=event.on)
        ),
        "bearers": sum(counts_by_member(members, on=event.on).values()) if is_renaming else 0,
    }


def _named(staff: Iterable[StaffPerson], rows: Iterable[Any]) -> set[UUID]:
    """Give every other body that persons came from, or that pays or is covered."""
    origins = {origin for person in staff for origin in person.origins}
    covered = {UUID(cover.key) for row in rows for cover in covers_of(row) if cover.key}
    return origins | covered | {row.payer_id for row in rows if row.payer_id}


def _coverage(row: Any, until: date | None, sirens: Mapping[UUID, str]) -> Coverage:
    covers = covers_of(row) if row.scope == Scope.PARTIAL else ()
    told = in_order(replace(cover, key=sirens[UUID(cover.key)]) if cover.key else cover for cover in covers)
    return Coverage(sirens[row.member_id], Scope(row.scope), told, sirens[row.payer_id] if row.payer_id else "", until)


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
            has_rights=person.has_rights,
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
    return tuple(sorted(counted, key=_place))


def _place(group: StaffGroup) -> tuple:
    return (group.siren, group.service, group.status, group.origins, group.person, group.is_second, not group.has_rights)
