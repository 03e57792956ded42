"""What an expert is asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.queries.opinions import asked_of
from entraide.ui.values import Column, Table


COLUMNS = (Column("Demande"), Column("Question"), Column("Avant le"), Column("Avis"))


@for_roles(Role.EXPERT)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """List the opinions asked of the expert, what waits first."""
    rows = [(each.claim.reference, each.question, each.due_on, each.get_advice_display() or "attendu") for each in asked_of(request.actor)]
    table = Table("Avis demandés", COLUMNS, rows, empty="Aucun avis ne vous est demandé.")
    return render(request, "staff/opinions.html", {"table": table})
