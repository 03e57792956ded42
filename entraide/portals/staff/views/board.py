"""The direction's board: where the year stands, what asks for an act, every member; and the publication of the provisional table."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.board import MemberLine, by_committee, member_lines, under_way, whole_year
from entraide.apps.reporting.queries.published import last_publication, published_years
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.downloads import KINDS, spreadsheet
from entraide.portals.staff.forms.board import ALONE, LOW, BoardForm
from entraide.portals.staff.presentation import board as words
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.refusals import say


PER_PAGE = 50
YEARS_SHOWN = 3


@for_roles(Role.DIRECTOR)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the board, or download the members that the filters keep."""
    on = clock.today()
    years = sorted({*published_years(), on.year})
    running = member_lines(on.year, as_of=on)
    form = BoardForm(request.GET, years=years, committees=sorted({line.committee for line in running}))
    lines = running if form.year == on.year else member_lines(form.year, as_of=on)
    sort = request.GET.get("tri", "")
    kept = words.in_order([line for line in lines if form.keeps(line)], sort)
    if request.GET.get("format") in KINDS:
        return spreadsheet(f"adherents-{form.year}", words.EXPORT_COLUMNS, words.export_rows(kept), kind=request.GET["format"])
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    work = under_way(on=on)
    wholes = [whole_year(year, as_of=on) for year in years[-YEARS_SHOWN:]]
    context = {
        "sentences": words.sentences(wholes[-1], on, work),
        "alerts": words.alerts(_closed(on), work, low_url=_address(on, LOW), alone_url=_address(on, ALONE)),
        "chart": words.whole_chart(wholes, str(on.year), on),
        "committees": words.committee_table(by_committee(form.year, as_of=on), form.year),
        "last": last_publication(on.year),
        "form": form,
        "active": form.active(),
        "page": page,
        "table": words.member_table(list(page), kept, sort),
    }
    return render(request, "staff/board.html", context)


def _closed(on: date) -> list[MemberLine]:
    return member_lines(on.year - 1, as_of=on)


def _address(on: date, shown: str) -> str:
    """Lead to the members that an alert speaks of, in the last closed year."""
    return f"{reverse('staff:board')}?{urlencode({'annee': on.year - 1, 'montrer': shown})}#adherents"


@for_roles(Role.DIRECTOR)
@require_POST
def publish_table(request: HttpRequest) -> HttpResponse:
    """Publish the provisional table of the running year as of today."""
    on = clock.today()
    try:
        publish(year=on.year, as_of=on, actor=request.actor, at=clock.now(), on=on)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        told = "Les correspondants et les délégués lisent maintenant ces chiffres."
        messages.success(request, f"Tableau provisoire de {on.year} publié, arrêté au {date_fr(on)}. {told}")
    return redirect("staff:board")
