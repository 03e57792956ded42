"""The columns of a member's own export: which title gives what, said once and remembered."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.roster_columns import name_columns, read_again
from entraide.apps.beneficiaries.queries import rosters as queries
from entraide.apps.beneficiaries.refusals import RosterFaults
from entraide.core.refusals import Refusal
from entraide.portals.correspondent.forms import RosterForm
from entraide.portals.correspondent.roster_forms import ColumnsForm
from entraide.portals.correspondent.views.roster import own_roster, sending
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Ask which title of a file gives what, remember it, and look at the list as it is then understood."""
    roster = own_roster(request, roster_id)
    titles = queries.titles_of_roster(roster) if roster.state in queries.WAITING else []
    if not titles:
        return redirect("correspondent:roster")
    form = ColumnsForm(request.POST or None, titles=titles)
    if request.method == "POST" and form.is_valid():
        return _read_again(request, roster, form)
    required, optional = [], []
    for bound in form:
        (required if bound.field.required else optional).append(bound)
    context = {"roster": roster, "form": form, "required": required, "optional": optional, "is_unread": roster.state == "unread"}
    return render(request, "correspondent/roster_columns.html", context, status=422 if form.errors else 200)


def _read_again(request: HttpRequest, roster: queries.RosterImport, form: ColumnsForm) -> HttpResponse:
    act = {"roster_id": roster.pk, "actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        name_columns(columns=form.columns(), **act)
        return redirect("correspondent:roster_preview", read_again(**act))
    except RosterFaults as refused:
        refused.can_be_named = True
        return sending(request, RosterForm(today=clock.today()), refused, status=422)
    except Refusal as refused:
        form.add_error(None, say(refused))
        return sending(request, RosterForm(today=clock.today()), status=409)
