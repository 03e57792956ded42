"""Bodies of the register as the staff reads them: rows of lists, parts of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.members.queries import KIND_LABELS, ContractView, Lineage, Tie
from entraide.apps.members.sentences import SCOPE_LABELS
from entraide.integrations.reference_data import department_names
from entraide.ui.components import date_fr
from entraide.ui.components.texts import plural
from entraide.ui.values import Cell, Column, Status, Table, Tone


MEMBER_COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("SIREN", sort="siren"),
    Column("Nature", sort="kind"),
    Column("Département", sort="department"),
    Column("Adhésion", sort="scope"),
    Column("Adhère depuis", sort="joined"),
    Column("Bénéficiaires", numeric=True),
    Column("Dernière liste"),
    Column("À renseigner"),
)
MEMBER_EXPORT = (
    *MEMBER_COLUMNS[:4],
    Column("Code INSEE"),
    *MEMBER_COLUMNS[4:6],
    Column("Dernier jour"),
    Column("Payé par"),
    *MEMBER_COLUMNS[6:],
)
REGISTER_COLUMNS = (
    Column("Organisme", sort="name"),
    Column("SIREN", sort="siren"),
    Column("Code INSEE", sort="code"),
    Column("Nature", sort="kind"),
    Column("Département", sort="department"),
    Column("Adhère depuis", sort="joined"),
)
EXTENTS = {"whole": "en entier", "part": "en partie", "epci": "membre de l’EPCI", "owner": "rattaché à"}


# What may miss of a member: how it is called, and the page where it is entered.
GAPS = {"billing": ("établissement facturé", "staff:establishment_new"), "contact": ("contact", "staff:contact_new")}


def gaps_to_fill(member_id: UUID, missing: Iterable[str]) -> list[tuple[str, str]]:
    """Give what is to be filled in of a member, each with its page."""
    return [(GAPS[what][0], reverse(GAPS[what][1], args=[member_id])) for what in missing]


def department_label(code: str) -> str:
    """Name a department by its code."""
    name = department_names().get(code, "")
    return f"{name} ({code})" if name else code


def last_day(until: date | None) -> date | None:
    """Give the last day before an end that is left out."""
    return until - timedelta(days=1) if until else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What lists show of members besides their own row, by key: who pays for them, their people, their last list, what they lack."""

    payers: Mapping[UUID, str]
    counts: Mapping[UUID, int]
    lists: Mapping[UUID, date]
    gaps: Mapping[UUID, Sequence[str]]

    def lacking(self, member_id: UUID) -> str:
        """Name what a member lacks; empty where it lacks nothing."""
        return " et ".join(GAPS[what][0] for what in self.gaps.get(member_id, ()))


def member_rows(found: Iterable[Any], beside: Beside) -> list[tuple]:
    """Write members as rows of the page."""
    return [
        (
            Cell(member.current_name, reverse("staff:member", args=[member.pk])),
            member.siren,
            KIND_LABELS[member.kind],
            member.department,
            _contract_cell(member, beside.payers),
            member.joined_on,
            beside.counts.get(member.pk, 0),
            beside.lists.get(member.pk),
            _gaps_cell(member, beside),
        )
        for member in found
    ]


def _contract_cell(member: Any, payers: Mapping[UUID, str]) -> Cell:
    note = f"payée par {payers[member.payer_key]}" if member.payer_key else ""
    leaving = Status(f"Sort le {date_fr(last_day(member.leaves_on))}", Tone.WARNING) if member.leaves_on else None
    return Cell(SCOPE_LABELS[member.scope], note=note, status=leaving)


def _gaps_cell(member: Any, beside: Beside) -> Cell | None:
    lacking = beside.lacking(member.pk)
    if not lacking:
        return None
    return Cell(lacking[0].upper() + lacking[1:], f"{reverse('staff:member', args=[member.pk])}#a-renseigner")


def exported_members(found: Iterable[Any], beside: Beside) -> list[tuple]:
    """Write members as rows of a file."""
    return [
        (
            member.current_name,
            member.siren,
            KIND_LABELS[member.kind],
            member.department,
            member.code,
            SCOPE_LABELS[member.scope],
            member.joined_on,
            last_day(member.leaves_on),
            beside.payers.get(member.payer_key, ""),
            beside.counts.get(member.pk, 0),
            beside.lists.get(member.pk),
            beside.lacking(member.pk),
        )
        for member in found
    ]


def register_rows(found: Iterable[Any]) -> list[tuple]:
    """Write bodies of the register as rows; who is no member has no day of entry."""
    return [
        (
            body.current_name,
            body.siren,
            body.code,
            KIND_LABELS[body.kind],
            body.department,
            body.joined_on if body.contract_key else None,
        )
        for body in found
    ]


