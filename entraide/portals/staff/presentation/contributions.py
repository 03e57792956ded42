"""How campaigns, accounts, persons' lines, disputes, rates and quotes are said to the staff."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.contributions.queries.persons import PersonSums
from entraide.core.contributions.adjustments import Adjustment, AdjustmentReason
from entraide.core.contributions.quote import Quote
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.contributions.trajectory import RateStep
from entraide.core.money import Money, total
from entraide.portals.staff.forms.contributions import TRAJECTORY_REASONS
from entraide.ui.components.texts import accord, date_fr
from entraide.ui.values import Cell, Column, Status, Table, Tone


DISPUTES = {
    "open": Status("En attente", Tone.AWAITING, "hourglass"),
    "upheld": Status("Acceptée", Tone.SUCCESS, "check"),
    "dismissed": Status("Refusée", Tone.NEUTRAL, "x"),
    "withdrawn": Status("Retirée", Tone.NEUTRAL, "undo-2"),
}
ORIGINS = {"platform": "plateforme", "imported": "reprise"}
CONFIDENCES = {
    "H": "lu dans une source",
    "M": "page d’un tiers",
    "L": "source faible",
    "I": "déduit",
    "illustrative": "exemple, aucune source",
    "": "non précisé",
}
UNCONFIRMED = Status("À confirmer", Tone.WARNING, "triangle-alert")

ACCOUNT_COLUMNS = (
    Column("Adhérent", sort="nom"),
    Column("Personnes", numeric=True, sort="personnes"),
    Column("Appelé", numeric=True, sort="appele"),
    Column("Régularisé", numeric=True, sort="regularise"),
    Column("Total", numeric=True, sort="total"),
)
ACCOUNT_FILE_COLUMNS = (Column("SIREN"), *ACCOUNT_COLUMNS, Column("Origine"))
ACCOUNT_SORTS = {"nom": "name", "personnes": "heads", "appele": "called", "regularise": "adjusted", "total": "total"}
LINE_COLUMNS = (Column("Date"), Column("Libellé"), Column("Personnes", numeric=True), Column("Montant", numeric=True))
PERSON_COLUMNS = (
    Column("Personne", sort="nom"),
    Column("Jours", numeric=True, sort="jours"),
    Column("Taux d’une année", numeric=True),
    Column("Montant", numeric=True, sort="montant"),
)
PERSON_SORTS = {"nom": "search_name", "jours": "days", "montant": "cents"}
PERSON_FILE_COLUMNS = tuple(map(Column, ("Nom", "Prénom", "Catégorie", "Du", "Au", "Jours", "Taux d’une année", "Montant", "Motif")))
DISPUTE_COLUMNS = (Column("Ligne contestée"), Column("Adhérent"), Column("Contestée le"), Column("État"), Column("Montant", numeric=True))
RATE_COLUMNS = (Column("À partir de"), Column("Valeur", numeric=True), Column("Source"), Column("Ce que vaut la source"))
STEP_COLUMNS = (Column("Année"), Column("Catégorie"), Column("Taux de l’adhérent", numeric=True), Column("Taux national", numeric=True))
TRAJECTORY_COLUMNS = (Column("Adhérent"), Column("Motif"), Column("Depuis"), Column("Arrivée"), Column("Texte"))
QUOTE_COLUMNS = (
    *(Column("Année"), Column("Catégorie"), Column("Personnes", numeric=True), Column("Jours", numeric=True)),
    *(Column("Taux d’une année", numeric=True), Column("Montant", numeric=True)),
)


def account_row(row: Mapping[str, Any], year: int) -> tuple[Any, ...]:
    """Say one account of a year."""
    url = f"{reverse('staff:contribution_account', args=[row['member_id']])}?annee={year}"
    note = row["siren"] if row["origin"] == "platform" else f"{row['siren']}, {ORIGINS[row['origin']]}"
    return (Cell(row["name"], url, note), row["heads"], row["called"], row["adjusted"], row["total"])


def account_written(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Write one account for a file."""
    return (row["siren"], row["name"], row["heads"], row["called"], row["adjusted"], row["total"], ORIGINS[row["origin"]])


def lines_table(lines: Iterable[Any], amount: Money, year: int) -> Table:
    """List the lines of an account."""
    rows = [(line.on, Cell(line.label, note="reprise" if line.origin == "imported" else ""), line.head_count, line.cents) for line in lines]
    totals = (f"Total {year}", "", None, amount) if rows else ()
    return Table(f"Le compte de {year}", LINE_COLUMNS, rows, totals=totals, empty=f"Rien n’a été appelé pour {year}.")


def name_of(line: Any) -> str:
    """Name the person of a line."""
    return f"{line.family_name or ''} {line.given_name or ''}".strip() or "Personne sans nom"


