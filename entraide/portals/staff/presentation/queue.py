"""How the queue says its shelves, its views, and what is decided together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.desk import DeskCounts
from entraide.apps.claims.queries.desk_filters import Risk
from entraide.apps.desk.queries.bulk import Foreseen
from entraide.core.money import ZERO, Money
from entraide.portals.staff.presentation.desk import subject_line
from entraide.ui.components import instant_fr
from entraide.ui.values import Cell, Column, KeyHelp, Status, Tone


QUEUE_KEYS = (
    KeyHelp("j", "demande suivante"),
    KeyHelp("k", "demande précédente"),
    KeyHelp("Entrée", "ouvrir la demande"),
    KeyHelp("x", "cocher la demande"),
    KeyHelp("o", "ouvrir la première"),
    KeyHelp("e", "décider ensemble ce qui est coché"),
)
RISK_LABELS = {Risk.LATE: "en retard", Risk.SOON: "sous 3 jours", Risk.WEEK: "sous 7 jours", Risk.LATER: "plus tard"}
FORESEEN_COLUMNS = (Column("Personne"), Column("Prestation"), Column("Ce qui se passera", prose=True), Column("Montant", numeric=True))
RESULT_COLUMNS = (Column("Demande"), Column("Résultat"), Column("Montant", numeric=True), Column("Pourquoi", prose=True))
BULK_COLUMNS = (
    Column("Demandée le"),
    Column("Décision"),
    Column("Demandes", numeric=True),
    Column("Impossibles", numeric=True),
    Column("État"),
)
RESULTS = {
    "planned": Status("prévue", Tone.NEUTRAL, "clock"),
    "done": Status("faite", Tone.SUCCESS),
    "refused": Status("impossible", Tone.DANGER),
    "withdrawn": Status("annulée", Tone.NEUTRAL, "undo-2"),
}
WILL_BE = {
    "grant": Status("sera accordée", Tone.SUCCESS),
    "refuse": Status("sera refusée", Tone.NEUTRAL, "circle-x"),
    "close": Status("sera classée sans suite", Tone.NEUTRAL, "circle-x"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that leads to what it counts; `shown` says that the list shows it now."""

    count: int
    label: str
    url: str
    note: str = ""
    awaiting: int = 0
    shown: bool = False


def shelf_tiles(request: HttpRequest, counts: DeskCounts) -> list[Tile]:
    """Count the shelves of the search in force, each with the way to it; those who decide are awaited on the first two."""
    awaited = request.actor.has(Role.CLAIMS_OFFICER)
    return [
        Tile(counts.to_take, "à prendre", _with(request, etat="to_take"), awaiting=counts.to_take * awaited),
        Tile(counts.mine, "dans mes dossiers", _with(request, etat="mine"), awaiting=counts.mine * awaited),
        Tile(counts.awaiting, "en attente d’une correction", _with(request, etat="awaiting"), "délai suspendu"),
        Tile(counts.decided, "décidées depuis 30 jours", _with(request, etat="decided")),
    ]


def risk_links(request: HttpRequest, counts: DeskCounts) -> list[Tile]:
    """Count the risks of being late of the search in force, each with the way to it."""
    shown = request.GET.get("risque", "")
    return [
        Tile(getattr(counts, risk), label, _with(request, risque=str(risk)), shown=shown == risk) for risk, label in RISK_LABELS.items()
    ]


def _with(request: HttpRequest, **changes: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("risque", "page", "etat", "cocher")}
    return f"?{urlencode(kept | changes)}"


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view that an officer keeps: its name, the way to it, and to its files."""

    id: Any
    name: str
    url: str
    csv: str
    xlsx: str


def view_links(views: Iterable[Any]) -> list[ViewLink]:
    """Give the way to each view; its query says the branch, so that it shows the same whoever's seat changes."""
    here = reverse("staff:claims")
    return [
        ViewLink(
            view.pk,
            view.name,
            f"{here}?{view.query}",
            *(f"{here}?{view.query}{'&' if view.query else ''}format={kind}" for kind in ("csv", "xlsx")),
        )
        for view in views
    ]


def foreseen_row(each: Foreseen, act: str) -> tuple[Any, ...]:
    """Say what a decision would be for one file."""
    line = each.line
    name = line.person.name if line.person else line.claim.reference
    who = Cell(name, reverse("staff:claim", args=[line.claim.pk]), note=line.claim.reference)
    will = Cell("", status=Status("impossible", Tone.DANGER), note=each.why_not) if each.why_not else WILL_BE[act]
    return (who, subject_line(line), will, each.amount)


def total_of(found: Sequence[Foreseen]) -> Money:
    """Add up what would be granted."""
    return sum((each.amount for each in found if each.amount and not each.why_not), ZERO)


def result_row(row: Any) -> tuple[Any, ...]:
    """Say what became of one file."""
    granted = row.decision is not None and row.decision.outcome == "granted"
    return (
        Cell(row.claim.reference, reverse("staff:claim", args=[row.claim_id])),
        RESULTS[row.state],
        row.decision.cents if granted else None,
        row.sentence,
    )


def bulk_status(bulk: Any, *, at: datetime) -> Status:
    """Say where decisions asked together stand."""
    if bulk.withdrawn_at is not None:
        return Status("annulées", Tone.NEUTRAL, "undo-2")
    if bulk.done_at is not None:
        return Status("prises", Tone.SUCCESS)
    if at < bulk.effective_at:
        return Status("peuvent être annulées", Tone.AWAITING, "clock")
    return Status("en cours", Tone.PROGRESS)


def bulk_row(bulk: Any, *, at: datetime) -> tuple[Any, ...]:
    """Write one line of the list of decisions asked together."""
    when = Cell(instant_fr(bulk.asked_at), reverse("staff:bulk_decision", args=[bulk.pk]))
    return (when, bulk.get_act_display().capitalize(), bulk.file_count, bulk.refused_count, bulk_status(bulk, at=at))
