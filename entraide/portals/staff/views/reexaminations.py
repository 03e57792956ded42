"""Re-examinations: the queue, one file with its answer, those that come by post or telephone; and opening a decision again."""

from datetime import date, timedelta
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
from entraide.apps.beneficiaries.queries import people
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.claims.queries.decided import reasoning_of
from entraide.apps.claims.queries.files import filed_claim
from entraide.apps.claims.queries.lists import benefit_names, latest_decisions
from entraide.apps.recourse.operations import reexaminations as recourse
from entraide.apps.recourse.policies import EXAMINING, READING_EXAMINATIONS, WRITING_DOWN
from entraide.apps.recourse.queries import reexaminations as queries
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.reexaminations import ConfirmForm, ContestedForm, ReasonForm, ReexaminationsFilter
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.portals.staff.views.people import standing_for
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (
    Column("Demande"),
    Column("Prestation"),
    Column("Décision contestée"),
    Column("Demandé le"),
    Column("Répondre avant le"),
    Column("État"),
)
BY_RULE = "la règle, sans intervention"
STATES = dict(queries.STATES)
TONES = {"asked": Tone.AWAITING, "confirmed": Tone.NEUTRAL, "changed": Tone.SUCCESS, "withdrawn": Tone.NEUTRAL}


@for_roles(*READING_EXAMINATIONS)
@require_safe
def reexaminations(request: HttpRequest) -> HttpResponse:
    """List the re-examinations of decisions that others made, or download the list."""
    on, form = clock.today(), ReexaminationsFilter(request.GET)
    found = queries.reexaminations(request.actor, state=form.typed().get("etat", ""))
    if wants_file(request):
        return downloaded(request, "reexamens", COLUMNS, lines_of(found, on=on, plain=True))
    page = page_of(request, found)
    table = Table("Réexamens", COLUMNS, lines_of(page, on=on), empty="Aucun réexamen d’une décision prise par quelqu’un d’autre.")
    counted = queries.examined(since=date(on.year, 1, 1), until=date(on.year + 1, 1, 1), on=on)
    context = {"form": form, "page": page, "table": table, "examined": counted}
    context["active"] = form.active(reverse("staff:reexaminations"))
    return render(request, "staff/reexaminations.html", context)


def lines_of(rows: Any, *, on: date, plain: bool = False) -> list[tuple[Any, ...]]:
    """Write re-examinations as lines of the list, or of its file."""
    held = list(rows)
    named = benefit_names([row.claim for row in held])
    return [
        (
            row.claim.reference if plain else Cell(row.claim.reference, reverse("staff:reexamination", args=[row.pk])),
            named[row.claim.benefit_code],
            f"{row.decision.get_outcome_display()} le {row.decision.decided_on:%d/%m/%Y}",
            row.asked_on,
            row.due_on,
            STATES[row.state] if plain else Cell("", status=state_of(row, on=on)),
        )
        for row in held
    ]


def state_of(row: Any, *, on: date) -> Status:
    """Say where a re-examination stands, and that its answer is late."""
    if row.state == "asked" and row.due_on < on:
        return Status("en retard", Tone.DANGER)
    return Status(STATES[row.state], TONES[row.state])


