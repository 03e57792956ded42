"""Enter a claim for a person, from paper, a call or an envelope: the questions of the rule, its papers, and it is filed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.claims.operations.keying import Arrival, key
from entraide.apps.claims.policies import KEYING
from entraide.apps.claims.queries.drafts import Draft, draft_of
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.claims.queries.keyable import claim_to_post, keyable_for, keyed_claim
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.claims.refusals import NotADraft
from entraide.apps.desk.operations.straight_through import RULE, decide_if_proved
from entraide.apps.documents.operations import keep, receive
from entraide.apps.documents.tasks import read_later
from entraide.apps.mailroom.operations.envelopes import key_claim
from entraide.apps.mailroom.queries.envelopes import envelope, files_for_claim
from entraide.apps.mailroom.queries.post import cover_sheets
from entraide.core.refusals import Refusal
from entraide.core.rules import Known
from entraide.core.rules.deciding.amounts import amount_in_words
from entraide.core.workflow.claims import ClaimState
from entraide.portals.staff.forms.mail import KeyedFactForm, KeyedPaperForm, NewKeyingForm
from entraide.ui import clock
from entraide.ui.fact_forms import WITHHELD
from entraide.ui.refusals import say


@for_roles(*KEYING)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Choose what is entered, and how it came; from an envelope, it came on the day of its deposit."""
    on = clock.today()
    person = beneficiaries.people([beneficiary_id], on=on).get(beneficiary_id)
    if person is None:
        raise Http404
    sealed = _envelope(request, beneficiary_id)
    asked = {"offered": keyable_for(beneficiary_id, on=on), "phone_only": request.actor.has(Role.CONTACT_AGENT)}
    form = NewKeyingForm(request.POST or None, is_envelope=sealed is not None, initial={"received_on": on}, **asked)
    if request.method == "POST" and form.is_valid():
        channel, received_on = form.arrival()
        claim = NewClaim(beneficiary_id, form.chosen.benefit_code, form.chosen.dependant_id)
        when = {"actor": request.actor, "at": clock.now(), "on": on}
        try:
            if sealed is None:
                claim_id = key(claim=claim, arrival=Arrival(channel, received_on), **when)
            else:
                claim_id = key_claim(envelope_id=sealed.pk, claim=claim, **when)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            return redirect("staff:keying", claim_id)
    return render(
        request, "staff/keying_new.html", {"person": person, "form": form, "envelope": sealed}, status=422 if form.errors else 200
    )


def _envelope(request: HttpRequest, beneficiary_id: UUID) -> Any:
    """Give the envelope that the address names, where it is the person's and this actor opens post."""
    try:
        named = UUID(request.GET["enveloppe"])
    except (KeyError, ValueError):
        return None
    found = envelope(named, request.actor)
    return found if found is not None and found.beneficiary_id == beneficiary_id else None


