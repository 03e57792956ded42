"""Decisions asked together: tried first, then planned, followed, and withdrawn while that is possible."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.desk.operations.bulk import ACTS, UNDO_MINUTES, Asked, plan, withdraw
from entraide.apps.desk.queries import bulk as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.queue import TogetherForm
from entraide.portals.staff.presentation.queue import (
    BULK_COLUMNS,
    FORESEEN_COLUMNS,
    RESULT_COLUMNS,
    bulk_row,
    bulk_status,
    foreseen_row,
    result_row,
    total_of,
)
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Say for each claim that is ticked what the decision would be; nothing is written."""
    keys = ticked(request)
    if not keys:
        messages.error(request, "Cochez d’abord les demandes à décider ensemble, puis choisissez la décision.")
        return redirect("staff:claims")
    wanted = wanted_act(request)
    return preview_page(request, TogetherForm(wanted=wanted, initial={"act": wanted, "note": request.POST.get("note", "")}), keys)


def wanted_act(request: HttpRequest) -> str:
    """Give the decision that is asked for; a grant where none is."""
    asked = request.POST.get("act", "")
    return asked if asked in ACTS else "grant"


def ticked(request: HttpRequest) -> list[UUID]:
    """Read the claims that are ticked; what is no key is left out."""
    keys = []
    for text in request.POST.getlist("demande"):
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(keys))


def preview_page(request: HttpRequest, form: TogetherForm, keys: list[UUID], *, problem: str = "", status: int = 200) -> HttpResponse:
    """Draw what would happen to each claim, with what was typed; the words of a refusal are asked here."""
    act = wanted_act(request)
    try:
        found = queries.foreseen(keys, act, actor=request.actor, on=clock.today())
    except Refusal as too_many:
        messages.error(request, say(too_many))
        return redirect("staff:claims")
    possible = [each for each in found if not each.why_not]
    context = {
        "form": form,
        "table": Table("Ce qui se passera", FORESEEN_COLUMNS, [foreseen_row(each, act) for each in found]),
        "possible": [each.line.claim.pk for each in possible],
        "against_count": sum(each.rules_grant is not None for each in possible),
        "impossible_count": len(found) - len(possible),
        "all_keys": [each.line.claim.pk for each in found],
        "label": dict(form.fields["act"].choices)[act],
        "is_grant": act == "grant",
        "total": total_of(found),
        "minutes": UNDO_MINUTES,
        "problem": problem,
    }
    return render(request, "staff/together.html", context, status=422 if form.errors else status)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Plan the decisions that were shown; what was typed stays when that is not possible."""
    form, keys = TogetherForm(request.POST, wanted=wanted_act(request)), ticked(request)
    if not form.is_valid():
        return preview_page(request, form, keys)
    asked = Asked(form.cleaned_data["act"], form.cleaned_data["note"])
    try:
        key = plan(claim_ids=keys, asked=asked, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        return preview_page(request, form, keys, problem=say(refusal), status=409)
    messages.success(request, f"C’est prévu. Vous pouvez tout annuler pendant {UNDO_MINUTES} minutes.")
    return redirect("staff:bulk_decision", key)


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def bulk_decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions that the officer asked together."""
    page = page_of(request, queries.bulk_decisions(request.actor))
    at = clock.now()
    empty = "Aucune décision groupée. Cochez des demandes dans la file pour commencer."
    table = Table("Décisions groupées", BULK_COLUMNS, [bulk_row(row, at=at) for row in page], empty=empty)
    return render(request, "staff/bulk_decisions.html", {"page": page, "table": table})


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def bulk_decision(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Show what became of each file of decisions asked together."""
    bulk, at = found_bulk(request, bulk_id), clock.now()
    page = page_of(request, queries.results_of(bulk_id), count=bulk.file_count)
    rows = [result_row(each) for each in queries.result_lines(page, on=clock.today())]
    context = {
        "bulk": bulk,
        "status": bulk_status(bulk, at=at),
        "may_withdraw": queries.may_withdraw(bulk, at=at),
        "settled": bulk.done_count + bulk.refused_count,
        "page": page,
        "table": Table("Résultat de chaque demande", RESULT_COLUMNS, rows),
    }
    return render(request, "staff/bulk_decision.html", context)


def found_bulk(request: HttpRequest, bulk_id: UUID) -> Any:
    """Give decisions that the officer asked together.

    :raises Http404: if there are none.
    """
    bulk = queries.bulk_decision(bulk_id, request.actor)
    if bulk is None:
        raise Http404
    return bulk


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def bulk_withdraw(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Withdraw decisions that are not made."""
    found_bulk(request, bulk_id)
    tell_act(request, withdraw, "Annulé : rien n’a été décidé, les demandes sont de nouveau dans la file.", bulk_id=bulk_id)
    return redirect("staff:bulk_decision", bulk_id)
