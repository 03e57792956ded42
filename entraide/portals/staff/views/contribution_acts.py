"""One member called, adjusted or its call taken back: what the act would do is shown first, then it is done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.beneficiaries.queries.presences import names_until
from entraide.apps.contributions import queries
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.operations.cancelling import cancel_call, check_cancellation
from entraide.apps.contributions.queries.campaigns import Preview, called_by_platform, called_members, not_called, reckon
from entraide.apps.contributions.queries.due import changes_of, require_possible
from entraide.apps.contributions.refusals import LEFT_OUT, CalledAlready
from entraide.apps.parameters.queries import tariff
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.years import adjustable_years
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.contributions import AcceptForm, CancelForm
from entraide.portals.staff.presentation import contribution_campaigns as shown
from entraide.portals.staff.presentation import contributions as told
from entraide.portals.staff.views.contribution_accounts import body_of
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Table


POSSIBLE = ["GET", "HEAD", "POST"]


@for_roles(*ACCOUNTANTS)
@require_http_methods(POSSIBLE)
def call(request: HttpRequest, member_id: UUID, year: int) -> HttpResponse:
    """Show what the call of one member that no campaign called would be, then call it."""
    context = _about(member_id, year)
    now, today = clock.now(), clock.today()
    found = Preview()
    try:
        is_provisional = require_possible("call", year, known_at=now, on=today)
        if called_members([member_id], year=year):
            raise CalledAlready(year=year)
        reckon(found, kind="call", members=[member_id], year=year, known_at=now, on=today)
        if member_id in found.left_out:
            raise LEFT_OUT[found.left_out[member_id]]
    except Refusal as refused:
        return _refused(request, member_id, year, refused)
    form = AcceptForm(request.POST if request.method == "POST" else None, is_provisional=is_provisional)
    if request.method == "POST" and form.is_valid():
        accepts = form.cleaned_data.get("accepts_provisional", False)
        try:
            call_member(member_id=member_id, year=year, actor=request.actor, at=clock.now(), on=today, accepts_provisional=accepts)
        except Refusal as refused:
            return _refused(request, member_id, year, refused)
        return _done(request, member_id, year, "L’appel est fait, et son document émis ou à compléter.")
    rates = tariff(known_at=now)
    context |= {
        "form": form,
        "unconfirmed": shown.unconfirmed_text(rates, year),
        "breakdown": shown.breakdown_table("call", found.breakdown, rates, year),
    }
    return render(request, "staff/contribution_call.html", context, status=422 if form.errors else 200)


@for_roles(*ACCOUNTANTS)
@require_http_methods(POSSIBLE)
def adjust(request: HttpRequest, member_id: UUID, year: int) -> HttpResponse:
    """Show person by person what the list changes of a member's call, then adjust it."""
    context = _about(member_id, year)
    today = clock.today()
    try:
        if request.method == "POST":
            key = adjust_member(member_id=member_id, year=year, actor=request.actor, at=clock.now(), on=today)
            said = "La régularisation est écrite, personne par personne." if key else "La liste dit ce qui est appelé : rien à régulariser."
            return _done(request, member_id, year, said)
        if not called_by_platform([member_id], year=year):
            raise not_called(member_id, year=year)
        found, _ = changes_of([member_id], year=year, known_at=clock.now(), on=today)
    except Refusal as refused:
        return _refused(request, member_id, year, refused)
    changes = found.get(member_id, ())
    page = page_of(request, changes)
    asked = {(change.person, (change.after or change.before)[-1].until) for change in page}
    names = {person: name for (person, _), name in names_until(asked).items()}
    rows = [shown.change_row(change, names) for change in page]
    context |= {
        "page": page,
        "breakdown": shown.breakdown_table("adjustment", shown.by_reason(changes), tariff(), year) if changes else None,
        "table": Table("Ce que la liste change, personne par personne", shown.CHANGE_COLUMNS, rows),
    }
    return render(request, "staff/contribution_adjust.html", context)


@for_roles(*ACCOUNTANTS)
@require_http_methods(POSSIBLE)
def cancel(request: HttpRequest, member_id: UUID, year: int) -> HttpResponse:
    """Show what taking a member's call back gives back, then do it with its reason."""
    context = _about(member_id, year)
    form = CancelForm(request.POST if request.method == "POST" else None)
    try:
        check_cancellation(member_id=member_id, year=year)
        if request.method == "POST" and form.is_valid():
            act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
            cancel_call(member_id=member_id, year=year, reason=form.cleaned_data["reason"], **act)
            return _done(request, member_id, year, "L’appel est annulé : le compte est à zéro, et l’année peut être appelée de nouveau.")
    except Refusal as refused:
        return _refused(request, member_id, year, refused)
    amount = queries.called_for(member_id, year=year, as_of=clock.today())
    context |= {"form": form, "amount": amount, "lines": told.lines_table(queries.lines_of(member_id, year=year), amount, year)}
    return render(request, "staff/contribution_cancel.html", context, status=422 if form.errors else 200)


def _about(member_id: UUID, year: int) -> dict[str, Any]:
    """Give the body and the year that an act is about.

    :raises Http404: if there is no such body, or nothing of that year may be called or adjusted.
    """
    if year not in adjustable_years(clock.today()):
        raise Http404
    return body_of(member_id) | {"year": year, "back": _account(member_id, year)}


def _account(member_id: UUID, year: int) -> str:
    return f"{reverse('staff:contribution_account', args=[member_id])}?annee={year}"


def _refused(request: HttpRequest, member_id: UUID, year: int, refused: Refusal) -> HttpResponse:
    messages.error(request, say(refused))
    return redirect(_account(member_id, year))


def _done(request: HttpRequest, member_id: UUID, year: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_account(member_id, year))