@for_roles(*KEYING)
@require_http_methods(["GET", "HEAD", "POST"])
def keying(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Enter the answers, join the papers, file: one page and one form, so that no button loses what was typed for another."""
    claim = keyed_claim(claim_id, request.actor)
    if claim is None:
        seen = claim_visible_to(claim_id, request.actor)
        if seen is None:
            raise Http404
        return redirect("staff:person", seen.beneficiary_id)
    draft = draft_of(claim, on=clock.today())
    facts, papers = _facts(request, draft), _papers(request, draft)
    if request.method == "POST":
        if _kept(request, draft, facts, papers):
            return _filed(request, draft) if request.POST.get("act") == "file" else redirect("staff:keying", claim_id)
        if draft.claim_now().state != ClaimState.DRAFT:
            # Filed in the meantime, by a second press or elsewhere.
            messages.info(request, say(NotADraft()))
            return redirect("staff:keying", claim_id)
        draft = draft_of(draft.claim, on=clock.today())
        # What was joined is in the draft; only a form with a fault is shown again as it was sent.
        papers = _papers(request, draft, sent=False) | {kind: form for kind, form in papers.items() if form.errors}
    context = {
        "draft": draft,
        "person": beneficiaries.people([claim.beneficiary_id], on=clock.today()).get(claim.beneficiary_id),
        "form": facts,
        "estimate": amount_in_words(draft.assessment.outcome),
        "papers": [(each, papers[each.kind], [row for row in draft.papers if row.requirement == each.kind]) for each in draft.requirements],
        "is_wrong": facts.errors or any(each.errors for each in papers.values()),
    }
    return render(request, "staff/keying.html", context, status=422 if context["is_wrong"] else 200)


def _kept(request: HttpRequest, draft: Draft, facts: KeyedFactForm, papers: dict[str, KeyedPaperForm]) -> bool:
    """Keep the answers and every chosen file, whatever button sent them; give whether nothing of it is to be told in its form."""
    is_right = _answered(request, draft, facts)
    if request.POST.get("act") in papers:
        # Who joins a paper first has not left a question out: it is still open.
        is_right = facts.errors.keys() <= set(draft.unanswered) - facts.typed().keys()
    joined = [_joined(request, draft, kind, form) for kind, form in papers.items() if form.is_bound]
    return is_right and all(joined)


def _facts(request: HttpRequest, draft: Draft) -> KeyedFactForm:
    specs = [draft.specs[name] for name in draft.questions]
    initial: dict[str, Any] = {name: fact.value for name, fact in draft.answers.items() if isinstance(fact, Known)}
    initial |= {name + WITHHELD: True for name, fact in draft.answers.items() if not isinstance(fact, Known)}
    typed = {"specs": specs, "withholdable": draft.withholdable, "initial": initial | dict(draft.typed), "first_days": draft.first_days}
    return KeyedFactForm(request.POST if request.method == "POST" else None, today=clock.today(), **typed)


def _papers(request: HttpRequest, draft: Draft, *, sent: bool = True) -> dict[str, KeyedPaperForm]:
    held = [(str(row.document_id), row.document.name) for row in files_for_claim(draft.claim.pk, request.actor)]
    kinds = [each.kind for each in draft.requirements]
    chosen = {kind for kind in kinds if f"{kind}-file" in request.FILES or request.POST.get(f"{kind}-held")} | {request.POST.get("act")}
    return {
        kind: KeyedPaperForm(*((request.POST, request.FILES) if sent and kind in chosen else ()), prefix=kind, held=held) for kind in kinds
    }


def _answered(request: HttpRequest, draft: Draft, form: KeyedFactForm) -> bool:
    """Keep what was typed, right or wrong; give whether all of it is right."""
    is_right = form.is_valid()
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        filing.answer(claim_id=draft.claim.pk, answers=form.answers(), typed=form.typed(), **when)
    except Refusal as refused:
        form.add_error(None, say(refused))
        return False
    return is_right


def _joined(request: HttpRequest, draft: Draft, kind: str, form: KeyedPaperForm) -> bool:
    """Join a paper; a refusal stays in its form."""
    if not form.is_valid():
        return False
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        held, sent = form.cleaned_data.get("held"), form.cleaned_data["file"]
        file = receive(sent=sent, kind="supporting").file if sent else None
        with transaction.atomic():
            document_id = keep(file=file, **when) if file else UUID(held)
            filing.attach(claim_id=draft.claim.pk, requirement=kind, document_id=document_id, **when)
    except Refusal as refused:
        form.add_error("file", say(refused))
        return False
    read_later(document_id)
    return True


def _filed(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        filing.file(claim_id=draft.claim.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:keying", draft.claim.pk)
    decided = decide_if_proved(claim_id=draft.claim.pk, actor=RULE, at=clock.now(), on=clock.today())
    messages.success(request, f"La demande {draft.claim.reference} est déposée. {'Elle est accordée.' if decided else ''}".strip())
    return redirect("staff:person", draft.claim.beneficiary_id)


@for_roles(*KEYING)
@require_safe
def covers(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Print the cover sheets of what a claim still lacks."""
    claim = claim_to_post(claim_id, request.actor)
    if claim is None:
        raise Http404
    on = clock.today()
    content = cover_sheets(claim, benefit=benefit_names([claim])[claim.benefit_code], on=on)
    if content is None:
        messages.info(request, "Cette demande n’attend aucune pièce : il n’y a pas de feuille de garde à imprimer.")
        return redirect("staff:person", claim.beneficiary_id)
    headers = {"Content-Disposition": f'attachment; filename="feuilles-{claim.reference}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
