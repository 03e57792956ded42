"""A queryset without an order has none: its rows come back shuffled, and taking the first of them is refused."""

import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import Join

from tests.harness.faults import Fault, report
from tests.harness.patches import replace


OURS = ("entraide.", "tests.")


class UnorderedRead(Fault):
    """The first rows of a queryset without an order were asked for: any rows may come."""


class UnclearLock(Fault):
    """`select_for_update` over a join without `of=`: it would lock rows of tables that nobody means to change."""


def _shuffled(rows: list[Any]) -> list[Any]:
    """Shuffle in place; two rows are exchanged, so that no run of luck hides a missing order."""
    if len(rows) > 1:
        before = list(rows)
        random.shuffle(rows)
        if all(left is right for left, right in zip(rows, before, strict=True)):
            rows.reverse()
    return rows


def _refuse_unordered(queryset: QuerySet, act: str) -> None:
    caller = sys._getframe(2).f_globals.get("__name__", "")
    if caller.startswith(OURS) and not queryset.ordered:
        report(UnorderedRead(f"{caller} asks {act} of {queryset.model.__name__} without an order: add order_by"))


def _patch_reads() -> None:
    def fetch_all(self: QuerySet) -> None:
        fresh = self._result_cache is None
        original_fetch_all(self)
        if fresh and not self.ordered:
            _shuffled(self._result_cache)

    def iterator(self: QuerySet, *args: Any, **kwargs: Any) -> Iterator[Any]:
        rows = original_iterator(self, *args, **kwargs)
        return rows if self.ordered else iter(_shuffled(list(rows)))

    original_fetch_all = replace(QuerySet, "_fetch_all", fetch_all)
    original_iterator = replace(QuerySet, "iterator", iterator)


def _patch_firsts() -> None:
    def get_item(self: QuerySet, key: int | slice) -> Any:
        _refuse_unordered(self, "some rows")
        return original_get_item(self, key)

    def first(self: QuerySet) -> Any:
        _refuse_unordered(self, "the first row")
        return original_first(self)

    def last(self: QuerySet) -> Any:
        _refuse_unordered(self, "the last row")
        return original_last(self)

    original_get_item = replace(QuerySet, "__getitem__", get_item)
    original_first = replace(QuerySet, "first", first)
    original_last = replace(QuerySet, "last", last)


def _patch_locks() -> None:
    # The FROM clause: later, Django forgets the joins that it made for select_related.
    def get_from_clause(self: SQLCompiler) -> Any:
        query = self.query
        if query.select_for_update and not query.select_for_update_of:
            joined = [table for alias, table in query.alias_map.items() if query.alias_refcount.get(alias) and isinstance(table, Join)]
            if joined:
                tables = ", ".join(sorted(table.table_name for table in joined))
                report(UnclearLock(f"select_for_update of {query.model.__name__} joins {tables}: say of=('self',)"))
        return original(self)

    original = replace(SQLCompiler, "get_from_clause", get_from_clause)


def pytest_configure(config: pytest.Config) -> None:
    """Watch every queryset of the session."""
    _patch_reads()
    _patch_firsts()
    _patch_locks()
