"""What the worker does for this app."""

from datetime import date
from uuid import UUID

from django_tasks import task

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.operations.campaigns import advance_campaign
from entraide.ui import clock


@task()
def go_on(campaign_id: str, on: str) -> int:
    """Do the next members of a campaign, and hand the following ones back to the worker, so that others are served between.

    Whatever goes wrong in a batch stops the campaign: its page says why, and lets it be resumed.
    """
    day, key = date.fromisoformat(on), UUID(campaign_id)
    done = advance_campaign(campaign_id=key, actor=system_actor("campaign"), at=clock.now(), on=day)
    if done:
        go_on_later(key, on=day)
    return done


def go_on_later(campaign_id: UUID, *, on: date) -> None:
    """Hand a campaign that runs to the worker; the schedule takes over where the worker fell."""
    go_on.enqueue(str(campaign_id), on.isoformat())
