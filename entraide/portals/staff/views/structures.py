"""Changes of structure: their list, one of them with all that it does, and the acts on it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries.structure import opener_counts, person_on_staff, references_of
from entraide.apps.contributions.queries import called_among
from entraide.apps.lifecycle.operations import structure as operations
from entraide.apps.lifecycle.policies import STRUCTURE_KEEPERS, STRUCTURE_READERS, can_keep_structures
from entraide.apps.lifecycle.queries.structure import Preview, acts_about, acts_found, preview_of, structure_act
from entraide.apps.members.queries import bodies_on, lineage_of
from entraide.apps.members.queries.gaps import gaps_of
from entraide.apps.members.queries.perimeters import keys_of, names_ever, perimeter_of
from entraide.apps.members.queries.successions import last_called
from entraide.core.refusals import Refusal
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.values import EventKind
from entraide.core.workflow.acts import ActState
from entraide.core.workflow.engine import sentence_of
from entraide.portals.staff.forms.structures import Left, SettleForm, StructureFilter
from entraide.portals.staff.presentation import members
from entraide.portals.staff.presentation import structure_effects as effects
from entraide.portals.staff.presentation import structures as presentation
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Problem, Table


YEARS = 6
SORTS = {"kind": "kind", "day": "effective_on", "state": "state"}


@for_roles(*STRUCTURE_READERS)
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """List the changes of structure, or download the list."""
    form = StructureFilter(request.GET)
    typed = form.typed()
    words = {"text": typed.get("q", ""), "kind": typed.get("kind", ""), "state": typed.get("state", "")}
    found, sort = in_order(request, acts_found(actor=request.actor, **words), SORTS, ties=("-effective_on", "-pk"))
    if wants_file(request):
        rows = (presentation.exported(presentation.row_of(act)) for act in found)
        return downloaded(request, "changements-de-structure", presentation.ACT_COLUMNS, rows)
    page = page_of(request, found)
    rows = [presentation.row_of(act) for act in page]
    empty = "Aucun changement ne répond à cette recherche." if typed else "Aucun changement n’a encore été préparé."
    context = {
        "page": page,
        "table": Table("Du plus récent au plus ancien", presentation.ACT_COLUMNS, rows, sort=sort or "-day", empty=empty),
        "form": form,
        "active": form.active(reverse("staff:structures")),
        "may_keep": can_keep_structures(request.actor),
    }
    return render(request, "staff/structures.html", context)


@for_roles(*STRUCTURE_READERS)
@require_safe
def act(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Show what a change would do, or did."""
    return _shown(request, _found(request, act_id))


def _found(request: HttpRequest, act_id: UUID) -> Any:
    """Give an act that the actor may see.

    :raises Http404: if there is none.
    """
    found = structure_act(act_id, actor=request.actor)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Any, form: SettleForm | None = None, *, status: int = 200) -> HttpResponse:
    preview = preview_of(found, on=clock.today())
    may_keep = can_keep_structures(request.actor)
    persons = {found.drafted_by, found.applied_by, found.undone_by} - {None}
    accounts = {UUID(key) for key in presentation.holders_named(preview.told)} if preview.told else set()
    accounts |= {UUID(holder.account) for holder in preview.open.correspondents}
    people = {str(key): name for key, name in names_of(persons | accounts).items()}
    waits = found.state == ActState.DRAFTED
    context = {
        "act": found,
        "title": presentation.title_of(preview.event, preview.former),
        "kind": presentation.KINDS[preview.event.kind][0],
        "state": presentation.STATES[found.state],
        "event": preview.event,
        "waits": waits,
        "may_keep": may_keep,
        "faults": [Problem(say(finding)) for finding in preview.findings],
        "closed": sentence_of(preview.closed) if preview.closed else "",
        "has_changed": preview.facts.has_changed,
        "form": (form or _settle_form(None, preview, people)) if waits and may_keep and preview.told else None,
        "drafted_by": people.get(str(found.drafted_by), "Entraide"),
        "applied_by": people.get(str(found.applied_by), "Entraide"),
        "undone_by": people.get(str(found.undone_by), "Entraide"),
        "persons": presentation.persons_settled(preview.choices.persons, references_of(map(UUID, preview.choices.persons)), preview.names),
        "to_fill": _to_fill(preview) if found.state == ActState.APPLIED else [],
        **(_told(preview, people) if preview.told else {}),
    }
    return render(request, "staff/structure.html", context, status=status)


def _to_fill(preview: Preview) -> list[tuple[str, str]]:
    """List what is still to be filled in of the bodies that stand, each with its page."""
    keys = keys_of([body.siren for body in preview.event.after])
    gaps = gaps_of(keys.values(), on=clock.today())
    return [
        (f"{presentation.called(siren, preview.names)} : {label}", url)
        for siren, key in keys.items()
        for label, url in members.gaps_to_fill(key, gaps.get(key, ()))
    ]


def _told(preview: Preview, people: dict[str, str]) -> dict[str, Any]:
    told, names, former = preview.told, preview.names, preview.former
    return {
        "tiles": effects.tiles_of(told),
        "renaming": effects.renaming_table(preview.event, preview.changes, former),
        "bearers": told.bearers,
        "register": presentation.register_sentences(preview.changes, names) if preview.changes else [],
        "moves": effects.moves_table(told, names, former),
        "shared": told.shared,
        "leavers": told.leavers,
        "contracts": effects.contracts_table(told, names, former),
        "exits": effects.exit_sentences(told, names, former),
        "costs": effects.costs_tables(told, names),
        "mandate_sentences": effects.mandate_sentences(told, names, people),
        "mandates": effects.mandates_table(told, former, people),
        "claims": effects.claims_table(told, names, former),
        "missing": effects.missing_sentences(told, names),
        "places": effects.places_table(told, names, former),
        "contacts": effects.people_table(told, names, former),
        "is_apart": preview.event.kind in {EventKind.EXTENSION, EventKind.WITHDRAWAL},
    }