# What a count of people is called, for one and for several.
COUNTED = {
    "people": "personne a des droits aujourd’hui,personnes ont des droits aujourd’hui",
    "active": "agent en activité,agents en activité",
    "apprentice": "apprenti ou alternant,apprentis ou alternants",
    "retiree": "retraité,retraités",
    "activated": "compte activé,comptes activés",
}


def tiles_of(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """Give the people of a member in figures."""
    return [(counts[kind], plural(counts[kind], words)) for kind, words in COUNTED.items()]


def standing(body: Any, on: date) -> Status:
    """Say in a word where a body stands with the association."""
    if not body.current_name:
        return Status("N’existe plus", Tone.NEUTRAL, "circle-x")
    if body.contract_key is None:
        return Status("Pas adhérent aujourd’hui", Tone.NEUTRAL)
    if body.leaves_on:
        return Status(f"Sort le {date_fr(last_day(body.leaves_on))}", Tone.WARNING)
    return Status(f"Adhérent depuis le {date_fr(body.joined_on)}", Tone.SUCCESS)


@dataclass(frozen=True, slots=True)
class Gone:
    """A body that does not exist today: since when (or from which day on it will), and who took it over, with how much of it."""

    sentence: str
    successors: Sequence[tuple[Tie, str]]


def gone(lineage: Lineage, last: Any, today: date) -> Gone:
    """Say what a body that does not exist today became; `last` is its last name, if it ever had one."""
    successors = [(tie, EXTENTS[tie.how]) for tie in lineage.successors if tie.until is None or tie.until > today]
    if last is not None and last.since > today:
        return Gone(f"Cet organisme existera à partir du {date_fr(last.since)}.", ())
    said = f"Cet organisme n’existe plus depuis le {date_fr(last.until)}." if last is not None else "Cet organisme n’existe pas."
    return Gone(said, successors)


def contracts_table(contracts: Sequence[ContractView], member_id: UUID) -> Table:
    """List the contracts of a body, the running one marked, each with its payer and its deliberation."""
    rows = [
        (
            Cell(each.covered, note=_details_of(each), status=Status("En cours", Tone.SUCCESS) if each.is_running else None),
            each.since,
            last_day(each.until),
            _deliberation(each, member_id),
        )
        for each in contracts
    ]
    columns = (Column("Personnel couvert"), Column("Depuis le"), Column("Dernier jour"), Column("Délibération"))
    return Table("Adhésion", columns, rows, empty="Cet organisme n’a jamais adhéré.")


def _details_of(contract: ContractView) -> str:
    payer = f"payée par {contract.payer.name or contract.payer.siren}" if contract.payer else ""
    notice = f"préavis reçu le {date_fr(contract.notice_on)}" if contract.notice_on else ""
    return ", ".join(filter(None, (payer, notice)))


def _deliberation(contract: ContractView, member_id: UUID) -> Cell | None:
    told = " du ".join(filter(None, (contract.deliberation_number, date_fr(contract.deliberated_on) if contract.deliberated_on else "")))
    if contract.deliberation_id:
        return Cell(told or "Fichier", reverse("staff:membership_deliberation", args=[member_id, contract.id]))
    return Cell(told) if told else None


def spans_table(caption: str, rows: Iterable[tuple[str, Any]], today: date, *, heading: str = "Ce qui est dit") -> Table:
    """List dated facts, the one in force marked."""
    shown = [
        (
            Cell(text, status=Status("En vigueur", Tone.SUCCESS) if _holds(row, today) else None),
            row.since,
            last_day(row.until),
        )
        for text, row in rows
    ]
    return Table(caption, (Column(heading), Column("Depuis le"), Column("Dernier jour")), shown, empty="Rien n’est connu à ce jour.")


def _holds(row: Any, today: date) -> bool:
    return row.superseded_at is None and row.since <= today and (row.until is None or row.until > today)


def ties_tables(lineage: Lineage, today: date) -> list[Table]:
    """List what a body is attached to, took over, and was taken over by; what there is none of is left out."""
    told = (
        ("Rattachements", lineage.parents),
        ("Organismes repris par celui-ci", lineage.predecessors),
        ("Organismes qui ont repris celui-ci", lineage.successors),
    )
    return [_ties(caption, ties, today) for caption, ties in told if ties]


def _ties(caption: str, ties: Sequence[Tie], today: date) -> Table:
    rows = [
        (
            Cell(tie.label, reverse("staff:member", args=[tie.other.id]), note=EXTENTS[tie.how]),
            tie.since,
            last_day(tie.until),
        )
        for tie in ties
    ]
    return Table(caption, (Column("Organisme"), Column("Depuis le"), Column("Dernier jour")), rows)
