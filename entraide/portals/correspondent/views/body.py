"""What a correspondent corrects of their own body: whom we call there, what its accounting service asks to be written."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.members import queries
from entraide.apps.members.forms import ContactForm, FactForm, ReferencesForm
from entraide.apps.members.operations.contacts import ContactFacts, change_contact, end_contact, record_contact
from entraide.apps.members.operations.establishments import correct_billing_references
from entraide.core.refusals import Refusal
from entraide.ui import clock
from entraide.ui.acts import tell_act


def own_body(actor: Actor, *, on: date) -> dict[str, Any]:
    """Tell the contract of the correspondent's body, where it is billed, whom we call there."""
    member_id = actor.member_id
    found = queries.body_for(member_id, actor=actor, on=on)
    contract = next((each for each in queries.contracts_of(member_id, on=on) if each.is_running), None)
    return {
        "contract": contract,
        "joined_on": found.joined_on if found else None,
        "last_day": found.leaves_on - timedelta(days=1) if found and found.leaves_on else None,
        "billed": queries.billed_establishment(member_id, on=on),
        "contacts": [(one, reverse("correspondent:contact", args=[one.pk])) for one in queries.contacts_of(member_id, on=on)],
    }


def answered(request: HttpRequest, form: FactForm, page: dict[str, str], act: Callable[[dict[str, Any]], None]) -> HttpResponse:
    """Show a form, or do what it asks and go home; a refusal comes back on the form with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act({"member_id": request.actor.member_id, "actor": request.actor, "at": clock.now(), "on": clock.today()})
        except Refusal as refused:
            form.tell(refused)
        else:
            messages.success(request, page["done"])
            return redirect("correspondent:home")
    return render(request, "correspondent/body_form.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, contact_id: UUID | None = None) -> HttpResponse:
    """Add a contact of one's own body, or correct one; another body's is nobody."""
    held = queries.contact_of(request.actor.member_id, contact_id=contact_id, on=clock.today()) if contact_id else None
    if contact_id and held is None:
        raise Http404
    known = {name: getattr(held, name) for name in ("name", "function", "email", "phone")} if held else {}
    form = ContactForm(request.POST or None, initial=known)
    page = {
        "title": "Corriger un contact" if held else "Ajouter un contact",
        "lead": "Nous écrivons ou téléphonons à cette personne. Elle n’a pas besoin d’un compte.",
        "submit": "Enregistrer",
        "done": "Le contact est enregistré.",
        "ending": reverse("correspondent:contact_end", args=[held.pk]) if held else "",
    }

    def act(told: dict[str, Any]) -> None:
        facts = ContactFacts(**form.cleaned_data)
        if held:
            change_contact(contact_id=held.pk, facts=facts, **told)
        else:
            record_contact(facts=facts, **told)

    return answered(request, form, page, act)


@for_roles(Role.CORRESPONDENT)
@require_POST
def finish_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take off a contact of one's own body."""
    member_id = request.actor.member_id
    if queries.contact_of(member_id, contact_id=contact_id, on=clock.today()) is None:
        raise Http404
    tell_act(request, end_contact, "Le contact est retiré.", member_id=member_id, contact_id=contact_id)
    return redirect("correspondent:home")


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def references(request: HttpRequest) -> HttpResponse:
    """Correct what the billed establishment asks to be written on the calls for contributions."""
    billed = queries.billed_establishment(request.actor.member_id, on=clock.today())
    known = {"service_code": billed.service_code, "engagement_number": billed.engagement_number} if billed else {}
    form = ReferencesForm(request.POST or None, initial=known)
    page = {
        "title": "Références de facturation",
        "lead": "Nous les écrivons sur vos appels de cotisation, pour que votre comptabilité les reconnaisse.",
        "submit": "Enregistrer",
        "done": "Les références sont enregistrées.",
        "ending": "",
    }
    return answered(request, form, page, lambda told: correct_billing_references(**form.cleaned_data, **told))
