"""« Mes demandes »: the list, one claim, and why it was decided so."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries import explanations
from entraide.apps.claims.queries.alternatives import still_possible
from entraide.apps.claims.queries.answers import last_day_to_answer, may_still_answer
from entraide.apps.claims.queries.delays import delay_in_words, delay_of
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.claims.queries.given import given_in
from entraide.apps.claims.queries.lists import ClaimLine, claims_of, lines_of
from entraide.apps.claims.queries.papers import AWAITED, label_in
from entraide.apps.claims.queries.thread import thread_of, unread_claims
from entraide.apps.documents.queries import documents
from entraide.apps.parameters.queries import parameter_book
from entraide.apps.recourse.queries.reexaminations import last_day_to_contest, last_of
from entraide.core.refusals import Refusal
from entraide.core.rules import Status
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.core.workflow.claims import OPEN_STATES, ClaimState
from entraide.portals.beneficiary.forms.claims import MessageForm
from entraide.portals.beneficiary.presentation import capital, said, status_of, steps_of
from entraide.portals.beneficiary.views.drafts import onward
from entraide.ui import clock
from entraide.ui.refusals import say
from entraide.ui.values import Outcome


@for_roles(Role.BENEFICIARY)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List the person's claims, what awaits them first."""
    lines = [(line, status_of(line)) for line in claims_of(request.actor.beneficiary_id, actor=request.actor, on=clock.today())]
    context = {
        "awaiting": [(line, mark) for line, mark in lines if mark.tone == "awaiting"],
        "others": [(line, mark) for line, mark in lines if mark.tone != "awaiting"],
        "written": unread_claims([line.claim.pk for line, _ in lines], from_person=False),
    }
    return render(request, "beneficiary/claims.html", context)


def line_or_404(request: HttpRequest, claim_id: UUID) -> ClaimLine:
    """Give the person's own claim.

    :raises Http404: if it is not theirs, or is not.
    """
    found = claim_visible_to(claim_id, request.actor)
    if found is None:
        raise Http404
    return lines_of([found], beneficiary_id=found.beneficiary_id, on=clock.today())[0]


# Reasons of a refusal that another claim gives: it was granted, or filed before.
CEILINGS_TAKEN = frozenset({"ceiling_claims", "ceiling_amount"})


@for_roles(Role.BENEFICIARY)
@require_safe
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show one claim: where it stands, what to do, what was decided; a draft goes on where it was left."""
    line = line_or_404(request, claim_id)
    if line.state == ClaimState.DRAFT:
        return onward(request, claim_id)
    return claim_page(request, line, MessageForm())


def claim_page(request: HttpRequest, line: ClaimLine, form: MessageForm) -> HttpResponse:
    """Draw the page of a filed claim, with the form of its thread as it is."""
    rows = list(line.claim.documents.order_by("added_at", "pk"))
    files = documents([paper.document_id for paper in rows])
    papers = [(paper, label_of(line, paper), files.get(paper.document_id)) for paper in rows]
    written = thread_of(line.claim, request.actor)
    is_open = line.state in OPEN_STATES
    asked, delay = last_of(line.claim.pk), delay_of(line.claim.benefit_code, on=clock.today())
    is_awaited = may_still_answer(line.claim, on=clock.today())
    context = {
        "line": line,
        "status": status_of(line),
        "steps": steps_of(line),
        "papers": [(paper, *told) for paper, *told in papers if paper.state not in ("replaced", "asked")],
        "awaited": [(paper, *told) for paper, *told in papers if paper.state in AWAITED] if is_awaited else [],
        "last_day": last_day_to_answer(line.claim, on=clock.today()),
        "can_withdraw": is_open and line.claim.reopened_on is None,
        "asked": asked,
        "last_day_to_contest": last_day_to_contest(line.decision, asked, on=clock.today()),
        "was_granted": line.claim.reopened_on is not None and line.claim.decisions.filter(outcome="granted").exists(),
        "reasons": line.decision.reasons if line.decision else [],
        "still_possible": still_possible(line.claim, on=clock.today()),
        "thread": written,
        "has_new": any(each.is_new for each in written),
        "form": form,
        "delay": delay_in_words(delay) if is_open and delay.is_telling else "",
    }
    return render(request, "beneficiary/claim.html", context | _given(line))


def label_of(line: ClaimLine, paper: Any) -> str:
    """Name a paper of a claim as its rule does."""
    return label_in(paper.requirement, catalogue.revision(line.claim.revision_id).revision) if line.claim.revision_id else "Pièce"


def _given(line: ClaimLine) -> dict[str, Any]:
    """Give what the person answered and what it may come to, until the claim is decided."""
    if line.state not in OPEN_STATES or line.decision is not None:
        return {}
    answers, outcome = given_in(line.claim)
    estimate = "pas de droit, d’après vos réponses" if outcome.status is Status.REFUSED else amount_in_words(outcome)
    taken = [reason.sentence for reason in outcome.reasons if reason.code in CEILINGS_TAKEN]
    if taken and len(taken) == len(outcome.reasons):
        estimate = "rien, tant que l’autre demande compte"
    given = [(capital(spec.label), said(spec, fact)) for spec, fact in answers]
    return {"given": given, "estimate": estimate, "taken": taken}


@for_roles(Role.BENEFICIARY)
@require_safe
def why(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Open a decision to its conditions, the values held, and the text and source of the rule."""
    line = line_or_404(request, claim_id)
    if line.decision is None:
        raise Http404
    nodes = explanations.why(line.decision, parameters=parameter_book())
    # What holds is folded: what refuses, limits or pays is read first.
    met = [node for node in nodes if node.outcome is Outcome.PASS and not node.value]
    is_own_word = line.state != ClaimState.GRANTED and not line.decision.reasons
    by_rule = explanations.amount_by_rule(line.decision)
    context = {
        "line": line,
        "met": met,
        "nodes": [node for node in nodes if node not in met],
        "is_own_word": is_own_word,
        "by_rule": by_rule,
        "is_less": line.state == ClaimState.GRANTED and line.decision.cents < by_rule,
    }
    return render(request, "beneficiary/why.html", context)


@for_roles(Role.BENEFICIARY)
@require_POST
def withdraw(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Withdraw a claim that is not decided."""
    line = line_or_404(request, claim_id)
    try:
        filing.withdraw(claim_id=line.claim.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("beneficiary:claim", claim_id)
    messages.success(request, f"Votre demande {line.claim.reference} est retirée. Vous pouvez en déposer une autre à tout moment.")
    return redirect("beneficiary:claims")
