"""The papers of a claim: add, see, take out of a draft, send again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.certificates import SCHOOL
from entraide.apps.beneficiaries.queries.kinships import CertificateView, certificates_of
from entraide.apps.claims.operations import filing, waiting
from entraide.apps.claims.queries.answers import awaited_labels, last_day_to_answer, may_still_answer
from entraide.apps.claims.queries.drafts import Draft
from entraide.apps.claims.queries.papers import AWAITED
from entraide.apps.claims.queries.read_on_papers import read_on_papers
from entraide.apps.claims.queries.wallet import Reusable, reusable_in, wallet_of
from entraide.apps.documents.operations import NewFile, keep, receive
from entraide.apps.documents.queries import content_of, fingerprint_of
from entraide.apps.documents.tasks import read_later
from entraide.core.eligibility.children import standing_of
from entraide.core.refusals import Refusal
from entraide.core.rules import DocumentRequirement
from entraide.core.timeline import school_year_of
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.forms.claims import PaperForm
from entraide.portals.beneficiary.views.claims import label_of, line_or_404
from entraide.portals.beneficiary.views.drafts import draft_or_404, page_of_draft
from entraide.ui import clock
from entraide.ui.files import file_response
from entraide.ui.refusals import say


FINDINGS = "findings"
# The one form of the page, which every chosen file leaves with.
FORM = "pieces"
# Sent from another tab already, or taken care of at the desk.
NO_LONGER_AWAITED = (
    "Cette pièce n’est plus attendue : le fichier que vous venez d’envoyer n’est pas gardé. S’il est différent du premier, "
    "joignez-le à un message, plus bas."
)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask for each paper that the rule wants; what was sent before is joined again at one press."""
    draft = draft_or_404(request, claim_id)
    if draft is None:
        return redirect("beneficiary:claim", claim_id)
    if draft.unanswered:
        return redirect("beneficiary:questions", claim_id)
    wallet = wallet_of(draft.claim.beneficiary_id, actor=request.actor, on=clock.today())
    held = reusable_in(draft, wallet, on=clock.today())
    asked = {each.kind: PaperForm(prefix=each.kind, sent_by=FORM) for each in draft.requirements}
    by_child = _sent_by_child(request, draft)
    if request.method == "POST":
        told = request.session.get(FINDINGS, {})
        was_done = _found_good(request) or _joined_again(request, draft, held) or _used(request, claim_id, by_child)
        if was_done or _as_read(request, draft) or _received(request, asked, draft):
            # What is to be said of a file that has just come is read before going on.
            goes_on = "next" in request.POST and request.session.get(FINDINGS, {}) == told
            return redirect("beneficiary:check" if goes_on else "beneficiary:papers", claim_id)
        draft = draft_or_404(request, claim_id) or draft
    context = page_of_draft(draft, "papers") | {
        "shelf": [_place(request, draft, each, held[each.kind], asked[each.kind]) for each in draft.requirements],
        "by_child": by_child,
        "school": SCHOOL,
    }
    return render(request, "beneficiary/draft/papers.html", context)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one paper in a draft: what is asked, what was joined with what is to be said of it, what could be joined again."""

    requirement: DocumentRequirement
    form: PaperForm
    papers: tuple[tuple[Any, Sequence[str]], ...]
    held: Reusable


def _place(request: HttpRequest, draft: Draft, requirement: DocumentRequirement, held: Reusable, form: PaperForm) -> Place:
    told = request.session.get(FINDINGS, {})
    joined = [paper for paper in draft.papers if paper.requirement == requirement.kind]
    return Place(requirement, form, tuple((paper, told.get(str(paper.pk), ())) for paper in joined), held)


def _found_good(request: HttpRequest) -> bool:
    """Forget what was said of a paper that the person keeps as it is."""
    kept = request.POST.get("keep")
    if kept:
        request.session[FINDINGS] = {key: said for key, said in request.session.get(FINDINGS, {}).items() if key != kept}
    return bool(kept)


def _joined_again(request: HttpRequest, draft: Draft, held: dict[str, Reusable]) -> bool:
    """Put in the draft the paper sent before that a button names; give whether one was."""
    usable = [each for reusable in held.values() for each in reusable.usable]
    found = next((each for each in usable if str(each.id) == request.POST.get("again")), None)
    if found is not None:
        when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        filing.attach(claim_id=draft.claim.pk, requirement=found.kind, document_id=found.document_id, **when)
    return found is not None


def _as_read(request: HttpRequest, draft: Draft) -> bool:
    """Put in the place of an answer what was read on a paper, as a button asks; give whether it was."""
    named = request.POST.get("read")
    found = next((each for each in read_on_papers(draft, on=clock.today()) if each.key == named), None) if named else None
    if found is not None:
        when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        filing.answer(claim_id=draft.claim.pk, answers={found.spec.name: found.value}, **when)
        messages.success(request, "Votre réponse est corrigée.")
    return found is not None


def _received(request: HttpRequest, asked: dict[str, PaperForm], draft: Draft) -> bool:
    """Keep each file that was chosen, whatever button sent them; give whether nothing of it is to be told in its form."""
    pressed = request.POST.get("requirement", "")
    sent = [kind for kind in asked if kind == pressed or f"{kind}-file" in request.FILES]
    for kind in sent:
        asked[kind] = PaperForm(request.POST, request.FILES, prefix=kind, sent_by=FORM)
    taken = [asked[kind].is_valid() and _kept(request, asked[kind], draft, kind) for kind in sent]
    return all(taken) and (bool(taken) or "next" in request.POST)


@dataclass(frozen=True, slots=True)
class SentByChild:
    """What the grown child whom a draft is for may send, or has sent for the household, and the words of the buttons."""

    certificates: tuple[CertificateView, ...]
    use: str
    ask: str


def _sent_by_child(request: HttpRequest, draft: Draft) -> SentByChild | None:
    """Give the certificates that came for the household; nothing unless a school certificate is asked of a grown child."""
    child, on = draft.subject, clock.today()
    is_asked = any(each.kind == SCHOOL for each in draft.requirements)
    if not is_asked or child is None or child.kind != "child" or not standing_of(child.born_on, on).wants_certificate:
        return None
    joined = {paper.document_id for paper in draft.papers}
    came = certificates_of(request.actor.beneficiary_id, dependant_ids=[child.id])
    year = school_year_of(on)
    usable = tuple(each for each in came if each.document_id and each.document_id not in joined and year.contains(each.sent_on))
    return SentByChild(usable, f"Joindre le certificat envoyé par {child.given_name}", f"Le faire envoyer par {child.given_name}")


def _used(request: HttpRequest, claim_id: UUID, by_child: SentByChild | None) -> bool:
    """Put in the draft the certificate that a button names; give whether one was."""
    certificates = by_child.certificates if by_child else ()
    found = next((each for each in certificates if str(each.id) == request.POST.get("use")), None)
    if found is not None:
        when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        filing.attach(claim_id=claim_id, requirement=SCHOOL, document_id=found.document_id, **when)
    return found is not None


def _kept(request: HttpRequest, form: PaperForm, draft: Draft, requirement: str) -> bool:
    """Inspect and keep the file of a form, put it in the draft, and remember what is to be said of it; a refusal stays in the form."""
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        file, doubts = inspected(form)
        with transaction.atomic():
            document_id = keep(file=file, **when)
            key = filing.attach(claim_id=draft.claim.pk, requirement=requirement, document_id=document_id, **when)
    except Refusal as refused:
        form.add_error("file", say(refused))
        return False
    read_later(document_id)
    doubts += _joined_twice(draft, file)
    if doubts:
        request.session[FINDINGS] = request.session.get(FINDINGS, {}) | {str(key): doubts}
    return True


def _joined_twice(draft: Draft, file: NewFile) -> list[str]:
    """Say that the same file is in the draft already, under which name."""
    fingerprint = fingerprint_of(file.content)
    twin = next((paper.document.name for paper in draft.papers if paper.document.fingerprint == fingerprint), None)
    return [f"Ce fichier est déjà joint à cette demande (« {twin} »). S’il est là deux fois par erreur, retirez-en un."] if twin else []


def inspected(form: forms.Form) -> tuple[NewFile, list[str]]:
    """Inspect the file of a form; give it with what is to be said of it, such as that it is hard to read.

    :raises RefusedUpload: if it is not a supporting document that can be taken.
    """
    sent = form.cleaned_data["file"]
    found = receive(sent=sent, kind="supporting")
    return found.file, [say(each) for each in found.doubts]


@for_roles(Role.BENEFICIARY)
@require_safe
def show(request: HttpRequest, claim_id: UUID, paper_id: UUID) -> HttpResponse:
    """Give one of the person's own papers, as an attachment."""
    line = line_or_404(request, claim_id)
    paper = line.claim.documents.select_related("document").filter(pk=paper_id, document__isnull=False).order_by("pk").first()
    if paper is None:
        raise Http404
    return file_response(content_of(paper.document_id), name=paper.document.name, media_type=paper.document.media_type)


