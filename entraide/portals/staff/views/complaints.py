"""Complaints: the queue, one file with its answer, what they changed, and those taken on the telephone."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import people
from entraide.apps.claims.queries.desk import claims_of_person
from entraide.apps.claims.queries.lists import benefit_names
from entraide.apps.recourse.operations.complaints import Reply, Said, answer, receive, take
from entraide.apps.recourse.policies import HANDLING, READING_CHANGES, WRITING_DOWN
from entraide.apps.recourse.queries import complaints as queries
from entraide.apps.recourse.refusals import ComplaintAnswered
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.complaints import ComplaintsFilter, ReplyForm, SaidForm
from entraide.portals.staff.presentation.lists import downloaded, wants_file
from entraide.portals.staff.views.people import standing_for
from entraide.ui import clock
from entraide.ui.forms import typed_words
from entraide.ui.lists import page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Status, Table, Tone


COLUMNS = (
    Column("Réclamation"),
    Column("À propos de"),
    Column("Reçue le"),
    Column("Répondre avant le"),
    Column("État"),
    Column("A changé"),
)
STATES, CAUSES, CHANGES = dict(queries.STATES), dict(queries.CAUSES), dict(queries.CHANGES)


@for_roles(*HANDLING)
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """List complaints, those that wait first, or download the list."""
    on = clock.today()
    form = ComplaintsFilter(request.GET)
    typed = form.typed()
    found = queries.complaints(state=typed.get("etat", ""), cause=typed.get("cause", ""), changed=typed.get("change", ""))
    if wants_file(request):
        return downloaded(request, "reclamations", COLUMNS, (exported(row) for row in found))
    page = page_of(request, found)
    names = people({row.beneficiary_id for row in page}, on=on)
    table = Table(
        "Réclamations", COLUMNS, [row_of(row, names, on=on) for row in page], empty="Aucune réclamation ne répond à cette recherche."
    )
    year = queries.learnt(since=date(on.year, 1, 1), until=date(on.year + 1, 1, 1), on=on)
    context = {"form": form, "page": page, "table": table, "year": on.year, "learnt": year}
    context["active"] = form.active(reverse("staff:complaints"))
    return render(request, "staff/complaints.html", context)


def row_of(row: Any, names: dict, *, on: date) -> tuple[Any, ...]:
    """Write one complaint of the list."""
    person = names.get(row.beneficiary_id)
    link = Cell(person.name if person else row.reference, reverse("staff:complaint", args=[row.pk]), note=row.reference)
    return (link, CAUSES[row.cause], row.received_on, row.due_on, Cell("", status=state_of(row, on=on)), CHANGES.get(row.changed, ""))


def exported(row: Any) -> tuple[Any, ...]:
    """Write one complaint of the file: its reference, never the person's words."""
    return (row.reference, CAUSES[row.cause], row.received_on, row.due_on, STATES[row.state], CHANGES.get(row.changed, ""))


def state_of(row: Any, *, on: date) -> Status:
    """Say where a complaint stands, and that its answer is late."""
    if row.state == "answered":
        return Status("répondue", Tone.SUCCESS)
    late = row.due_on < on
    return Status(f"{STATES[row.state]}, en retard" if late else STATES[row.state], Tone.DANGER if late else Tone.AWAITING)


def found_or_404(complaint_id: UUID) -> Any:
    """Give a complaint.

    :raises Http404: if there is none.
    """
    found = queries.complaint(complaint_id)
    if found is None:
        raise Http404
    return found


