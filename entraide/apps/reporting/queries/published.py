"""What members read: the last published table of each year, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from entraide.apps.reporting.models import Publication, PublishedFigures, PublishedSmall, Row
from entraide.core.indicators.publications import PublishedRow, Withheld
from entraide.core.indicators.rates import return_rate, user_rate


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A civil year as published for one member, or for all small members together (`member_count` of them)."""

    year: int
    as_of: date
    is_provisional: bool
    row: PublishedRow
    member_count: int = 1

    @property
    def return_rate(self) -> Decimal | None:
        """TRG, nothing where what was settled is withheld."""
        return None if self.row.settled is None else return_rate(self.row.settled, self.row.contributions)

    @property
    def user_rate(self) -> Decimal | None:
        """TU, nothing where a count is withheld."""
        if self.row.user_count is None or self.row.beneficiary_count is None:
            return None
        return user_rate(self.row.user_count, self.row.beneficiary_count)


def last_publication(year: int) -> Publication | None:
    """Give the last published table of a year, if there is one."""
    return Publication.objects.filter(year=year).order_by("-as_of").first()


def published_years() -> list[int]:
    """List the years of which a table was published, oldest first."""
    return sorted(set(Publication.objects.order_by("year").values_list("year", flat=True)))


def _last_of(rows: QuerySet, years: Sequence[int]) -> QuerySet:
    """Keep the rows of the last table of each year."""
    last = Publication.objects.filter(year=OuterRef("publication__year")).order_by("-as_of").values("pk")[:1]
    kept = rows.filter(publication__year__in=years).annotate(last_id=Subquery(last)).filter(publication_id=F("last_id"))
    return kept.select_related("publication").order_by("publication__year", "pk")


def published(member_id: UUID, years: Sequence[int]) -> dict[int, PublishedYear]:
    """Give a member's years as last published, in one query; a year without table is left out."""
    rows = _last_of(PublishedFigures.objects.filter(member_id=member_id), years)
    return {row.publication.year: _year(row) for row in rows}


def published_small(years: Sequence[int]) -> dict[int, PublishedYear]:
    """Give the years of all small members together as last published, in one query."""
    rows = _last_of(PublishedSmall.objects.all(), years)
    return {row.publication.year: _year(row, row.member_count) for row in rows}


def rows_of(publication: Publication) -> dict[UUID, PublishedRow]:
    """Give every member's row of a table."""
    return {row.member_id: published_row_of(row) for row in PublishedFigures.objects.filter(publication=publication).order_by("pk")}


def published_row_of(row: Row) -> PublishedRow:
    """Read a row of a table."""
    counts = (row.settled, row.user_count, row.beneficiary_count)
    return PublishedRow(row.contributions, *counts, Withheld(row.withheld_because), row.carried_from)


def _year(row: PublishedFigures | PublishedSmall, member_count: int = 1) -> PublishedYear:
    table = row.publication
    return PublishedYear(table.year, table.as_of, table.is_provisional, published_row_of(row), member_count)
