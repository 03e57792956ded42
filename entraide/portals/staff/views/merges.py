"""The joining of two rows that are one person: its preview, what is settled, the act, its undoing, and the list of those made."""

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
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.lifecycle.operations import person_merges as operations
from entraide.apps.lifecycle.policies import COMPARING
from entraide.apps.lifecycle.queries.person_merges import Preview, merge_of, merges, preview_of
from entraide.apps.lifecycle.refusals import MergeHasChanged
from entraide.apps.members.queries import bodies_on
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.duplicates import MergeFilter, SettleMergeForm
from entraide.portals.staff.presentation import duplicates as presentation
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Column, Problem


SORTS = {"state": "state", "day": "drafted_at"}


@for_roles(*COMPARING)
@require_safe
def made(request: HttpRequest) -> HttpResponse:
    """List the joinings, or download the list."""
    form = MergeFilter(request.GET)
    rows = merges(actor=request.actor, state=form.typed().get("state", ""))
    found, sort = in_order(request, rows, SORTS, ties=("-drafted_at", "-pk"))
    if wants_file(request):
        rows = [
            (row.kept.reference, row.absorbed.reference, presentation.STATES[row.state].label, presentation.day_of(row)) for row in found
        ]
        heads = [Column("Fiche gardée"), Column("Fiche réunie à elle"), Column("État"), Column("Depuis le")]
        return downloaded(request, "fiches-reunies", heads, rows)
    page = page_of(request, found)
    people = beneficiaries.people({row.kept_id for row in page}, on=clock.today())
    names = {key: person.name for key, person in people.items()}
    table = presentation.merges_table(page, names, sort or "-day")
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:merges"))}
    return render(request, "staff/merges.html", context)


@for_roles(*COMPARING)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Show what joining two rows would do, or did; a POST settles what differs and does it."""
    found = _found(request, merge_id)
    if found.state != "drafted":
        return _done(request, found)
    try:
        preview = preview_of(found.kept_id, absorbed_id=found.absorbed_id)
    except Refusal as refused:
        return render(request, "staff/merge_impossible.html", {"merge": found, "faults": [Problem(say(refused))]}, status=409)
    names = _member_names(preview)
    is_officer = request.actor.has(Role.CLAIMS_OFFICER)
    posted = request.POST if request.method == "POST" else None
    form = SettleMergeForm(posted, questions=presentation.questions_of(preview, names, is_officer=is_officer))
    if posted is not None and form.is_valid() and _applied(request, found, form):
        return redirect("staff:merge", merge_id)
    status = 422 if form.errors else 200
    return render(request, "staff/merge.html", _context(found, preview, form, names, is_officer=is_officer), status=status)


def _found(request: HttpRequest, merge_id: UUID) -> Any:
    """Give a merge that the actor may see.

    :raises Http404: if there is none.
    """
    found = merge_of(merge_id, actor=request.actor)
    if found is None:
        raise Http404
    return found


def _member_names(preview: Preview) -> dict[UUID, str]:
    keys = {row.member_id for facts in (preview.kept, preview.absorbed) for row in facts.affiliations}
    return {body.id: body.name for body in bodies_on(clock.today(), member_ids=keys)}


def _context(found: Any, preview: Preview, form: SettleMergeForm, names: dict[UUID, str], *, is_officer: bool) -> dict[str, Any]:
    sides = (preview.kept, preview.absorbed)
    return {
        "merge": found,
        "kept": preview.kept,
        "absorbed": preview.absorbed,
        "form": form,
        "table": presentation.side_by_side(sides, preview.counts, names, is_officer=is_officer),
        "children": [presentation.child_name(preview.absorbed, key) for key in preview.same_children],
        "principals": presentation.principals_in_words(preview, names),
        "loses_account": bool(preview.kept.person.account_id and preview.absorbed.person.account_id),
    }


def _applied(request: HttpRequest, found: Any, form: SettleMergeForm) -> bool:
    """Do it; where a row has changed since the preview, keep what was typed and show the new preview."""
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        operations.apply_merge(merge_id=found.pk, choices=form.choices(), **act)
    except MergeHasChanged as refused:
        operations.refresh_merge(merge_id=found.pk, **act)
        form.add_error(None, say(refused))
        return False
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    messages.success(request, "Les deux fiches n’en font plus qu’une. Vous pouvez revenir en arrière tant que rien ne s’appuie dessus.")
    return True


def _done(request: HttpRequest, found: Any) -> HttpResponse:
    person = beneficiaries.people([found.kept_id], on=clock.today()).get(found.kept_id)
    names = names_of({found.drafted_by, found.applied_by, found.undone_by} - {None})
    context = {
        "merge": found,
        "name": person.name if person else found.kept.reference,
        "settled": presentation.settled_in_words(found),
        "moved": presentation.moved_in_words(found),
        "applied_by": names.get(found.applied_by, "Entraide"),
        "undone_by": names.get(found.undone_by, "Entraide"),
        "is_officer": request.actor.has(Role.CLAIMS_OFFICER),
    }
    return render(request, "staff/merge_done.html", context)


@for_roles(*COMPARING)
@require_POST
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Make two rows of one again."""
    _found(request, merge_id)
    tell_act(request, operations.undo_merge, "La réunion est annulée : chaque fiche a retrouvé ce qu’elle avait.", merge_id=merge_id)
    return redirect("staff:merge", merge_id)


@for_roles(*COMPARING)
@require_POST
def set_aside(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Give a joining up before it is done."""
    _found(request, merge_id)
    tell_act(request, operations.set_aside_merge, "Abandonné : rien n’a changé.", merge_id=merge_id)
    return redirect("staff:duplicates")