@for_roles(*HANDLING)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Show one complaint, and take its answer."""
    found, on = found_or_404(complaint_id), clock.today()
    form, status = ReplyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            answer(complaint_id=complaint_id, reply=Reply(**form.cleaned_data), actor=request.actor, at=clock.now(), on=on)
        except Refusal as refused:
            form.add_error(None, say(refused))
            found, status = found_or_404(complaint_id), 409
        else:
            messages.success(request, f"La réponse à la réclamation {found.reference} est partie.")
            return redirect("staff:complaints")
    elif request.method == "POST":
        status = 422
    is_over = found.state == "answered"
    names = names_of({each for each in (found.taken_by, found.answered_by) if each})
    context = {
        "complaint": found,
        "person": people([found.beneficiary_id], on=on).get(found.beneficiary_id),
        "state": state_of(found, on=on),
        "cause": CAUSES[found.cause],
        "changed": CHANGES.get(found.changed, ""),
        "taken_by": names.get(found.taken_by, ""),
        "is_mine": found.taken_by == request.actor.account_id,
        "sees_person": request.actor.has(Role.CONTACT_AGENT),
        "answered_by": names.get(found.answered_by, ""),
        "claim_url": way_to(found, request),
        "form": form,
        "may_answer": not is_over,
        "typed": typed_words(form) if is_over else [],
        "problem": say(ComplaintAnswered()) if is_over and form.is_bound else "",
    }
    return render(request, "staff/complaint.html", context, status=status)


def way_to(found: Any, request: HttpRequest) -> str:
    """Give the way to the claim that a complaint is about: on the page of the person, or in the queue for who is in charge of it."""
    if found.claim is None:
        return ""
    if request.actor.has(Role.CONTACT_AGENT):
        return reverse("staff:person", args=[found.beneficiary_id])
    shelf = {"etat": "decided"} if found.claim.decided_on else {}
    return f"{reverse('staff:claims')}?{urlencode({'q': found.claim.reference} | shelf)}"


@for_roles(*HANDLING)
@require_POST
def take_charge(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Take charge of a complaint."""
    found = found_or_404(complaint_id)
    try:
        take(complaint_id=found.pk, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
    return redirect("staff:complaint", complaint_id)


@for_roles(*WRITING_DOWN)
@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """Write down what a person says on the telephone or in a letter."""
    on = clock.today()
    person = people([beneficiary_id], on=on).get(beneficiary_id)
    if person is None:
        return redirect("staff:complaint_new", standing_for(beneficiary_id))
    filed = claims_of_person(beneficiary_id, actor=request.actor)
    named = benefit_names(filed)
    form = SaidForm(request.POST or None, claims=[(str(each.pk), f"{named[each.benefit_code]}, {each.reference}") for each in filed])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = Said(typed["cause"], typed["words"], typed["channel"], UUID(typed["claim"]) if typed["claim"] else None)
        try:
            receive(beneficiary_id=beneficiary_id, said=said, actor=request.actor, at=clock.now(), on=on)
        except Refusal as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, "La réclamation est notée. La personne en est prévenue dans son espace.")
            return redirect("staff:person", beneficiary_id)
    return render(request, "staff/complaint_new.html", {"person": person, "form": form}, status=422 if form.errors else 200)


@for_roles(*READING_CHANGES)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what the complaints of a year were about, and what each changed."""
    on = clock.today()
    since, until = date(on.year, 1, 1), date(on.year + 1, 1, 1)
    found = queries.learnt(since=since, until=until, on=on)
    causes = [(label, found.by_cause.get(cause, 0)) for cause, label in queries.CAUSES if found.by_cause.get(cause)]
    page = page_of(request, queries.changes_made(since=since, until=until))
    rows = [(CHANGES[row.changed], row.changed_what, row.changed_note, CAUSES[row.cause], row.answered_on) for row in page]
    columns = (Column("Ce qui a changé"), Column("Lequel"), Column("Comment"), Column("Réclamation à propos de"), Column("Le"))
    context = {
        "year": on.year,
        "learnt": found,
        "may_read_them": request.actor.has(*HANDLING),
        "page": page,
        "causes": Table(
            "À propos de quoi", (Column("Cause"), Column("Réclamations", numeric=True)), causes, empty="Aucune réclamation cette année."
        ),
        "changes": Table(
            "Ce que les réclamations ont changé", columns, rows, empty="Aucune réclamation n’a encore rien changé cette année."
        ),
    }
    return render(request, "staff/complaint_changes.html", context)
