"""Calls of contributions as one file for people and machines, and the lines of a bank told from the numbers that they name."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.test import override_settings

from benchmarks.databases import BOTH, rows_wanted, write_rows
from benchmarks.figure import Figure
from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.operations.receipts import claim_bank_lines
from entraide.apps.contributions.translation import content_of
from entraide.apps.documents.models import Document
from entraide.apps.members.models import Member
from entraide.apps.payments.models import BankLine, BankStatement
from entraide.core.contributions.call_document import Address, DocumentKind, DocumentLine, Party
from entraide.core.contributions.call_document import CallDocument as Said
from entraide.core.money import Money, total
from entraide.integrations.facturx import call_file


PRINTED = 1_000
SECONDS_A_DOCUMENT = 0.2
LINES = 20_000
LIMIT_MATCHING = 30.0
THEN = datetime(2024, 1, 1, tzinfo=UTC)
ISSUED_ON = date(2024, 1, 15)
TODAY = date(2024, 10, 15)
ISSUER = Party("Association d’exemple", "00000002600013", Address("1 rue de l’Exemple", "78280", "Guyancourt"))
ACCOUNT = "FR7699999000019999999999906"


def run() -> list[Figure]:
    """Measure the seconds that a document takes on one core, and the seconds that a statement's lines take."""
    return [_printing(min(PRINTED, rows_wanted(PRINTED))), *_matching(min(LINES, rows_wanted(LINES)))]


def said(place: int) -> Said:
    """Make the call of one member: whole years at two rates, days of arrivals, an adjustment."""
    heads, days = 5 + place % 400, Money(18_123 + place % 977)
    lines = (
        DocumentLine("Cotisation 2024, actifs présents toute l’année", heads, Money.of(217), Money.of(217) * heads),
        DocumentLine("Cotisation 2024, actifs présents une partie de l’année : 3 pour 305 jours", 1, days, days),
        DocumentLine("Cotisation 2024, retraités présents toute l’année", 1 + place % 9, Money.of(141), Money.of(141) * (1 + place % 9)),
    )
    member = Party(f"Commune de Villeneuve-{place}", f"2{place:08d}00019", Address("1 place de la Mairie", "51100", "Reims"))
    due_on = ISSUED_ON + timedelta(days=30)
    return Said(number(place), DocumentKind.CALL, 2024, ISSUED_ON, due_on, ISSUER, member, lines, ACCOUNT, "SERVICE-RH", f"EJ-{place}")


def number(place: int) -> str:
    """Give the number of one document."""
    return f"AC-2024-{place + 1:06d}"


def _printing(count: int) -> Figure:
    call_file(said(0))
    start = time.process_time()
    for place in range(count):
        call_file(said(place))
    each = (time.process_time() - start) / count
    return Figure(f"{count} calls as Factur-X PDF, one by one", each, "s of one core each", "five a second", SECONDS_A_DOCUMENT, 1.0)


def _matching(count: int) -> list[Figure]:
    figures = []
    for database in BOTH:
        with database() as name, TemporaryDirectory() as keys, override_settings(ENTRAIDE_KEYRING=Path(keys) / "keyring.json"):
            documents = _written(count)
            start = time.perf_counter()
            claimed = claim_bank_lines(actor=system_actor("benchmark"), at=THEN, on=TODAY)
            spent = time.perf_counter() - start
            again = claim_bank_lines(actor=system_actor("benchmark"), at=THEN, on=TODAY)
            received = total(Receipt.objects.order_by().values_list("cents", flat=True))
            if claimed != count or again or received != documents:
                raise RuntimeError(f"{name}: {claimed} lines of {count} were counted, then {again}, for {received} of {documents}")
            figures.append(Figure(f"{count} bank lines matched, {name}", spent, "s", "limit of a statement", LIMIT_MATCHING, 1.0))
    return figures


def _written(count: int) -> Money:
    """Write a document and a bank line that names it, each in another way, for each of many members; give what they add up to."""
    keys = [UUID(int=place + 1) for place in range(count)]
    calls = [said(place) for place in range(count)]
    write_rows(
        Member,
        ["id", "siren", "kind", "department", "created_at"],
        ((key, f"2{place:08d}", "commune", "51", THEN) for place, key in enumerate(keys)),
    )
    columns = ["id", "number", "kind", "debtor", "debtor_name", "year", "issued_on", "due_on", "cents", "content", "issued_by", "issued_at"]
    write_rows(CallDocument, columns, (_row(key, call) for key, call in zip(keys, calls, strict=True)))
    document, statement = UUID(int=1 << 100), UUID(int=1 << 101)
    file = (document, "camt.053", "releve.xml", "application/xml", 1, "0", "releve.sealed", b"0", THEN)
    write_rows(Document, ["id", "kind", "name", "media_type", "size", "fingerprint", "storage_name", "wrapped_key", "added_at"], [file])
    stated = [
        "id",
        "document",
        "identification",
        "account_ending",
        "opened_on",
        "closed_on",
        "opening_balance",
        "closing_balance",
        "imported_at",
    ]
    write_rows(BankStatement, stated, [(statement, document, "BENCH", "9906", TODAY, TODAY, Money(0), Money(0), THEN)])
    booked = ["id", "statement", "position", "kind", "cents", "booked_on", "remittance", "counterparty", "outcome"]
    lines = (
        (UUID(int=(place + 1) << 40), statement, place, "credit", call.amount, TODAY, wording(place), "TRESORERIE", "other")
        for place, call in enumerate(calls)
    )
    write_rows(BankLine, booked, lines)
    return total(call.amount for call in calls)


def _row(key: UUID, call: Said) -> tuple[Any, ...]:
    told = (call.number, "call", key, call.member.name, call.year, call.issued_on, call.due_on, call.amount)
    return (key, *told, content_of(call), UUID(int=1), THEN)


def wording(place: int) -> str:
    """Name a document as accountants do."""
    written = number(place)
    return (written, f"MANDAT {place} {written.lower()}", f"vir {written.replace('-', ' ')} bord 3", f"REF/{written.replace('-', '')}/COT")[
        place % 4
    ]
