"""Components of tables: a table from values, or cells written by hand; both become cards on phones."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from entraide.core.money import Money
from entraide.ui.components.actions import query_with
from entraide.ui.components.feedback import status
from entraide.ui.components.texts import NOTHING, date_fr, euros, instant_fr, number
from entraide.ui.rendering import escaped
from entraide.ui.values import Cell, Column, Status, Table


register = Library()

WRITERS: tuple[tuple[type, Any], ...] = (
    (Money, euros),
    (datetime, instant_fr),
    (date, date_fr),
    (bool, lambda value: "Oui" if value else "Non"),
    (int, number),
    (Status, status),
)


def shown(value: Any) -> Any:
    """Write one value of a table as its readers expect; text and safe markup stay as they are."""
    if isinstance(value, str):
        return value
    if value is None:
        return NOTHING
    return next((write(value) for kind, write in WRITERS if isinstance(value, kind)), value)


def cell_html(value: Any) -> SafeString:
    """Write a cell: what stands before it, its text, its link, its status, its line of detail; each part is escaped where it is put in."""
    if not isinstance(value, Cell):
        return mark_safe(escaped(shown(value)))
    text = escaped(shown(value.text))
    if value.url:
        text = f'<a href="{escaped(value.url)}">{text}</a>'
    if value.status:
        text = f"{text} {status(value.status)}"
    if value.note:
        text = f'{text}<span class="e-cell-note">{escaped(value.note)}</span>'
    return mark_safe(f'<span class="e-tick">{escaped(value.before)}<span>{text}</span></span>' if value.before else text)


def header(context: Context, column: Column, sort: str) -> dict[str, Any]:
    """Give a column its sort link: once ascending, then descending."""
    if not column.sort:
        return {"column": column, "url": "", "aria": "", "icon": ""}
    ascending, descending = sort == column.sort, sort == f"-{column.sort}"
    return {
        "column": column,
        "url": query_with(context, tri=f"-{column.sort}" if ascending else column.sort, page=None),
        "aria": "ascending" if ascending else "descending" if descending else "",
        "icon": "arrow-up" if ascending else "arrow-down" if descending else "arrow-up-down",
    }


def rows_html(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> SafeString:
    """Write rows: the first cell of each is its head. Here and not in a template, which would be asked thousands of cells one by one.

    :raises ValueError: if a row has more or fewer values than the table has columns.
    """
    edges = [_edges(column, is_head=not place) for place, column in enumerate(columns)]
    written = ("".join(_cells(edges, row)) for row in rows)
    return mark_safe("\n".join(f'<tr role="row">{cells}</tr>' for cells in written))


def _edges(column: Column, *, is_head: bool) -> tuple[str, str]:
    """Write what stands before and after each value of a column; everything in it is escaped."""
    kind = ' class="e-num"' if column.numeric else ' class="e-prose"' if column.prose and not is_head else ""
    label = escaped(column.label)
    if is_head:
        return f'<th scope="row" role="rowheader" data-label="{label}"{kind}>', "</th>"
    return f'<td role="cell" data-label="{label}"{kind}>', "</td>"


def _cells(edges: Sequence[tuple[str, str]], row: Sequence[Any]) -> Iterator[str]:
    for (before, after), value in zip(edges, row, strict=True):
        yield f"{before}{cell_html(value)}{after}"


@register.inclusion_tag("ui/components/data_table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, Any]:
    """`{% data_table table %}`: a `Table(caption, columns, rows, totals, sort, empty, wide)`.

    Values of a row: text, Money, date, int, None (a dash), Status, `Cell(text, url, note, status)`, safe markup.
    Sort links set `?tri=`; totals stay in sight.
    """
    return {
        "table": table,
        "headers": [header(context, column, table.sort) for column in table.columns],
        "rows": rows_html(table.columns, table.rows),
        "totals": rows_html(table.columns, [table.totals]) if table.totals else "",
    }


@register.simple_block_tag
def table(content: str, caption: str, wide: bool = False) -> SafeString:
    """`{% table "Lignes" %}<thead>…</thead><tbody>…</tbody>{% endtable %}`: your own rows in the kit's table; use `cell` for the cells."""
    wrap = "e-table-wrap e-table-wrap--wide" if wide else "e-table-wrap"
    label = format_html(' role="region" aria-label="{}" tabindex="0"', caption) if wide else ""
    return format_html(
        '<div class="{}"{}><table class="e-table" role="table"><caption>{}</caption>{}</table></div>', wrap, label, caption, content
    )


@register.simple_block_tag
def cell(content: str, label: str = "", numeric: bool = False, head: bool = False) -> SafeString:
    """`{% cell "Montant" numeric=True %}12,00 €{% endcell %}`: a td that keeps its label on phones; `head=True` for the row's th."""
    kind = "e-num" if numeric else ""
    if head:
        return format_html('<th scope="row" role="rowheader" class="{}" data-label="{}">{}</th>', kind, label, content)
    return format_html('<td role="cell" class="{}" data-label="{}">{}</td>', kind, label, content)


@register.simple_tag
def mark(text: str) -> SafeString:
    """`{% mark "Synthétique" %}`: a small neutral mark beside a name, no state."""
    return format_html('<span class="e-mark">{}</span>', text)
