"""Numbers of documents: sequential by day within a series of a civil year, none missing, none given twice."""

from dataclasses import dataclass
from datetime import date

from entraide.apps.contributions.models import CallDocument, DocumentSeries
from entraide.apps.contributions.refusals import IssuedBeforeLast
from entraide.core.contributions.call_document import DocumentKind


CALLS, CREDITS = "AC", "AV"
KINDS = {CALLS: DocumentKind.CALL, CREDITS: DocumentKind.CREDIT}


@dataclass(slots=True)
class Series:
    """A series of one year, its row locked: the numbers given are written when it closes, in the transaction of their documents."""

    row: DocumentSeries

    @property
    def kind(self) -> DocumentKind:
        """Give what the documents of this series are."""
        return KINDS[self.row.prefix]

    def next_number(self) -> str:
        """Give the next number."""
        self.row.last += 1
        return f"{self.row.prefix}-{self.row.year}-{self.row.last:06d}"

    def close(self) -> None:
        """Write the last number given."""
        self.row.save(update_fields=["last"])


def open_series(prefix: str, issued_on: date) -> Series:
    """Lock the series of the year of issue; a transaction that fails gives its numbers back.

    :raises IssuedBeforeLast: if its last document bears a later day.
    """
    row, _ = DocumentSeries.objects.get_or_create(prefix=prefix, year=issued_on.year)
    series = Series(DocumentSeries.objects.select_for_update().get(pk=row.pk))
    last = CallDocument.objects.filter(kind=series.kind, issued_on__year=issued_on.year).order_by("-issued_on", "-number").first()
    if last is not None and last.issued_on > issued_on:
        days = {"last_on": f"{last.issued_on:%d/%m/%Y}", "issued_on": f"{issued_on:%d/%m/%Y}"}
        raise IssuedBeforeLast(number=last.number, **days)
    return series
