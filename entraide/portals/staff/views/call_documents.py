"""Documents of contributions: what was issued and what is owed on it, one document, what waits to be issued, the account of a debtor."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.printing import print_document
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.queries import documents as queries
from entraide.apps.contributions.queries.deposits import deposits_of
from entraide.apps.contributions.queries.format_checks import last_check
from entraide.apps.contributions.queries.receipts import counterparties, receipts_of, waiting_lines
from entraide.apps.contributions.queries.reminders import due_of, plans_of, reminders_of
from entraide.apps.contributions.queries.statements import printed_statement, statement_of
from entraide.apps.contributions.queries.surpluses import refunds_for, uses_of
from entraide.apps.contributions.translation import lines_of, said_by
from entraide.apps.members.queries import bodies_on, member_on
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.contributions.call_document import DocumentKind
from entraide.core.contributions.reminders import plan_state
from entraide.core.money import ZERO
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.call_documents import DocumentFilter, DueForm, ReplaceForm, UndoForm
from entraide.portals.staff.presentation import call_documents as told
from entraide.portals.staff.presentation import lists
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components.texts import accord
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Table


# Global delay of payment of public bodies: thirty days.
TERM = timedelta(days=30)
# How many ways out of a surplus a page offers.
CHOICES = 5


@for_roles(*ACCOUNTANTS)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """List documents, or download the list."""
    form = DocumentFilter(request.GET)
    typed = form.typed()
    named = {"text": "q", "state": "etat", "year": "annee", "deposit": "depot"}
    found = queries.narrowed(queries.documents(clock.today()), **{word: typed[name] for word, name in named.items() if name in typed})
    totals = told.totals_row(queries.totals_of(found))
    rows, sort = in_order(request, found, told.SORTS)
    if lists.wants_file(request):
        return lists.downloaded(request, "documents-de-cotisation", told.FILE_COLUMNS, map(told.document_line, rows))
    page = page_of(request, rows)
    empty = "Aucun document ne répond à cette recherche." if typed else "Une campagne d’appel émet les premiers documents."
    shown = [told.document_row(row) for row in page]
    context = {
        "page": page,
        "form": form,
        "active": form.active(reverse("staff:call_documents")),
        "table": Table("Documents", told.COLUMNS, shown, totals=totals, sort=sort, empty=empty),
        "waiting_count": queries.waiting_groups().count(),
        "lines_count": waiting_lines().count(),
    }
    return render(request, "staff/call_documents.html", context)


@for_roles(*ACCOUNTANTS)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for a document, with what must be completed first."""
    return render(request, "staff/call_documents_waiting.html", _waiting(request, DueForm(initial={"due_on": clock.today() + TERM})))


def _waiting(request: HttpRequest, form: DueForm) -> dict[str, Any]:
    page = page_of(request, queries.waiting_groups())
    columns = (
        *map(Column, ("Débiteur", "Année")),
        Column("Lignes", numeric=True),
        Column("Ce qui manque"),
        Column("Montant", numeric=True),
    )
    rows = [told.waiting_row(one) for one in queries.waiting(page, on=clock.today())]
    empty = "Chaque ligne des comptes est dans un document."
    return {"page": page, "form": form, "table": Table("Ce qui attend un document", columns, rows, empty=empty)}


@for_roles(*ACCOUNTANTS)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue today the documents of all that waits and can be issued."""
    form = DueForm(request.POST)
    if form.is_valid():
        keys = list(queries.undocumented().values_list("pk", flat=True))
        days = {"issued_on": clock.today(), "due_on": form.cleaned_data["due_on"]}
        try:
            count = issue_call_documents(keys, campaign=None, actor=request.actor, at=clock.now(), **days)
        except Refusal as refusal:
            form.add_error("due_on", say(refusal))
        else:
            if count:
                messages.success(request, f"{accord(count, 'document émis,documents émis')}.")
            else:
                messages.warning(request, "Aucun document ne peut être émis : complétez ce qui manque.")
            return redirect("staff:call_documents" if count else "staff:call_documents_waiting")
    return render(request, "staff/call_documents_waiting.html", _waiting(request, form), status=422)


def found_document(document_id: UUID) -> Any:
    """Give the document of an address.

    :raises Http404: if there is none.
    """
    found = queries.document(document_id, on=clock.today())
    if found is None:
        raise Http404
    return found


@for_roles(*ACCOUNTANTS)
@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Show one document: what it says, its parts, where it is, what was received."""
    return render(request, "staff/call_document.html", page_of_document(found_document(document_id), ReplaceForm()))


