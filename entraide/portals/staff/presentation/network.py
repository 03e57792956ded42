"""How committees, delegations, bureaux, vacancies and designations are said to the staff."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from entraide.apps.network.queries import Bureau, Lacking, Progress
from entraide.core.network.bureau import BureauFunction, College
from entraide.core.network.mandates import MandateKind
from entraide.integrations.reference_data import department_names
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


NO_COMMITTEE = "Sans comité"

COMMITTEE_COLUMNS = (
    Column("Comité régional"),
    Column("Délégations", numeric=True),
    Column("Adhérents", numeric=True),
    Column("Mandats vacants", numeric=True),
    Column("Bureaux en règle", numeric=True),
)
DELEGATION_COLUMNS = (
    Column("Délégation", sort="name"),
    Column("Comité", sort="committee"),
    Column("Adhérents", numeric=True, sort="members"),
    Column("Sans correspondant", numeric=True, sort="correspondent"),
    Column("Sans délégué élu", numeric=True, sort="delegate_elected"),
    Column("Sans délégué agent", numeric=True, sort="delegate_staff"),
    Column("Au bureau", numeric=True, sort="seats"),
    Column("Bureau", sort="findings"),
)
VACANCY_COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("SIREN", sort="siren"),
    Column("Département", sort="department"),
    Column("Adhère depuis", sort="joined"),
    Column("Correspondant"),
    Column("Délégué des élus"),
    Column("Délégué des agents"),
)
DESIGNATION_COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("Département", sort="department"),
    Column("Collège", sort="college"),
    Column("État", sort="state"),
    Column("Délégué désigné", sort="delegate"),
    Column("Acte du", sort="act"),
    Column("Relancé le", sort="reminded"),
)
PROGRESS_COLUMNS = (
    Column("Comité régional"),
    Column("Attendues", numeric=True),
    Column("Reçues", numeric=True),
    Column("Confirmées", numeric=True),
    Column("Réponses", numeric=True),
)
STATES = {
    "awaited": Status("Attendue", Tone.NEUTRAL, "hourglass"),
    "received": Status("Reçue, à confirmer", Tone.AWAITING, "inbox"),
    "confirmed": Status("Confirmée", Tone.SUCCESS, "check"),
}


def department_label(code: str) -> str:
    """Say a department: « Marne (51) »."""
    name = department_names().get(code)
    return f"{name} ({code})" if name else code or "Sans département"


@dataclass(frozen=True, slots=True)
class Delegation:
    """A department as the network sees it: its committee, its members and vacancies, its bureau."""

    department: str
    committee: str
    lacking: Lacking
    bureau: Bureau | None

    @property
    def vacancy_count(self) -> int:
        """How many mandates nobody holds."""
        return sum(self.lacking.without.values())

    @property
    def seat_count(self) -> int:
        """How many persons sit in its bureau."""
        return len(self.bureau.seats) if self.bureau else 0

    @property
    def finding_count(self) -> int:
        """How many things keep its bureau from being as it must: one where nobody sits."""
        return len(self.bureau.findings) if self.bureau else 1

    @property
    def is_alive(self) -> bool:
        """Whether it has members or a bureau."""
        return bool(self.lacking.member_count or self.seat_count)


def delegations(committees: Mapping[str, str], lacking: Mapping[str, Lacking], bureaus: Mapping[str, Bureau]) -> list[Delegation]:
    """Put together the departments of the table and those that have members, by committee then department."""
    codes = sorted({*committees, *lacking, *bureaus})
    nobody = {code: Lacking(code, 0, dict.fromkeys(MandateKind, 0)) for code in codes}
    found = [Delegation(code, committees.get(code, NO_COMMITTEE), lacking.get(code, nobody[code]), bureaus.get(code)) for code in codes]
    return sorted(found, key=lambda each: (each.committee, each.department))


DELEGATION_SORTS: Mapping[str, Callable[[Delegation], Any]] = {
    "name": lambda each: each.department,
    "committee": lambda each: each.committee,
    "members": lambda each: each.lacking.member_count,
    **{kind: (lambda each, kind=kind: each.lacking.without[kind]) for kind in MandateKind},
    "seats": lambda each: each.seat_count,
    "findings": lambda each: each.finding_count,
}


def bureau_status(bureau: Bureau | None) -> Status:
    """Say how a bureau stands."""
    if bureau is None or not bureau.seats:
        return Status("À former", Tone.WARNING, "circle-dashed")
    if not bureau.findings:
        return Status("En règle", Tone.SUCCESS, "check")
    return Status(f"{accord(len(bureau.findings), 'point')} à régler", Tone.WARNING, "triangle-alert")


def delegation_rows(found: Iterable[Delegation], *, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write delegations as rows; `plain` for a file."""
    return [
        (
            department_label(each.department) if plain else _delegation_cell(each.department),
            each.committee,
            each.lacking.member_count,
            *(each.lacking.without[kind] for kind in MandateKind),
            each.seat_count,
            bureau_status(each.bureau).label if plain else bureau_status(each.bureau),
        )
        for each in found
    ]


