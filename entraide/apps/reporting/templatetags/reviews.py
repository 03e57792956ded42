"""`{% load reviews %}{% member_review review %}`: a member's review, the same for its correspondent and its delegates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from entraide.apps.reporting.queries.published import PublishedYear
from entraide.apps.reporting.queries.reviews import Review, evolution
from entraide.core.indicators.publications import Withheld
from entraide.ui.components.texts import date_fr, percent
from entraide.ui.values import Bar, BarChart, Cell, Column, Status, Table, Tone


register = template.Library()

COLUMNS = (
    Column("Année"),
    Column("Cotisations appelées", numeric=True),
    Column("Prestations versées", numeric=True),
    Column("Taux de retour", numeric=True),
    Column("Bénéficiaires", numeric=True),
    Column("Utilisateurs", numeric=True),
    Column("Taux d’utilisateurs", numeric=True),
)
PLATFORM = "Entraide, tableaux publiés"
OF_SMALL = " des collectivités de votre taille"
NAMES = {"return_rate": "Le taux de retour", "user_rate": "Le taux d’utilisateurs"}
WITHHELD = {
    Withheld.SMALL_MEMBER: "moins de 11 bénéficiaires",
    Withheld.FEW_USERS: "moins de 5 utilisateurs",
    Withheld.FEW_OTHERS: "le nombre d’utilisateurs désignerait des personnes",
}


@register.inclusion_tag("reporting/member_review.html")
def member_review(review: Review) -> dict[str, Any]:
    """Draw a review: the two rates, their years, the table, and what is withheld or carried."""
    return {
        "review": review,
        "reference": review.reference,
        "summary": in_a_sentence(review),
        "return_chart": chart(review, "return_rate"),
        "user_chart": chart(review, "user_rate"),
        "table": years_table(review),
        "carried": next((year for year in reversed(review.told) if year.row.carried_from), None),
        "figures": figures_of(review.closed, review) if review.closed else [],
        "so_far": so_far(review),
    }


@dataclass(frozen=True, slots=True)
class RateFigure:
    """One rate of one year as a figure of the kit."""

    value: str
    label: str
    comparison: str
    on: date
    definition: str


DEFINITIONS = {
    "return_rate": (
        "Prestations payées par la banque dans l’année civile, retours déduits, divisées par les cotisations appelées pour l’année, "
        "régularisations comprises. Les aides confidentielles ne sont jamais comptées dans les chiffres d’une collectivité."
    ),
    "user_rate": (
        "Part des bénéficiaires ayant eu des droits dans l’année qui ont utilisé au moins un service. Les retraités sont comptés. "
        "Une personne rattachée à deux collectivités compte pour la principale."
    ),
}


def figures_of(year: PublishedYear, review: Review) -> list[RateFigure]:
    """Give the rates that a closed year shows, each beside the reference's."""
    found = []
    for rate, name in NAMES.items():
        value = getattr(year, rate)
        if value is not None:
            beside = f"{short(getattr(review.reference, rate))} pour {review.reference.group} en {review.reference.year}"
            label = f"{name.removeprefix('Le ').capitalize()} en {year.year}{', collectivités de votre taille' if review.is_small else ''}"
            day = year.row.carried_from or year.as_of
            found.append(RateFigure(percent(value, 2), label, beside, day, DEFINITIONS[rate]))
    return found


def so_far(review: Review) -> str:
    """Say the running year in words: it is provisional, and compared with nothing."""
    year = review.running
    if year is None or year.return_rate is None:
        return ""
    day = date_fr(year.row.carried_from or year.as_of)
    said = f"En {year.year}, chiffres provisoires au {day} : {euros_of(year.return_rate)} déjà revenus pour 100 € appelés"
    return said + (f", {percent(year.user_rate, 2)} d’utilisateurs." if year.user_rate is not None else ".")


