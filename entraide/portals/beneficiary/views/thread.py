"""The thread of a claim: write to the desk, and note that its answers were read."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import thread
from entraide.apps.documents.operations import keep
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import ClaimState
from entraide.portals.beneficiary.forms.claims import MessageForm
from entraide.portals.beneficiary.views.claims import claim_page, line_or_404
from entraide.portals.beneficiary.views.papers import inspected
from entraide.ui import clock
from entraide.ui.refusals import say


@for_roles(Role.BENEFICIARY)
@require_POST
def write(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Write to the desk about a claim, with a file if wanted; what was typed stays where something is wrong."""
    line = line_or_404(request, claim_id)
    if line.state == ClaimState.DRAFT:
        return redirect("beneficiary:claim", claim_id)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid() and _written(request, form, claim_id):
        messages.success(request, "Votre message est envoyé. La réponse sera ici, et vous en serez prévenu.")
        return redirect("beneficiary:claim", claim_id)
    return claim_page(request, line, form)


def _written(request: HttpRequest, form: MessageForm, claim_id: UUID) -> bool:
    when = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        files = [inspected(form)[0]] if form.cleaned_data["file"] else []
        with transaction.atomic():
            joined = [keep(file=file, **when) for file in files]
            thread.write(claim_id=claim_id, text=form.cleaned_data["text"], documents=joined, **when)
    except Refusal as refused:
        form.add_error("file" if refused.code.startswith("uploads.") else None, say(refused))
        return False
    return True


@for_roles(Role.BENEFICIARY)
@require_POST
def read(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Note that the person has read what the desk wrote."""
    line_or_404(request, claim_id)
    thread.mark_read(claim_id=claim_id, actor=request.actor, at=clock.now())
    return redirect("beneficiary:claim", claim_id)
