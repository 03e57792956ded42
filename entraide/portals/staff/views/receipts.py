"""Money that came in: what is counted for nothing yet, what it may pay, what was counted wrongly."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.contributions.operations.receipts import settle_line, undo_receipts
from entraide.apps.contributions.queries import receipts as queries
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.apps.payments.queries import bank_lines
from entraide.core.contributions.matching import numbers_in
from entraide.core.refusals import Refusal
from entraide.portals.staff.forms.call_documents import SettleForm, UndoForm
from entraide.portals.staff.presentation import call_documents as told
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.presentation.statements import line_status
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Table


SORTS = {"date": "booked_on", "payeur": "counterparty", "montant": "cents"}
COLUMNS = (
    Column("Date", sort="date"),
    Column("Payeur", sort="payeur"),
    Column("Pourquoi cette ligne attend"),
    Column("Montant", numeric=True, sort="montant"),
)
FILE_COLUMNS = tuple(map(Column, ("Date", "Payeur", "Libellé", "Pourquoi", "Document le plus proche", "Montant")))


@for_roles(*ACCOUNTANTS)
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """List the money that is counted for nothing yet, with what each line may pay; or download it."""
    rows, sort = in_order(request, queries.waiting_lines(), SORTS)
    if lists.wants_file(request):
        held = list(rows)
        found = queries.suggestions(held, on=clock.today())
        written = (told.line_written(line, found[line.pk]) for line in held)
        return lists.downloaded(request, "encaissements-a-rapprocher", FILE_COLUMNS, written)
    page = page_of(request, rows)
    found = queries.suggestions(list(page), on=clock.today())
    table = Table(
        "Encaissements à rapprocher",
        COLUMNS,
        [told.line_row(line, found[line.pk]) for line in page],
        sort=sort,
        empty="Tout ce que la banque a reçu a trouvé son document.",
    )
    return render(request, "staff/receipts.html", {"page": page, "table": table})


@for_roles(*ACCOUNTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Show a line of the bank with the documents that it may pay, and count it for those that the person chooses; or what it did.

    :raises Http404: if there is no such line.
    """
    held = queries.waiting_lines().filter(pk=line_id).first()
    if held is None:
        return followed(request, line_id)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and settled(request, held, form):
        messages.success(request, "La ligne est rapprochée.")
        return redirect("staff:receipts")
    suggestion = queries.suggestions([held], on=clock.today())[held.pk]
    columns = (Column("Document"), Column("Adressé à"), Column("Ce qui le rapproche"), Column("Reste dû", numeric=True))
    rows = [
        (
            Cell(each.document.number, reverse("staff:call_document", args=[each.document.pk])),
            each.document.debtor_name,
            told.evidence_of(each),
            each.document.owed,
        )
        for each in suggestion.candidates
    ]
    context = {
        "line": held,
        "form": form,
        "doubt": suggestion.doubt.label,
        "candidates": suggestion.candidates,
        "table": Table("Documents qu’elle paie peut-être", columns, rows, empty="Aucun document ne lui ressemble : cherchez son numéro."),
    }
    return render(request, "staff/receipt_line.html", context, status=422 if form.errors else 200)


def followed(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Show a line of the bank that waits for nobody: what it is counted for; a second click counts nothing more, and says so.

    :raises Http404: if there is no such line.
    """
    held = bank_lines([line_id]).get(line_id)
    if held is None:
        raise Http404
    if request.method == "POST":
        messages.info(request, "Cette ligne était déjà rapprochée : rien n’a été compté une seconde fois.")
        return redirect("staff:receipt_line", line_id)
    counted = queries.counted_for([line_id]).get(line_id, [])
    table = Table("Ce qu’elle paie", told.COUNTED_COLUMNS, told.counted_rows(counted), empty="Elle n’est comptée pour aucun document.")
    context = {"line": held, "table": table, "status": line_status(held, counted), "undo_form": UndoForm(), "may_undo": bool(counted)}
    return render(request, "staff/receipt_line_followed.html", context)


def settled(request: HttpRequest, held: Any, form: SettleForm) -> bool:
    """Count a line for the documents whose numbers were typed; tell on the form why it cannot be."""
    numbers = numbers_in(form.cleaned_data["numbers"])
    known = queries.standing_numbers(numbers)
    unknown = ", ".join(number for number in numbers if number not in known)
    if unknown or not numbers:
        nothing = "Écrivez un numéro tel que AC-2024-000012."
        form.add_error("numbers", f"Aucun document ne porte le numéro {unknown}." if unknown else nothing)
        return False
    chosen = [known[number] for number in numbers]
    act = {"actor": request.actor, "at": clock.now(), "on": clock.today()}
    try:
        settle_line(line_id=held.pk, document_ids=chosen, keeps_surplus=form.cleaned_data["keeps_surplus"], **act)
    except Refusal as refusal:
        form.add_error(None, say(refusal))
    return form.is_valid()


@for_roles(*ACCOUNTANTS)
@require_POST
def undo(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take back what a line of the bank paid."""
    form = UndoForm(request.POST)
    if form.is_valid():
        said = "Le paiement est repris : la ligne attend dans les encaissements à rapprocher."
        tell_act(request, undo_receipts, said, line_id=line_id, reason=form.cleaned_data["reason"])
    else:
        messages.error(request, "Dites pourquoi ce paiement est repris.")
    return redirect("staff:receipts")
