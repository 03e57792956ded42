"""The documents that a member received, what is left to pay on each, and its statement of account."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.queries import owing
from entraide.apps.contributions.queries.documents import file_of, of_debtor
from entraide.apps.contributions.queries.statements import printed_statement, statement_of
from entraide.apps.contributions.translation import issuer
from entraide.apps.documents.queries import content_of
from entraide.apps.members.queries import member_on
from entraide.core.contributions.matching import pays_for_itself
from entraide.core.money import ZERO
from entraide.integrations.spreadsheets.downloads import spreadsheet
from entraide.portals.correspondent import owing_presentation as told
from entraide.ui import clock
from entraide.ui.components.texts import euros
from entraide.ui.lists import page_of
from entraide.ui.values import Cell, Column, Table


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
    """Show the member's documents, what it was written, and its statement of account."""
    today, member_id = clock.today(), request.actor.member_id
    page = page_of(request, owing.documents_of(member_id, on=today))
    movements = statement_of(member_id, until=today)
    said = told.waiting_said(owing.waiting_for(member_id, on=today), member_id=member_id)
    said += told.others_said(owing.paid_by_others(member_id, year=today.year, on=today))
    context = {
        "page": page,
        "said": said,
        "table": told.documents_table(page),
        "letters": told.letters_table(owing.letters_to(member_id, on=today)),
        "email": issuer().email,
        "balance": movements[-1].balance if movements else None,
        "credit": -movements[-1].balance if movements and movements[-1].balance < ZERO else None,
        "statement": Table("Mon relevé de compte", STATEMENT_COLUMNS, [movement_row(each) for each in reversed(movements)]),
    }
    return render(request, "correspondent/call_documents.html", context)


def movement_row(movement: Any) -> tuple[Any, ...]:
    """Say one movement of the account; of another payer, nothing but the amount of its transfer: its words may name somebody."""
    row, line = movement.told, movement.line
    if line is None:
        return row
    own = pays_for_itself(line.counterparty, movement.debtor_name)
    said = " : ".join(filter(None, (line.counterparty, line.remittance))) if own else "virement d’un autre payeur"
    return (row[0], Cell(row[1], note=f"{said} ({euros(line.cents)})"), *row[2:])


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
    return _pdf(content, found.number)


def _pdf(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@for_roles(Role.CORRESPONDENT)
@require_safe
def letter_file(request: HttpRequest, reminder_id: UUID) -> HttpResponse:
    """Give a letter that was written about a document of the member.

    :raises Http404: if it is not the member's, or not printed yet.
    """
    found = next((each for each in owing.letters_to(request.actor.member_id, on=clock.today()) if each.pk == reminder_id), None)
    if found is None or found.file_id is None:
        raise Http404
    return _pdf(content_of(found.file_id), f"{found.step}-{found.document.number}")


@for_roles(Role.CORRESPONDENT)
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Download the statement of account: a table, or a PDF."""
    today, member_id = clock.today(), request.actor.member_id
    member = member_on(member_id, on=today)
    name = f"releve-de-compte-{member.siren}"
    if request.GET.get("format") == "pdf":
        content = printed_statement(member_id, name=member.name or member.siren, until=today)
        return _pdf(content, name)
    rows = (movement.told for movement in statement_of(member_id, until=today))
    return spreadsheet(name, [column.label for column in STATEMENT_COLUMNS], rows, kind=request.GET.get("format", "csv"))