def page_of_document(found: Any, form: ReplaceForm) -> dict[str, Any]:
    """Gather what the page of a document shows."""
    receipts = list(receipts_of(found.pk))
    lines = counterparties(receipts)
    paid = (Column("Date"), Column("Payé par"), Column("Comment"), Column("Montant", numeric=True))
    said = (
        Column("Désignation"),
        Column("Nombre", numeric=True),
        Column("Montant unitaire", numeric=True),
        Column("Montant", numeric=True),
    )
    members = (Column("Adhérent"), Column("Ligne du compte"), Column("Date"), Column("Montant", numeric=True))
    held = list(queries.parts_of(found.pk))
    names = {view.id: view.name for view in bodies_on(clock.today(), member_ids={part.line.member_id for part in held})}
    parts = [
        (
            Cell(names[part.line.member_id] or part.line.member.siren, reverse("staff:member", args=[part.line.member_id])),
            part.line.label,
            part.line.on,
            part.line.cents,
        )
        for part in held
    ]
    received = [told.receipt_row(each, lines, found.debtor_name) for each in receipts]
    rows = [(line.label, line.count, line.price, line.amount) for line in lines_of(found)]
    undoable = {receipt.bank_line_id for receipt in receipts if receipt.undoes_id is None} - {
        receipt.bank_line_id for receipt in receipts if receipt.undoes_id
    }
    return {
        "document": found,
        "said": said_by(found),
        "status": told.state_of(found),
        "deposit": told.deposit_of(found),
        "is_call": found.kind == DocumentKind.CALL,
        "links": queries.links_of(found),
        "lines": Table("Ce qu’il dit", said, rows, totals=("Total, sans TVA", "", "", found.cents)),
        "parts": Table("Lignes des comptes", members, parts),
        "receipts": Table("Paiements reçus", paid, received, empty="Rien n’a été reçu."),
        "deposits": Table("Dépôt", tuple(map(Column, ("Date", "Statut", "Motif", "Fichier"))), told.deposit_rows(deposits_of(found.pk))),
        "undoable": [lines[key] for key in undoable if key in lines],
        "surplus": _surplus(found),
        "followed": follow_up(found),
        "check": told.check_said(last_check(found.pk)),
        "undo_form": UndoForm(),
        "form": form,
        "may_replace": found.kind == DocumentKind.CALL and not found.is_cancelled,
    }


def _surplus(found: Any) -> dict[str, Any] | None:
    """Say what came too much on a document, which calls it may pay, which debits of the bank may have given it back."""
    if found.owed >= ZERO:
        return None
    uses, refunds = list(uses_of(found.pk, on=clock.today())[:CHOICES]), list(refunds_for(found)[:CHOICES])
    return {"amount": -found.owed, "uses": uses, "refunds": refunds}


def follow_up(found: Any) -> dict[str, Any]:
    """Say how a document that is not paid is followed up: the steps taken, the next one, its plan."""
    held = plans_of([found.pk]).get(found.pk, [])
    state = plan_state(held, owed=found.owed, on=clock.today()) if held else None
    steps = [told.reminder_row(row) for row in reminders_of(found.pk)]
    due = due_of([found], on=clock.today())[0] if found.state == queries.DocumentState.LATE else None
    columns = (Column("Date"), Column("Étape"), Column("Reste dû ce jour-là", numeric=True))
    return {
        "steps": Table("Relances", columns, steps),
        "next": told.next_said(due) if due else "",
        "hold": due.hold if due else None,
        "may_hold": due is not None and due.step is not None,
        "plan": state,
        "parts": Table("Échéancier", (Column("Échéance"), Column("Montant", numeric=True)), [(part.due_on, part.amount) for part in held]),
        "may_plan": found.owed > ZERO,
    }


@for_roles(*ACCOUNTANTS)
@require_safe
def file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give the file of a document.

    :raises Http404: if it is not printed yet.
    """
    return pdf_of(found_document(document_id))


def pdf_of(found: Any) -> HttpResponse:
    """Answer with the file of a document.

    :raises Http404: if it is not printed yet.
    """
    content = queries.file_of(found)
    if content is None:
        raise Http404
    disposition = f'attachment; filename="{found.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@for_roles(*ACCOUNTANTS)
@require_POST
def print_now(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Print a document without waiting for the schedule."""
    found_document(document_id)
    tell_act(request, print_document, "Le document est prêt à télécharger.", document_id=document_id)
    return redirect("staff:call_document", document_id)


@for_roles(*ACCOUNTANTS)
@require_POST
def replace(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Cancel a document and issue it again."""
    found, form = found_document(document_id), ReplaceForm(request.POST)
    if form.is_valid():
        act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        try:
            fresh = cancel_and_replace(document_id=document_id, reason=form.cleaned_data["reason"], **act)
        except Refusal as refusal:
            form.add_error("reason", say(refusal))
        else:
            messages.success(request, f"Le document {found.number} est annulé par un avoir. Voici celui qui le remplace.")
            return redirect("staff:call_document", fresh)
    return render(request, "staff/call_document.html", page_of_document(found, form), status=422)


@for_roles(*ACCOUNTANTS)
@require_safe
def account(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show what was asked of a debtor and received from it, or download it.

    :raises Http404: if there is no such body.
    """
    debtor = member_on(member_id, on=clock.today())
    if debtor is None:
        raise Http404
    movements = statement_of(member_id, until=clock.today())
    if request.GET.get("format") == "pdf":
        content = printed_statement(member_id, name=debtor.name or debtor.siren, until=clock.today())
        disposition = f'attachment; filename="compte-{debtor.siren}.pdf"'
        return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
    rows = [movement.told for movement in movements]
    if lists.wants_file(request):
        return lists.downloaded(request, f"compte-{debtor.siren}", told.ACCOUNT_COLUMNS, rows)
    linked = [
        (row[0], told.operation(movement), Cell(row[2], reverse("staff:call_document", args=[movement.document_id])), *row[3:])
        for row, movement in zip(rows, movements, strict=True)
    ]
    empty = "Aucun document n’a été adressé à cet organisme."
    context = {
        "debtor": debtor,
        "balance": movements[-1].balance if movements else None,
        "credit": -movements[-1].balance if movements and movements[-1].balance < ZERO else None,
        "table": Table("Relevé de compte", told.ACCOUNT_COLUMNS, linked, empty=empty),
    }
    return render(request, "staff/call_account.html", context)
