"""The direction's board: where the year stands, what asks for an act, every member; and the publication of the provisional table."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.outcomes import outcomes_of
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.board import MemberLine, by_committee, member_lines, under_way, whole_year
from entraide.apps.reporting.queries.published import last_publication, published_years
from entraide.core.refusals import Refusal
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.portals.staff.forms.board import ALONE, LOW, BoardForm
from entraide.portals.staff.presentation import board as words
from entraide.portals.staff.presentation.lists import wants_file
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.lists import page_of
from entraide.ui.refusals import say


YEARS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The members of a year that the filters keep, in the order asked for."""

    form: BoardForm
    kept: list[MemberLine]
    sort: str

    @property
    def download(self) -> HttpResponse:
        """The file of these members, all pages of it."""
        name, kind = f"adherents-{self.form.year}", self.form.data["format"]
        return spreadsheet(name, words.EXPORT_COLUMNS, words.export_rows(self.kept), kind=kind)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the fragment of members shows."""
        page = page_of(request, self.kept)
        table = words.member_table(list(page), self.kept, self.sort)
        return {"form": self.form, "active": self.form.active(self.form.url), "page": page, "table": table, "here": self.form.url}


def narrowed(request: HttpRequest, url: str, on: date) -> Narrowed:
    """Read the filters and the members that they keep."""
    years = sorted({*published_years(), on.year})
    running = member_lines(on.year, as_of=on)
    form = BoardForm(request.GET, years=years, committees=sorted({line.committee for line in running}), url=url)
    lines = running if form.year == on.year else member_lines(form.year, as_of=on)
    sort = request.GET.get("tri", "")
    return Narrowed(form, words.in_order([line for line in lines if form.keeps(line)], sort), sort)


@for_roles(Role.DIRECTOR)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the board, or download the members that the filters keep."""
    on = clock.today()
    found = narrowed(request, reverse("staff:board"), on)
    if wants_file(request):
        return found.download
    work = under_way(on=on)
    wholes = [whole_year(year, as_of=on) for year in found.form.years[-YEARS_SHOWN:]]
    context = {
        "sentences": [*words.sentences(wholes[-1], on, work), words.outcomes_in_words(outcomes_of(on.year))],
        "alerts": words.alerts(_closed(on), work, low_url=_address(on, LOW), alone_url=_address(on, ALONE)),
        "chart": words.whole_chart(wholes, str(on.year), on),
        "committees": words.committee_table(by_committee(found.form.year, as_of=on), found.form.year),
        "last": last_publication(on.year),
    }
    return render(request, "staff/board.html", context | found.context(request))


@for_roles(Role.DEVELOPMENT_OFFICER)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """List every member with its year, or download those that the filters keep: where a visit or a call is worth most."""
    found = narrowed(request, reverse("staff:members"), clock.today())
    if wants_file(request):
        return found.download
    return render(request, "staff/members.html", found.context(request))


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
