"""Reads of what came in: which lines name documents, which are in doubt and what they may pay, what a document received."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.queries.documents import documents
from entraide.apps.payments import queries as payments
from entraide.core.contributions.matching import Doubt, Open, numbers_in, shares, sirens_in
from entraide.core.money import ZERO, Money
from entraide.core.names import normalise
from entraide.orm.acts import parts


CANDIDATES = 5


def waiting_lines() -> QuerySet[Any]:
    """Give the money that came in and that is counted for nothing, newest first."""
    return payments.unclaimed_credits()


def lines_that_name() -> list[UUID]:
    """List the lines that name a document and that nobody has looked at, in the order of their keys."""
    rows = payments.unclaimed_credits().order_by("pk").values_list("pk", "remittance", "end_to_end", "reference")
    named = [key for key, *texts in rows if numbers_in(*texts)]
    seen = {key for some in parts(named) for key in Receipt.objects.filter(bank_line_id__in=some).values_list("bank_line_id", flat=True)}
    return [key for key in named if key not in seen]


def standing_numbers(numbers: Collection[str]) -> dict[str, UUID]:
    """Give the call that each number leads to: the one that bears it, or the last that replaces it."""
    found: dict[str, UUID] = {}
    for some in parts(sorted(numbers)):
        found |= dict(CallDocument.objects.filter(kind="call", number__in=some).order_by("pk").values_list("number", "pk"))
    keys = set(found.values())
    leads_to: dict[UUID, UUID] = {}
    while keys:
        next_ones = {
            old: new
            for some in parts(sorted(keys))
            for old, new in CallDocument.objects.filter(replaces_id__in=some).order_by("pk").values_list("replaces_id", "pk")
        }
        leads_to |= next_ones
        keys = set(next_ones.values())
    return {number: _last(key, leads_to) for number, key in found.items()}


def _last(key: UUID, leads_to: dict[UUID, UUID]) -> UUID:
    while key in leads_to:
        key = leads_to[key]
    return key


def open_documents(document_ids: Collection[UUID], *, on: date) -> dict[UUID, Money]:
    """Give what is owed on calls that are not cancelled."""
    rows = [documents(on).filter(pk__in=some, kind="call", is_cancelled=False) for some in parts(list(document_ids))]
    return {key: owed for found in rows for key, owed in found.order_by("pk").values_list("pk", "owed")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a line may pay, and what speaks for it: its number, the amount, the SIREN or the name of its debtor."""

    document: CallDocument
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why a line pays nothing by itself, and what it may pay, the likeliest first."""

    doubt: Doubt
    candidates: tuple[Candidate, ...]


def suggestions(lines: Sequence[Any], *, on: date) -> dict[UUID, Suggestion]:
    """Say of lines of the bank what keeps each from paying by itself, and which documents it may pay."""
    named = {line.pk: numbers_in(line.remittance, line.end_to_end, line.reference) for line in lines}
    leads_to = standing_numbers({number for numbers in named.values() for number in numbers})
    known = {row.pk: row for row in documents(on).filter(pk__in=set(leads_to.values()))}
    evidence = _evidence(lines, on=on)
    undone = set(Receipt.objects.filter(bank_line_id__in=list(named)).values_list("bank_line_id", flat=True))
    found = {}
    for line in lines:
        own = [known[leads_to[number]] for number in named[line.pk] if number in leads_to]
        said: dict[UUID, list[str]] = defaultdict(list)
        rows = {row.pk: row for row in own}
        for row in own:
            said[row.pk].append("number")
        for row, why in evidence[line.pk]:
            rows[row.pk] = row
            said[row.pk].append(why)
        doubt = Doubt.UNDONE if line.pk in undone else _doubt(line, named[line.pk], own)
        ordered = sorted(rows.values(), key=lambda row: (-len(said[row.pk]), row.due_on, row.number))[:CANDIDATES]
        found[line.pk] = Suggestion(doubt, tuple(Candidate(row, tuple(said[row.pk])) for row in ordered))
    return found


def _doubt(line: Any, named: Sequence[str], own: Sequence[CallDocument]) -> Doubt:
    if not named:
        return Doubt.NO_NUMBER
    found = shares(line.cents, [Open(row.pk, row.owed) for row in own])
    # What its numbers could pay and did not names an unknown number too.
    return found if isinstance(found, Doubt) else Doubt.UNKNOWN


def _evidence(lines: Sequence[Any], *, on: date) -> dict[UUID, list[tuple[CallDocument, str]]]:
    """Find open documents by the amount of lines, and by the SIREN or the name of their debtor."""
    owing = documents(on).filter(owed__gt=ZERO)
    by_amount: dict[Money, list[CallDocument]] = defaultdict(list)
    for row in owing.filter(owed__in={line.cents for line in lines}).select_related("debtor")[: CANDIDATES * max(1, len(lines))]:
        by_amount[row.owed].append(row)
    texts = {line.pk: (line.counterparty, line.remittance) for line in lines}
    owed_by = owing.order_by("debtor_id").values_list("debtor_id", "debtor__siren", "debtor_name").distinct() if lines else ()
    debtors = [(key, siren, f" {normalise(name)} ") for key, siren, name in owed_by]
    meant = {key: _meant(said, debtors) for key, said in texts.items()}
    named = {key for keys in meant.values() for key in keys}
    by_debtor: dict[UUID, list[CallDocument]] = defaultdict(list)
    for row in owing.filter(debtor_id__in=named).select_related("debtor"):
        by_debtor[row.debtor_id].append(row)
    found: dict[UUID, list[tuple[CallDocument, str]]] = {}
    for line in lines:
        own = [(row, "amount") for row in by_amount[line.cents]]
        found[line.pk] = own + [(row, why) for key, why in meant[line.pk].items() for row in by_debtor[key]]
    return found


def _meant(texts: tuple[str, str], debtors: Sequence[tuple[UUID, str, str]]) -> dict[UUID, str]:
    """Give the debtors whose SIREN, or whose normalised name, texts of the bank hold."""
    sirens, said = sirens_in(*texts), f" {normalise(' '.join(texts))} "
    found = {}
    for key, siren, name in debtors:
        if siren in sirens:
            found[key] = "siren"
        elif name in said:
            found[key] = "name"
    return found


def receipts_of(document_id: UUID) -> QuerySet[Receipt]:
    """Give what a document received, and what was taken back, in the order of the acts."""
    return Receipt.objects.filter(document_id=document_id).select_related("undoes").order_by("recorded_at", "pk")


def counted_for(line_ids: Iterable[UUID]) -> dict[UUID, list[Receipt]]:
    """Give what lines of the bank are counted for as things stand, by line: receipts with their document, refunds below zero."""
    found: dict[UUID, list[Receipt]] = defaultdict(list)
    for some in parts(list(line_ids)):
        rows = Receipt.objects.filter(bank_line_id__in=some, undoes__isnull=True, undone_by__isnull=True)
        for receipt in rows.select_related("document").defer("document__content").order_by("document__number", "pk"):
            found[receipt.bank_line_id].append(receipt)
    return dict(found)


def counterparties(receipts: Iterable[Receipt]) -> dict[UUID, Any]:
    """Give the line of the bank behind each receipt, by its key."""
    return payments.bank_lines(receipt.bank_line_id for receipt in receipts)
