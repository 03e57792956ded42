"""What is written of a body of the register, each act on its own page: put there, attached, its contract, its billing, its contacts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.documents.operations import receive
from entraide.apps.members import queries
from entraide.apps.members.forms import ContactForm, FactForm
from entraide.apps.members.operations import bodies, contacts, establishments, memberships
from entraide.apps.members.policies import KEEPERS
from entraide.core.membership.contracts import Cover, CoverKind, Scope
from entraide.core.refusals import Refusal
from entraide.integrations.uploads.refusals import RefusedUpload
from entraide.portals.staff.forms import register as forms
from entraide.portals.staff.views.members import found_body, name_of
from entraide.ui import clock
from entraide.ui.acts import tell_act


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one form: its title, a sentence under it, its button, what is said once it is done, where the way back leads.

    `ending` is the address that ends the fact shown, with the words of its button.
    """

    title: str
    submit: str
    done: str
    lead: str = ""
    back: str = ""
    back_label: str = ""
    ending: str = ""
    ending_label: str = ""


def told(request: HttpRequest) -> dict[str, Any]:
    """Give who acts and when."""
    return {"actor": request.actor, "at": clock.now(), "on": clock.today()}


def answered(request: HttpRequest, page: Page, form: FactForm, act: Callable[[], UUID | None]) -> HttpResponse:
    """Show a form, or do what it asks and go to the page of the body; a refusal comes back on the form with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except RefusedUpload as refused:
            form.add_error("deliberation", str(refused))
        except Refusal as refused:
            form.tell(refused)
        else:
            messages.success(request, page.done)
            return redirect(reverse("staff:member", args=[made]) if made else page.back)
    if form.errors and request.FILES:
        form.add_error("deliberation", "Choisissez à nouveau le fichier : un formulaire ne le garde pas.")
    return render(request, "staff/member_form.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def page_of_body(found: Any, title: str, submit: str, done: str, *, lead: str = "") -> Page:
    """Give the page of an act on a body, that leads back to it."""
    return Page(title, submit, done, lead, reverse("staff:member", args=[found.pk]), name_of(found))


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: HttpRequest) -> HttpResponse:
    """Put a body on the register."""
    form = forms.BodyForm(request.POST or None, initial={"since": clock.today()})
    page = Page(
        "Inscrire un organisme",
        "Inscrire au registre",
        "L’organisme est au registre. Vous pouvez maintenant ouvrir son adhésion.",
        "Être au registre n’est pas adhérer : l’adhésion s’ouvre ensuite, sur sa page.",
        reverse("staff:register"),
        "Registre",
    )

    def act() -> UUID:
        return bodies.register_body(body=bodies.NewBody(**form.cleaned_data), **told(request))

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Attach a body to another."""
    found = found_body(request, member_id)
    form = forms.AttachForm(request.POST or None, on=clock.today())
    page = page_of_body(found, "Rattacher cet organisme", "Rattacher", "Le rattachement est enregistré.")

    def act() -> None:
        typed = form.cleaned_data
        attaching = bodies.Attaching(member_id, typed["parent"].id, typed["kind"], typed["since"])
        bodies.attach(attaching=attaching, **told(request))

    return answered(request, page, form, act)