def reason_word(reason: str) -> str:
    """Say why a line is there."""
    return {"call": "appel", "cancelled": "annulation"}.get(reason) or AdjustmentReason(reason).label


def person_row(line: Any) -> tuple[Any, ...]:
    """Say what one person costs."""
    told = f"{HeadClass(line.head_class).label}, {span(line.since, line.until)}"
    note = told if line.reason == "call" else f"{told} ; {reason_word(line.reason)}"
    status = DISPUTES[line.dispute_state] if line.dispute_state else None
    return (Cell(name_of(line), note=note, status=status), line.days, line.rate, line.cents)


def person_written(line: Any) -> tuple[Any, ...]:
    """Write what one person costs for a file."""
    head = (line.family_name or "", line.given_name or "", HeadClass(line.head_class).label)
    return (*head, line.since, line.until - timedelta(days=1), line.days, line.rate, line.cents, reason_word(line.reason))


def persons_table(lines: Iterable[Any], sums: PersonSums, sort: str) -> Table:
    """List the standing lines of a member's year."""
    totals = (f"Total ({accord(sums.people, 'personne,personnes')})", None, None, sums.amount)
    rows = [person_row(line) for line in lines]
    return Table("Ce que coûte chacun", PERSON_COLUMNS, rows, totals=totals, sort=sort, empty="Aucune ligne ne répond à cette recherche.")


def span(since: Any, until: Any) -> str:
    """Say days."""
    return f"du {date_fr(since)} au {date_fr(until - timedelta(days=1))}"


def dispute_row(dispute: Any, names: Mapping[UUID, str]) -> tuple[Any, ...]:
    """Say one dispute in a list."""
    return (
        Cell(name_of(dispute), reverse("staff:contribution_dispute", args=[dispute.pk]), note=str(dispute.year)),
        names.get(dispute.member_id, ""),
        dispute.opened_on,
        DISPUTES[dispute.state],
        dispute.amount,
    )


def change_table(change: Adjustment) -> Table:
    """Show what a person was called for, and what the corrected list says."""
    rows = [
        (word, f"{line.head_class.label}, {span(line.since, line.until)}", line.days, line.amount)
        for word, lines in (("Appelé", change.before), ("Selon la liste", change.after))
        for line in lines
    ]
    columns = (Column("Quoi"), Column("Présence"), Column("Jours", numeric=True), Column("Montant", numeric=True))
    return Table("Ce que l’acceptation changerait", columns, rows, totals=("Différence", "", None, change.amount))


def rate_tables(rates: Tariff) -> list[Table]:
    """Show every rate with its source, the last first."""
    found = []
    for head_class in HeadClass:
        timeline = rates.rates[head_class]
        rows = [(dated.since, dated.value, dated.source, CONFIDENCES[dated.confidence]) for dated in reversed(timeline.items)]
        checked = f", confirmé jusqu’au {date_fr(timeline.checked_until)}" if timeline.checked_until else ""
        title = f"Un {head_class.label}, pour une année entière{checked}"
        found.append(Table(title, RATE_COLUMNS, rows, empty="Aucun taux n’est publié."))
    rows = [(dated.since, dated.value.label, dated.source, CONFIDENCES[dated.confidence]) for dated in reversed(rates.division.items)]
    columns = (RATE_COLUMNS[0], Column("Règle"), *RATE_COLUMNS[2:])
    found.append(Table("Quels jours comptent", columns, rows, empty="Aucune règle : qui est présent un jour compte pour l’année."))
    return found


def steps_table(steps: Sequence[RateStep]) -> Table:
    """Show a way to the rate, year by year."""
    rows = [
        (str(step.year), step.head_class.label, step.own, Cell(step.national, status=None if step.is_confirmed else UNCONFIRMED))
        for step in steps
    ]
    return Table("Année par année", STEP_COLUMNS, rows)


def trajectory_row(member_id: UUID, name: str, row: Any, arrives_in: int) -> tuple[Any, ...]:
    """Say the way of one member."""
    url = reverse("staff:contribution_trajectory", args=[member_id])
    return (Cell(name, url), dict(TRAJECTORY_REASONS)[row.reason], str(row.since_year), str(arrives_in), row.source)


def quote_table(found: Quote) -> Table:
    """Show a quote, year by year."""
    rows: list[tuple[Any, ...]] = []
    for year, amount in found.by_year.items():
        own = [line for line in found.lines if line.year == year]
        rows += [
            (
                str(year),
                Cell(line.head_class.label, status=None if line.is_confirmed else UNCONFIRMED),
                *(line.heads, line.days, line.rate, line.amount),
            )
            for line in own
        ]
        if len(own) > 1:
            rows.append((f"Total {year}", "", sum(line.heads for line in own), None, None, amount))
    totals = ("Total", "", None, None, None, total(found.by_year.values()))
    return Table("Ce que l’adhésion coûterait", QUOTE_COLUMNS, rows, totals=totals)
