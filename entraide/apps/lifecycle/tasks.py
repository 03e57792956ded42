"""What the worker does for this app."""

from datetime import date

from django_tasks import task

from entraide.apps.accounts.actor import system_actor
from entraide.apps.lifecycle.operations.duplicates import search_duplicates
from entraide.ui import clock


@task()
def search_duplicates_now(on: str) -> int:
    """Look for duplicates among everybody: a minute for a million persons, which no page may take."""
    return search_duplicates(actor=system_actor("duplicates"), at=clock.now(), on=date.fromisoformat(on))


def search_duplicates_later(on: date) -> None:
    """Hand the search to the worker."""
    search_duplicates_now.enqueue(on.isoformat())
