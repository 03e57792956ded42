"""The claims officer's queue: what waits, as it is searched for, to open, to download, or to decide together."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries import desk
from entraide.apps.claims.queries.desk_filters import Shelf
from entraide.apps.desk.queries.bulk import planned_elsewhere
from entraide.apps.desk.queries.people import surroundings
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.portals.staff.forms.queue import SHELVES, QueueFilter, TogetherForm, ViewForm
from entraide.portals.staff.presentation.desk import state_of, term_status
from entraide.portals.staff.presentation.lists import wants_file
from entraide.portals.staff.presentation.queue import QUEUE_KEYS, risk_links, shelf_tiles, view_links
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.lists import page_of, row_url
from entraide.ui.values import Cell, Column, Status, Table, Tone


PER_PAGE = 25
AT_ONCE = 1_000
COLUMNS = (
    Column("Personne"),
    Column("Prestation", sort="benefit"),
    Column("État"),
    Column("Déposée le", sort="filed"),
    Column("Échéance", sort="term"),
)
EXPORT_COLUMNS = (
    "Référence",
    "Personne",
    "Pour",
    "Prestation",
    "Antenne",
    "Reçue",
    "État",
    "Déposée le",
    "À décider avant le",
    "Décidée le",
    "Décidée",
    "Prise par",
)
PLANNED = Status("décision groupée prévue", Tone.PROGRESS, "calendar-clock")


@for_roles(Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, nearest to its term first, or download the list."""
    on, actor = clock.today(), request.actor
    beside, benefits = surroundings(actor, on=on), desk.desk_benefits(actor)
    form = QueueFilter(request.GET, benefits=benefits, branches=beside.branches, officers=beside.officers, own=beside.own_branch)
    sort = request.GET.get("tri", "")
    wanted = form.wanted(sort=sort, me=actor.account_id, absent=beside.absent)
    found = desk.desk(wanted, actor=actor, on=on)
    if wants_file(request):
        return spreadsheet("demandes", EXPORT_COLUMNS, exported(found, on=on), kind=request.GET["format"])
    counts = desk.recent_counts(wanted, actor=actor, on=on, at=clock.now())
    page = page_of(request, found, size=PER_PAGE, count=counts.found)
    lines = desk.desk_lines(page, on=on, names=dict(benefits))
    is_officer = actor.has(Role.CLAIMS_OFFICER)
    can_tick = is_officer and wanted.shelf is not Shelf.DECIDED
    planned = planned_elsewhere([line.claim.pk for line in lines])
    marks = Marks(planned, beside.absent, can_tick, "cocher" in request.GET, opens=is_officer)
    caption = ", ".join(filter(None, [SHELVES[wanted.shelf], wanted.branch]))
    empty = "Aucune demande ne répond à cette recherche."
    context = {
        "page": page,
        "table": Table(caption, COLUMNS, [row_of(line, marks) for line in lines], sort=sort, empty=empty),
        "form": form,
        "counts": counts,
        "shelves": shelf_tiles(request, counts),
        "risks": risk_links(request, counts),
        "most_named": desk.MAX_FOUND if desk.is_cut(wanted, on=on) else 0,
        "is_filtered": bool(form.typed().keys() - {"etat"}),
        "active": form.active(reverse("staff:claims")),
        "first": lines[0].claim.pk if lines and is_officer else None,
        "can_tick": can_tick,
        "together_form": TogetherForm(),
        "views": view_links(beside.views),
        "view_form": ViewForm(),
        "query": kept_query(request),
        "keys": QUEUE_KEYS,
    }
    return render(request, "staff/claims.html", context)


def kept_query(request: HttpRequest) -> str:
    """Write what the queue is searched by, without the page nor the ticks: what a view keeps."""
    query = request.GET.copy()
    for name in set(query) - {*QueueFilter.base_fields, "tri"}:
        del query[name]
    return query.urlencode()


class Marks:
    """What is said of the lines beside the claims themselves: decisions planned, officers away, ticks, whether the reader opens them."""

    def __init__(self, planned: Collection[UUID], absent: Collection[UUID], can_tick: bool, are_ticked: bool, *, opens: bool) -> None:
        self.planned, self.absent, self.can_tick, self.are_ticked, self.opens = planned, absent, can_tick, are_ticked, opens

    def state(self, line: desk.DeskLine) -> Cell:
        """Say where a claim stands, who holds it or decided it, and what is planned."""
        if line.claim.pk in self.planned:
            return Cell("", status=PLANNED, note=state_of(line.state).label)
        if line.decided_by:
            return Cell("", status=state_of(line.state), note=line.decided_by)
        away = " (absent : à reprendre)" if line.claim.taken_by in self.absent else ""
        return Cell("", status=state_of(line.state), note=f"par {line.taken_by}{away}" if line.taken_by else "")

    def box(self, line: desk.DeskLine) -> Any:
        """Draw the box that chooses a claim, where it may be chosen."""
        if not self.can_tick or line.claim.pk in self.planned:
            return ""
        return format_html(
            '<input type="checkbox" name="demande" value="{}" form="ensemble" aria-label="Choisir la demande {}"{}>',
            line.claim.pk,
            line.claim.reference,
            " checked" if self.are_ticked else "",
        )


def row_of(line: desk.DeskLine, marks: Marks) -> tuple[Any, ...]:
    """Write one claim of the queue."""
    name = line.person.name if line.person else line.claim.reference
    return (
        Cell(name, row_url("staff:claim", line.claim.pk) if marks.opens else "", note=line.claim.reference, before=marks.box(line)),
        Cell(line.benefit_name, note=f"pour {line.subject.name}" if line.subject else "pour soi-même"),
        marks.state(line),
        line.claim.filed_on,
        Cell("", status=term_status(line), note=date_fr(line.claim.decided_on or line.claim.due_on)),
    )


def exported(found: Any, *, on: Any) -> Iterator[tuple[Any, ...]]:
    """Write the list that the filters keep, all its pages, a part at a time."""
    rows = found.iterator(chunk_size=AT_ONCE)
    while part := list(islice(rows, AT_ONCE)):
        for line in desk.desk_lines(part, on=on):
            yield (
                line.claim.reference,
                line.person.name if line.person else "",
                line.subject.name if line.subject else "soi-même",
                line.benefit_name,
                line.claim.committee,
                line.claim.get_channel_display(),
                state_of(line.state).label,
                line.claim.filed_on,
                line.claim.due_on,
                line.claim.decided_on,
                line.decided_by,
                line.taken_by,
            )
