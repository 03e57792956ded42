"""The direction's board in words, bars and lines: sentences first, then a chart, alerts with what to do, the members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from entraide.apps.claims.queries.outcomes import Outcomes
from entraide.apps.reporting.queries.board import MemberLine, UnderWay, Whole
from entraide.apps.reporting.queries.figures import added_up
from entraide.core.indicators.references import NATIONAL
from entraide.ui.components.texts import accord, date_fr, euros, number, percent
from entraide.ui.values import Bar, BarChart, Cell, Column, Status, Table, Tone


COLUMNS = (
    Column("Adhérent", sort="nom"),
    Column("Cotisations appelées", numeric=True, sort="cotisations"),
    Column("Prestations versées", numeric=True, sort="prestations"),
    Column("Taux de retour", numeric=True, sort="retour"),
    Column("Bénéficiaires", numeric=True, sort="beneficiaires"),
    Column("Utilisateurs", numeric=True, sort="utilisateurs"),
    Column("Taux d’utilisateurs", numeric=True, sort="usage"),
)
EXPORT_COLUMNS = ("Adhérent", "Comité régional", "Département", *(column.label for column in COLUMNS[1:]))
SORTS: dict[str, Any] = {
    "nom": None,
    "cotisations": lambda line: line.year.figures.contributions.cents,
    "prestations": lambda line: line.year.figures.settled.cents,
    "retour": lambda line: line.year.return_rate or Decimal(-1),
    "beneficiaires": lambda line: line.year.figures.beneficiary_count,
    "utilisateurs": lambda line: line.year.figures.user_count,
    "usage": lambda line: line.year.user_rate or Decimal(-1),
}
LOW = Status("À suivre", Tone.WARNING)
NAMED = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that asks for an act: what, about whom, what to do; `url` leads to the members concerned."""

    title: str
    text: str
    url: str = ""


def in_order(lines: Sequence[MemberLine], sort: str) -> list[MemberLine]:
    """Sort members by a column, "-" before its name for the greatest first; by name for any other word."""
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return list(reversed(lines)) if sort == "-nom" else list(lines)
    return sorted(lines, key=key, reverse=sort.startswith("-"))


def sentences(whole: Whole, as_of: date, work: UnderWay) -> list[str]:
    """Say where the running year stands."""
    figures = whole.figures
    said = [
        f"Du 1er janvier au {date_fr(as_of)}, {euros(figures.settled)} de prestations ont été versés, soit "
        f"{percent(whole.return_rate, 2)} des {euros(figures.contributions)} de cotisations appelées.",
        f"{number(figures.user_count)} des {accord(figures.beneficiary_count, 'bénéficiaire')} ont utilisé au moins un service, "
        f"soit {percent(whole.user_rate, 2)}.",
    ]
    late = f", dont {number(work.late_count)} hors délai" if work.late_count else ""
    said.append(f"{accord(work.open_count, 'demande est ouverte,demandes sont ouvertes')}{late}.")
    if work.due_count:
        said.append(f"{accord(work.due_count, 'paiement attend,paiements attendent')} un virement, pour {euros(work.due)}.")
    return said


NONE_CHANGED = "Aucune décision n’a été changée"


def outcomes_in_words(found: Outcomes) -> str:
    """Say how the claims of the running year were decided; what was closed without follow-up counts among the refused."""
    if not found.decided:
        return "Aucune demande n’a encore été décidée cette année."
    refused = percent(Fraction(found.refused, found.decided))
    closed = f", dont {number(found.closed)} {'classées' if found.closed > 1 else 'classée'} sans suite" if found.closed else ""
    changed = accord(found.changed, "décision a été changée,décisions ont été changées") if found.changed else NONE_CHANGED
    return (
        f"{accord(found.decided, 'demande décidée,demandes décidées')} cette année : {accord(found.granted, 'accordée')}, "
        f"{accord(found.refused, 'refusée')} ({refused}){closed}. {changed} après réexamen."
    )


