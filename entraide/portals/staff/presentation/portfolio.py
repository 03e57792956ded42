"""How prospects, accounts at risk, promises, exchanges and targets are said to the staff."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from entraide.apps.members.queries.successions import heirs_of
from entraide.apps.portfolio.queries import TargetLine
from entraide.core.contributions.prospects import ContributionEstimate, estimated_contribution, estimated_heads
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.network.stages import ProspectStage
from entraide.portals.staff.forms.portfolio import EXCHANGE_KINDS, INDICATORS, KINDS, STAGES
from entraide.portals.staff.presentation.network import department_label
from entraide.ui.components.texts import accord, date_fr, euros, number
from entraide.ui.values import Bar, BarChart, Cell, Column, Status, Table, Tone


PROSPECT_COLUMNS = (
    Column("Organisme", sort="name"),
    Column("Nature", sort="kind"),
    Column("Département", sort="department"),
    Column("Habitants", numeric=True, sort="population"),
    Column("Agents estimés", numeric=True),
    Column("Cotisation estimée", numeric=True),
    Column("Étape", sort="stage"),
)
PROSPECT_FILE_COLUMNS = (
    *(Column(label) for label in ("Organisme", "SIREN", "Nature", "Département", "Habitants", "Agents, au moins", "Agents, au plus")),
    *(Column(label) for label in ("Cotisation, au moins", "Cotisation, au plus", "Étape")),
)
PROMISE_COLUMNS = (Column("Promesse"), Column("Organisme", sort="name"), Column("Pour le", sort="due"), Column("État"))
EXCHANGE_COLUMNS = (
    Column("Date", sort="held"),
    Column("Organisme", sort="name"),
    Column("Nature", sort="kind"),
    Column("Avec"),
    Column("Objet ou compte rendu"),
    Column("État"),
)
TARGET_COLUMNS = (
    Column("Comité ou délégation"),
    Column("Indicateur"),
    Column("Objectif", numeric=True),
    Column("Atteint", numeric=True),
    Column("Part atteinte", numeric=True),
)
STAGE_SIGNS = {
    ProspectStage.SPOTTED: (Tone.NEUTRAL, "eye"),
    ProspectStage.MET: (Tone.PROGRESS, "users"),
    ProspectStage.OFFERED: (Tone.PROGRESS, "send"),
    ProspectStage.WON: (Tone.SUCCESS, "check"),
    ProspectStage.LOST: (Tone.NEUTRAL, "x"),
}
STAGE_STATUS = {str(stage): Status(capfirst(stage.label), *sign) for stage, sign in STAGE_SIGNS.items()} | {
    "at_risk": Status("À risque", Tone.WARNING, "triangle-alert")
}
UNESTIMATED = "non estimé"
LONG = 140


def heads_text(kind: str, population: int | None) -> str:
    """Say how many agents a body may have: « 64 à 108 »."""
    heads = estimated_heads(kind, population)
    return f"{number(heads.low)} à {number(heads.high)}" if heads else UNESTIMATED


def estimate_of(kind: str, population: int | None, year: int, tariff: Tariff) -> ContributionEstimate | None:
    """Give what those agents would be called for; nothing where they are not estimated or no rate is known."""
    heads = estimated_heads(kind, population)
    if heads is None or tariff.rates[HeadClass.ACTIVE].at(date(year, 1, 1)) is None:
        return None
    return estimated_contribution(heads, year=year, tariff=tariff)


def contribution_text(kind: str, population: int | None, year: int, tariff: Tariff) -> str:
    """Say what those agents would be called for: « 13 888 € à 23 436 € »."""
    estimate = estimate_of(kind, population, year, tariff)
    if estimate is None:
        return UNESTIMATED
    return f"{whole_euros(estimate.low.cents)} à {whole_euros(estimate.high.cents)}"


def whole_euros(cents: int) -> str:
    """Write whole euros: an estimate has no cents."""
    return f"{number(cents // 100)} €"


def rate_sentence(year: int, tariff: Tariff) -> str:
    """Say the rate of a year, its source, and whether somebody has confirmed it."""
    one = estimate_of("commune", 0, year, tariff)
    if one is None:
        return f"Cotisation d’un actif en {year} : le taux n’est pas publié."
    doubt = "" if one.is_checked else " Valeur à confirmer : personne ne l’a encore vérifiée pour cette année."
    return f"Cotisation d’un actif en {year} : {euros(one.rate)} ({one.source}).{doubt}"


def prospect_rows(found: Iterable[Any], *, year: int, tariff: Tariff) -> list[tuple[Any, ...]]:
    """Write prospects as rows."""
    kinds = dict(KINDS)
    return [
        (
            Cell(body.current_name, reverse("staff:portfolio_body", args=[body.pk])),
            kinds[body.kind],
            body.department,
            body.population,
            heads_text(body.kind, body.population),
            contribution_text(body.kind, body.population, year, tariff),
            STAGE_STATUS[body.stage] if body.stage else "non suivi",
        )
        for body in found
    ]


def prospect_file_rows(found: Iterable[Any], *, year: int, tariff: Tariff) -> Iterable[tuple[Any, ...]]:
    """Write prospects for a file, each end of an interval in its column."""
    kinds, stages = dict(KINDS), dict(STAGES)
    for body in found:
        heads = estimated_heads(body.kind, body.population)
        money = estimate_of(body.kind, body.population, year, tariff)
        ends = (heads.low, heads.high, money.low, money.high) if heads and money else (None,) * 4
        stage = stages.get(body.stage, "non suivi")
        yield (body.current_name, body.siren, kinds[body.kind], body.department, body.population, *ends, stage)


# Promises and exchanges.


def promise_status(row: Any, on: date) -> Status:
    """Say how a promise stands."""
    if row.done_on is not None:
        return Status(f"Tenue le {date_fr(row.done_on)}", Tone.SUCCESS, "check")
    if row.due_on < on:
        return Status("En retard", Tone.AWAITING, "clock")
    return Status("À tenir", Tone.NEUTRAL, "circle-dashed")


def with_heirs(rows: Iterable[Any], on: date) -> list[Any]:
    """Put on promises or exchanges what became of their body, empty while it stands: « repris par Val-de-Celles, SIREN 200900017 »."""
    found = list(rows)
    heirs = heirs_of({row.member_id for row in found}, on=on)
    heirs_said = {key: " et ".join(f"{view.name}, SIREN {view.siren}" for view in views) for key, views in heirs.items()}
    said = {key: f"repris par {names}" if names else "n’existe plus" for key, names in heirs_said.items()}
    for row in found:
        row.became = said.get(row.member_id, "")
    return found


def _body(row: Any, plain: bool) -> Any:
    if plain:
        return f"{row.member_name} ({row.became})" if row.became else row.member_name
    return Cell(row.member_name, reverse("staff:portfolio_body", args=[row.member_id]), note=row.became)


def promise_rows(found: Iterable[Any], *, on: date, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write promises as rows; `plain` for a file."""
    return [
        (
            row.what,
            _body(row, plain),
            row.due_on,
            promise_status(row, on).label if plain else promise_status(row, on),
        )
        for row in with_heirs(found, on)
    ]


