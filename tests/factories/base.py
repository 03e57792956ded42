"""What every factory shares: the day of the suite, and rows that are written once."""

from datetime import UTC, date, datetime

import factory


TODAY = date(2024, 10, 15)
NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
THEN = datetime(2020, 1, 1, 8, 0, tzinfo=UTC)


class RowFactory(factory.django.DjangoModelFactory):
    """Write a row once: what is added after it never saves it again, as append-only rows require."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True


class FactFactory(RowFactory):
    """A valid-time row in force since long ago, never superseded."""

    class Meta:
        abstract = True

    since = LONG_AGO
    recorded_at = THEN