def whole_chart(years: Sequence[Whole], running: str, as_of: date) -> BarChart:
    """Draw the return rate of all members over the years."""
    shown = [year for year in years if year.return_rate is not None]
    closed = [year for year in shown if year.label != running]
    title = "Le taux de retour de l’association, année par année"
    if len(closed) > 1:
        before, after = closed[-2:]
        title = (
            f"Le taux de retour passe de {percent(before.return_rate)} en {before.label} à {percent(after.return_rate)} en {after.label}"
        )
    bars = [
        Bar(
            f"{year.label} provisoire" if year.label == running else year.label,
            max(year.return_rate or Decimal(0), Decimal(0)),
            percent(year.return_rate),
            highlighted=year.label != running,
        )
        for year in shown
    ]
    reference = (NATIONAL.return_rate, f"{percent(NATIONAL.return_rate, 0)} : {NATIONAL.group}, {NATIONAL.year} ({NATIONAL.source})")
    return BarChart(title, bars, "Année", "Taux de retour", "Entraide, aides confidentielles comprises", as_of, True, reference)


def committee_table(committees: Sequence[Whole], year: int) -> Table:
    """List the regional committees, confidential benefits included."""
    rows = [(one.label, *numbers(one)) for one in committees]
    return Table(f"Par comité régional en {year}, aides confidentielles comprises", (Column("Comité"), *plain(COLUMNS[1:])), rows)


def name_of(line: MemberLine) -> str:
    """Name a member; one that ended says until when it was."""
    return f"{line.name} (jusqu’au {date_fr(line.ended_on - timedelta(days=1))})" if line.ended_on else line.name


def member_table(lines: Sequence[MemberLine], kept: Sequence[MemberLine], sort: str) -> Table:
    """List the members of a page; the totals are those of all that the filters keep."""
    rows = [
        (
            Cell(
                name_of(line),
                reverse("staff:member", args=[line.member_id]),
                note=f"{line.committee}, {line.department}",
                status=LOW if line.is_low else None,
            ),
            *numbers(line.year),
        )
        for line in lines
    ]
    totals = total_row(kept) if kept else ()
    return Table("Adhérents, sans les aides confidentielles", COLUMNS, rows, totals, sort, "Aucun adhérent ne répond à cette recherche.")


def total_row(lines: Sequence[MemberLine]) -> tuple[Any, ...]:
    """Add the members up."""
    whole = Whole("Total", added_up(line.year.figures for line in lines))
    return (f"Total ({accord(len(lines), 'adhérent')})", *numbers(whole))


def numbers(one: Any) -> tuple[Any, ...]:
    """Write the figures and the rates of a member or of a whole."""
    figures = one.figures
    trg = None if one.return_rate is None else percent(one.return_rate, 2)
    tu = None if one.user_rate is None else percent(one.user_rate, 2)
    return (figures.contributions, figures.settled, trg, figures.beneficiary_count, figures.user_count, tu)


def plain(columns: Sequence[Column]) -> list[Column]:
    """Give columns without their sort links."""
    return [Column(column.label, column.numeric) for column in columns]


def export_rows(lines: Sequence[MemberLine]) -> list[tuple[Any, ...]]:
    """Write members for a spreadsheet."""
    return [
        (
            name_of(line),
            line.committee,
            line.department,
            line.year.figures.contributions,
            line.year.figures.settled,
            line.year.return_rate,
            line.year.figures.beneficiary_count,
            line.year.figures.user_count,
            line.year.user_rate,
        )
        for line in lines
    ]


def alerts(closed: Sequence[MemberLine], work: UnderWay, *, low_url: str, alone_url: str) -> list[Alert]:
    """Say what asks for an act, the nearest first; `closed` are the members in the last closed year."""
    found = []
    if work.late_count:
        said = f"{accord(work.late_count, 'demande a,demandes ont')} dépassé le jour promis à la personne."
        found.append(Alert("Demandes hors délai", f"{said} À faire : renforcer la file ou prévenir les personnes."))
    low = [line for line in closed if line.is_low]
    if low:
        said = f"{named(low)} : moins de retour et moins d’utilisateurs que la moyenne nationale de {NATIONAL.year}."
        found.append(Alert("Adhérents à accompagner", f"{said} À faire : proposer une réunion d’information au correspondant.", low_url))
    alone = [line for line in closed if not line.has_correspondent]
    if alone:
        said = f"{named(alone)} : personne n’y répond aux agents. À faire : demander la désignation d’un correspondant."
        found.append(Alert("Sans correspondant", said, alone_url))
    return found


def named(lines: Sequence[MemberLine]) -> str:
    """Name the first members, and count the others."""
    names = ", ".join(line.name for line in lines[:NAMED])
    rest = len(lines) - NAMED
    return f"{names} et {accord(rest, 'autre')}" if rest > 0 else names
