"""Sealed envelopes at the desk: opened, entered, asked for again or set aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import people
from entraide.apps.claims.queries.desk import claims_of_person
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.documents.queries import content_of
from entraide.apps.mailroom.operations import envelopes as acts
from entraide.apps.mailroom.queries import envelopes as queries
from entraide.apps.members.queries import bodies_on
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.mail import EnteredForm
from entraide.ui import clock
from entraide.ui.files import IMAGES, file_response
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (
    Column("Enveloppe"),
    Column("Pour"),
    Column("Déposée par"),
    Column("Déposée le"),
    Column("Fichiers", numeric=True),
    Column("État"),
)
DONE = {"redemander": "L’enveloppe est à refaire : le correspondant lit « à compléter ».", "classer": "L’enveloppe est classée."}


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """List the envelopes that wait, the oldest first."""
    on, page = clock.today(), page_of(request, queries.waiting_envelopes())
    names = people({row.beneficiary_id for row in page}, on=on)
    members = {body.id: body.name for body in bodies_on(on, member_ids={row.member_id for row in page})}
    rows = [
        (
            Cell(row.reference, reverse("staff:envelope", args=[row.pk])),
            names[row.beneficiary_id].name if row.beneficiary_id in names else "",
            members.get(row.member_id, ""),
            row.deposited_on,
            row.file_count,
            Status("ouverte", Tone.PROGRESS) if row.opened_at else Status("scellée", Tone.AWAITING),
        )
        for row in page
    ]
    table = Table("Enveloppes à ouvrir", COLUMNS, rows, empty="Aucune enveloppe n’attend.")
    return render(request, "staff/envelopes.html", {"page": page, "table": table})


def _envelope_or_404(request: HttpRequest, envelope_id: UUID) -> Any:
    found = queries.envelope(envelope_id, request.actor)
    if found is None:
        raise Http404
    return found


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def envelope(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """Show an envelope: sealed, whom it is for; opened, its files and what can be done."""
    return _page(request, _envelope_or_404(request, envelope_id), None)


def _page(request: HttpRequest, found: Any, form: EnteredForm | None) -> HttpResponse:
    on = clock.today()
    claims = list(claims_of_person(found.beneficiary_id, actor=request.actor))
    names = benefit_names(claims)
    choices = [(str(row.pk), f"{row.reference} : {names[row.benefit_code]}") for row in claims]
    context = {
        "envelope": found,
        "person": people([found.beneficiary_id], on=on).get(found.beneficiary_id),
        "files": queries.files_of(found.pk) if found.opened_at else [],
        "form": form or (EnteredForm(claims=choices) if choices else None),
        "is_settled": bool(found.claim_id or found.asked_again_on or found.set_aside_on),
        "word": queries.word_of(found),
    }
    return render(request, "staff/envelope.html", context, status=422 if form else 200)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def unseal(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """Open an envelope; who did is kept."""
    found = _envelope_or_404(request, envelope_id)
    acts.open_envelope(envelope_id=found.pk, actor=request.actor, at=clock.now(), on=clock.today())
    return redirect("staff:envelope", found.pk)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def entered(request: HttpRequest, envelope_id: UUID) -> HttpResponse:
    """Say which claim of the person the envelope belongs to."""
    found = _envelope_or_404(request, envelope_id)
    claims = [(str(row.pk), row.reference) for row in claims_of_person(found.beneficiary_id, actor=request.actor)]
    form = EnteredForm(request.POST, claims=claims)
    if not form.is_valid():
        return _page(request, found, form)
    claim_id = UUID(form.cleaned_data["claim"])
    said = "L’enveloppe est rattachée à sa demande."
    return _done(request, found, lambda when: acts.enter(envelope_id=found.pk, claim_id=claim_id, **when), said)


@for_roles(Role.CLAIMS_OFFICER)
@require_POST
def settle(request: HttpRequest, envelope_id: UUID, word: str) -> HttpResponse:
    """Ask for the envelope again, or set it aside."""
    found = _envelope_or_404(request, envelope_id)
    if word not in DONE:
        raise Http404
    act = acts.ask_again if word == "redemander" else acts.set_aside
    return _done(request, found, lambda when: act(envelope_id=found.pk, **when), DONE[word])


def _done(request: HttpRequest, found: Any, act: Any, said: str) -> HttpResponse:
    try:
        act({"actor": request.actor, "at": clock.now(), "on": clock.today()})
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("staff:envelope", found.pk)
    messages.success(request, said)
    return redirect("staff:envelopes")


@for_roles(Role.CLAIMS_OFFICER)
@require_safe
def envelope_file(request: HttpRequest, envelope_id: UUID, file_id: UUID) -> HttpResponse:
    """Send one file of an envelope that was opened; nothing in it may run."""
    found = queries.file_of_envelope(envelope_id, file_id=file_id, actor=request.actor)
    if found is None:
        raise Http404
    document = found.document
    return file_response(content_of(document.pk), name=document.name, media_type=document.media_type, shown=IMAGES)
