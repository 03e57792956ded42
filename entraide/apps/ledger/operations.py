"""Write to the journal, and remember what was done once."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.ledger.models import DoneAct, JournalEntry
from entraide.core.ledger import Entry
from entraide.core.money import Money
from entraide.orm.columns import After, Column, Constant, Days, Keys, Numbers, copy_columns
from entraide.orm.copying import copy_rows, instant_for_database, writers
from entraide.orm.keys import uuid7_digits
from entraide.orm.reading import prepared
from entraide.orm.rebuilding import rebuilt_after
from entraide.orm.together import write


POSTED = ("key", "debit", "credit", "cents", "on", "at", "cause_kind", "cause_id", "cause_key")


def post(entries: Iterable[Entry], *, at: datetime) -> None:
    """Write entries in the running transaction; the same cause cannot be written twice.

    `cause_id` of an entry is a key, followed by a hyphen and an attempt where the cause may come again.

    :raises IntegrityError: if an entry of the same cause stands in the journal.
    """
    write(
        *(
            JournalEntry(
                debit=entry.debit,
                credit=entry.credit,
                cents=Money(entry.cents),
                on=entry.on,
                at=at,
                cause_kind=entry.cause_kind,
                cause_id=_cause(entry),
                cause_key=f"{entry.cause_kind}:{entry.cause_id}",
            )
            for entry in entries
        )
    )


def _cause(entry: Entry) -> UUID:
    """Read the key that a cause begins with, with hyphens or without."""
    return UUID(entry.cause_id[:32] if "-" not in entry.cause_id[:32] else entry.cause_id[:36])


def post_many(entries: Iterable[Entry], *, at: datetime) -> None:
    """Write entries by hundreds in the running transaction, as `post` does but at once, whatever waits.

    :raises IntegrityError: if an entry of the same cause stands in the journal.
    """
    column, instant = writers(), instant_for_database(at)
    rows = (
        (
            uuid7_digits(),
            entry.debit,
            entry.credit,
            entry.cents,
            column.day(entry.on),
            instant,
            entry.cause_kind,
            column.key(_cause(entry)),
            f"{entry.cause_kind}:{entry.cause_id}",
        )
        for entry in entries
    )
    copy_rows(JournalEntry, POSTED, rows)


def posting_many() -> AbstractContextManager[None]:
    """Put the indexes of the journal aside until the end of a block that writes millions of entries."""
    return rebuilt_after((JournalEntry,))


@dataclass(frozen=True, slots=True)
class Postings:
    """Entries like one, by columns: their keys, the causes, the days, the cents; `attempt` is what follows the cause in its key."""

    like: Entry
    keys: Keys
    causes: Keys
    days: Days
    cents: Numbers
    attempt: str = ""


def post_columns(*, postings: Postings, at: datetime) -> None:
    """Write entries by columns; none of their causes was written yet."""
    like = postings.like
    columns: dict[str, Column] = {
        "key": postings.keys,
        "debit": Constant(like.debit),
        "credit": Constant(like.credit),
        "cents": postings.cents,
        "on": postings.days,
        "at": Constant(str(instant_for_database(at))),
        "cause_kind": Constant(like.cause_kind),
        "cause_id": postings.causes,
        "cause_key": After(f"{like.cause_kind}:", postings.causes, postings.attempt),
    }
    copy_columns(JournalEntry, postings.keys.size, columns)


def done(key: str, *, operation: str) -> UUID | None:
    """Give the result of the act that an idempotency key names, if that operation did it; a key of another operation says nothing here.

    The caller holds the lock that makes the answer last.
    """
    return next(iter(_done(key, operation).rows()), None) if key else None


@prepared
def _done(key: str, operation: str) -> QuerySet[DoneAct, UUID]:
    return DoneAct.objects.filter(pk=key, operation=operation).order_by("pk").values_list("result_id", flat=True)


def mark_done(key: str, *, operation: str, result_id: UUID, at: datetime) -> None:
    """Remember that an act was done, with its result, in the running transaction.

    :raises IntegrityError: if another transaction did it first.
    """
    if key:
        write(DoneAct(key=key, operation=operation, result_id=result_id, at=at))
