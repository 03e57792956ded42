"""Filing a claim: what was asked already, questions that matter, « Vérifiez vos réponses »; each answer is saved on the server."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import bank_details
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries.delays import delay_in_words, delay_of
from entraide.apps.claims.queries.drafts import Draft, draft_of
from entraide.apps.claims.queries.earlier import earlier_claims
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.claims.queries.read_on_papers import ReadOnPaper, read_on_papers
from entraide.apps.desk.operations.straight_through import RULE, decide_if_proved
from entraide.core.refusals import Refusal
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.core.rules.language.known import Known
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.presentation import known_rows, said, status_of
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.fact_forms import WITHHELD, FactForm
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a draft; where something was asked already for that benefit and subject, ask whether to go on with it."""
    code, subject = request.POST.get("benefit", ""), subject_or_404(request.POST.get("subject", ""))
    earlier = earlier_claims(request.actor.beneficiary_id, benefit_code=code, dependant_id=subject, actor=request.actor, on=clock.today())
    if earlier.is_blank and not earlier.filed:
        return onward(request, earlier.draft.claim.pk)
    if earlier and "another" not in request.POST:
        return redirect(f"{reverse('beneficiary:already', args=[code])}?{urlencode({'pour': subject or ''})}")
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        if earlier.draft is not None:
            claim_id = filing.restart(claim_id=earlier.draft.claim.pk, **when)
        else:
            claim_id = filing.start(beneficiary_id=request.actor.beneficiary_id, benefit_code=code, dependant_id=subject, **when)
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("beneficiary:entitlements")
    return onward(request, claim_id)


def subject_or_404(written: str) -> UUID | None:
    """Read whom a claim is for; nothing stands for the person.

    :raises Http404: if it is no key.
    """
    try:
        return UUID(written) if written else None
    except ValueError as error:
        raise Http404 from error


@for_roles(Role.BENEFICIARY)
@require_safe
def already(request: HttpRequest, code: str) -> HttpResponse:
    """Say what was asked already for a benefit and a subject, and what can be done: go on, see it, ask again."""
    on, subject = clock.today(), subject_or_404(request.GET.get("pour", ""))
    published = catalogue.chosen(catalogue.revisions_of(code), event_on=on, filed_on=on)
    if published is None or published.revision.confidential:
        raise Http404
    earlier = earlier_claims(request.actor.beneficiary_id, benefit_code=code, dependant_id=subject, actor=request.actor, on=on)
    if not earlier:
        return redirect("beneficiary:benefit", code)
    context = {
        "revision": published.revision,
        "subject_id": subject,
        "draft": earlier.draft,
        "filed": [(line, status_of(line)) for line in earlier.filed],
        "subject": next((line.subject for line in [earlier.draft, *earlier.filed] if line), None),
    }
    return render(request, "beneficiary/already.html", context)


def draft_or_404(request: HttpRequest, claim_id: UUID) -> Draft | None:
    """Give the person's draft; nothing if it was filed meanwhile.

    :raises Http404: if it is not theirs, or is not.
    """
    claim = claim_visible_to(claim_id, request.actor)
    if claim is None:
        raise Http404
    # What the person sends themselves counts from the day on which they send it, whatever came on paper before.
    claim.received_on = None
    return draft_of(claim, on=clock.today()) if claim.state == ClaimState.DRAFT else None


