"""Newcomers of many lists, entered in three copies: the rows that each list alone would write."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.operations.roster_entries import Act, enter
from entraide.apps.beneficiaries.queries.roster_known import agree, search_name_of
from entraide.core.roster.stays import rights_ends, stay_of
from entraide.core.roster.values import RosterLine
from entraide.orm.copying import Writers, copy_rows, instant_for_database, writers
from entraide.orm.keys import uuid7
from entraide.orm.references import draw_references


IDENTITY = (
    *("id", "beneficiary_id", "since", "family_name", "given_name", "search_name", "born_on", "civil_sex", "email"),
    *("recorded_at", "recorded_by"),
)
AFFILIATION = (
    *("id", "beneficiary_id", "member_id", "status", "since", "until", "rights_until", "service", "staff_number", "is_principal"),
    *("contract", "contract_until", "position", "time_share", "leaving", "recorded_at", "recorded_by"),
)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """The lines of one list whose persons have no file; of those of `ambiguous` two files may be meant: they get one of their own."""

    act: Act
    lines: Sequence[RosterLine]
    ambiguous: Collection[int]


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Someone who enters a staff: the act, what the list says, the names as they are searched by."""

    act: Act
    line: RosterLine
    name: str


def write_newcomers(lists: Sequence[Newcomers]) -> None:
    """Enter persons whom nobody knew, as `write_plan` does, in three copies; who is in two lists has one file, opened by the first."""
    entered, again = _apart(lists)
    drawn = draw_references(Beneficiary, "B", len(entered))
    if not drawn:
        return
    write, at = writers(), instant_for_database(entered[0].act.at)
    keys = [write.key(key) for key, _ in drawn]
    copy_rows(
        Beneficiary, ("id", "reference", "created_at"), ((key, reference, at) for key, (_, reference) in zip(keys, drawn, strict=True))
    )
    copy_rows(Identity, IDENTITY, (_identity(one, key, at, write) for one, key in zip(entered, keys, strict=True)))
    copy_rows(Affiliation, AFFILIATION, (_affiliation(one, key, at, write) for one, key in zip(entered, keys, strict=True)))
    for act, lines in again:
        enter({drawn[place][0]: line for place, line in lines}, act)


def _apart(lists: Iterable[Newcomers]) -> tuple[list[_Newcomer], list[tuple[Act, list[tuple[int, RosterLine]]]]]:
    """Give those to open a file for, then by list those for whom an earlier list did, each with the place of that one."""
    entered: list[_Newcomer] = []
    seen: dict[tuple[str, date], list[int]] = {}
    again: list[tuple[Act, list[tuple[int, RosterLine]]]] = []
    for one in lists:
        twice: list[tuple[int, RosterLine]] = []
        for line in one.lines:
            name = search_name_of(line)
            places = seen.setdefault((name, line.born_on), [])
            met = [place for place in places if _may_be(entered[place], one.act, line)]
            if len(met) == 1 and line.line_number not in one.ambiguous:
                twice.append((met[0], line))
            else:
                places.append(len(entered))
                entered.append(_Newcomer(one.act, line, name))
        again.append((one.act, twice))
    return entered, again


def _may_be(one: _Newcomer, act: Act, line: RosterLine) -> bool:
    return one.act.member_id != act.member_id and agree(_sex(line), [_sex(one.line)])


def _sex(line: RosterLine) -> str:
    return line.civil_sex.value if line.civil_sex else ""


def _identity(one: _Newcomer, key: UUID, at: Any, write: Writers) -> tuple[Any, ...]:
    line = one.line
    known = (line.family_name, line.given_name, one.name, write.day(line.born_on), _sex(line), line.email)
    return (write.key(uuid7()), key, write.day(min(line.since, one.act.on)), *known, at, write.key(one.act.id))


def _affiliation(one: _Newcomer, key: UUID, at: Any, write: Writers) -> tuple[Any, ...]:
    stay, day = stay_of(one.line), write.day
    span = (day(stay.since), day(stay.until), day(rights_ends((stay,))[0]))
    contract = (stay.contract.value if stay.contract else "", day(stay.contract_until), stay.position.value, stay.time_share)
    who = (write.key(uuid7()), key, write.key(one.act.member_id), stay.status.value)
    return (*who, *span, stay.service, stay.matricule, True, *contract, stay.leaving, at, write.key(one.act.id))
