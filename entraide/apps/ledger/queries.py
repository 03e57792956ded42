"""Read the journal: balances as of a date, entries, what they must agree with."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from entraide.apps.ledger.models import JournalEntry
from entraide.core.ledger import AccountCode
from entraide.core.ledger.fec import NOBODY, Auxiliary, Piece, Written, fec_lines, journal_of
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


Cause = tuple[str, UUID]
# What justifies the entries of some causes, as their owners know it; a cause that nobody knows is its own piece.
PiecesOf = Callable[[Collection[Cause]], Mapping[Cause, Piece]]


def fec_of(year: int, *, pieces_of: PiecesOf) -> Iterator[str]:
    """Give the lines of the file of accounting entries of a civil year, read as they are written: a year may hold millions of rows."""
    opened_on = date(year, 1, 1)
    rows = JournalEntry.objects.filter(on__year=year).order_by("sequence")
    return fec_lines(_opening(opened_on, pieces_of), _written(rows, pieces_of), opened_on=opened_on)


def _written(rows: QuerySet[JournalEntry], pieces_of: PiecesOf) -> Iterator[Written]:
    held = rows.iterator(chunk_size=CHUNK)
    while some := list(islice(held, CHUNK)):
        pieces = pieces_of({(row.cause_kind, row.cause_id) for row in some})
        for row in some:
            piece = pieces.get((row.cause_kind, row.cause_id)) or Piece(row.cause_key, row.on)
            yield Written(row.debit, row.credit, row.cents, row.on, row.cause_kind, piece, timezone.localtime(row.at).date())


def _opening(on: date, pieces_of: PiecesOf) -> dict[tuple[str, Auxiliary], Money]:
    """Give the balances that a year opens with: by account, and on 411 by member."""
    day_before, members = on - timedelta(days=1), str(AccountCode.MEMBERS)
    found = {(each.code, NOBODY): each.balance for each in trial_balance(as_of=day_before) if each.code != members}
    own: dict[tuple[str, Auxiliary], Money] = defaultdict(lambda: ZERO)
    for entry in _written(entries(account=members, last=day_before).order_by("sequence"), pieces_of):
        own[members, entry.piece.auxiliary] += entry.amount if entry.debit == members else -entry.amount
    return found | own


@dataclass(frozen=True, slots=True)
class JournalTotal:
    """What a journal of the accounting file holds for a year: its code, how many entries, what they add up to on each side."""

    code: str
    count: int
    amount: Money


def fec_totals(year: int) -> list[JournalTotal]:
    """Count and add up the entries of a civil year, by journal of the accounting file."""
    rows = JournalEntry.objects.filter(on__year=year).order_by("cause_kind").values("cause_kind")
    found: dict[str, JournalTotal] = {}
    for row in rows.annotate(count=Count("pk"), amount=Sum("cents")):
        code = journal_of(row["cause_kind"])
        held = found.get(code, JournalTotal(code, 0, ZERO))
        found[code] = JournalTotal(code, held.count + row["count"], held.amount + row["amount"])
    return [found[code] for code in sorted(found)]


def journal_years(*, last: int) -> list[int]:
    """List the civil years up to `last` that the journal has entries of, the last first; what was called ahead waits for its year."""
    span = JournalEntry.objects.aggregate(first=Min("on"), last=Max("on"))
    years = range(min(span["last"].year, last), span["first"].year - 1, -1) if span["first"] else ()
    return [year for year in years if JournalEntry.objects.filter(on__year=year).exists()]
