"""How lists are downloaded."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from entraide.integrations.spreadsheets.downloads import KINDS, spreadsheet
from entraide.ui.values import Column


def wants_file(request: HttpRequest) -> bool:
    """Tell whether the list is asked for as a file."""
    return request.GET.get("format") in KINDS


def downloaded(request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Write a list as the file that `?format=` asks for, all its pages."""
    return spreadsheet(name, [column.label for column in columns], rows, kind=request.GET["format"])
