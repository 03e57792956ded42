"""Give the parameters to the rules, and the tariff to contributions."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.translation import DIVISION_KEY, FOLLOW_UP_KEYS, RATE_KEYS, to_book, to_follow_up_terms, to_tariff
from entraide.core.contributions.reminders import FollowUpTerms
from entraide.core.contributions.tariff import Tariff
from entraide.core.rules.language.parameters import ParameterBook
from entraide.orm.reading import prepared


# The last book, by the keys of its rows in their order.
_books: dict[tuple[UUID, ...], ParameterBook] = {}


def parameter_book(*, known_at: datetime | None = None) -> ParameterBook:
    """Give every parameter in force as timelines, in one query; as they were known at an instant, for a replay.

    A row's value never changes: the book that this process made last stands as long as the same rows are in force.
    """
    if known_at is not None:
        return to_book(_rows(known_at))
    return book_of_keys(keys_in_force().rows())


@prepared
def keys_in_force() -> QuerySet[ParameterValue, UUID]:
    """Read the keys of the parameters in force, alone or with something else."""
    return _rows(None).values_list("pk", flat=True)


def book_of_keys(rows: Iterable[UUID]) -> ParameterBook:
    """Give the book of the parameters in force by their keys."""
    keys = tuple(rows)
    if keys not in _books:
        _books.clear()
        _books[keys] = to_book(_rows(None).filter(pk__in=keys))
    return _books[keys]


def instants_of_change() -> list[datetime]:
    """List the instants at which what is known of the parameters changed, the first one first."""
    rows = ParameterValue.objects.order_by("pk").values_list("recorded_at", "superseded_at")
    return sorted({instant for pair in rows for instant in pair if instant is not None})


def tariff(*, known_at: datetime | None = None) -> Tariff:
    """Give what members are asked for, by class and by year, in one query; as it was known at an instant where one is given."""
    return to_tariff(to_book(_rows(known_at).filter(key__in=[*RATE_KEYS.values(), DIVISION_KEY])))


def follow_up_terms(*, on: date) -> FollowUpTerms:
    """Give the delays after which a contribution that is not paid is followed up, and from which amount on, as they hold on a day."""
    return to_follow_up_terms(to_book(_rows(None).filter(key__in=FOLLOW_UP_KEYS.values())), on=on)


def _rows(known_at: datetime | None) -> QuerySet[ParameterValue]:
    rows = ParameterValue.objects.order_by("key", "since")
    if known_at is None:
        return rows.filter(superseded_at__isnull=True)
    return rows.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)
