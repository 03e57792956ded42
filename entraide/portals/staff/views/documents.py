"""The papers of a claim at the officer's desk: the file itself, what is read on it, what is asked again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import checking
from entraide.apps.claims.queries import desk
from entraide.apps.claims.queries.files import file_of, paper_visible_to
from entraide.apps.claims.queries.papers import label_of
from entraide.apps.desk.queries.people import absent_on
from entraide.apps.documents.queries import content_of
from entraide.core.refusals import Refusal
from entraide.portals.staff.presentation.papers import PDF, SHOWN, correction_form, reading_form
from entraide.portals.staff.views.claims import claim_page, onward
from entraide.ui import clock
from entraide.ui.files import file_response
from entraide.ui.refusals import say


def found_paper(request: HttpRequest, paper_id: UUID) -> Any:
    """Give a paper of a claim that the officer may see.

    :raises Http404: if there is none.
    """
    paper = paper_visible_to(paper_id, request.actor)
    if paper is None:
        raise Http404
    return paper


@for_roles(Role.CLAIMS_OFFICER)
@xframe_options_sameorigin
@require_safe
def paper_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Send the file of a paper: an image or a PDF is shown in the page, anything else is downloaded; nothing in it may run."""
    document = found_paper(request, paper_id).document
    return in_page(content_of(document.pk), name=document.name, media_type=document.media_type)


def in_page(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that a page of ours may frame.

    Chromium opens a PDF in a viewer of its own, which a sandbox would keep shut: what a PDF may run was taken out at the door.
    """
    response = file_response(content, name=name, media_type=media_type, shown=SHOWN)
    shut = "" if media_type == PDF else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors 'self'{shut}"
    return response


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Find a paper good, with the values read on it; the address opened again leads to the file."""
    paper = found_paper(request, paper_id)
    if request.method != "POST":
        return redirect("staff:claim", paper.claim_id)
    file = file_of(paper.claim, actor=request.actor, on=clock.today())
    requirement = next((each for each in file.requirements if each.kind == paper.requirement), None)
    form = reading_form(file, paper, requirement, request.POST)
    if not form.is_valid():
        return claim_page(request, file, bound={("read", paper.pk): form}, status=422)
    try:
        checking.accept_paper(claim_document_id=paper_id, values=form.cleaned_data, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        return refused(request, paper, refusal, {("read", paper.pk): form})
    messages.success(request, f"Pièce vérifiée : {label_of(paper.requirement, file.assessment)}.")
    return redirect("staff:claim", paper.claim_id)


@for_roles(Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Ask for a paper again, then go on to the next file when nothing is left to see in this one; opened again, it leads to the file."""
    paper = found_paper(request, paper_id)
    if request.method != "POST":
        return redirect("staff:claim", paper.claim_id)
    form = correction_form(paper, request.POST)
    if not form.is_valid():
        file = file_of(paper.claim, actor=request.actor, on=clock.today())
        return claim_page(request, file, bound={("correct", paper.pk): form}, status=422)
    following = desk.following(paper.claim, actor=request.actor, on=clock.today(), absent=absent_on(clock.today()))
    correction = checking.Correction(form.cleaned_data["reason"], form.cleaned_data["note"])
    try:
        checking.ask_correction(claim_document_id=paper_id, correction=correction, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        return refused(request, paper, refusal, {("correct", paper.pk): form})
    messages.success(request, f"Correction demandée pour {paper.claim.reference}. La personne est prévenue ; le délai est suspendu.")
    left = [other for other in paper.claim.documents.all() if other.state == "received"]
    return redirect("staff:claim", paper.claim_id) if left else onward(following, after=paper.claim_id)


def refused(request: HttpRequest, paper: Any, refusal: Refusal, bound: dict) -> HttpResponse:
    """Come back to the file with the refusal and with what was typed."""
    fresh = found_paper(request, paper.pk)
    file = file_of(fresh.claim, actor=request.actor, on=clock.today())
    return claim_page(request, file, bound=bound, problem=say(refusal), status=409)
