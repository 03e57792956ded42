"""How campaigns are said to the staff: what each would do, how far it is, whom it left out, what an adjustment changes."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.contributions.queries.campaigns import LeftOut
from entraide.core.contributions.adjustments import Adjustment, AdjustmentReason
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.money import Money, total
from entraide.core.refusals import Finding
from entraide.portals.staff.presentation.contributions import CONFIDENCES, UNCONFIRMED
from entraide.ui.components.texts import accord, euros, number
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


KINDS = {"call": "Appel", "adjustment": "Régularisation", "cancellation": "Annulation"}
STATES = {
    "reckoning": Status("En préparation", Tone.PROGRESS, "calculator"),
    "ready": Status("À lancer", Tone.AWAITING, "hourglass"),
    "running": Status("En cours", Tone.PROGRESS, "play"),
    "stopped": Status("Arrêtée", Tone.WARNING, "pause"),
    "done": Status("Terminée", Tone.SUCCESS, "check"),
    "cancelled": Status("Annulée", Tone.NEUTRAL, "x"),
}
INTERRUPTED = Status("Interrompue", Tone.DANGER, "triangle-alert")
FAULTS = {
    "contributions.issued_before_last": (
        "Des documents d’un jour plus tardif ont été numérotés entre-temps : reprenez-la, elle sera datée d’aujourd’hui."
    ),
    "contributions.rate_missing": "Un taux de l’année n’est plus publié : publiez-le dans les paramètres, puis reprenez-la.",
}
FAILED = (
    "Une erreur de la plateforme l’a arrêtée entre deux groupes d’adhérents : elle est dans le journal du serveur. "
    "Rien n’est à moitié fait."
)

CAMPAIGN_COLUMNS = (
    *(Column("Campagne"), Column("État"), Column("Documents du")),
    *(Column("Adhérents", numeric=True), Column("Personnes", numeric=True), Column("Montant", numeric=True)),
)
BREAKDOWN_COLUMNS = {
    "call": (
        *(Column("Catégorie"), Column("Personnes", numeric=True), Column("Montant", numeric=True)),
        *(Column("Taux national", numeric=True), Column("Source du taux")),
    ),
    "adjustment": (Column("Motif"), Column("Personnes", numeric=True), Column("Montant", numeric=True)),
}
CHANGE_COLUMNS = (
    *(Column("Personne"), Column("Appelé", numeric=True), Column("Selon la liste", numeric=True), Column("Différence", numeric=True)),
)
LEFT_OUT_COLUMNS = (Column("Adhérent"), Column("Pourquoi"))


def campaigns_table(campaigns: Iterable[Any]) -> Table:
    """List campaigns, the last first."""
    rows = [
        (
            Cell(f"{KINDS[row.kind]} {row.year}", reverse("staff:call_campaign", args=[row.pk])),
            state_of(row),
            row.issued_on,
            Cell(*done_of(row)),
            row.head_count,
            row.cents,
        )
        for row in campaigns
    ]
    return Table("Campagnes", CAMPAIGN_COLUMNS, rows, empty="Aucune campagne pour l’instant : ouvrez la première ci-dessous.")


def state_of(row: Any) -> Status:
    """Say where a campaign is; one that nobody stopped was interrupted."""
    return INTERRUPTED if row.state == "stopped" and row.fault else STATES[row.state]


def fault_of(row: Any) -> str:
    """Say what interrupted a campaign, or nothing."""
    if not row.fault:
        return ""
    return FAULTS.get(row.fault, FAILED)


def done_of(row: Any) -> tuple[str, str, str]:
    """Say how many members a campaign has done, those left out apart."""
    left = len(row.refused)
    note = accord(left, "laissé de côté,laissés de côté") if left else ""
    return f"{number(row.done_count - left)} sur {number(row.member_count)}", "", note


def days_to_pay(row: Any) -> str:
    """Say how long the documents of a campaign leave to pay."""
    days = (row.due_on - row.issued_on).days
    return f"{accord(days, 'jour')} après" if days else "le jour même"


def breakdown_table(kind: str, parts: Mapping[str, tuple[int, Money]], rates: Tariff, year: int) -> Table:
    """Show what a campaign would come to: by class with the rate and its source, or by reason."""
    if kind == "call":
        rows: list[tuple[Any, ...]] = [_class_row(each, *parts[each.value], rates, year) for each in HeadClass if each.value in parts]
    else:
        rows = [(each.label.capitalize(), *parts[each.value]) for each in AdjustmentReason if each.value in parts]
    columns = BREAKDOWN_COLUMNS[kind]
    totals = ("Total", sum(row[1] for row in rows), total(row[2] for row in rows), *[""] * (len(columns) - 3))
    empty = "Rien à écrire : les listes disent ce qui est appelé."
    return Table("Ce qui sera écrit", columns, rows, totals=totals if rows else (), empty=empty)


def _class_row(head_class: HeadClass, people: int, amount: Money, rates: Tariff, year: int) -> tuple[Any, ...]:
    rate = rates.rate(head_class, year)
    status = None if rates.is_checked(head_class, year) else UNCONFIRMED
    source = Cell(rate.source, note=CONFIDENCES[rate.confidence], status=status)
    return (head_class.label.capitalize() + "s", people, amount, rate.value, source)


def unconfirmed_text(rates: Tariff, year: int) -> str:
    """Say which rates of a year are only carried on, or nothing."""
    found = rates.unconfirmed(year)
    told = " et ".join(f"{euros(rates.rate(each, year).value)} pour un {each.label}" for each in found)
    return f"Le taux de {year} n’est pas voté. Le dernier connu est repris : {told}." if found else ""


def by_reason(changes: Iterable[Adjustment]) -> dict[str, tuple[int, Money]]:
    """Count and add up changes by reason."""
    held: dict[str, list[Money]] = {}
    for change in changes:
        held.setdefault(change.reason.value, []).append(change.amount)
    return {reason: (len(amounts), total(amounts)) for reason, amounts in held.items()}


def change_row(change: Adjustment, names: Mapping[UUID, tuple[str, str]]) -> tuple[Any, ...]:
    """Say what one person would cost otherwise."""
    family, given = names.get(change.person, ("", ""))
    before, after = (total(line.amount for line in lines) for lines in (change.before, change.after))
    return (Cell(f"{family} {given}".strip() or "Personne sans nom", note=change.reason.label), before, after, change.amount)


def staying_words(counts: Mapping[str, int]) -> list[str]:
    """Tell by reason how many calls would stay."""
    return [f"{accord(times, 'appel,appels')} : {say(Finding(code))}" for code, times in sorted(counts.items())]


def left_out_rows(found: Iterable[LeftOut]) -> list[tuple[Any, ...]]:
    """List who was left out, with the reason."""
    return [(Cell(one.name, reverse("staff:member", args=[one.member_id])), say(Finding(one.code))) for one in found]


def left_out_written(found: Iterable[LeftOut]) -> list[tuple[Any, ...]]:
    """Write who was left out for a file."""
    return [(one.name, say(Finding(one.code))) for one in found]
