"""What a committee or a delegation aims at for a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.network.queries import committees
from entraide.apps.portfolio.models import Target
from entraide.apps.portfolio.policies import require_portfolio_keeper
from entraide.apps.portfolio.refusals import UnknownArea


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Area:
    """A committee by its name, or a delegation by its department: one of the two."""

    committee: str = ""
    department: str = ""


@transaction.atomic
def set_targets(*, year: int, area: Area, values: Mapping[str, int], actor: Actor, at: datetime, on: date) -> None:
    """Set what an area aims at for a civil year, by indicator; zero takes a target away, what is not named stays.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises UnknownArea: if there is no such committee or delegation.
    """
    require_portfolio_keeper(actor)
    known = committees()
    is_known = area.committee in known.values() if area.committee else area.department in known
    if not is_known or (area.committee and area.department):
        raise UnknownArea
    where = {"year": year, "committee": area.committee, "department": area.department}
    for indicator, value in values.items():
        if value:
            Target.objects.update_or_create(**where, indicator=indicator, defaults={"value": value})
        else:
            Target.objects.filter(**where, indicator=indicator).delete()
    record("portfolio.targets_set", actor=actor, subject=("targets", NOBODY), at=at, on=on, payload=where | dict(values))
