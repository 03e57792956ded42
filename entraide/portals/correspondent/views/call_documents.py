"""The documents that a member received, what is left to pay on each, and its statement of account."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.queries.documents import DocumentState, file_of, of_debtor
from entraide.apps.contributions.queries.statements import printed_statement, statement_of
from entraide.apps.members.queries import member_on
from entraide.core.contributions.deposits import DepositStatus
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.ui import clock
from entraide.ui.lists import page_of
from entraide.ui.values import Cell, Column, Status, Table, Tone


# What the person who reads must do something about is apricot: a document that is late.
TONES = {DocumentState.LATE: Tone.AWAITING, DocumentState.PARTLY_PAID: Tone.WARNING, DocumentState.PAID: Tone.SUCCESS}
COLUMNS = (
    Column("Document"),
    Column("Émis le"),
    Column("Échéance"),
    Column("État"),
    Column("Montant", numeric=True),
    Column("Reste dû", numeric=True),
)
STATEMENT_COLUMNS = (
    Column("Date"),
    Column("Opération"),
    Column("Document"),
    Column("Appelé", numeric=True),
    Column("Payé ou rendu", numeric=True),
    Column("Reste dû", numeric=True),
)


@for_roles(Role.CORRESPONDENT)
@require_safe
def call_documents(request: HttpRequest) -> HttpResponse:
    """Show the member's documents, and its statement of account."""
    today, member_id = clock.today(), request.actor.member_id
    page = page_of(request, of_debtor(member_id, on=today))
    movements = statement_of(member_id, until=today)
    empty = "Aucun document ne vous a été adressé. Si un autre organisme paie pour vous, c’est lui qui les reçoit."
    context = {
        "page": page,
        "table": Table("Mes documents", COLUMNS, [document_row(row) for row in page], empty=empty),
        "balance": movements[-1].balance if movements else None,
        "statement": Table("Mon relevé de compte", STATEMENT_COLUMNS, [movement.told for movement in reversed(movements)]),
    }
    return render(request, "correspondent/call_documents.html", context)


def document_row(row: Any) -> tuple[Any, ...]:
    """Say one document."""
    state = DocumentState(row.state)
    url = reverse("correspondent:call_document_file", args=[row.pk]) if row.file_id else ""
    way = DepositStatus(row.deposit).label if row.deposit else ""
    is_call = row.kind == "call"
    return (
        Cell(row.number, url, note="PDF" if url else "fichier en préparation"),
        row.issued_on,
        row.due_on if is_call else None,
        Cell("", status=Status(state.label, TONES.get(state, Tone.NEUTRAL)), note=way),
        row.cents if is_call else -row.cents,
        row.owed if is_call else None,
    )


@for_roles(Role.CORRESPONDENT)
@require_safe
def call_document_file(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give the file of a document of the member.

    :raises Http404: if it is not the member's, or not printed yet.
    """
    found = of_debtor(request.actor.member_id, on=clock.today()).filter(pk=document_id).first()
    content = file_of(found) if found else None
    if content is None:
        raise Http404
    disposition = f'attachment; filename="{found.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@for_roles(Role.CORRESPONDENT)
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Download the statement of account: a table, or a PDF."""
    today, member_id = clock.today(), request.actor.member_id
    member = member_on(member_id, on=today)
    name = f"releve-de-compte-{member.siren}"
    if request.GET.get("format") == "pdf":
        content = printed_statement(member_id, name=member.name or member.siren, until=today)
        disposition = f'attachment; filename="{name}.pdf"'
        return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
    rows = (movement.told for movement in statement_of(member_id, until=today))
    return spreadsheet(name, [column.label for column in STATEMENT_COLUMNS], rows, kind=request.GET.get("format", "csv"))
