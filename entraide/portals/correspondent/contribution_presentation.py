"""How the contribution is said to a correspondent: the account of a year, each person's line, disputes, next year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse

from entraide.apps.contributions.queries.estimates import YearEstimate
from entraide.apps.contributions.queries.persons import PersonSums, RateSource
from entraide.apps.contributions.translation import rate_key
from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.tariff import HeadClass
from entraide.core.contributions.trajectory import RateStep
from entraide.core.money import Money
from entraide.ui.components.texts import accord, date_fr, euros
from entraide.ui.values import Cell, Column, Status, Table, Tone


KINDS = {"call": "Appel", "adjustment": "Régularisation", "cancellation": "Annulation"}
DISPUTES = {
    "open": Status("Contestation en attente", Tone.PROGRESS, "hourglass"),
    "upheld": Status("Contestation acceptée", Tone.SUCCESS, "check"),
    "dismissed": Status("Contestation refusée", Tone.NEUTRAL, "x"),
    "withdrawn": Status("Contestation retirée", Tone.NEUTRAL, "undo-2"),
}
ILLUSTRATIVE = "valeur d’exemple, non publiée"
UNCONFIRMED = "au dernier taux connu, à confirmer"
NO_DETAIL = "Repris de l’ancien système : le détail par personne n’existe pas."

ACCOUNT_COLUMNS = (Column("Date"), Column("Libellé"), Column("Personnes", numeric=True), Column("Montant", numeric=True))
RATE_COLUMNS = (
    Column("Catégorie"),
    Column("Taux d’une année", numeric=True),
    Column("Personnes", numeric=True),
    Column("Jours", numeric=True),
    Column("Montant", numeric=True),
)
PEOPLE_COLUMNS = (
    Column("Personne", sort="nom"),
    Column("Jours", numeric=True, sort="jours"),
    Column("Taux d’une année", numeric=True),
    Column("Montant", numeric=True, sort="montant"),
)
PEOPLE_SORTS = {"nom": "search_name", "jours": "days", "montant": "cents"}
FILE_COLUMNS = tuple(
    map(
        Column,
        ("Nom", "Prénom", "Catégorie", "Du", "Au", "Jours", "Taux d’une année", "Montant", "Motif", "Source du taux", "Contestation"),
    )
)


def class_word(head_class: str) -> str:
    """Say a class: « actif »."""
    return HeadClass(head_class).label


def reason_word(reason: str) -> str:
    """Say why a line is there."""
    return {"call": "appel", "cancelled": "annulation"}.get(reason) or AdjustmentReason(reason).label


def account_table(lines: Iterable[Any], total: Money, year: int) -> Table:
    """List the lines of an account; those of the platform open to the persons that they are made of."""
    people = reverse("correspondent:contribution_people", args=[year])
    rows = [
        (
            line.on,
            Cell(line.label, *((f"{people}?ligne={line.pk}",) if line.origin == "platform" else ("", NO_DETAIL))),
            line.head_count,
            line.cents,
        )
        for line in lines
    ]
    totals = (f"Total {year}", "", None, total) if rows else ()
    return Table(f"Le compte de {year}", ACCOUNT_COLUMNS, rows, totals=totals, empty=f"Rien n’a encore été appelé pour {year}.")


def rates_table(classes: Iterable[tuple[str, Money, int, int, Money]], sources: Mapping[str, RateSource]) -> Table:
    """Add up the standing lines by rate, each with its source."""
    rows = [
        (Cell(class_word(kind).capitalize() + "s", note=source_text(sources[rate_key(kind, rate)])), rate, people, days, amount)
        for kind, rate, people, days, amount in classes
    ]
    return Table("De quoi le montant est fait", RATE_COLUMNS, rows)


def source_text(source: RateSource) -> str:
    """Say where a rate comes from, and how sure it is."""
    marks = [ILLUSTRATIVE] if source.confidence == "illustrative" else []
    marks += [] if source.is_confirmed else [UNCONFIRMED]
    return f"{source.source} ({', '.join(marks)})" if marks else source.source


def name_of(line: Any) -> str:
    """Name the person of a line."""
    return f"{line.family_name or ''} {line.given_name or ''}".strip() or "Personne sans nom"


def span_of(line: Any) -> str:
    """Say the days of a line: « du 1er janvier 2024 au 30 juin 2024 »."""
    return f"du {date_fr(line.since)} au {date_fr(line.until - timedelta(days=1))}"


def people_table(lines: Iterable[Any], sums: PersonSums, sort: str, *, is_searched: bool) -> Table:
    """List lines by person; each opens to its explanation."""
    totals = (f"Total ({accord(sums.people, 'personne,personnes')})", None, None, sums.amount)
    empty = "Personne ne répond à cette recherche." if is_searched else "Aucune ligne."
    return Table(
        "Ce que coûte chaque personne", PEOPLE_COLUMNS, [_person_row(line) for line in lines], totals=totals, sort=sort, empty=empty
    )


def _person_row(line: Any) -> tuple[Any, ...]:
    note = f"{class_word(line.head_class)}, {span_of(line)}"
    if line.reason != "call":
        note = f"{note} ; {reason_word(line.reason)}"
    status = DISPUTES.get(line.dispute_state or "")
    return (Cell(name_of(line), reverse("correspondent:contribution_line", args=[line.pk]), note, status), line.days, line.rate, line.cents)


def file_row(line: Any, sources: Mapping[str, RateSource]) -> tuple[Any, ...]:
    """Write one line for a file."""
    source = sources[rate_key(line.head_class, line.rate)]
    dispute = DISPUTES[line.dispute_state].label if line.dispute_state else ""
    days = (line.since, line.until - timedelta(days=1), line.days)
    name = (line.family_name or "", line.given_name or "", class_word(line.head_class))
    return (*name, *days, line.rate, line.cents, reason_word(line.reason), source_text(source), dispute)


def disputes_table(disputes: Sequence[Any]) -> Table:
    """List the disputes of a member."""
    rows = [
        (
            Cell(
                name_of(dispute),
                reverse("correspondent:contribution_line", args=[dispute.person_line_id]),
                note=f"{dispute.year}, contestée le {date_fr(dispute.opened_on)}",
            ),
            Cell("", status=DISPUTES[dispute.state], note=dispute.answer),
            dispute.amount,
        )
        for dispute in disputes
    ]
    return Table("Mes contestations", (Column("Ligne"), Column("Réponse"), Column("Montant", numeric=True)), rows)


def estimate_rows(estimate: YearEstimate) -> list[str]:
    """Say what an estimate is made of."""
    rows = [
        f"{accord(one.people, one.head_class.label + ',' + one.head_class.label + 's')} à {euros(one.rate)} : {euros(one.amount)}"
        for one in estimate.classes
    ]
    known = [
        *([accord(estimate.arrivals, "arrivée connue,arrivées connues")] if estimate.arrivals else []),
        *([accord(estimate.departures, "départ connu,départs connus")] if estimate.departures else []),
    ]
    return [*rows, f"Dont {' et '.join(known)} dans l’année."] if known else rows


def steps_table(steps: Sequence[RateStep]) -> Table:
    """List a member's own way to the national rate."""
    rows = [(str(step.year), step.head_class.label.capitalize(), step.own, step.national) for step in steps]
    columns = (Column("Année"), Column("Catégorie"), Column("Votre taux", numeric=True), Column("Taux national", numeric=True))
    return Table("Votre trajectoire vers le taux national", columns, rows)
