"""Filing a claim: questions that matter, papers, « Vérifiez vos réponses »; each answer is saved on the server."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries.drafts import Draft, draft_of
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.core.refusals import Refusal
from entraide.core.rules import FactSpec, show
from entraide.core.rules.language.known import FactValue, Known, to_reckon
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.forms import WITHHELD, FactForm
from entraide.portals.beneficiary.presentation import amount_in_words
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a draft, or go on with the one that is open."""
    subject = request.POST.get("subject") or None
    try:
        claim_id = filing.start(
            beneficiary_id=request.actor.beneficiary_id,
            benefit_code=request.POST.get("benefit", ""),
            dependant_id=UUID(subject) if subject else None,
            actor=request.actor,
            at=clock.now(),
            on=clock.today(),
        )
    except ValueError as error:
        raise Http404 from error
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("beneficiary:entitlements")
    return redirect("beneficiary:questions", claim_id)


def draft_or_404(request: HttpRequest, claim_id: UUID) -> Draft | None:
    """Give the person's draft; nothing if it was filed meanwhile.

    :raises Http404: if it is not theirs, or is not.
    """
    claim = claim_visible_to(claim_id, request.actor)
    if claim is None:
        raise Http404
    return draft_of(claim, on=clock.today()) if claim.state == ClaimState.DRAFT else None


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask what the rule needs and nobody holds; keep what was typed, right or wrong."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        if request.method == "POST":
            messages.error(request, "Votre demande est déjà envoyée : cette réponse n’a pas été enregistrée.")
        return redirect("beneficiary:claim", claim_id)
    specs = [draft.specs[name] for name in draft.questions]
    initial = {name: fact.value for name, fact in draft.answers.items() if isinstance(fact, Known)}
    initial |= {name + WITHHELD: True for name, fact in draft.answers.items() if not isinstance(fact, Known)}
    form = FactForm(request.POST or None, today=clock.today(), specs=specs, withholdable=draft.withholdable, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _saved(request, draft, form)
    context = {"draft": draft, "form": form, "estimate": amount_in_words(draft.assessment.outcome)}
    return render(request, "beneficiary/draft/questions.html", context)


def _saved(request: HttpRequest, draft: Draft, form: FactForm) -> HttpResponse:
    try:
        filing.answer(claim_id=draft.claim.pk, answers=form.answers(), actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        form.add_error(None, say(refused))
        context = {"draft": draft, "form": form, "estimate": amount_in_words(draft.assessment.outcome)}
        return render(request, "beneficiary/draft/questions.html", context)
    again = draft_of(draft.claim_now(), on=clock.today())
    return redirect("beneficiary:questions" if again.unanswered else "beneficiary:papers", draft.claim.pk)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show all that will be sent, then file it; a second click finds it filed."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        return redirect("beneficiary:claim", claim_id)
    if request.method == "POST":
        try:
            filing.file(claim_id=claim_id, actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            messages.error(request, say(refused))
            return redirect("beneficiary:check", claim_id)
        messages.success(request, f"Votre demande {draft.claim.reference} est envoyée. Nous vous écrirons à chaque étape.")
        return redirect("beneficiary:claim", claim_id)
    context = {
        "draft": draft,
        "answers": [(draft.specs[name], _said(draft.specs[name], fact)) for name, fact in draft.answers.items() if name in draft.questions],
        "estimate": amount_in_words(draft.assessment.outcome),
        "outcome": draft.assessment.outcome,
    }
    return render(request, "beneficiary/draft/check.html", context)


def _said(spec: FactSpec, fact: FactValue) -> str:
    if not isinstance(fact, Known):
        return "Vous ne fournirez pas le document"
    return show(spec.kind, to_reckon(fact.value), unit=spec.unit, choices=spec.choices)
