"""« Mes pièces »: what the association holds of a person, who found it good, and until when it serves again."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.wallet import HeldPaper, wallet_of
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.lists import page_of


PER_PAGE = 20


@for_roles(Role.BENEFICIARY)
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """List the papers that came with the person's claims."""
    held = wallet_of(request.actor.beneficiary_id, actor=request.actor, on=clock.today())
    page = page_of(request, held, size=PER_PAGE)
    return render(request, "beneficiary/wallet.html", {"page": page, "papers": [(each, serving(each)) for each in page]})


def serving(paper: HeldPaper) -> str:
    """Say for what a paper serves again."""
    if paper.covers is None:
        return "Ne sert que pour cette demande."
    if paper.covers.until is None:
        return "Sert sans limite de durée."
    last = paper.covers.until - timedelta(days=1)
    return f"Sert pour ce qui a lieu jusqu’au {date_fr(last)} inclus."
