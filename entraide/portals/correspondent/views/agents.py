"""Help an agent: find someone of one's own staff, hand over the code that opens their account."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.codes import CHANNELS
from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.activation import hand_out_code
from entraide.apps.beneficiaries.queries import rosters
from entraide.core.refusals import Refusal
from entraide.portals.correspondent.forms import AgentFilter
from entraide.portals.correspondent.presentation import ACTIVATED, STATUSES, TO_ACTIVATE, agents_table, last_day
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say


PER_PAGE = 25
SORTS = {"name": "search_name", "status": "status", "service": "service", "since": "since", "until": "until"}
# A code handed over by the employer, or sent to the address that the list gave: an employer prints no letter to a home.
EMPLOYER_CHANNELS = CHANNELS.keys() - {"letter"}


@for_roles(Role.CORRESPONDENT)
@require_safe
def agents(request: HttpRequest) -> HttpResponse:
    """List the staff: what the employer itself told us, and whether each account is open."""
    form = AgentFilter(request.GET)
    typed = form.typed()
    staff = rosters.staff_of(request.actor.member_id, on=clock.today(), text=typed.get("q", ""), state=typed.get("state", ""))
    found, sort = in_order(request, staff, SORTS, ties=("search_name", "pk"))
    page = page_of(request, found, size=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "table": agents_table(page, sort or "name"),
        "active": form.active(reverse("correspondent:agents")),
        "is_searched": bool(typed),
    }
    return render(request, "correspondent/agents.html", context)


def _own(request: HttpRequest, beneficiary_id: UUID) -> Any:
    """Give someone of the correspondent's own staff.

    :raises Http404: if there is nobody under that key; someone of another staff is nobody.
    """
    found = rosters.agent(beneficiary_id, member_id=request.actor.member_id, on=clock.today())
    if found is None:
        raise Http404
    return found


@for_roles(Role.CORRESPONDENT)
@require_safe
def agent(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Show one person of the staff, and how to help them."""
    found = _own(request, beneficiary_id)
    context = {
        "agent": found,
        "status": STATUSES[found.status],
        "arrived_on": found.arrived_on or found.since,
        "last_day": last_day(found.until),
        "rights": _rights_in_words(found),
        "opened": ACTIVATED if found.has_account else TO_ACTIVATE,
    }
    return render(request, "correspondent/agent.html", context)


def _rights_in_words(found: Any) -> str:
    """Say the rights of somebody of the staff, by what the list says of the contract and the position."""
    if found.rights_until is None:
        return "Ouverts"
    if found.rights_until <= found.since:
        return "Pas de droits avec ce contrat ou cette position"
    return f"Ouverts jusqu’au {date_fr(last_day(found.rights_until))} inclus"


@for_roles(Role.CORRESPONDENT)
@require_POST
@never_cache
def issue_code(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Make a code: show it this one time as the letter to seal, or send it to the address on file."""
    found = _own(request, beneficiary_id)
    channel = request.POST.get("channel", "")
    if channel not in EMPLOYER_CHANNELS:
        messages.error(request, "Choisissez comment le code est remis : sous pli fermé, ou par courriel.")
        return redirect("correspondent:agent", beneficiary_id)
    site = request.build_absolute_uri(reverse("public:activation_code"))
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        code = hand_out_code(beneficiary_id=beneficiary_id, channel=channel, site=site, **act)
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("correspondent:agent", beneficiary_id)
    if code:
        return render(request, "correspondent/activation_letter.html", {"agent": found, "code": code, "site": site})
    messages.success(
        request,
        f"Le code est parti à l’adresse électronique de {found.given_name} {found.family_name}. Il sert une fois, pendant 30 jours.",
    )
    return redirect("correspondent:agent", beneficiary_id)
