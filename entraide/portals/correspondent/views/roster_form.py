"""The staff told person by person, without a file: page after page, kept on the server, then looked at as a list is."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations import roster_form as operations
from entraide.apps.beneficiaries.queries.roster_campaigns import year_asked
from entraide.apps.beneficiaries.queries.roster_draft import drafted_roster, line_kept, listed_persons, told_of
from entraide.apps.beneficiaries.queries.rosters import held_persons
from entraide.core.refusals import Refusal
from entraide.core.roster.form import line_of
from entraide.core.roster.plan import Arrival
from entraide.core.roster.telling import sentence_for
from entraide.portals.correspondent.roster_forms import AgentForm, PersonForm
from entraide.ui import clock
from entraide.ui.refusals import say


PEOPLE_PER_PAGE = 40


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Ask what became of each person, some dozens a page; each page is kept when it is sent."""
    member_id = request.actor.member_id
    begun, year = drafted_roster(member_id), year_asked(member_id, clock.today())
    page = _page(request, member_id)
    told = told_of(begun)
    forms = [
        PersonForm(request.POST or None, person=person, line=replace(line_of(person, 1), **told.get(person.id, {})), year=year)
        for person in page
    ]
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        return _kept(request, year, page, forms)
    added = [line_kept(kept, 1) for kept in (begun.draft["added"] if begun else ())]
    context = {
        "page": page,
        "forms": forms,
        "year": year,
        "faults": sum(bool(form.errors) for form in forms),
        "added": [(place, sentence_for(Arrival(line))) for place, line in enumerate(added)],
        "begun": begun,
    }
    return render(request, "correspondent/roster_form.html", context, status=422 if request.method == "POST" else 200)


def _page(request: HttpRequest, member_id: UUID) -> Any:
    found = listed_persons(held_persons(member_id), on=clock.today())
    return Paginator(found, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))


def _kept(request: HttpRequest, year: int, page: Any, forms: list[PersonForm]) -> HttpResponse:
    """Keep a page and go where its button says: the next page, an agent to add, or what all of it changes."""
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    roster_id = operations.begin_form(member_id=request.actor.member_id, year=year, **act)
    operations.keep_people(roster_id=roster_id, told={form.person.id: form.fields_told for form in forms}, **act)
    asked = request.POST.get("then", "")
    if asked == "add":
        return redirect("correspondent:roster_form_add")
    if asked == "end":
        operations.preview_form(roster_id=roster_id, **act)
        return redirect("correspondent:roster_preview", roster_id)
    messages.success(request, "Cette page est enregistrée. Vous pouvez continuer plus tard.")
    following = page.next_page_number() if asked == "next" and page.has_next() else page.number
    return redirect(f"{reverse('correspondent:roster_form')}?page={following}")


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an agent to the form."""
    member_id = request.actor.member_id
    year = year_asked(member_id, clock.today())
    form = AgentForm(request.POST or None, year=year, initial={"status": "actif", "position": "en activité"})
    if request.method == "POST" and form.is_valid():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            roster_id = operations.begin_form(member_id=member_id, year=year, **act)
            operations.add_agent(roster_id=roster_id, fields=form.kept, **act)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, "Cet agent est ajouté à votre formulaire. Rien n’est changé tant que vous ne l’avez pas appliqué.")
            return redirect("correspondent:roster_form")
    return render(request, "correspondent/roster_form_add.html", {"form": form}, status=422 if form.errors else 200)


@for_roles(Role.CORRESPONDENT)
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take an added agent off the form."""
    begun, place = drafted_roster(request.actor.member_id), request.POST.get("place", "")
    if begun is not None and place.isascii() and place.isdigit():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        operations.drop_agent(roster_id=begun.pk, place=int(place[:6]), **act)
        messages.success(request, "Cet agent est retiré de votre formulaire.")
    return redirect("correspondent:roster_form")


@for_roles(Role.CORRESPONDENT)
@require_POST
def unchanged(request: HttpRequest) -> HttpResponse:
    """Say in one act that nothing has changed."""
    member_id = request.actor.member_id
    year = year_asked(member_id, clock.today())
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    roster_id = operations.confirm_unchanged(member_id=member_id, year=year, **act)
    messages.success(request, f"Merci : votre personnel est confirmé pour {year}, sans changement.")
    return redirect("correspondent:roster_preview", roster_id)
