"""Activation codes, for people who have no account yet: found by name, sent by e-mail or printed under seal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.codes import CHANNELS
from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.activation import hand_out_code
from entraide.apps.beneficiaries.queries import people as described
from entraide.apps.beneficiaries.queries import without_account
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.people import PersonSearch
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.ADMINISTRATOR, Role.CONTACT_AGENT)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find people who have no account yet."""
    form = PersonSearch(request.GET)
    context = {"form": form, "text": form.text, "people": without_account(form.text, on=clock.today())}
    return render(request, "staff/activations.html", context)


@for_roles(Role.ADMINISTRATOR, Role.CONTACT_AGENT)
@require_POST
@never_cache
def issue(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Make a code: send it, or show it this one time as the letter to print."""
    person = described([beneficiary_id], on=clock.today()).get(beneficiary_id)
    channel = request.POST.get("channel", "")
    if person is None or channel not in CHANNELS:
        messages.error(request, "Cette personne ou cette façon de remettre le code n’existe pas.")
        return redirect("staff:activations")
    site = request.build_absolute_uri(reverse("public:activation_code"))
    try:
        code = hand_out_code(
            beneficiary_id=beneficiary_id, channel=channel, site=site, actor=request.actor, at=clock.now(), on=clock.today()
        )
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return redirect("staff:activations")
    if code:
        return render(request, "staff/activation_letter.html", {"person": person, "code": code, "site": site})
    messages.success(request, f"Le code est parti à l’adresse électronique de {person.name}. Il sert une fois, pendant 30 jours.")
    return redirect("staff:activations")