def _delegation_cell(department: str) -> Cell:
    return Cell(department_label(department), reverse("staff:delegation", args=[department]))


def committee_table(found: Sequence[Delegation]) -> Table:
    """Add delegations up by committee, each leading to its delegations."""
    rows = []
    for name in sorted({each.committee for each in found}):
        own = [each for each in found if each.committee == name]
        rows.append(
            (
                Cell(name, f"{reverse('staff:network')}?committee={name}#delegations"),
                len(own),
                sum(each.lacking.member_count for each in own),
                sum(each.vacancy_count for each in own),
                f"{sum(not each.finding_count for each in own)} sur {len(own)}",
            )
        )
    return Table("Les comités régionaux", COMMITTEE_COLUMNS, rows, empty="La table des comités n’est pas encore chargée.")


def seat_table(bureau: Bureau) -> list[dict[str, Any]]:
    """Say who sits in a bureau, the executive first."""
    return [
        {
            "id": seat.id,
            "name": seat.name,
            "function": capfirst(BureauFunction(seat.function).label),
            "college": capfirst(College(seat.college).label),
            "since": seat.since,
            "status": None if seat.has_mandate else Status("Sans mandat", Tone.WARNING, "triangle-alert"),
        }
        for seat in bureau.seats
    ]


def finding_sentences(bureau: Bureau) -> list[str]:
    """Say what keeps a bureau from being as it must; a function is named before what is said of it."""
    named = {str(function): capfirst(function.label) for function in BureauFunction}
    return [f"{named[each.where]} : {_lower(say(each))}" if each.where in named else say(each) for each in bureau.findings]


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def vacancy_rows(found: Iterable[Any], *, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write members with what they lack; `plain` for a file."""
    return [
        (
            member.current_name if plain else Cell(member.current_name, reverse("staff:member", args=[member.pk])),
            member.siren,
            member.department,
            member.joined_on,
            *(_held(getattr(member, f"has_{kind}"), plain) for kind in MandateKind),
        )
        for member in found
    ]


def _held(is_held: bool, plain: bool) -> Any:
    if plain:
        return "oui" if is_held else "personne"
    return Status("Oui", Tone.SUCCESS, "check") if is_held else Status("Personne", Tone.WARNING, "user-plus")


def progress_rows(rows: Iterable[Progress]) -> list[tuple[Any, ...]]:
    """Write how far a campaign has come, by committee or by department."""
    return [
        (
            department_label(row.department) if row.department else row.committee or NO_COMMITTEE,
            row.awaited,
            row.received,
            row.confirmed,
            f"{row.answered * 100 // row.total} %" if row.total else "",
        )
        for row in rows
    ]


def designation_rows(found: Iterable[Any], *, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write the designations of a campaign; `plain` for a file."""
    return [
        (
            row.member_name if plain else Cell(row.member_name or row.member.siren, reverse("staff:designation", args=[row.pk])),
            row.member.department,
            capfirst(College(row.college).label),
            STATES[row.state].label if plain else STATES[row.state],
            row.name,
            row.act_on,
            row.reminded_on,
        )
        for row in found
    ]
