"""The searches of the queue that an officer keeps."""

from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.desk.models import SavedView
from entraide.orm.reading import prepared


def views_of(actor: Actor) -> list[SavedView]:
    """List the views that an officer keeps, by name."""
    return saved_views(actor.account_id).rows()


@prepared
def saved_views(account_id: UUID) -> QuerySet[SavedView]:
    """Read the views that an account keeps, by name."""
    return SavedView.objects.filter(account_id=account_id).order_by("name")


def view_of(view_id: UUID, actor: Actor) -> SavedView | None:
    """Give a view of one's own, or nothing."""
    return SavedView.objects.filter(pk=view_id, account_id=actor.account_id).order_by("pk").first()
