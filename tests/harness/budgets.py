"""A page's number of queries does not grow with its rows."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


MANY = 20


def queries_of(client: Client, url: str, **data: Any) -> list[str]:
    """List the SQL that a GET issues; the page must answer 200."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, data)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def assert_query_budget(client: Client, url: str, make_rows: Callable[[int], Any], *, at_most: int = 25) -> None:
    """Fail unless `url` issues as many queries with 1 row as with 20, and no more than `at_most`.

    `make_rows(count)` adds that many rows of the kind that the page lists. A first visit is not counted: what a
    process reads once and keeps depends on the tests that ran before.
    """
    make_rows(1)
    queries_of(client, url)
    one = queries_of(client, url)
    make_rows(MANY - 1)
    many = queries_of(client, url)
    extra = [sql[:200] for sql in many if many.count(sql) > 1 or sql not in one]
    assert len(one) == len(many), f"{url}: {len(one)} queries for 1 row, {len(many)} for {MANY}:\n" + "\n".join(extra)
    assert len(many) <= at_most, f"{url}: {len(many)} queries, at most {at_most} are allowed:\n" + "\n".join(sql[:200] for sql in many)
