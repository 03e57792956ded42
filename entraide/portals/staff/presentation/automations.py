"""What screens say of what is decided without a human act."""

from fractions import Fraction

from django.urls import reverse

from entraide.apps.desk.queries.automations import BenefitAutomation, Looks
from entraide.core.indicators.intervals import interval_of
from entraide.ui.components import percent
from entraide.ui.values import Cell, Column, Status


COLUMNS = (
    Column("Prestation"),
    Column("Aujourd’hui"),
    Column("Décidées cette année", numeric=True),
    Column("Sans intervention", numeric=True),
    Column("Erreurs constatées"),
)
ON, OFF = Status("En marche", "success"), Status("À la main", "neutral")


def share_of(part: int, whole: int) -> str:
    """Write a part of a whole in per cent; nothing of nothing."""
    return percent(Fraction(part, whole)) if whole else ""


def error_sentence(looks: Looks) -> str:
    """Say what second looks found, between which bounds the truth lies, and that few looks say little."""
    if not looks.done:
        return "Aucune relecture encore : rien ne dit le taux d’erreur."
    found = interval_of(looks.wrong, looks.done)
    read = "1 décision relue" if looks.done == 1 else f"{looks.done} décisions relues"
    wrong = "aucune erronée" if not looks.wrong else f"{looks.wrong} erronée{'s' if looks.wrong > 1 else ''} ({percent(found.rate)})"
    said = f"{read}, {wrong} ; entre {percent(found.low)} et {percent(found.high)}, 95 fois sur 100."
    return f"{said} C’est trop peu pour conclure." if looks.is_few else said


def automation_row(each: BenefitAutomation) -> tuple:
    """Write one benefit of the list."""
    rate = f"relues : {percent(each.running.recheck_share)}" if each.running else ""
    looks = each.looks
    waiting = f"{looks.waiting} à relire" if looks.waiting else ""
    return (
        Cell(each.name, reverse("staff:automation", args=[each.code])),
        Cell("", status=ON if each.running else OFF, note=rate),
        each.ways.decided,
        Cell(each.ways.straight, note=share_of(each.ways.straight, each.ways.decided)),
        Cell(f"{looks.wrong} sur {looks.done}" if looks.done else "aucune relecture", note=waiting),
    )