@for_roles(*READING_EXAMINATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def reexamination(request: HttpRequest, reexamination_id: UUID) -> HttpResponse:
    """Show what is contested beside what the decision rests on, and take words that confirm it.

    :raises Http404: if there is none that the actor may look into.
    """
    on, actor = clock.today(), request.actor
    row = queries.reexamination(reexamination_id, actor)
    if row is None:
        raise Http404
    form, may_answer = ConfirmForm(request.POST or None), actor.has(*EXAMINING) and row.state == "asked"
    if request.method == "POST" and actor.has(*EXAMINING) and form.is_valid():
        try:
            recourse.confirm(reexamination_id=row.pk, answer=form.cleaned_data["answer"], actor=actor, at=clock.now(), on=on)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, f"La décision sur la demande {row.claim.reference} est confirmée. La personne a votre réponse.")
            return redirect("staff:reexaminations")
    names = names_of({each for each in (row.decision.decided_by, row.taken_by, row.answered_by) if each})
    context = {
        "row": row,
        "person": people([row.claim.beneficiary_id], on=on).get(row.claim.beneficiary_id),
        "benefit": benefit_names([row.claim])[row.claim.benefit_code],
        "state": state_of(row, on=on),
        "decided_by": names.get(row.decision.decided_by, "") or BY_RULE,
        "answered_by": names.get(row.answered_by, ""),
        "is_reopened": row.state == "asked" and row.claim_id not in latest_decisions([row.claim_id]),
        "taken_by": names.get(row.taken_by, ""),
        "is_officer": actor.has(Role.CLAIMS_OFFICER),
        "may_answer": may_answer,
        "nodes": reasoning_of(row.decision_id, actor=actor),
        "form": form,
    }
    return render(request, "staff/reexamination.html", context, status=422 if form.errors else 200)


@for_roles(*EXAMINING)
@require_POST
def open_again(request: HttpRequest, reexamination_id: UUID) -> HttpResponse:
    """Open the claim of a re-examination again, and go to its file.

    :raises Http404: if there is none that the actor may look into.
    """
    row = queries.reexamination(reexamination_id, request.actor)
    if row is None:
        raise Http404
    try:
        claim_id = recourse.open_claim(reexamination_id=row.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:reexamination", reexamination_id)
    messages.success(request, f"La demande {row.claim.reference} est rouverte : décidez-la à nouveau. Votre décision sera la réponse.")
    return redirect("staff:claim", claim_id)


@for_roles(*EXAMINING)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_reopen(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Open a claim again whose decision is found wrong, though nobody contests it.

    :raises Http404: if there is none that the actor may see.
    """
    on, claim = clock.today(), filed_claim(claim_id, request.actor)
    if claim is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        when = {"actor": request.actor, "at": clock.now(), "on": on}
        try:
            reopen(claim_id=claim_id, reason=form.cleaned_data["reason"], due_on=on + timedelta(days=recourse.DAYS_TO_ANSWER), **when)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, f"La demande {claim.reference} est rouverte, et vous l’instruisez : décidez-la à nouveau.")
            return redirect("staff:claim", claim_id)
    context = {"claim": claim, "form": form, "benefit": benefit_names([claim])[claim.benefit_code]}
    context["decision"] = latest_decisions([claim_id]).get(claim_id)
    return render(request, "staff/claim_reopen.html", context, status=422 if form.errors else 200)


@for_roles(*WRITING_DOWN)
@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Write down what a person contests on the telephone or in a letter."""
    on, actor = clock.today(), request.actor
    person = people([beneficiary_id], on=on).get(beneficiary_id)
    if person is None:
        return redirect("staff:reexamination_new", standing_for(beneficiary_id))
    claims = queries.contestable(beneficiary_id, actor=actor)
    named = benefit_names(claims)
    choices = [(str(each.pk), f"{named[each.benefit_code]}, {each.reference}, décidée le {each.decided_on:%d/%m/%Y}") for each in claims]
    form = ContestedForm(request.POST or None, claims=choices, initial={"received_on": on})
    if request.method == "POST" and form.is_valid() and _kept(form, request):
        messages.success(request, "La demande de réexamen est enregistrée. La personne en est prévenue.")
        return redirect("staff:person", beneficiary_id)
    context = {"person": person, "form": form, "has_some": bool(claims)}
    return render(request, "staff/reexamination_new.html", context, status=422 if form.errors else 200)


def _kept(form: ContestedForm, request: HttpRequest) -> bool:
    typed = form.cleaned_data
    contested = recourse.Contested(typed["words"], typed["channel"], typed["received_on"])
    try:
        recourse.ask(claim_id=UUID(typed["claim"]), contested=contested, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    return True
