"""A table as the file that a browser downloads."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from entraide.integrations.spreadsheets.writing import write_csv, write_xlsx


KINDS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def spreadsheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, kind: str) -> HttpResponse:
    """Answer with a CSV or an XLSX named `name`; any other kind gives CSV."""
    kind = kind if kind in KINDS else "csv"
    write, media_type = KINDS[kind]
    return HttpResponse(
        write(columns, rows), content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )
