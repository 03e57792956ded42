"""Sealed envelopes: help an agent send papers, without seeing what becomes of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import rosters
from entraide.apps.documents.operations import SEALED, NewFile, receive
from entraide.apps.mailroom.operations.envelopes import MOST_FILES, deposit
from entraide.apps.mailroom.queries.envelopes import deposited_for, printed_receipt_of, receipts
from entraide.core.refusals import Refusal
from entraide.portals.correspondent.envelope_forms import EnvelopeForm
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (Column("Reçu"), Column("Pour"), Column("Déposée le"), Column("Fichiers", numeric=True), Column("État"))
TONES = {"reçu": Tone.PROGRESS, "à compléter": Tone.AWAITING, "décidé": Tone.SUCCESS}


@for_roles(Role.CORRESPONDENT)
@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """List the envelopes of the member, with the one word that may be known of each."""
    page = page_of(request, deposited_for(request.actor.member_id))
    rows = [
        (
            Cell(each.reference, reverse("correspondent:envelope_receipt", args=[each.id])),
            each.name,
            each.deposited_on,
            each.file_count,
            Status(each.state, TONES[each.state]),
        )
        for each in receipts(page, on=clock.today())
    ]
    table = Table("Enveloppes déposées", COLUMNS, rows, empty="Vous n’avez encore déposé aucune enveloppe.")
    return render(request, "correspondent/envelopes.html", {"page": page, "table": table})


@for_roles(Role.CORRESPONDENT)
@require_safe
def receipt(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """Print the receipt of an envelope of the member.

    :raises Http404: if it is not the member's.
    """
    found = printed_receipt_of(envelope_id, actor=request.actor, on=clock.today())
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="recu-{found[0]}.pdf"'}
    return HttpResponse(found[1], content_type="application/pdf", headers=headers)


@for_roles(Role.CORRESPONDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Take the files of an agent and seal them: the receipt is all that stays in sight."""
    on = clock.today()
    agent = rosters.agent(beneficiary_id, member_id=request.actor.member_id, on=on)
    if agent is None:
        raise Http404
    form = EnvelopeForm(request.POST, request.FILES) if request.method == "POST" else EnvelopeForm()
    if form.is_valid():
        files = _inspected(form)
        if files:
            return _deposited(request, agent, files)
    context = {"agent": agent, "form": form, "limit": MOST_FILES}
    return render(request, "correspondent/envelope.html", context, status=422 if form.errors else 200)


def _inspected(form: EnvelopeForm) -> list[NewFile]:
    """Inspect each file; one that is refused refuses all, with its name and its sentence."""
    files = []
    for sent in form.cleaned_data["files"]:
        try:
            files.append(receive(sent=sent, kind=SEALED).file)
        except Refusal as refused:
            form.add_error("files", f"« {sent.name} » : {say(refused)}")
    return [] if form.errors else files


def _deposited(request: HttpRequest, agent: Any, files: list[NewFile]) -> HttpResponse:
    try:
        deposit(beneficiary_id=agent.beneficiary_id, files=files, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("correspondent:agent", agent.beneficiary_id)
    messages.success(request, f"L’enveloppe de {agent.given_name} {agent.family_name} est scellée et déposée. Son reçu est ci-dessous.")
    return redirect("correspondent:envelopes")
