"""Payments, for accountants: what is to pay, what blocks, what came back; a batch to prepare."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import search
from entraide.apps.ledger import queries as ledger
from entraide.apps.payments import policies, queries
from entraide.apps.payments.operations import batching, ordering
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.refusals import Refusal
from entraide.core.sepa.days import next_bank_day
from entraide.core.sepa.reasons import FollowUp, return_reason
from entraide.core.workflow.payments import PaymentOrderState, TransferBatchState
from entraide.orm.keys import uuid7
from entraide.portals.staff.forms.payments import NO_ACCOUNT, STATES, BatchForm, OrderFilter
from entraide.portals.staff.presentation import lists
from entraide.portals.staff.presentation import payments as told
from entraide.portals.staff.presentation.journal import ENTRY_COLUMNS, entry_row
from entraide.ui import clock
from entraide.ui.lists import in_order, page_of
from entraide.ui.refusals import say
from entraide.ui.values import Cell, Column, Table


SHOWN = 10
LAST_BATCHES = tuple(replace(column, sort="") for column in told.BATCH_COLUMNS)
SORTS = {"date": "ordered_on", "etat": "state", "montant": "cents"}


@for_roles(*ACCOUNTANTS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Show what is to pay, what blocks, what came back, and the last batches."""
    return render(request, "staff/payments.html", desk(request, first_form()))


def first_form() -> BatchForm:
    """Make the form of the next batch, for the first day on which banks transfer."""
    return BatchForm(initial={"execution_on": next_bank_day(clock.today()), "key": uuid7().hex})


def desk(request: HttpRequest, form: BatchForm) -> dict[str, Any]:
    """Gather what the page of payments shows."""
    ready, blocked = queries.adds_up(queries.payable()), queries.adds_up(queries.without_account())
    returned = list(queries.orders(state=PaymentOrderState.RETURNED)[:SHOWN])
    waiting = list(queries.without_account()[:SHOWN])
    names = told.payee_names([*returned, *waiting], on=clock.today())
    held = list(queries.batches()[:SHOWN])
    return {
        "form": form,
        "may_prepare": policies.can_prepare(request.actor),
        "ready": ready,
        "blocked": blocked,
        "states": by_state(),
        "without_account": blocked_table(waiting, names),
        "returned": returned_table(returned, names),
        "returned_count": queries.totals_by_state().get(PaymentOrderState.RETURNED, (0,))[0],
        "batches": Table("Derniers lots", LAST_BATCHES, told.batch_rows(held, request.actor), empty="Aucun lot n’a encore été préparé."),
        "to_release": waiting_for(request, held),
        "left_count": queries.left_to_settle().count(),
        "addresses": {"blocked": f"{reverse('staff:orders')}?etat={NO_ACCOUNT}", "returned": f"{reverse('staff:orders')}?etat=returned"},
    }


def by_state() -> Table:
    """Add up payments by state; each figure opens to its lines."""
    totals, url = queries.totals_by_state(), reverse("staff:orders")
    rows = [(Cell(STATES[state], f"{url}?etat={state}"), *totals[state]) for state in map(str, PaymentOrderState) if state in totals]
    everything = (Cell("Tous les paiements", url), *queries.adds_up(queries.orders()))
    columns = (Column("État"), Column("Paiements", numeric=True), Column("Total", numeric=True))
    return Table("Paiements par état", columns, rows, totals=everything, empty="Une demande accordée donne un paiement : il sera ici.")


def blocked_table(orders: list[Any], names: dict[UUID, str]) -> Table:
    """Say the payments that wait for an account number, or for a holder's name that a bank can write."""
    rows = [told.order_row(order, names) for order in orders]
    waits = ["Nom du titulaire à écrire en lettres latines" if order.iban_ending else "IBAN à donner" for order in orders]
    columns = (*map(Column, ("Bénéficiaire", "Libellé du virement", "Ordonné le", "Ce qui manque")), Column("Montant", numeric=True))
    return Table(
        "Personnes sans coordonnées bancaires utilisables",
        columns,
        [(*row[:3], wait, row[5]) for row, wait in zip(rows, waits, strict=True)],
    )


def returned_table(orders: list[Any], names: dict[UUID, str]) -> Table:
    """Say what came back: why, and what is waited for."""
    columns = (Column("Bénéficiaire"), Column("Libellé du virement"), Column("Motif de la banque"), Column("Montant", numeric=True))
    rows = [
        (
            Cell(names.get(order.beneficiary_id, "Personne inconnue"), reverse("staff:order", args=[order.pk])),
            order.label,
            Cell(told.reason_told(order.return_code, order.return_reason), note=waits_for(order)),
            order.cents,
        )
        for order in orders
    ]
    return Table("Virements retournés", columns, rows)


def waits_for(order: Any) -> str:
    """Say what a returned payment waits for."""
    return told.WAITING_FOR[return_reason(order.return_code).follow_up]


