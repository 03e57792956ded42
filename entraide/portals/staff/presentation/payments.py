"""How payments, batches, statements and the journal are said to accountants."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries.queries import people
from entraide.apps.payments.policies import can_release
from entraide.apps.payments.sentences import LEFT_TO_SETTLE
from entraide.core.ledger import AccountCode
from entraide.core.ledger.accounts import ACCOUNT_LABELS
from entraide.core.money import Money
from entraide.core.sepa.reasons import FollowUp, return_reason
from entraide.core.sepa.transfers import parse_end_to_end_id
from entraide.core.workflow.engine import Audience
from entraide.core.workflow.payments import BATCH_LABELS, ORDER_LABELS, PaymentOrderState, TransferBatchState
from entraide.ui.components import accord, instant_fr
from entraide.ui.values import Act, Cell, Column, Status, Tone


ORDER_TONES = {
    PaymentOrderState.DUE: Tone.PROGRESS,
    PaymentOrderState.BATCHED: Tone.PROGRESS,
    PaymentOrderState.SENT: Tone.PROGRESS,
    PaymentOrderState.SETTLED: Tone.SUCCESS,
    PaymentOrderState.RETURNED: Tone.WARNING,
    PaymentOrderState.CANCELLED: Tone.NEUTRAL,
}
BATCH_TONES = {
    TransferBatchState.PREPARED: Tone.PROGRESS,
    TransferBatchState.RELEASED: Tone.PROGRESS,
    TransferBatchState.TRANSMITTED: Tone.SUCCESS,
    TransferBatchState.CANCELLED: Tone.NEUTRAL,
}
TRANSFERS = {
    "pending": Status("en attente", Tone.PROGRESS),
    "settled": Status("payé", Tone.SUCCESS),
    "returned": Status("retourné", Tone.WARNING),
}
LINES = {
    "settled": Status("virement payé", Tone.SUCCESS),
    "returned": Status("virement retourné", Tone.WARNING),
    "other": Status("hors virements", Tone.NEUTRAL),
}
WAITING_FOR = {
    FollowUp.NEW_BANK_DETAILS: "La personne doit donner un nouvel IBAN : elle en est avertie.",
    FollowUp.CONTACT_PAYEE: "La personne vérifie son IBAN ; s’il est juste, émettez à nouveau.",
    FollowUp.CHECK_FILE: "Le compte n’est pas en cause : corrigez la cause, puis émettez à nouveau.",
    FollowUp.ESTATE: "Le titulaire est décédé : attendez le notaire ou les héritiers. Personne n’est relancé.",
}
NO_IBAN = Status("IBAN manquant", Tone.DANGER)
ORDER_COLUMNS = (
    Column("Bénéficiaire"),
    Column("Libellé du virement"),
    Column("Ordonné le", sort="date"),
    Column("IBAN"),
    Column("État", sort="etat"),
    Column("Montant", numeric=True, sort="montant"),
)
BATCH_COLUMNS = (
    Column("Lot"),
    Column("Exécution", sort="execution"),
    Column("Préparé par"),
    Column("Validé par"),
    Column("État"),
    Column("Virements", numeric=True),
    Column("Total", numeric=True, sort="total"),
)
TRANSFER_COLUMNS = (
    Column("Titulaire du compte", sort="titulaire"),
    Column("IBAN"),
    Column("Libellé du virement"),
    Column("Identifiant"),
    Column("État", sort="etat"),
    Column("Montant", numeric=True, sort="montant"),
)


def order_status(order: Any) -> Status:
    """Say where a payment stands."""
    state = PaymentOrderState(order.state)
    return Status(ORDER_LABELS[Audience.STAFF][state], ORDER_TONES[state])


def batch_status(batch: Any, actor: Actor) -> Status:
    """Say where a batch stands; one that awaits the reader says so by its colour."""
    state = TransferBatchState(batch.state)
    awaited = can_release(actor) and (
        state is TransferBatchState.RELEASED or (state is TransferBatchState.PREPARED and batch.prepared_by != actor.account_id)
    )
    return Status(BATCH_LABELS[state], Tone.AWAITING if awaited else BATCH_TONES[state])


def payee_names(orders: Iterable[Any], *, on: date) -> dict[UUID, str]:
    """Name the payees of orders."""
    return {key: person.name for key, person in people({order.beneficiary_id for order in orders}, on=on).items()}


def iban_of(order: Any) -> Any:
    """Show the end of the IBAN in use; where it is missing and somebody waits for it, say so."""
    if order.iban_ending:
        return masked(order.iban_ending)
    return NO_IBAN if order.state in {PaymentOrderState.DUE, PaymentOrderState.RETURNED} else None


def masked(ending: str) -> str:
    """Show the end of an IBAN alone."""
    return f"•••• {ending}"


def order_row(order: Any, names: Mapping[UUID, str]) -> tuple[Any, ...]:
    """Say one payment in a list."""
    name = Cell(names.get(order.beneficiary_id, "Personne inconnue"), reverse("staff:order", args=[order.pk]))
    return (name, order.label, order.ordered_on, iban_of(order), order_status(order), order.cents)


def order_line(order: Any, names: Mapping[UUID, str]) -> tuple[Any, ...]:
    """Say one payment in a file."""
    ending = masked(order.iban_ending) if order.iban_ending else ""
    return (names.get(order.beneficiary_id, ""), order.label, order.ordered_on, ending, order_status(order).label, order.cents)


def authors_of(batches: Iterable[Any]) -> dict[UUID, str]:
    """Name whoever prepared, released, transmitted or cancelled batches."""
    acts = ("prepared_by", "released_by", "transmitted_by", "cancelled_by")
    return names_of({key for batch in batches for act in acts if (key := getattr(batch, act))})


def batch_row(batch: Any, names: Mapping[UUID, str], actor: Actor) -> tuple[Any, ...]:
    """Say one batch in a list, with who prepared and who released it."""
    released = Cell(names.get(batch.released_by, "Compte effacé"), note=_when(batch.released_at)) if batch.released_by else None
    return (
        Cell(batch.reference, reverse("staff:batch", args=[batch.pk])),
        batch.execution_on,
        Cell(names.get(batch.prepared_by, "Compte effacé"), note=_when(batch.prepared_at)),
        released,
        batch_status(batch, actor),
        batch.transfer_count,
        batch.total,
    )


def batch_rows(batches: Sequence[Any], actor: Actor) -> list[tuple[Any, ...]]:
    """Say batches in a list."""
    names = authors_of(batches)
    return [batch_row(batch, names, actor) for batch in batches]


def reader_of(statement: Any, names: Mapping[UUID, str]) -> str:
    """Name who read a statement."""
    return names.get(statement.imported_by, "Compte effacé") if statement.imported_by else "Commande de l’exploitant"


def batch_acts(batch: Any, names: Mapping[UUID, str]) -> tuple[Act, Act]:
    """Say the two acts of a batch, with who and when."""
    return (
        Act("Préparé par", names.get(batch.prepared_by, "Compte effacé"), batch.prepared_at),
        Act("Validé par", names.get(batch.released_by, "Compte effacé") if batch.released_by else "", batch.released_at),
    )


def transfer_row(transfer: Any) -> tuple[Any, ...]:
    """Say one transfer of a batch."""
    details = transfer.bank_details
    came_back = return_reason(transfer.return_code).sentence if transfer.state == "returned" else ""
    return (
        Cell(details.holder, reverse("staff:order", args=[transfer.order_id])),
        masked(details.iban_ending),
        transfer.order.label,
        Cell(f"…{transfer.end_to_end[-7:]}", note=f"émission {transfer.attempt}" if transfer.attempt > 1 else ""),
        Cell("", status=TRANSFERS[transfer.state], note=came_back),
        transfer.cents,
    )


def transfer_line(transfer: Any) -> tuple[Any, ...]:
    """Say one transfer of a batch in a file."""
    details, state = transfer.bank_details, TRANSFERS[transfer.state].label
    return (details.holder, masked(details.iban_ending), transfer.order.label, transfer.end_to_end, state, transfer.cents)


def line_told(line: Any) -> str:
    """Say what follows from a bank line, in one sentence."""
    detailed = f" Détaillé d’après le lot {line.batch.reference}." if line.batch and line.outcome == "settled" else ""
    return (LEFT_TO_SETTLE.get(line.outcome) or line.reason) + detailed


def order_of_line(line: Any) -> str:
    """Give the address of the payment that a bank line speaks of, nothing where it speaks of none."""
    named = parse_end_to_end_id(line.end_to_end) if line.outcome != "other" else None
    return reverse("staff:order", args=[named[0]]) if named else ""


def reason_told(code: str, sentence: str) -> str:
    """Say why a transfer came back, with the bank's code."""
    return f"{code} {sentence}".strip()


def what_followed(counts: Mapping[str, tuple[int, Money]], reasons: Sequence[tuple[str, str, int]]) -> str:
    """Say what a statement did: "14 virements payés, 1 retourné (AC04 Le compte est clôturé.)"."""
    paid, returned = counts.get("settled", (0,))[0], counts.get("returned", (0,))[0]
    other = counts.get("other", (0,))[0]
    left = sum(count for outcome, (count, _) in counts.items() if outcome not in LINES)
    # A day on which members alone moved money speaks of no transfer.
    told = [] if other and not paid else [accord(paid, "virement payé,virements payés")]
    if returned:
        why = " ; ".join(reason_told(code, sentence).rstrip(".") for code, sentence, _ in reasons)
        told.append(accord(returned, "retourné,retournés") + (f" ({why})" if why else ""))
    if other:
        told.append(accord(other, "ligne hors virements,lignes hors virements"))
    if left:
        told.append(accord(left, "ligne à régler,lignes à régler"))
    return f"{', '.join(told)}."


def account_name(code: str) -> str:
    """Name an account by its number and label."""
    return f"{code} {ACCOUNT_LABELS[AccountCode(code)]}" if code in set(AccountCode) else code


def _when(at: Any) -> str:
    return instant_fr(at) if at else ""
