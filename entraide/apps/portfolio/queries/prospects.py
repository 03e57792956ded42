"""Bodies of the register that do not belong: those that might, with how far the branch has come with each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.queries import register_list
from entraide.apps.portfolio.policies import can_keep_portfolio
from entraide.apps.portfolio.queries.following import inherited, told_of


NOT_FOLLOWED = "none"


def prospects(*, actor: Actor, on: date, filters: Mapping[str, Any] | None = None) -> QuerySet[Any]:
    """Give the bodies that exist on a day and do not belong, the most inhabited first, to sort and to page; none to who may not see.

    Rows are bodies with `current_name` and `stage` (empty where nobody follows it, nor followed one in whose place it stands).
    `filters` may hold text, kind, department, stage (or `none`), and population, the fewest inhabitants.
    """
    asked = filters or {}
    words = {name: asked.get(name, "") for name in ("text", "kind", "department")}
    found = register_list(actor=actor, on=on, **words).filter(contract_key__isnull=True)
    if not can_keep_portfolio(actor):
        return found.none()
    found = found.annotate(stage=told_of("stage", inherited(on=on, is_member=False), is_member=False))
    if asked.get("stage") == NOT_FOLLOWED:
        found = found.filter(stage__isnull=True)
    elif asked.get("stage"):
        found = found.filter(stage=asked["stage"])
    if asked.get("population"):
        found = found.filter(population__gte=asked["population"])
    return found.order_by(F("population").desc(nulls_last=True), "search_name", "siren")