def waiting_for(request: HttpRequest, batches: list[Any]) -> list[Any]:
    """List the batches that this person may release now."""
    may, own = policies.can_release(request.actor), request.actor.account_id
    return [batch for batch in batches if may and batch.state == TransferBatchState.PREPARED and batch.prepared_by != own]


@for_roles(Role.ACCOUNTANT_PREPARES)
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a batch with all that is ready; a second click finds the same batch."""
    form = BatchForm(request.POST)
    if form.is_valid():
        typed, now = form.cleaned_data, {"actor": request.actor, "at": clock.now(), "on": clock.today()}
        key = f"batch:{typed['key']}" if typed["key"] else ""
        try:
            batch_id = batching.prepare_batch(execution_on=typed["execution_on"], key=key, **now)
        except Refusal as refusal:
            form.add_error("execution_on", say(refusal))
        else:
            messages.success(request, "Le lot est préparé. Une autre personne doit maintenant le valider.")
            return redirect("staff:batch", batch_id)
    return render(request, "staff/payments.html", desk(request, form), status=422)


def wanted(form: OrderFilter) -> QuerySet[Any]:
    """Give the payments that the filters keep."""
    typed = form.typed()
    state, text = typed.get("etat", ""), typed.get("q", "").strip()
    payees = [person.id for person in search(text, on=clock.today())] if text else []
    found = queries.orders(state=PaymentOrderState.DUE if state == NO_ACCOUNT else state, text=text, payees=payees)
    return found.filter(pk__in=queries.without_account().values("pk")) if state == NO_ACCOUNT else found


@for_roles(*ACCOUNTANTS)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """List payments, or download the list."""
    form = OrderFilter(request.GET)
    found, sort = in_order(request, wanted(form), SORTS)
    if lists.wants_file(request):
        rows = list(found)
        names = told.payee_names(rows, on=clock.today())
        return lists.downloaded(request, "paiements", told.ORDER_COLUMNS, (told.order_line(row, names) for row in rows))
    page = page_of(request, found)
    names = told.payee_names(page, on=clock.today())
    count, amount = queries.adds_up(found)
    table = Table(
        "Paiements",
        told.ORDER_COLUMNS,
        [told.order_row(row, names) for row in page],
        totals=(f"Total de la liste ({count})", "", "", "", "", amount),
        sort=sort,
        empty="Aucun paiement ne répond à cette recherche.",
    )
    context = {"page": page, "table": table, "form": form, "active": form.active(reverse("staff:orders"))}
    return render(request, "staff/payments_list.html", context)


def found_order(order_id: UUID) -> Any:
    """Give the payment of an address.

    :raises Http404: if there is none.
    """
    found = queries.order(order_id)
    if found is None:
        raise Http404
    return found


@for_roles(*ACCOUNTANTS)
@require_safe
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show one payment: each attempt at the bank, and what the journal says of it."""
    found = found_order(order_id)
    columns = (Column("Émission"), Column("Lot"), Column("IBAN"), Column("État"), Column("Payé le"), Column("Retourné le"))
    tries = [attempt_row(transfer) for transfer in queries.attempts_at(order_id)]
    entries = [entry_row(entry) for entry in ledger.entries(cause_id=order_id).order_by("sequence")]
    follow_up = return_reason(found.return_code).follow_up
    is_returned = found.state == PaymentOrderState.RETURNED
    context = {
        "order": found,
        "payee": told.payee_names([found], on=clock.today()).get(found.beneficiary_id, "Personne inconnue"),
        "iban": told.iban_of(found),
        "status": told.order_status(found),
        "reason": told.reason_told(found.return_code, found.return_reason) if is_returned else "",
        "waits_for": waits_for(found) if is_returned else "",
        "may_reissue": is_returned and policies.can_prepare(request.actor) and follow_up in {FollowUp.CONTACT_PAYEE, FollowUp.CHECK_FILE},
        "attempts": Table("Émissions à la banque", columns, tries, empty="Ce paiement n’est encore dans aucun lot."),
        "entries": Table("Écritures", ENTRY_COLUMNS, entries, empty="Aucune écriture."),
    }
    return render(request, "staff/payments_order.html", context)


def attempt_row(transfer: Any) -> tuple[Any, ...]:
    """Say one attempt at paying."""
    lot = Cell(transfer.batch.reference, reverse("staff:batch", args=[transfer.batch_id]))
    state = told.TRANSFERS[transfer.state]
    came_back = return_reason(transfer.return_code).sentence if transfer.state == "returned" else ""
    shown = Cell("", status=state, note=told.reason_told(transfer.return_code, came_back))
    ending = told.masked(transfer.bank_details.iban_ending)
    return (Cell(str(transfer.attempt), note=f"…{transfer.end_to_end[-7:]}"), lot, ending, shown, transfer.settled_on, transfer.returned_on)


@for_roles(Role.ACCOUNTANT_PREPARES)
@require_POST
def reissue(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Put a returned payment back among what is to pay, to the same account."""
    found_order(order_id)
    try:
        ordering.reissue(order_id=order_id, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, "Le paiement est de nouveau à payer : le prochain lot le prendra.")
    return redirect("staff:order", order_id)
