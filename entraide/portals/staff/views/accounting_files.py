"""The accounting file (FEC): the years that the journal holds, what each holds, the file itself."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.ledger import queries as ledger
from entraide.apps.payments.policies import ACCOUNTANTS
from entraide.core.ledger.fec import JOURNALS, fec_name, is_provisional
from entraide.core.money import total
from entraide.ui import clock
from entraide.ui.values import Cell, Column, Status, Table, Tone


SIREN_LENGTH = 9
OPEN = Status("année ouverte : provisoire", Tone.WARNING)
CLOSED = Status("année close", Tone.SUCCESS)
COLUMNS = (
    Column("Journal"),
    Column("Écritures", numeric=True),
    Column("Débits", numeric=True),
    Column("Crédits", numeric=True),
)


@for_roles(*ACCOUNTANTS)
@require_safe
def accounting_files(request: HttpRequest) -> HttpResponse:
    """Show what the file of each year holds, and where it is downloaded."""
    years = []
    for year in ledger.journal_years(last=clock.today().year):
        totals = ledger.fec_totals(year)
        sums = total(each.amount for each in totals)
        rows = [(Cell(JOURNALS[each.code], note=each.code), each.count, each.amount, each.amount) for each in totals]
        years.append(
            {
                "year": year,
                "name": _name(year),
                "url": reverse("staff:accounting_file", args=[year]),
                "status": OPEN if is_provisional(year, on=clock.today()) else CLOSED,
                "table": Table(
                    f"Écritures de {year}", COLUMNS, rows, totals=("Total de contrôle", sum(each.count for each in totals), sums, sums)
                ),
            }
        )
    return render(request, "staff/accounting_files.html", {"years": years})


@for_roles(*ACCOUNTANTS)
@require_safe
def accounting_file(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Give the file of a year, written while it is sent: a year may hold millions of entries.

    :raises Http404: if the journal holds nothing of that year.
    """
    if year not in ledger.journal_years(last=clock.today().year):
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{_name(year)}"'}
    return StreamingHttpResponse(_lines(year), content_type="text/plain; charset=utf-8", headers=headers)


def _name(year: int) -> str:
    return fec_name(settings.ENTRAIDE_ISSUER["siret"][:SIREN_LENGTH], closed_on=date(year, 12, 31))


def _lines(year: int) -> Iterator[bytes]:
    yield from (f"{line}\r\n".encode() for line in ledger.fec_of(year, pieces_of=import_string(settings.ENTRAIDE_PIECES)))
