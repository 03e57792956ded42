"""« Demander un réexamen »: contest a decision, and give it up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.documents.operations import keep
from entraide.apps.recourse.operations import reexaminations as recourse
from entraide.apps.recourse.queries.reexaminations import last_day_to_contest, last_of
from entraide.core.refusals import Refusal
from entraide.portals.beneficiary.forms.reexaminations import ContestForm
from entraide.portals.beneficiary.views.claims import line_or_404
from entraide.portals.beneficiary.views.papers import inspected
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask that somebody else look at a decision again; what was typed stays where something is wrong."""
    line, on = line_or_404(request, claim_id), clock.today()
    asked = last_of(claim_id)
    last_day = last_day_to_contest(line.decision, asked, on=on)
    form = ContestForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (due_on := _asked(request, form, claim_id)):
        messages.success(request, f"Votre demande de réexamen est enregistrée. Nous vous répondrons avant le {due_on:%d/%m/%Y}.")
        return redirect("beneficiary:claim", claim_id)
    if last_day is None and request.method != "POST":
        return redirect("beneficiary:claim", claim_id)
    context = {"line": line, "form": form, "last_day": last_day, "days": recourse.DAYS_TO_ANSWER}
    return render(request, "beneficiary/contest.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: ContestForm, claim_id: UUID) -> Any:
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        files = [inspected(form)[0]] if form.cleaned_data["file"] else []
        with transaction.atomic():
            joined = tuple(keep(file=file, **when) for file in files)
            recourse.ask(claim_id=claim_id, contested=recourse.Contested(form.cleaned_data["text"], documents=joined), **when)
    except Refusal as refused:
        form.add_error("file" if refused.code.startswith("uploads.") else None, say(refused))
        return None
    return last_of(claim_id).due_on


@for_roles(Role.BENEFICIARY)
@require_POST
def give_up(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Give up the re-examination that was asked; the decision stands."""
    line_or_404(request, claim_id)
    asked = last_of(claim_id)
    if asked is None:
        return redirect("beneficiary:claim", claim_id)
    try:
        recourse.withdraw(reexamination_id=asked.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    else:
        messages.success(request, "Votre demande de réexamen est retirée. La décision reste celle que vous avez reçue.")
    return redirect("beneficiary:claim", claim_id)
