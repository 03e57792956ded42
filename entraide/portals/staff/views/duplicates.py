"""Persons on record twice: the list with its evidence, two rows side by side, « ce sont deux personnes », « réunir »."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries.person_merges import facts_of
from entraide.apps.lifecycle.operations.duplicates import tell_apart
from entraide.apps.lifecycle.operations.person_merges import draft_merge
from entraide.apps.lifecycle.policies import COMPARING
from entraide.apps.lifecycle.queries.duplicates import LookalikeFilter, lookalikes, resemblance_between, searched_on
from entraide.apps.lifecycle.queries.person_merges import counts_of
from entraide.apps.lifecycle.tasks import search_duplicates_later
from entraide.apps.members.queries import bodies_on
from entraide.core.duplicates.sentences import sentence_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.duplicates import DuplicateFilter, KeepForm
from entraide.portals.staff.presentation import duplicates as presentation
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


SORTS = {"name": "first_name", "likeness": "rank", "found": "found_on"}
EXPORTED_AT_ONCE = 10_000


@for_roles(*COMPARING)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """List the pairs that look alike, or download the list."""
    form = DuplicateFilter(request.GET)
    typed = form.typed()
    wanted = LookalikeFilter(typed.get("kind", ""), typed.get("likeness", ""), typed.get("q", ""), typed.get("who") == "children")
    found, sort = in_order(request, lookalikes(wanted, actor=request.actor), SORTS, ties=("-rank", "first_name", "pk"))
    if wants_file(request):
        pairs = list(found[:EXPORTED_AT_ONCE])
        people = _people(pairs)
        rows = (presentation.exported(row, people) for row in pairs)
        return downloaded(request, "doublons", presentation.EXPORTED, rows)
    page, searched = page_of(request, found), searched_on()
    rows = presentation.rows_of(page, _people(page), is_officer=request.actor.has(Role.CLAIMS_OFFICER))
    empty = "Aucune paire ne répond à cette recherche." if typed or searched else "Aucun doublon n’est connu. Lancez une recherche."
    table = Table("Les plus ressemblantes d’abord", presentation.COLUMNS, rows, sort=sort or "-likeness", empty=empty)
    context = {"page": page, "table": table, "form": form, "searched": searched, "active": form.active(reverse("staff:duplicates"))}
    return render(request, "staff/duplicates.html", context)


def _people(pairs: Any) -> dict[UUID, beneficiaries.Person]:
    return beneficiaries.people({key for row in pairs for key in (row.first_id, row.second_id)}, on=clock.today())


@for_roles(*COMPARING)
@require_POST
def search_again(request: HttpRequest) -> HttpResponse:
    """Have everybody looked through again."""
    search_duplicates_later(clock.today())
    messages.success(request, "La recherche est lancée. Elle peut prendre une minute : la liste sera à jour quand vous la rouvrirez.")
    return redirect("staff:duplicates")


@for_roles(*COMPARING)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Show two rows side by side; a POST prepares their joining."""
    sides = [_facts(key) for key in (first_id, second_id)]
    posted = request.POST if request.method == "POST" else None
    form = KeepForm(posted, sides=[(str(each.person.pk), f"{each.name}, fiche {each.person.reference}") for each in sides])
    if posted is not None and form.is_valid():
        try:
            return redirect("staff:merge", _prepared(request, form, first_id, second_id))
        except Refusal as refused:
            form.add_error("keep", say(refused))
    members = {row.member_id for each in sides for row in each.affiliations}
    names = {body.id: body.name for body in bodies_on(clock.today(), member_ids=members)}
    counts = [counts_of(each.person.pk) for each in sides]
    found = resemblance_between(first_id, other=second_id)
    context = {
        "sides": sides,
        "form": form,
        "table": presentation.side_by_side(sides, counts, names, is_officer=request.actor.has(Role.CLAIMS_OFFICER)),
        "likeness": presentation.LIKENESS[found.likeness] if found else None,
        "evidence": [(presentation.WEIGHTS[each.weight], sentence_of(each)) for each in found.evidence] if found else [],
    }
    return render(request, "staff/duplicate.html", context, status=422 if form.errors else 200)


def _facts(beneficiary_id: UUID) -> Any:
    """Give the facts of a person who is known.

    :raises Http404: if there is no such person, or they have no identity.
    """
    if not beneficiaries.people([beneficiary_id], on=clock.today()):
        raise Http404
    return facts_of(beneficiary_id)


def _prepared(request: HttpRequest, form: KeepForm, first_id: UUID, second_id: UUID) -> UUID:
    kept_id = UUID(form.cleaned_data["keep"])
    absorbed_id = second_id if kept_id == first_id else first_id
    return draft_merge(kept_id=kept_id, absorbed_id=absorbed_id, actor=request.actor, at=clock.now(), on=clock.today())


@for_roles(*COMPARING)
@require_POST
def apart(request: HttpRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Keep that two persons are two."""
    for key in (first_id, second_id):
        _facts(key)
    said = "C’est noté : ce sont deux personnes. Elles ne seront plus proposées."
    tell_act(request, tell_apart, said, first_id=first_id, second_id=second_id)
    return redirect("staff:duplicates")
