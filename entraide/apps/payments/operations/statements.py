"""Reading what the bank says: paid, or returned with its reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import BankLine, BankStatement
from entraide.apps.payments.operations.matching import Matched, Outcome, match
from entraide.apps.payments.policies import can_import, require
from entraide.apps.payments.refusals import LinesReadAlready, StatementReadAlready
from entraide.core.ledger import Entry, post_bank_line
from entraide.core.money import Money
from entraide.integrations.camt053 import Statement, read_camt053
from entraide.orm.keys import uuid7


# What these did is posted with the transfer itself.
MOVED = (Outcome.SETTLED, Outcome.RETURNED)


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement told: transfers paid, transfers returned, lines that are nobody's transfer, lines left to settle."""

    statement_id: UUID
    settled_count: int
    returned_count: int
    other_count: int
    left_count: int


@transaction.atomic
def import_statement(*, content: bytes, name: str, actor: Actor, at: datetime, on: date) -> Read:
    """Read a camt.053 once: store its lines, settle and return transfers, post each to the journal.

    A line whose amount or attempt is not the transfer's moves nothing: it is stored, and left to settle.

    :raises StatementInvalid: if the file is not a statement of our account that adds up; nothing is stored then.
    :raises StatementReadAlready: if it was read before.
    :raises LinesReadAlready: if a line of it was, in a statement of another name.
    """
    require(can_import(actor))
    statement = read_camt053(content, settings.ENTRAIDE_DEBTOR["iban"])
    if BankStatement.objects.filter(identification=statement.id).exists():
        raise StatementReadAlready(identification=statement.id)
    _require_new(statement)
    document_id = keep(file=NewFile(content, name, "application/xml", "camt.053"), actor=actor, at=at, on=on)
    row = _open(statement, document_id, actor=actor, at=at)
    matched, held = match(statement.lines)
    lines = [_stored(row, place, each) for place, each in enumerate(matched, start=1)]
    BankLine.objects.bulk_create(lines, batch_size=2_000)
    held.save()
    ledger.post([*held.entries, *entries_that_wait(lines)], at=at)
    counts = Counter(each.outcome for each in matched)
    told = (counts[Outcome.SETTLED], counts[Outcome.RETURNED], counts[Outcome.OTHER])
    payload = {"identification": statement.id, "settled": told[0], "returned": told[1]}
    record("payments.statement_read", actor=actor, subject=("bank_statement", row.pk), at=at, on=on, payload=payload)
    return Read(row.pk, *told, len(matched) - sum(told))


def _require_new(statement: Statement) -> None:
    """Want lines that no statement of the account holds, whatever name the bank gives it this time.

    A line is known by the bank's reference, its day and its amount; without a reference, by its place between the same balances.

    :raises LinesReadAlready: if one is held.
    """
    rows = BankLine.objects.filter(
        statement__account_ending=statement.account_iban[-4:],
        statement__opened_on__lte=statement.to_on,
        statement__closed_on__gte=statement.from_on,
    ).select_related("statement")
    # A batch that was booked as one line is held as one line per transfer, each with its rank behind the reference.
    sums: Counter[tuple[UUID, date, str]] = Counter()
    named = {}
    for row in rows.order_by("statement", "position"):
        for reference in {row.reference, row.reference.rpartition("/")[0] if row.batch_id else row.reference}:
            sums[row.statement_id, row.booked_on, reference] += row.cents.cents
        named[row.statement_id] = row.statement
    held = {(day, reference, cents): named[key] for (key, day, reference), cents in sums.items()}
    found = [(line, held.get((line.booked_on, line.reference[:140], line.cents))) for line in statement.lines]
    known = [row for line, row in found if row is not None and (line.is_banks or _is_like(row, statement))]
    if known:
        raise LinesReadAlready(identification=known[0].identification, count=len(known), total=len(found))


def _is_like(row: BankStatement, statement: Statement) -> bool:
    held = (row.opened_on, row.closed_on, row.opening_balance, row.closing_balance)
    return held == (statement.from_on, statement.to_on, statement.opening, statement.closing)


def entries_that_wait(lines: Iterable[BankLine]) -> list[Entry]:
    """Give the entries of lines that moved no transfer of ours: they wait in 471 until whoever each concerns claims it."""
    return [post_bank_line(line.pk.hex, line.cents, line.booked_on) for line in lines if line.outcome not in MOVED and line.cents]


def _open(statement: Statement, document_id: UUID, *, actor: Actor, at: datetime) -> BankStatement:
    try:
        with transaction.atomic():
            return BankStatement.objects.create(
                id=uuid7(),
                document_id=document_id,
                identification=statement.id,
                account_ending=statement.account_iban[-4:],
                opened_on=statement.from_on,
                closed_on=statement.to_on,
                opening_balance=statement.opening,
                closing_balance=statement.closing,
                imported_by=actor.account_id,
                imported_at=at,
            )
    except IntegrityError as fault:
        # Two people sent the same file at once: the other one was first.
        raise StatementReadAlready(identification=statement.id) from fault


def _stored(statement: BankStatement, place: int, matched: Matched) -> BankLine:
    line = matched.line
    return BankLine(
        statement=statement,
        position=place,
        kind=line.kind,
        cents=Money(line.cents),
        booked_on=line.booked_on,
        end_to_end=(line.end_to_end_id or "")[:35],
        reference=line.reference[:140],
        counterparty=line.counterparty[:140],
        remittance=line.remittance[:200],
        outcome=matched.outcome,
        batch=matched.batch,
        reason_code=line.reason_code[:10],
        reason=line.reason_text[:200],
    )