def onward(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Go to the first page of a draft that still lacks something: nothing to ask, no paper to join, and their page is not shown."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        return redirect("beneficiary:claim", claim_id)
    return redirect(f"beneficiary:{draft.next_page}", claim_id)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask what the rule needs and nobody holds; keep what was typed, right or wrong."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        # An answer sent as it changes is told in its page, once; the page sent whole is told here.
        if request.method == "POST" and "changed" not in request.POST:
            messages.error(request, "Votre demande est déjà envoyée : cette réponse n’a pas été enregistrée.")
        return redirect("beneficiary:claim", claim_id)
    form = _form(request, draft)
    if request.method == "POST":
        return _saved(request, draft, form)
    return render(request, "beneficiary/draft/questions.html", page_of_draft(draft, "questions") | {"form": form})


def _form(request: HttpRequest, draft: Draft) -> FactForm:
    specs = [draft.specs[name] for name in draft.questions]
    initial: dict[str, Any] = {name: fact.value for name, fact in draft.answers.items() if isinstance(fact, Known)}
    initial |= {name + WITHHELD: True for name, fact in draft.answers.items() if not isinstance(fact, Known)}
    sent = request.POST if request.method == "POST" else None
    asked = {"specs": specs, "withholdable": draft.withholdable, "first_days": draft.first_days}
    return FactForm(sent, today=clock.today(), initial=initial | dict(draft.typed), **asked)


def page_of_draft(draft: Draft, page: str) -> dict[str, Any]:
    """Give what each page of a draft shows: where one stands, what it may come to, what is known already."""
    return {
        "draft": draft,
        "page": page,
        "step": draft.pages.index(page) + 1 if page in draft.pages else 1,
        "estimate": amount_in_words(draft.assessment.outcome),
        "known": known_rows(draft),
        "read": [(each, said(each.spec, Known(each.value)), said(each.spec, each.answer)) for each in _read(draft, page)],
    }


def _answer_expected(draft: Draft) -> str:
    """Say how long an answer takes, else by when we mean to give it."""
    delay = delay_of(draft.claim.benefit_code, on=clock.today())
    due = clock.today() + timedelta(days=filing.DAYS_TO_DECIDE)
    return delay_in_words(delay) if delay.is_telling else f"Nous comptons vous répondre avant le {date_fr(due)}."


def _read(draft: Draft, page: str) -> list[ReadOnPaper]:
    """Give what was read on papers, for the pages that come after them."""
    return [] if page == "questions" else read_on_papers(draft, on=clock.today())


def _saved(request: HttpRequest, draft: Draft, form: FactForm) -> HttpResponse:
    """Save the answers of the page, or the one that has just changed; what is wrong is kept beside its sentence."""
    is_right, changed = form.is_valid(), form.changed_fact()
    answers, typed = form.answers(), form.typed()
    if changed:
        answers, typed = ({name: value for name, value in held.items() if name == changed} for held in (answers, typed))
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        filing.answer(claim_id=draft.claim.pk, answers=answers, typed=typed, **when)
    except Refusal as refused:
        form.add_error(None, say(refused))
        is_right = False
    again = draft_of(draft.claim_now(), on=clock.today())
    context = page_of_draft(again, "questions") | {"form": form}
    if changed:
        faults = [str(fault) for fault in form.errors.get(changed, ())] if typed else []
        return render(request, "beneficiary/draft/saved.html", context | {"faults": faults})
    if not is_right:
        return render(request, "beneficiary/draft/questions.html", context)
    return redirect(f"beneficiary:{again.next_page}", draft.claim.pk)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show all that will be sent, then file it; a second click finds it filed."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        return redirect("beneficiary:claim", claim_id)
    if request.method == "POST":
        try:
            filing.file(claim_id=claim_id, reviewed=request.POST.get("stamp", ""), actor=request.actor, at=clock.now(), on=clock.today())
        except Refusal as refused:
            messages.error(request, say(refused))
            return redirect("beneficiary:check", claim_id)
        decided = decide_if_proved(claim_id=claim_id, actor=RULE, at=clock.now(), on=clock.today())
        said_next = "Elle est accordée dès maintenant." if decided else "Nous vous écrirons à chaque étape."
        messages.success(request, f"Votre demande {draft.claim.reference} est envoyée. {said_next}")
        return redirect("beneficiary:claim", claim_id)
    context = page_of_draft(draft, "check") | {
        "answers": [(draft.specs[name], said(draft.specs[name], fact)) for name, fact in draft.answers.items() if name in draft.questions],
        "delay": _answer_expected(draft),
        "bank": bank_details([draft.claim.beneficiary_id]).get(draft.claim.beneficiary_id),
    }
    return render(request, "beneficiary/draft/check.html", context)
