"""Read the journal: balances as of a date, entries, what they must agree with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from entraide.apps.ledger.models import JournalEntry
from entraide.core.ledger import AccountCode
from entraide.core.ledger.fec import Written, fec_lines
from entraide.core.money import ZERO, Money


CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account as of a day: what was debited, what was credited, and debit less credit."""

    code: str
    debited: Money
    credited: Money

    @property
    def balance(self) -> Money:
        """Debit less credit."""
        return self.debited - self.credited


def trial_balance(*, as_of: date) -> list[AccountBalance]:
    """List every account of the chart, and any other that was written to, with its movements up to a day, included."""
    held = JournalEntry.objects.filter(on__lte=as_of)
    debited = dict(held.order_by("debit").values("debit").annotate(total=Sum("cents")).values_list("debit", "total"))
    credited = dict(held.order_by("credit").values("credit").annotate(total=Sum("cents")).values_list("credit", "total"))
    codes = {*map(str, AccountCode), *debited, *credited}
    return [AccountBalance(code, debited.get(code, ZERO), credited.get(code, ZERO)) for code in sorted(codes)]


def entries(
    *, account: str = "", cause_id: UUID | None = None, kind: str = "", since: date | None = None, last: date | None = None
) -> QuerySet[JournalEntry]:
    """Give journal rows, newest first, of an account, of a cause, of a kind of cause, of the days from `since` to `last`, both included."""
    rows = JournalEntry.objects.order_by("-sequence")
    if account:
        rows = rows.filter(Q(debit=account) | Q(credit=account))
    wanted = {"cause_id": cause_id, "cause_kind": kind, "on__gte": since, "on__lte": last}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def movements(rows: QuerySet[JournalEntry], account: str) -> AccountBalance:
    """Add up what rows debit and credit on an account."""
    found = rows.aggregate(debited=Sum("cents", filter=Q(debit=account)), credited=Sum("cents", filter=Q(credit=account)))
    return AccountBalance(account, found["debited"] or ZERO, found["credited"] or ZERO)


def fec_of(year: int) -> Iterator[str]:
    """Give the lines of the file of accounting entries of a civil year, read as they are written: a year may hold millions of rows."""
    opened_on = date(year, 1, 1)
    opening = {account.code: account.balance for account in trial_balance(as_of=opened_on - timedelta(days=1))}
    rows = JournalEntry.objects.filter(on__year=year).order_by("sequence")
    columns = rows.values_list("debit", "credit", "cents", "on", "cause_kind", "cause_key", "at")
    entries = (Written(*said, timezone.localtime(at).date()) for *said, at in columns.iterator(chunk_size=CHUNK))
    return fec_lines(opening, entries, opened_on=opened_on)