def short(rate: Decimal) -> str:
    """Write a rate with the decimals that it has.

    >>> short(Decimal("0.93")), short(Decimal("0.5733"))
    ('93\\u202f%', '57,33\\u202f%')
    """
    return percent(rate, 0 if rate * 100 == int(rate * 100) else 2)


def in_a_sentence(review: Review) -> str:
    """Say the last closed year in words."""
    year = review.closed
    if year is None or year.return_rate is None:
        return ""
    whose = "aux agents des collectivités de votre taille" if review.is_small else "aux agents et retraités de votre collectivité"
    said = f"Pour 100 € de cotisation appelés en {year.year}, {euros_of(year.return_rate)} sont revenus {whose}."
    if year.user_rate is not None:
        said += f" {percent(year.user_rate, 2)} des bénéficiaires ont utilisé au moins un service."
    return said


def euros_of(rate: Decimal) -> str:
    """Say a return rate as what came back for a hundred euros.

    >>> euros_of(Decimal("1.228222"))
    '122,82\\xa0€'
    """
    return f"{rate * 100:.2f}".replace(".", ",") + "\xa0€"


def chart(review: Review, rate: str) -> BarChart | None:
    """Draw one rate over the published years, beside the reference; nothing without a year that shows it."""
    shown = [year for year in review.told if getattr(year, rate) is not None]
    if not shown:
        return None
    reference = getattr(review.reference, rate)
    return BarChart(
        title=chart_title(review, rate, shown),
        bars=[bar(year, getattr(year, rate)) for year in shown],
        label_heading="Année",
        value_heading=NAMES[rate].removeprefix("Le ").capitalize(),
        source=PLATFORM,
        on=shown[-1].as_of,
        columns=True,
        reference=(reference, f"{short(reference)} : {review.reference.group}, {review.reference.year}"),
    )


def chart_title(review: Review, rate: str, shown: list[PublishedYear]) -> str:
    """Say what the bars show, in one sentence."""
    moved, name = evolution(review.told, rate), NAMES[rate] + (OF_SMALL if review.is_small else "")
    if moved is None:
        last = shown[-1]
        return f"{name} est de {percent(getattr(last, rate), 2)} en {last.year}{' (provisoire)' if last.is_provisional else ''}"
    before, after, gained = moved
    verb = "monte" if gained > 0 else "descend" if gained < 0 else "reste"
    return (
        f"{NAMES[rate]} {verb} à {percent(getattr(after, rate), 2)} en {after.year} ({percent(getattr(before, rate), 2)} en {before.year})"
    )


def bar(year: PublishedYear, rate: Decimal) -> Bar:
    """Draw one year; the provisional one is paler and says so."""
    label = f"{year.year} provisoire" if year.is_provisional else str(year.year)
    return Bar(label, max(rate, Decimal(0)), percent(rate, 2), highlighted=not year.is_provisional)


def years_table(review: Review) -> Table:
    """List the member's own years, the last one first; a dash where a figure is withheld."""
    rows = [
        (
            Cell(str(year.year), note=note_of(year), status=PROVISIONAL if year.is_provisional else None),
            year.row.contributions,
            year.row.settled,
            rate_text(year.return_rate),
            year.row.beneficiary_count,
            year.row.user_count,
            rate_text(year.user_rate),
        )
        for year in reversed(review.years)
    ]
    return Table("Les chiffres de votre collectivité, année par année", COLUMNS, rows)


PROVISIONAL = Status("Provisoire", Tone.PROGRESS)


def note_of(year: PublishedYear) -> str:
    """Say until when a year is counted, and why figures are missing."""
    said = f"arrêté au {date_fr(year.row.carried_from or year.as_of)}" if year.is_provisional or year.row.carried_from else ""
    why = WITHHELD.get(year.row.withheld, "")
    return ", ".join(part for part in (said, f"chiffres masqués : {why}" if why else "") if part)


def rate_text(rate: Decimal | None) -> str | None:
    """Write a rate with two decimals, as the published ones are."""
    return None if rate is None else percent(rate, 2)
