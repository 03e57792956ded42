"""Documents that are not paid: who is at which step, what is sent together, and payment plans."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.plans import agree_plan, end_plan
from entraide.apps.contributions.operations.reminders import leave_out, send_reminders, take_in_again
from entraide.apps.contributions.queries.reminders import late_documents, reminder
from entraide.apps.documents.queries import content_of
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.reminders import ReminderStep, equal_parts
from entraide.core.money import ZERO, total
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.call_documents import LeaveOutForm, PlanForm, RemindForm
from entraide.portals.staff.presentation import call_documents as told
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.views.call_documents import found_document
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components.texts import accord, date_fr
from entraide.ui.refusals import say
from entraide.ui.values import Column, Table


COLUMNS = (Column("Document"), Column("Adressé à"), Column("Échéance"), Column("Étape"), Column("Reste dû", numeric=True))
TO_SEND_COLUMNS = (*COLUMNS[:3], Column("Ne pas envoyer"), COLUMNS[4])
SHOWN = 50
HOLD = timedelta(days=30)
LABELS = {
    ReminderStep.REMINDER: ("À relancer", "Envoyer {}", "relance,relances"),
    ReminderStep.FORMAL_NOTICE: ("À mettre en demeure", "Envoyer {}", "mise en demeure,mises en demeure"),
    ReminderStep.MANDATE: ("À porter devant le préfet", "Préparer {}", "demande au préfet,demandes au préfet"),
}


@for_roles(*ACCOUNTANTS)
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """List what is late by the step to take now, then what waits; or download the list."""
    found = late_documents(clock.today())
    if lists.wants_file(request):
        rows = (
            (due.document.number, due.document.debtor_name, due.document.due_on, told.waits_for(due), due.document.owed) for due in found
        )
        return lists.downloaded(request, "relances", COLUMNS, rows)
    waiting = [due for due in found if not due.is_proposed]
    context = {
        "sections": [section_of(step, [due for due in found if due.is_proposed and due.step is step]) for step in ReminderStep],
        "nothing": not found,
        "waiting": table_of("Documents en retard pour lesquels rien ne part aujourd’hui", waiting, COLUMNS),
    }
    return render(request, "staff/reminders.html", context)


def section_of(step: ReminderStep, found: list[Any]) -> dict[str, Any]:
    """Gather one step: its list, and the button that sends it whole."""
    title, act, words = LABELS[step]
    label = act.format(accord(len(found), words))
    return {"title": title, "step": step, "count": len(found), "label": label, "table": table_of(title, found, TO_SEND_COLUMNS)}


def table_of(caption: str, found: list[Any], columns: tuple[Column, ...]) -> Table:
    """Show the first documents of a list, with what they all add up to."""
    more = len(found) - SHOWN
    totals = (f"Total ({accord(len(found), 'document,documents')}{f', {SHOWN} montrés' if more > 0 else ''})", "", "", "")
    rows = [told.due_row(due) for due in found[:SHOWN]]
    return Table(caption, columns, rows, totals=(*totals, total(due.document.owed for due in found)) if found else ())


@for_roles(*ACCOUNTANTS)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a step for every document that is proposed for it, if the list is the one that was seen."""
    form = RemindForm(request.POST)
    if not form.is_valid():
        messages.error(request, "La liste n’est plus la même : relisez-la.")
        return redirect("staff:reminders")
    step = ReminderStep(form.cleaned_data["step"])
    keys = [due.document.pk for due in late_documents(clock.today()) if due.is_proposed and due.step is step]
    if len(keys) != form.cleaned_data["count"]:
        messages.error(request, "La liste a changé entre-temps : relisez-la, puis recommencez. Rien n’est parti.")
        return redirect("staff:reminders")
    said = f"{accord(len(keys), LABELS[step][2])} : c’est fait."
    tell_act(request, send_reminders, said, step=step, document_ids=keys)
    return redirect("staff:reminders")


@for_roles(*ACCOUNTANTS)
@require_safe
def file(request: HttpRequest, reminder_id: UUID) -> HttpResponse:
    """Give the letter of a step.

    :raises Http404: if there is none, or it is not printed yet.
    """
    found = reminder(reminder_id)
    if found is None or found.file_id is None:
        raise Http404
    disposition = f'attachment; filename="{found.step}-{found.document.number}.pdf"'
    return HttpResponse(content_of(found.file_id), content_type="application/pdf", headers={"Content-Disposition": disposition})


@for_roles(*ACCOUNTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_aside(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Leave a document out of reminders until a day, with the reason.

    :raises Http404: if there is no such document.
    """
    found = found_document(document_id)
    form = LeaveOutForm(request.POST or None, initial={"until": clock.today() + HOLD})
    if request.method == "POST" and form.is_valid():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            leave_out(document_id=document_id, **form.cleaned_data, **act)
        except Refusal as refusal:
            form.add_error("until", say(refusal))
        else:
            messages.success(request, f"{found.number} est laissé de côté jusqu’au {date_fr(form.cleaned_data['until'])}.")
            return redirect("staff:reminders")
    return render(request, "staff/leave_out.html", {"document": found, "form": form}, status=422 if form.errors else 200)


@for_roles(*ACCOUNTANTS)
@require_POST
def resume(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Let a document that was left out be reminded again."""
    found_document(document_id)
    tell_act(request, take_in_again, "Le document revient dans les relances.", document_id=document_id)
    return redirect("staff:call_document", document_id)


@for_roles(*ACCOUNTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Cut what is owed on a document into months: seen first, then agreed.

    :raises Http404: if there is no such document.
    """
    found = found_document(document_id)
    form = PlanForm(request.POST or None, today=clock.today())
    preview = None
    if request.method == "POST" and form.is_valid() and found.owed > ZERO:
        parts = equal_parts(found.owed, count=form.cleaned_data["count"], first_on=form.cleaned_data["first_on"])
        preview = Table("Les parts", (Column("Échéance"), Column("Montant", numeric=True)), [(part.due_on, part.amount) for part in parts])
        if request.POST.get("act") == "agree" and agreed(request, found, form, parts):
            messages.success(request, "L’échéancier est convenu.")
            return redirect("staff:call_document", document_id)
    context = {"document": found, "form": form, "preview": preview}
    return render(request, "staff/plan.html", context, status=422 if form.errors else 200)


def agreed(request: HttpRequest, found: Any, form: PlanForm, parts: Any) -> bool:
    """Agree a plan; tell on the form why it cannot be."""
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        agree_plan(document_id=found.pk, parts=parts, reason=form.cleaned_data["reason"], **act)
    except Refusal as refusal:
        form.add_error("first_on", say(refusal))
    return form.is_valid()


@for_roles(*ACCOUNTANTS)
@require_POST
def finish_plan(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """End the plan of a document."""
    found_document(document_id)
    tell_act(request, end_plan, "L’échéancier est terminé : les relances reprennent.", document_id=document_id)
    return redirect("staff:call_document", document_id)
