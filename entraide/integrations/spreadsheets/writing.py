"""Write tables that people open in a spreadsheet: nothing in them can run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from entraide.core.money import Money
from entraide.integrations.spreadsheets.formulas import neutral


_ROWS_PER_PIECE = 500
_WIDTHS = (10, 60)


def stream_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Give pieces of a CSV file in UTF-8 with its mark, separated by ";", with French dates and commas, for a streamed answer."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([neutral(column) for column in columns])
    for place, row in enumerate(rows, 1):
        writer.writerow([_as_text(value) for value in row])
        if place % _ROWS_PER_PIECE == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write the CSV file of `stream_csv` at once."""
    return b"".join(stream_csv(columns, rows))


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Liste") -> bytes:
    """Write a workbook of one sheet, row by row in constant memory: real dates, amounts in euros, texts that never run.

    A text that a spreadsheet would run keeps its letters: it is stored as text, marked as quoted.
    """
    output = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(output, options) as workbook:
        worksheet = workbook.add_worksheet(sheet)
        formats = {
            "title": workbook.add_format({"bold": True, "quote_prefix": True}),
            "quoted": workbook.add_format({"quote_prefix": True}),
            "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
            "instant": workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            "euros": workbook.add_format({"num_format": "#,##0.00\\ [$€-40C]"}),
        }
        for place, column in enumerate(columns):
            worksheet.set_column(place, place, min(max(len(column) + 2, _WIDTHS[0]), _WIDTHS[1]))
        worksheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            worksheet.write_string(0, place, column, formats["title"])
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _write_cell(worksheet, (line, place), value, formats)
    return output.getvalue()


def _write_cell(worksheet: Worksheet, at: tuple[int, int], value: Any, formats: dict[str, Format]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Money):
        worksheet.write_number(*at, value.euros, formats["euros"])
    elif isinstance(value, datetime):
        worksheet.write_datetime(*at, value.replace(tzinfo=None), formats["instant"])
    elif isinstance(value, date):
        worksheet.write_datetime(*at, value, formats["day"])
    elif isinstance(value, bool):
        worksheet.write_string(*at, _as_text(value))
    elif isinstance(value, int | Decimal):
        worksheet.write_number(*at, value)
    else:
        text = str(value)
        worksheet.write_string(*at, text, formats["quoted"] if neutral(text) != text else None)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Money):
        return str(value.euros).replace(".", ",")
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return neutral(str(value))


def _drained(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
