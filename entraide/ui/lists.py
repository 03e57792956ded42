"""What every list shares: how it is searched, sorted and cut into pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from entraide.ui.components import date_fr
from entraide.ui.values import ActiveFilter


PER_PAGE = 50
# Stands in an address for the key of any row.
ANY = UUID(int=0)


class FilterForm(forms.Form):
    """What a list is searched by: a fault filters nothing and is shown on its field."""

    # How a value is said on its removable mark, where neither its choice nor its quoted text says it well; None for no mark.
    marks: Mapping[str, str | None] = {}

    def typed(self) -> dict[str, Any]:
        """Give the filters in force."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def active(self, url: str) -> list[ActiveFilter]:
        """Say the filters in force, each with the way to remove it, the order kept."""
        typed = self.typed()
        order = {"tri": self.data["tri"]} if self.data.get("tri") else {}
        return [
            ActiveFilter(
                self._mark(name).format(self._said(name, value)),
                f"{url}?{urlencode({other: kept for other, kept in (typed | order).items() if other != name})}",
            )
            for name, value in typed.items()
            if self._mark(name)
        ]

    def _mark(self, name: str) -> str:
        field = self.fields[name]
        usual = {forms.DateField: f"{field.label} {{}}", forms.CharField: "« {} »"}.get(type(field), "{}")
        return self.marks.get(name, usual) or ""

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_fr(value)
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


def in_order(request: HttpRequest, rows: Any, sorts: Mapping[str, str], *, ties: Sequence[str] = ("pk",)) -> tuple[Any, str]:
    """Sort rows as `?tri=` asks, equal ones by `ties`; give them and the order in force, "" for their own."""
    asked = request.GET.get("tri", "")
    column = sorts.get(asked.removeprefix("-"))
    if column is None:
        return rows, ""
    return rows.order_by(f"-{column}" if asked.startswith("-") else column, *ties), asked


def page_of(request: HttpRequest, rows: Any, *, size: int = PER_PAGE, count: int | None = None) -> Page:
    """Give the page that `?page=` asks for; `count` is how many rows there are, where that is known already."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def row_url(view: str, key: UUID) -> str:
    """Give the way to the page of one row of a list: the address is looked for once, and only its key changes from row to row."""
    return _address(view).replace(str(ANY), str(key))


@cache
def _address(view: str) -> str:
    return reverse(view, args=[ANY])