def terms_of(form: forms.ContractForm, *, kept: UUID | None = None) -> memberships.Terms:
    """Read the terms that were typed.

    :raises RefusedUpload: if the file of the deliberation cannot be taken.
    """
    typed = form.cleaned_data
    covers = [
        *([Cover(CoverKind.RETIREES)] if typed["retirees"] else []),
        *(Cover(CoverKind.SERVICE, name=name) for name in form.services),
        *(Cover(CoverKind.STRUCTURE, key=str(view.id)) for view in typed["structure"] or ()),
    ]
    return memberships.Terms(
        Scope(typed["scope"]),
        tuple(covers),
        typed["payer"].id if typed["payer"] else None,
        typed["deliberated_on"],
        typed["deliberation_number"],
        receive(sent=typed["deliberation"], kind="deliberation").file if typed["deliberation"] else None,
        kept,
    )


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_membership(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Open a contract of membership."""
    found = found_body(request, member_id)
    form = forms.ContractForm(request.POST or None, request.FILES or None, on=clock.today())
    page = page_of_body(
        found,
        "Ouvrir une adhésion",
        "Ouvrir l’adhésion",
        "L’adhésion est ouverte.",
        lead="Elle commence un 1er janvier ou un 1er septembre.",
    )

    def act() -> None:
        contract = memberships.NewContract(member_id, form.cleaned_data["since"], terms_of(form))
        memberships.open_membership(contract=contract, **told(request))

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_membership(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Change what a contract says from a day on."""
    found = found_body(request, member_id)
    running = next((each for each in queries.contracts_of(member_id, on=clock.today()) if each.is_running), None)
    form = forms.ContractForm(request.POST or None, request.FILES or None, on=clock.today(), initial=_as_typed(running))
    lead = f"Aujourd’hui : {running.covered}. Ce qui était dit avant le jour choisi reste lisible." if running else ""
    page = page_of_body(
        found, "Changer les termes de l’adhésion", "Changer ces termes", "Les termes de l’adhésion sont changés.", lead=lead
    )

    def act() -> None:
        terms = terms_of(form, kept=running.deliberation_id if running else None)
        memberships.change_membership(member_id=member_id, since=form.cleaned_data["since"], terms=terms, **told(request))

    return answered(request, page, form, act)


def _as_typed(running: queries.ContractView | None) -> dict[str, Any]:
    """Give what the form of a running contract begins with."""
    if running is None:
        return {}
    named = {kind: [cover for cover in running.covers if cover.kind is kind] for kind in CoverKind}
    return {
        "since": clock.today(),
        "scope": running.scope,
        "retirees": bool(named[CoverKind.RETIREES]),
        "service": "\n".join(cover.name for cover in named[CoverKind.SERVICE]),
        "structure": "\n".join(cover.name for cover in named[CoverKind.STRUCTURE]),
        "payer": running.payer.siren if running.payer else "",
        "deliberated_on": running.deliberated_on,
        "deliberation_number": running.deliberation_number,
    }


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Record the notice by which a member leaves."""
    found = found_body(request, member_id)
    form = forms.NoticeForm(request.POST or None, on=clock.today())
    lead = "L’adhésion finit un 31 décembre, trois mois au moins après le préavis. Les droits et les mandats courent jusqu’à ce jour."
    page = page_of_body(found, "Enregistrer un préavis de départ", "Enregistrer le préavis", "Le préavis est enregistré.", lead=lead)

    def act() -> None:
        typed = {"notice_on": form.cleaned_data["notice_on"], "until": form.until}
        memberships.give_notice(member_id=member_id, **typed, **told(request))

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Close a contract without notice."""
    found = found_body(request, member_id)
    form = forms.CloseForm(request.POST or None, on=clock.today())
    lead = (
        "Sans préavis : l’organisme disparaît, ou le bureau l’a décidé. S’il a écrit qu’il partait, enregistrez plutôt son préavis. "
        "Les droits des agents et les mandats prennent fin avec l’adhésion."
    )
    page = page_of_body(found, "Clore l’adhésion", "Clore l’adhésion", "L’adhésion est close à cette date.", lead=lead)

    def act() -> None:
        memberships.close_membership(member_id=member_id, until=form.until, reason=form.cleaned_data["reason"], **told(request))

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_POST
def withdraw_notice(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Let a member stay that had given notice."""
    found_body(request, member_id)
    tell_act(
        request,
        memberships.withdraw_notice,
        "Le préavis est retiré : l’adhésion continue, les droits et les mandats aussi.",
        member_id=member_id,
    )
    return redirect("staff:member", member_id)


@for_roles(*KEEPERS)
@require_POST
def cancel_membership(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Take back a contract that has not begun."""
    found_body(request, member_id)
    tell_act(request, memberships.cancel_membership, "L’adhésion à venir est annulée.", member_id=member_id)
    return redirect("staff:member", member_id)


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def establishment(request: HttpRequest, member_id: UUID, establishment_id: UUID | None = None) -> HttpResponse:
    """Record an establishment, or say otherwise what is known of one."""
    found, today = found_body(request, member_id), clock.today()
    held = queries.establishment_of(member_id, establishment_id=establishment_id, on=today) if establishment_id else None
    if establishment_id and held is None:
        raise Http404
    known = {name: getattr(held, name) for name in forms.EstablishmentForm.base_fields if name != "since"} if held else {}
    form = forms.EstablishmentForm(request.POST or None, initial={"since": today, "is_billed": True} | known)
    title = "Corriger un établissement" if held else "Enregistrer un établissement"
    page = page_of_body(found, title, "Enregistrer", "L’établissement est enregistré.")
    if held:
        page = replace(
            page, ending=reverse("staff:establishment_end", args=[member_id, held.pk]), ending_label="Fermer cet établissement aujourd’hui"
        )

    def act() -> None:
        typed = dict(form.cleaned_data)
        since = typed.pop("since")
        said = {"facts": establishments.EstablishmentFacts(**typed), "since": since} | told(request)
        if held:
            establishments.correct_establishment(establishment_id=held.pk, **said)
        else:
            establishments.record_establishment(member_id=member_id, **said)

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_POST
def end_establishment(request: HttpRequest, member_id: UUID, establishment_id: UUID) -> HttpResponse:
    """End an establishment today."""
    found_body(request, member_id)
    which = {"member_id": member_id, "establishment_id": establishment_id}
    tell_act(request, establishments.end_establishment, "L’établissement est fermé aujourd’hui.", **which)
    return redirect("staff:member", member_id)


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, member_id: UUID, contact_id: UUID | None = None) -> HttpResponse:
    """Add a contact, or correct one."""
    found = found_body(request, member_id)
    held = queries.contact_of(member_id, contact_id=contact_id, on=clock.today()) if contact_id else None
    if contact_id and held is None:
        raise Http404
    known = {name: getattr(held, name) for name in ("name", "function", "email", "phone")} if held else {}
    form = ContactForm(request.POST or None, initial=known)
    page = page_of_body(found, "Corriger un contact" if held else "Ajouter un contact", "Enregistrer", "Le contact est enregistré.")
    if held:
        page = replace(page, ending=reverse("staff:contact_end", args=[member_id, held.pk]), ending_label="Retirer ce contact")

    def act() -> None:
        facts = contacts.ContactFacts(**form.cleaned_data)
        if held:
            contacts.change_contact(member_id=member_id, contact_id=held.pk, facts=facts, **told(request))
        else:
            contacts.record_contact(member_id=member_id, facts=facts, **told(request))

    return answered(request, page, form, act)


@for_roles(*KEEPERS)
@require_POST
def end_contact(request: HttpRequest, member_id: UUID, contact_id: UUID) -> HttpResponse:
    """Take a contact off."""
    found_body(request, member_id)
    tell_act(request, contacts.end_contact, "Le contact est retiré.", member_id=member_id, contact_id=contact_id)
    return redirect("staff:member", member_id)
