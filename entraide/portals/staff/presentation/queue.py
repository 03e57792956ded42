"""How the queue says its shelves, its views, and what is decided together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.desk import DeskCounts, DeskLine
from entraide.apps.claims.queries.desk_filters import Risk, Shelf
from entraide.apps.desk.queries.bulk import Foreseen, Result
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
RESULT_COLUMNS = (
    Column("Personne"),
    Column("Prestation"),
    Column("Résultat"),
    Column("Montant", numeric=True),
    Column("Pourquoi", prose=True),
)
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
AGAINST = "Les règles accordent {amount} : votre mot doit dire pourquoi vous refusez."
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
    awaiting: bool = False
    late: bool = False
    shown: bool = False


def shelf_tiles(request: HttpRequest, counts: DeskCounts) -> list[Tile]:
    """Count the shelves of the search in force, each with the way to it; those who decide are awaited on the first two."""
    awaited, shown = request.actor.has(Role.CLAIMS_OFFICER), request.GET.get("etat", "")
    shelves = {
        Shelf.TO_TAKE: (counts.to_take, "à prendre", awaited and counts.to_take > 0),
        Shelf.MINE: (counts.mine, "dans mes dossiers", awaited and counts.mine > 0),
        Shelf.AWAITING: (counts.awaiting, "en attente d’une correction", False),
        Shelf.DECIDED: (counts.decided, "décidées depuis 30 jours", False),
    }
    return [
        Tile(count, label, _with(request, etat=str(shelf)), awaiting=awaiting, shown=shown == shelf)
        for shelf, (count, label, awaiting) in shelves.items()
    ]


def risk_links(request: HttpRequest, counts: DeskCounts) -> list[Tile]:
    """Count the risks of being late of the search in force, each with the way to it."""
    shown = request.GET.get("risque", "")
    return [
        Tile(count, label, _with(request, risque=str(risk)), late=risk is Risk.LATE and count > 0, shown=shown == risk)
        for risk, label in RISK_LABELS.items()
        for count in [getattr(counts, risk)]
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
    will: Any = WILL_BE[act]
    if each.why_not:
        will = Cell("", status=Status("impossible", Tone.DANGER), note=each.why_not)
    elif each.rules_grant is not None:
        will = Cell("", status=Status("sera refusée contre les règles", Tone.WARNING), note=AGAINST.format(amount=each.rules_grant))
    return (who_of(each.line), subject_line(each.line), will, each.amount)


def who_of(line: DeskLine) -> Cell:
    """Name whose file it is, with the way to it and its reference."""
    name = line.person.name if line.person else line.claim.reference
    return Cell(name, reverse("staff:claim", args=[line.claim.pk]), note=line.claim.reference)


def total_of(found: Sequence[Foreseen]) -> Money:
    """Add up what would be granted."""
    return sum((each.amount for each in found if each.amount and not each.why_not), ZERO)


def result_row(result: Result) -> tuple[Any, ...]:
    """Say what became of one file."""
    return (who_of(result.line), subject_line(result.line), RESULTS[result.state], result.amount, result.sentence)


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
