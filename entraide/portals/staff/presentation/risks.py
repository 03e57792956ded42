"""Why members are at risk, as the staff reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse

from entraide.apps.members.queries import bodies
from entraide.apps.members.queries.perimeters import names_ever
from entraide.apps.members.queries.successions import heirs_of
from entraide.apps.network.queries import committees
from entraide.apps.portfolio.queries import signals_of
from entraide.apps.reporting.queries.published import last_publication, rows_of
from entraide.core.network.risks import RiskSignal, UsePair, low_users
from entraide.ui.components.texts import date_fr, percent
from entraide.ui.values import Cell, Column


RISK_COLUMNS = (
    Column("Adhérent", sort="name"),
    Column("Département", sort="department"),
    Column("Adhère depuis", sort="joined"),
    Column("Ce qui inquiète"),
)
GRAVEST_COLUMNS = tuple(replace(column, sort="") for column in RISK_COLUMNS)


@dataclass(frozen=True, slots=True)
class LowUse:
    """A user rate, that of the committee, and the name of the body that it was published for where another stands in its place."""

    own: Fraction
    common: Fraction
    origin: str = ""


def low_use_rates(on: date) -> dict[UUID, LowUse]:
    """Give the members whose user rate of the last closed year is under half of their committee's, with both, from the published table.

    A published table never changes: what it gives is reckoned once and kept. What it says of a body that is gone since is said of those
    that stand in its place.
    """
    table = last_publication(on.year - 1)
    if table is None:
        return {}
    rates = cache.get_or_set(f"portfolio:low-use:{table.pk}", lambda: _low_use(table, on), timeout=24 * 3600)
    heirs = heirs_of(rates, on=on)
    names = names_ever(heirs)
    passed_on = {view.id: LowUse(*rates[key], names.get(key, "")) for key, views in heirs.items() for view in views}
    return passed_on | {key: LowUse(*pair) for key, pair in rates.items() if key not in heirs}


def _low_use(table: Any, on: date) -> dict[UUID, tuple[Fraction, Fraction]]:
    names, departments = committees(), dict(bodies(on).order_by().values_list("pk", "department"))
    pairs = [
        UsePair(str(key), names.get(departments.get(key, ""), ""), row.user_count, row.beneficiary_count)
        for key, row in rows_of(table).items()
        if row.user_count is not None and row.beneficiary_count is not None
    ]
    return {UUID(member): rates for member, rates in low_users(pairs).items()}


def risk_sentences(row: Any, rates: Mapping[UUID, LowUse], on: date) -> list[str]:
    """Say why a member is at risk, one sentence a signal."""
    use = rates.get(row.pk, LowUse(Fraction(0), Fraction(0)))
    where = f" chez {use.origin}" if use.origin else ""
    said = {
        RiskSignal.NOTICE_GIVEN: f"Préavis reçu le {date_fr(row.notice_on)}{_leaving(row)}." if row.notice_on else "",
        RiskSignal.NO_CORRESPONDENT: "Personne n’est correspondant depuis trois mois ou plus.",
        RiskSignal.LOW_USE: f"{_rate(use.own)} d’utilisateurs en {on.year - 1}{where}, {_rate(use.common)} dans son comité régional.",
        RiskSignal.NO_LIST: f"Aucune liste du personnel appliquée en {on.year}.",
        RiskSignal.FLAGGED: f"Signalé : {row.flag_reason}",
    }
    return [said[signal] for signal in signals_of(row)]


def _leaving(row: Any) -> str:
    return f", départ le {date_fr(row.leaves_on)}" if row.leaves_on else ""


def _rate(value: Fraction) -> str:
    return str(percent(value))


def risk_rows(found: Iterable[Any], rates: Mapping[UUID, LowUse], *, on: date, plain: bool = False) -> list[Any]:
    """Write accounts at risk as rows; `plain` for a file."""
    return [
        (
            row.current_name if plain else Cell(row.current_name, reverse("staff:portfolio_body", args=[row.pk])),
            row.department,
            row.joined_on,
            " ".join(risk_sentences(row, rates, on)),
        )
        for row in found
    ]
