"""Deaths: one is told, previewed, applied, undone; the files of heirs, with what is owed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.lifecycle.operations import deaths as operations
from entraide.apps.lifecycle.policies import DEATH_KEEPERS, DEATH_READERS, can_keep_death
from entraide.apps.lifecycle.queries.deaths import (
    FILE_STATES,
    death_files,
    death_of,
    death_visible_to,
    digest_of,
    effects_of_death,
    estate_of,
    file_state,
)
from entraide.core.refusals import Refusal
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import ORDER_LABELS
from entraide.portals.staff.forms.deaths import DeathFilter, DeathForm, HeirsForm
from entraide.portals.staff.presentation.desk import state_of
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.portals.staff.views.employment import grouped, person_or_404
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


SORTS = {"name": "search_name", "died": "died_on", "told": "drafted_at"}
COLUMNS = (
    Column("Personne", sort="name"),
    Column("Référence"),
    Column("Décès", sort="died"),
    Column("Signalé", sort="told"),
    Column("Dossier"),
)
TONES = {"drafted": Tone.AWAITING, "open": Tone.PROGRESS, "closed": Tone.SUCCESS, "undone": Tone.NEUTRAL, "set_aside": Tone.NEUTRAL}
# By the word that the form posts: the act, and what is told once it is done.
ACTS = {
    "apply": (operations.apply_death, "Le décès est enregistré. Le dossier de succession est ouvert."),
    "undo": (
        operations.undo_death,
        "Le décès est annulé : droits, compte, courriers et demandes sont comme avant. Les cartes restent révoquées.",
    ),
    "set_aside": (operations.set_death_aside, "Ce signalement est abandonné : rien n’a été changé."),
    "close": (operations.close_heirs_file, "Le dossier de succession est fermé."),
}


@for_roles(*DEATH_READERS)
@require_safe
def deaths(request: HttpRequest) -> HttpResponse:
    """List the files of heirs, or download the list."""
    form = DeathFilter(request.GET)
    typed = form.typed()
    found, sort = in_order(request, death_files(actor=request.actor, text=typed.get("q", ""), state=typed.get("state", "")), SORTS)
    if wants_file(request):
        return downloaded(request, "deces", COLUMNS, [row_of(death) for death in found])
    page = page_of(request, found)
    rows = [(Cell(name_of(death), reverse("staff:death", args=[death.pk])), *row_of(death)[1:-1], status_of(death)) for death in page]
    empty = "Aucun décès ne répond à cette recherche." if typed else "Aucun décès n’est enregistré."
    table = Table("Décès et successions", COLUMNS, rows, sort=sort, empty=empty)
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:deaths")), "url": reverse("staff:deaths")}
    return render(request, "staff/deaths.html", context)


def name_of(death: Any) -> str:
    """Give the name of who died."""
    return f"{death.given_name} {death.family_name}"


def row_of(death: Any) -> tuple[Any, ...]:
    """Write a death as a row."""
    return (name_of(death), death.beneficiary.reference, death.died_on, clock.day_of(death.drafted_at), FILE_STATES[file_state(death)])


def status_of(death: Any) -> Status:
    """Show the state of a file."""
    state = file_state(death)
    return Status(FILE_STATES[state].capitalize(), TONES[state])


@for_roles(*DEATH_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Note a death that was told; it is looked at before anything follows."""
    person = person_or_404(beneficiary_id)
    held = death_of(beneficiary_id)
    if held is not None and request.method != "POST":
        return redirect("staff:death", held.pk)
    form = DeathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            key = operations.draft_death(beneficiary_id=beneficiary_id, **form.cleaned_data, **now)
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("staff:death", key)
    return render(request, "staff/death_new.html", {"person": person, "form": form})


@for_roles(*DEATH_READERS)
@require_safe
def death(request: HttpRequest, death_id: UUID) -> HttpResponse:
    """Show what a death would bring while it waits, then the file of the heirs."""
    found = death_or_404(request, death_id)
    effects = effects_of_death(found.beneficiary_id, died_on=found.died_on, on=clock.today()) if found.state == "drafted" else ()
    names = names_of({key for key in (found.drafted_by, found.applied_by, found.undone_by) if key})
    may_read_amounts = request.actor.has(*DEATH_KEEPERS)
    shown = tuple(each for each in effects if may_read_amounts or each.about != "Succession")
    estate = estate_of(found.beneficiary_id)
    context = {
        "death": found,
        "name": name_of(found),
        "status": status_of(found),
        "effects": grouped(shown),
        "seen": digest_of(effects),
        "names": {
            "drafted": names.get(found.drafted_by, ""),
            "applied": names.get(found.applied_by, ""),
            "undone": names.get(found.undone_by, ""),
        },
        "may_act": can_keep_death(request.actor, found.beneficiary_id),
        "may_read_amounts": may_read_amounts,
        "estate": estate,
        "orders": [(order, ORDER_LABELS[Audience.STAFF][order.state]) for order in estate.orders] if may_read_amounts else [],
        "claims": [(claim, state_of(claim.state)) for claim in estate.claims],
        "is_officer": request.actor.has(Role.CLAIMS_OFFICER),
        "form": HeirsForm(initial={"heirs_contact": found.heirs_contact}),
    }
    return render(request, "staff/death.html", context)


def death_or_404(request: HttpRequest, death_id: UUID) -> Any:
    """Give a death that the actor may see.

    :raises Http404: if there is none.
    """
    found = death_visible_to(death_id, request.actor)
    if found is None:
        raise Http404
    return found


@for_roles(*DEATH_KEEPERS)
@require_POST
def act(request: HttpRequest, death_id: UUID) -> HttpResponse:
    """Apply, undo, set aside or close, as the button says; or keep the contact that was typed."""
    death_or_404(request, death_id)
    word = request.POST.get("act", "")
    if word == "contact":
        form = HeirsForm(request.POST)
        if form.is_valid():
            contact = form.cleaned_data["heirs_contact"]
            tell_act(request, operations.change_heirs_contact, "Le contact est enregistré.", death_id=death_id, contact=contact)
        else:
            messages.error(request, "Le contact est trop long : 1 000 caractères au plus.")
    elif word in ACTS:
        operation, said = ACTS[word]
        more = {"seen": request.POST.get("seen", "") or "-"} if word == "apply" else {}
        tell_act(request, operation, said, death_id=death_id, **more)
    else:
        messages.error(request, "Choisissez ce que vous voulez faire de ce dossier.")
    return redirect("staff:death", death_id)
