"""One body of the portfolio: its estimate, exchanges, promises and stage, and every act on them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.members.queries import body_for
from entraide.apps.members.queries.successions import heirs_of
from entraide.apps.network.queries import committee_of
from entraide.apps.parameters.queries import tariff
from entraide.apps.portfolio import operations, queries
from entraide.apps.portfolio.operations import NewExchange, Promise
from entraide.apps.portfolio.policies import KEEPERS
from entraide.apps.portfolio.refusals import BodyGone
from entraide.core.network.stages import NEXT, ProspectStage
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.portfolio import KINDS, ExchangeForm, PromiseForm, ReasonForm, ReportForm, StageForm
from entraide.portals.staff.presentation import portfolio as words
from entraide.portals.staff.presentation.network import department_label
from entraide.portals.staff.views.members import name_of
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.refusals import say


AT_RISK = "at_risk"


@for_roles(*KEEPERS)
@require_safe
def body(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one body; one that is gone leads to that which stands in its place, or says which do."""
    found = _found(request, member_id)
    return _page(request, found, {}) if found.current_name else _gone(request, found)


def _found(request: HttpRequest, member_id: UUID) -> Any:
    """Give a body, standing or gone.

    :raises Http404: if there is none.
    """
    found = body_for(member_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    return found


def _gone(request: HttpRequest, found: Any) -> HttpResponse:
    today = clock.today()
    heirs = heirs_of([found.pk], on=today)[found.pk]
    if len(heirs) == 1:
        messages.info(request, f"{name_of(found)} n’existe plus : voici {heirs[0].name}, qui l’a repris.")
        return redirect("staff:portfolio_body", heirs[0].id)
    context = {"member": found, "name": name_of(found), "kind": dict(KINDS)[found.kind], "heirs": heirs}
    return render(request, "staff/portfolio_gone.html", context | _told(request, found.pk))


def _told(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    """Tell the exchanges and the promises of a body, each with its state, its author, and the body that it was with if not this one."""
    today = clock.today()
    held = queries.file_of(member_id, actor=request.actor, on=today)
    names = names_of({row.noted_by for row in held.exchanges} | {row.promised_by for row in held.promises})
    origins = held.origins
    return {
        "followed": held.followed,
        "exchanges": [
            (row, words.exchange_status(row, today), names.get(row.noted_by, ""), origins.get(row.member_id, "")) for row in held.exchanges
        ],
        "promises": [
            (row, words.promise_status(row, today), names.get(row.promised_by, ""), origins.get(row.member_id, "")) for row in held.promises
        ],
        "kinds": dict(words.EXCHANGE_KINDS),
    }


def _page(request: HttpRequest, found: Any, typed: dict[str, forms.Form]) -> HttpResponse:
    today, rates = clock.today(), tariff()
    told = _told(request, found.pk)
    followed = told["followed"]
    stages = _next_stages(followed)
    is_member = found.contract_key is not None
    context = told | {
        "member": found,
        "name": found.current_name,
        "kind": dict(KINDS)[found.kind],
        "department": department_label(found.department),
        "committee": committee_of(found.department),
        "is_member": is_member,
        "heads": words.heads_text(found.kind, found.population),
        "contribution": words.contribution_text(found.kind, found.population, today.year, rates),
        "rate": words.rate_sentence(today.year, rates),
        "is_estimated": words.heads_text(found.kind, found.population) != words.UNESTIMATED,
        "stage": words.STAGE_STATUS[followed.stage] if followed else None,
        "is_flagged": followed is not None and followed.stage == AT_RISK,
        "exchange_form": ExchangeForm(initial={"held_on": today}),
        "promise_form": PromiseForm(),
        "reason_form": ReasonForm(),
        "stage_form": StageForm(stages=stages) if stages else None,
        **typed,
    }
    return render(request, "staff/portfolio_body.html", context, status=422 if typed else 200)


def _next_stages(followed: Any) -> tuple[str, ...]:
    if followed is None or followed.stage == AT_RISK:
        return ()
    return NEXT[ProspectStage(followed.stage)]


def _acted(request: HttpRequest, found: Any, name: str, form: forms.Form, act: Callable[[Any], Any], said: str) -> HttpResponse:
    """Do the act of a form and come back; a fault or a refusal shows the page again with what was typed."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, said)
            return redirect("staff:portfolio_body", found.pk)
    if not found.current_name:
        messages.error(request, say(BodyGone()))
        return redirect("staff:portfolio_body", found.pk)
    return _page(request, found, {name: form})


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": clock.now(), "on": clock.today()}


@for_roles(*KEEPERS)
@require_POST
def note(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Note an exchange, past or planned."""
    found = _found(request, member_id)
    form = ExchangeForm(request.POST)

    def act(typed: Any) -> None:
        operations.note_exchange(exchange=NewExchange(found.pk, **typed), **_now(request))

    return _acted(request, found, "exchange_form", form, act, "L’échange est noté.")


@for_roles(*KEEPERS)
@require_POST
def promise(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Promise something to a body."""
    found = _found(request, member_id)

    def act(typed: Any) -> None:
        operations.promise(promise=Promise(found.pk, **typed), **_now(request))

    return _acted(
        request, found, "promise_form", PromiseForm(request.POST), act, "La promesse est notée. Elle vous attendra dans le portefeuille."
    )


@for_roles(*KEEPERS)
@require_POST
def flag(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say that a member is at risk, and why."""
    found = _found(request, member_id)

    def act(typed: Any) -> None:
        operations.flag_at_risk(member_id=found.pk, **typed, **_now(request))

    return _acted(request, found, "reason_form", ReasonForm(request.POST), act, "Le compte est signalé à risque.")


@for_roles(*KEEPERS)
@require_POST
def move(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Move a prospect to its next stage."""
    found = _found(request, member_id)
    held = queries.file_of(found.pk, actor=request.actor, on=clock.today()).followed
    form = StageForm(request.POST, stages=_next_stages(held))

    def act(typed: Any) -> None:
        operations.move_stage(member_id=found.pk, **typed, **_now(request))

    return _acted(request, found, "stage_form", form, act, "L’étape est enregistrée.")


@for_roles(*KEEPERS)
@require_POST
def follow(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Follow a body that does not belong."""
    _found(request, member_id)
    tell_act(request, operations.follow, "Vous suivez cet organisme.", member_id=member_id)
    return redirect("staff:portfolio_body", member_id)


@for_roles(*KEEPERS)
@require_POST
def unfollow(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Stop following a body, or take its flag away."""
    said = "Le signalement est levé." if _found(request, member_id).contract_key else "Le suivi est terminé."
    tell_act(request, operations.unfollow, said, member_id=member_id)
    return redirect("staff:portfolio_body", member_id)


@for_roles(*KEEPERS)
@require_POST
def keep(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Note that a promise is kept."""
    found = queries.commitment(commitment_id, actor=request.actor)
    if found is None:
        raise Http404
    tell_act(request, operations.keep_promise, "La promesse est tenue.", commitment_id=commitment_id)
    return _back(found.member_id)


def _back(member_id: UUID) -> HttpResponse:
    """Go back to the page of a body, or of the only one that took it over."""
    heirs = heirs_of([member_id], on=clock.today()).get(member_id, ())
    return redirect("staff:portfolio_body", heirs[0].id if len(heirs) == 1 else member_id)


def _exchange(request: HttpRequest, exchange_id: UUID) -> Any:
    """Give an exchange.

    :raises Http404: if there is none.
    """
    found = queries.exchange(exchange_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    return found


@for_roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """Write what came of a planned exchange."""
    found = _exchange(request, exchange_id)
    form = ReportForm(request.POST or None, initial={"met": found.met})
    if request.method == "POST" and form.is_valid():
        try:
            operations.tell_exchange(exchange_id=exchange_id, **form.cleaned_data, **_now(request))
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, "Le compte rendu est enregistré.")
            return _back(found.member_id)
    context = {"found": found, "name": found.member_name, "kind": dict(words.EXCHANGE_KINDS)[found.kind], "form": form}
    return render(request, "staff/portfolio_report.html", context, status=422 if form.errors else 200)


@for_roles(*KEEPERS)
@require_POST
def cancel(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """Cancel a planned exchange."""
    found = _exchange(request, exchange_id)
    tell_act(request, operations.cancel_exchange, "L’échange prévu est annulé.", exchange_id=exchange_id)
    return _back(found.member_id)
