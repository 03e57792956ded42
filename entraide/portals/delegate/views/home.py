"""A delegate's page: what came back to the member that they speak for, and who used it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import DELEGATE_ROLES
from entraide.apps.members.queries import member_on
from entraide.apps.reporting.queries.reviews import EXPORT_COLUMNS, export_rows, review_of
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.ui import clock


@for_roles(*DELEGATE_ROLES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the member's review."""
    member = member_on(request.actor.member_id, on=clock.today())
    return render(request, "delegate/home.html", {"member": member, "review": review_of(request.actor.member_id)})


@for_roles(*DELEGATE_ROLES)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Download the member's published years."""
    rows = export_rows(review_of(request.actor.member_id))
    return spreadsheet("bilan", EXPORT_COLUMNS, rows, kind=request.GET.get("format", "csv"))