def _settle_form(data: Any, preview: Preview, people: dict[str, str]) -> SettleForm:
    left = preview.open
    bodies = [(body.siren, body.name) for body in preview.event.after]
    bodies.sort(key=lambda one: one[0] != left.heir)
    correspondents = [
        (holder.account, f"{people.get(holder.account, 'Compte inconnu')}, {presentation.called(holder.siren, preview.former)}")
        for holder in left.correspondents
    ]
    told = preview.told
    present = next((holder.account for holder in left.correspondents if holder.siren == left.heir), "")
    return SettleForm(
        data,
        left=Left(
            bodies,
            left.services,
            correspondents,
            proposed=told.carried.account if told and told.carried else present,
            is_held=bool(present),
            has_members=left.has_members and bool(told and told.contracts),
            is_split=preview.event.kind in {EventKind.SPLIT, EventKind.RE_ESTABLISHMENT},
            choices=preview.choices,
        ),
    )


@for_roles(*STRUCTURE_KEEPERS)
@require_POST
def settle(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Keep what is settled, and the preview as it is now."""
    found = _found(request, act_id)
    preview = preview_of(found, on=clock.today())
    accounts = {UUID(holder.account) for holder in preview.open.correspondents}
    form = _settle_form(request.POST, preview, {str(key): name for key, name in names_of(accounts).items()})
    persons = _persons(form, preview) if form.is_valid() else None
    if persons is None:
        return _shown(request, found, form, status=422)
    choices = form.settled(persons)
    return _acted(request, operations.settle_structure_act, act_id, "C’est enregistré : l’aperçu en tient compte.", choices=choices)


def _persons(form: SettleForm, preview: Preview) -> dict[str, str] | None:
    """Give the persons settled one by one, with the one that the form names; nothing where nobody of the staff has that reference."""
    persons, reference = dict(preview.choices.persons), form.cleaned_data.get("person", "")
    if not reference:
        return persons
    source = preview.event.before[0]
    key = person_on_staff(reference, member_id=keys_of([source])[source], on=preview.event.on)
    if key is None:
        form.add_error("person", "Personne de cet organisme n’a cette référence ce jour-là. Vérifiez-la sur sa fiche.")
        return None
    persons.pop(str(key), None)
    destination = form.cleaned_data["person_to"]
    return persons | ({str(key): destination} if destination else {})


@for_roles(*STRUCTURE_KEEPERS)
@require_POST
def apply(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Apply a change, whole."""
    said = "Le changement est appliqué. Les personnes, les adhésions et les mandats sont à jour."
    return _acted(request, operations.apply_structure_act, act_id, said)


@for_roles(*STRUCTURE_KEEPERS)
@require_POST
def undo(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Take a change back, whole."""
    return _acted(request, operations.undo_structure_act, act_id, "Le changement est annulé : tout est de nouveau comme avant lui.")


@for_roles(*STRUCTURE_KEEPERS)
@require_POST
def set_aside(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Give a change up."""
    return _acted(request, operations.set_aside, act_id, "Ce changement est abandonné : rien n’a été changé.")


def _acted(request: HttpRequest, act: Any, act_id: UUID, said: str, **values: Any) -> HttpResponse:
    """Do one act and come back to the change, saying what was done or each reason why not."""
    _found(request, act_id)
    try:
        act(actor=request.actor, at=clock.now(), on=clock.today(), act_id=act_id, **values)
    except ImpossibleEvent as impossible:
        for finding in impossible.findings:
            messages.error(request, say(finding))
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, said)
    return redirect("staff:structure", act_id)


@for_roles(Role.DEVELOPMENT_OFFICER, Role.DIRECTOR)
@require_safe
def history(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show a body's years under the old perimeter, itself alone, or the new one, with all that it took over whole."""
    today = clock.today()
    perimeter = "old" if request.GET.get("perimetre") == "ancien" else "new"
    whole = perimeter_of(member_id, on=today, perimeter="new")
    called, bodies = _called(whole, today), sorted(whole if perimeter == "new" else {member_id})
    if member_id not in called:
        raise Http404
    years = range(today.year, today.year - YEARS, -1)
    heads, amounts = opener_counts(bodies, years=years), called_among(bodies, years=years, as_of=today)
    context = {
        "member_id": member_id,
        "name": called[member_id],
        "is_new": perimeter == "new",
        "others": sorted((called[key], reverse("staff:structure_history", args=[key])) for key in whole - {member_id}),
        "successions": members.ties_tables(replace(lineage_of(member_id, on=today), parents=()), today),
        "table": presentation.years_table(heads, amounts, is_new=perimeter == "new"),
        "acts": presentation.acts_table([presentation.row_of(act) for act in acts_about(member_id, actor=request.actor)]),
    }
    return render(request, "staff/structure_history.html", context)


def _called(keys: Collection[UUID], today: date) -> dict[UUID, str]:
    """Name bodies as they are called today, else as they were last; one that is still to come by its first name."""
    last = {key: name for key, (name, _) in last_called(keys, on=today).items()}
    return names_ever(keys) | last | {view.id: view.name for view in bodies_on(today, member_ids=set(keys)) if view.name}
