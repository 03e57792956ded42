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
    issued_on: date
    is_given: bool = False

    @property
    def kind(self) -> DocumentKind:
        """Give what the documents of this series are."""
        return KINDS[self.row.prefix]

    def next_number(self) -> str:
        """Give the next number.

        :raises IssuedBeforeLast: if the document before it bears a later day.
        """
        if not self.is_given:
            self._check_day()
        self.row.last += 1
        self.is_given = True
        return f"{self.row.prefix}-{self.row.year}-{self.row.last:06d}"

    def _check_day(self) -> None:
        issued = CallDocument.objects.filter(kind=self.kind, issued_on__year=self.row.year).only("number", "issued_on")
        last = issued.order_by("-issued_on", "-number").first()
        if last is not None and last.issued_on > self.issued_on:
            days = {"last_on": f"{last.issued_on:%d/%m/%Y}", "issued_on": f"{self.issued_on:%d/%m/%Y}"}
            raise IssuedBeforeLast(number=last.number, **days)

    def close(self) -> None:
        """Write the last number given."""
        if self.is_given:
            self.row.save(update_fields=["last"])


def open_series(prefix: str, issued_on: date) -> Series:
    """Lock the series of the year of issue; a transaction that fails gives its numbers back."""
    row, _ = DocumentSeries.objects.get_or_create(prefix=prefix, year=issued_on.year)
    return Series(DocumentSeries.objects.select_for_update().get(pk=row.pk), issued_on)


def require_day(issued_on: date) -> None:
    """Want a day on which documents may still be numbered, before a campaign is opened on it.

    :raises IssuedBeforeLast: if a later day was numbered already.
    """
    for prefix in KINDS:
        open_series(prefix, issued_on).next_number()