def exchange_status(row: Any, on: date) -> Status:
    """Say how an exchange stands."""
    if not row.is_planned:
        return Status("Passé", Tone.NEUTRAL, "check")
    return Status("Prévu", Tone.PROGRESS, "calendar") if row.held_on > on else Status("Compte rendu attendu", Tone.AWAITING, "pencil")


def exchange_rows(found: Iterable[Any], *, on: date, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write exchanges as rows; `plain` for a file."""
    kinds = dict(EXCHANGE_KINDS)
    return [
        (
            row.held_on,
            _body(row, plain),
            kinds[row.kind],
            row.met,
            row.summary if plain or len(row.summary) <= LONG else f"{row.summary[:LONG]}…",
            exchange_status(row, on).label if plain else exchange_status(row, on),
        )
        for row in with_heirs(found, on)
    ]


# Targets.


def target_rows(lines: Iterable[TargetLine]) -> list[tuple[Any, ...]]:
    """Write targets against what is reached."""
    names = dict(INDICATORS)
    return [
        (
            f"Comité {line.committee}" if line.committee else department_label(line.department),
            names[line.indicator],
            line.value,
            line.reached,
            f"{line.reached * 100 // line.value} %",
        )
        for line in lines
    ]


def target_table(lines: Iterable[TargetLine], year: int) -> Table:
    """Show the targets of a year."""
    return Table(f"Objectifs {year}", TARGET_COLUMNS, target_rows(lines), empty=f"Aucun objectif n’est fixé pour {year}.")


def target_chart(lines: Iterable[TargetLine], year: int, on: date) -> BarChart | None:
    """Draw each target's share reached against the whole; nothing where no target is set."""
    names, lines = dict(INDICATORS), list(lines)
    if not lines:
        return None
    bars = [
        Bar(
            f"{f'Comité {line.committee}' if line.committee else department_label(line.department)}, {names[line.indicator].lower()}",
            line.reached * 100 // line.value,
            f"{number(line.reached)} sur {number(line.value)}",
            highlighted=line.reached >= line.value,
        )
        for line in lines
    ]
    reached = sum(line.reached >= line.value for line in lines)
    title = f"{accord(reached, 'objectif atteint,objectifs atteints')} sur {len(lines)} en {year}"
    return BarChart(title, bars, "Objectif", "Part atteinte, en %", source="Registre et échanges notés", on=on, reference=(100, "objectif"))
