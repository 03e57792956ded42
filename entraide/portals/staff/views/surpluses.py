"""What came too much on documents: their list, counted for other documents, or given back by a debit of the bank."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.surpluses import apply_surplus, refund_surplus
from entraide.apps.contributions.queries import surpluses as queries
from entraide.apps.contributions.queries.documents import totals_of
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.portals.staff.forms.call_documents import ApplyForm, RefundForm
from entraide.portals.staff.presentation import call_documents as told
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.views.call_documents import found_document
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import page_of
from entraide.ui.values import Table


@for_roles(*ACCOUNTANTS)
@require_safe
def surpluses(request: HttpRequest) -> HttpResponse:
    """List the documents on which too much came, or download the list."""
    rows = queries.surpluses(clock.today())
    if lists.wants_file(request):
        written = ((row.number, row.debtor_name, str(row.year), row.cents, row.received, -row.owed) for row in rows)
        return lists.downloaded(request, "trop-percus", told.SURPLUS_COLUMNS, written)
    page = page_of(request, rows)
    found = totals_of(rows)
    table = Table(
        "Trop-perçus",
        told.SURPLUS_COLUMNS,
        [told.surplus_row(row) for row in page],
        totals=("Total de la liste", "", "", found.asked, found.received, -found.owed),
        empty="Aucun document n’a reçu plus que ce qu’il demande.",
    )
    return render(request, "staff/surpluses.html", {"page": page, "table": table})


@for_roles(*ACCOUNTANTS)
@require_POST
def apply(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Count what came too much on a document for another one of its debtor."""
    found_document(document_id)
    form = ApplyForm(request.POST)
    if form.is_valid():
        said = "Le trop-perçu est affecté : il diminue ce qui reste dû sur l’autre document."
        tell_act(request, apply_surplus, said, document_id=document_id, onto=[form.cleaned_data["onto"]])
    else:
        messages.error(request, "Choisissez le document à diminuer.")
    return redirect("staff:call_document", document_id)


@for_roles(*ACCOUNTANTS)
@require_POST
def refund(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Count a debit of the bank as what gave back what came too much on a document."""
    found_document(document_id)
    form = RefundForm(request.POST)
    if form.is_valid():
        said = "Le trop-perçu est remboursé : la ligne de la banque est rapprochée."
        tell_act(request, refund_surplus, said, document_id=document_id, line_id=form.cleaned_data["line"])
    else:
        messages.error(request, "Choisissez la ligne de la banque qui rembourse.")
    return redirect("staff:call_document", document_id)