@for_roles(Role.BENEFICIARY)
@require_POST
def remove(request: HttpRequest, claim_id: UUID, paper_id: UUID) -> HttpResponse:
    """Take a paper out of a draft."""
    line = line_or_404(request, claim_id)
    if not line.claim.documents.filter(pk=paper_id).exists():
        messages.info(request, "Cette pièce est déjà retirée.")
        return redirect("beneficiary:papers", claim_id)
    try:
        filing.detach(claim_document_id=paper_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    return redirect("beneficiary:papers", claim_id)


@for_roles(Role.BENEFICIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, claim_id: UUID, paper_id: UUID) -> HttpResponse:
    """Send a paper that is awaited: again, because it did not do, or since it became necessary."""
    line, on = line_or_404(request, claim_id), clock.today()
    paper = line.claim.documents.select_related("document").filter(pk=paper_id, state__in=AWAITED).order_by("pk").first()
    if paper is None or not may_still_answer(line.claim, on=on):
        if request.FILES:
            messages.warning(request, NO_LONGER_AWAITED)
        return redirect("beneficiary:claim", claim_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    context = {"line": line, "paper": paper, "label": label_of(line, paper), "last_day": last_day_to_answer(line.claim, on=on)}
    if request.method == "POST" and form.is_valid():
        when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            file, doubts = inspected(form)
            with transaction.atomic():
                waiting.correct_paper(claim_document_id=paper_id, document_id=keep(file=file, **when), **when)
        except Refusal as refused:
            form.add_error("file", say(refused))
        else:
            for doubt in doubts:
                messages.warning(request, f"{doubt} S’il ne se lit pas, envoyez-nous une autre photo par un message, plus bas.")
            messages.success(request, f"Votre pièce est envoyée. {_goes_on(request, claim_id)}")
            return redirect("beneficiary:claim", claim_id)
    return render(request, "beneficiary/correct.html", context | {"form": form})


def _goes_on(request: HttpRequest, claim_id: UUID) -> str:
    """Say what follows a paper: what is still awaited, or that the claim is looked at again."""
    line = line_or_404(request, claim_id)
    if line.state == ClaimState.AWAITING_CORRECTION:
        return f"Votre demande attend encore : {awaited_labels(line.claim)}."
    return "L’examen de votre demande reprend."
