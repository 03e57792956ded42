"""How lists are sorted, paged and downloaded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from entraide.integrations.spreadsheets.downloads import KINDS, spreadsheet
from entraide.ui.values import Column


PER_PAGE = 50


def in_order(request: HttpRequest, rows: Any, sorts: Mapping[str, str]) -> tuple[Any, str]:
    """Sort rows as `?tri=` asks; give them and the order in force, "" for their own."""
    asked = request.GET.get("tri", "")
    column = sorts.get(asked.removeprefix("-"))
    if column is None:
        return rows, ""
    return rows.order_by(f"-{column}" if asked.startswith("-") else column, "pk"), asked


def page_of(request: HttpRequest, rows: Any) -> Page:
    """Give the page that `?page=` asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def wants_file(request: HttpRequest) -> bool:
    """Tell whether the list is asked for as a file."""
    return request.GET.get("format") in KINDS


def downloaded(request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Write a list as the file that `?format=` asks for, all its pages."""
    return spreadsheet(name, [column.label for column in columns], rows, kind=request.GET["format"])
