"""What an officer does in a file beside deciding: ask for a paper, write to the person or to colleagues, ask an expert, compare papers."""

from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import thread, waiting
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.desk.operations import notes, opinions
from entraide.apps.documents.operations import keep, receive
from entraide.apps.documents.queries import readings_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.claim_file import MessageForm, NoteForm
from entraide.portals.staff.presentation.claim_file import ask_form, opinion_form, seen_beside
from entraide.portals.staff.views.claims import claim_page, found_file, or_its_file
from entraide.portals.staff.views.documents import found_paper
from entraide.ui import clock
from entraide.ui.refusals import say


def when(request: HttpRequest) -> dict[str, Any]:
    """Say who acts, and when."""
    return {"actor": request.actor, "at": clock.now(), "on": clock.today()}


def kept_as_typed(request: HttpRequest, claim_id: UUID, name: str, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    """Come back to the file with a form as it was typed, and with the refusal where there is one."""
    if refusal is None:
        return claim_page(request, found_file(request, claim_id), bound={("beside", name): form}, status=422)
    form.add_error(None, say(refusal))
    return claim_page(request, found_file(request, claim_id), bound={("beside", name): form}, problem=say(refusal), status=409)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def ask(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask the person for a paper that became necessary."""
    file = found_file(request, claim_id)
    form = ask_form(file, request.POST)
    if not form.is_valid():
        return kept_as_typed(request, claim_id, "ask", form)
    wanted = waiting.WantedPaper(form.cleaned_data["kind"], form.cleaned_data["words"])
    try:
        waiting.ask_paper(claim_id=claim_id, wanted=wanted, **when(request))
    except Refusal as refusal:
        return kept_as_typed(request, claim_id, "ask", form, refusal)
    messages.success(request, f"Pièce demandée pour {file.claim.reference}. La personne est prévenue ; le délai est suspendu.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def write(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Write to the person, with a file where one is joined; what they wrote counts as read."""
    found_file(request, claim_id)
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return kept_as_typed(request, claim_id, "write", form)
    sent = form.cleaned_data["file"]
    try:
        files = [receive(sent=sent, kind="supporting").file] if sent else []
        with transaction.atomic():
            documents = [keep(file=file, **when(request)) for file in files]
            thread.write(claim_id=claim_id, text=form.cleaned_data["text"], documents=documents, **when(request))
    except Refusal as refusal:
        return kept_as_typed(request, claim_id, "write", form, refusal)
    thread.mark_read(claim_id=claim_id, actor=request.actor, at=clock.now())
    messages.success(request, "Message envoyé : la personne est prévenue.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def read(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Note that what the person wrote was read."""
    found_file(request, claim_id)
    thread.mark_read(claim_id=claim_id, actor=request.actor, at=clock.now())
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def note(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Write a note for the colleagues."""
    found_file(request, claim_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return kept_as_typed(request, claim_id, "note", form)
    try:
        notes.write_note(claim_id=claim_id, text=form.cleaned_data["text"], **when(request))
    except Refusal as refusal:
        return kept_as_typed(request, claim_id, "note", form, refusal)
    messages.success(request, "Note gardée avec le dossier.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def ask_opinion(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Ask an expert for an opinion."""
    file = found_file(request, claim_id)
    form = opinion_form(file, request.POST, on=clock.today())
    if not form.is_valid():
        return kept_as_typed(request, claim_id, "opinion", form)
    typed = form.cleaned_data
    question = opinions.Question(UUID(typed["expert"]), typed["question"], form.pages, typed["due_on"])
    try:
        opinions.ask_opinion(claim_id=claim_id, question=question, **when(request))
    except Refusal as refusal:
        return kept_as_typed(request, claim_id, "opinion", form, refusal)
    messages.success(request, "Avis demandé : l’expert est prévenu et ne voit que les pages cochées.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@or_its_file
def cancel_opinion(request: HttpRequest, claim_id: UUID, opinion_id: UUID) -> HttpResponse:
    """Call an opinion off."""
    file = found_file(request, claim_id)
    try:
        opinions.cancel_opinion(claim_id=claim_id, opinion_id=opinion_id, **when(request))
    except Refusal as refusal:
        return claim_page(request, file, problem=say(refusal), status=409)
    messages.success(request, "Demande d’avis annulée : l’expert n’en voit plus rien.")
    return redirect("staff:claim", claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@csp_update({"frame-src": [SELF]})
@require_safe
def compare(request: HttpRequest, paper_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two papers that may be the same side by side, with what was read on each and the claim that each came with."""
    papers = [found_paper(request, paper_id), found_paper(request, other_id)]
    readings = readings_of([paper.document_id for paper in papers])
    names = benefit_names([paper.claim for paper in papers])
    context = {
        "claim": papers[0].claim,
        "sides": [seen_beside(paper, readings.get(paper.document_id), names[paper.claim.benefit_code]) for paper in papers],
        "is_same_family": papers[0].claim.beneficiary_id == papers[1].claim.beneficiary_id,
    }
    return render(request, "staff/papers_compared.html", context)
