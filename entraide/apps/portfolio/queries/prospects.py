"""Bodies of the register that do not belong: those that might, with how far the branch has come with each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.queries import register_list
from entraide.apps.portfolio.models import Followed
from entraide.apps.portfolio.policies import can_keep_portfolio


NOT_FOLLOWED = "none"


def prospects(*, actor: Actor, on: date, filters: Mapping[str, Any] | None = None) -> QuerySet[Any]:
    """Give the bodies that exist on a day and do not belong, the most inhabited first, to sort and to page; none to who may not see.

    Rows are bodies with `current_name`, `stage` and `stage_since` (empty where nobody follows it). `filters` may hold text, kind,
    department, stage (or `none`), and population, the fewest inhabitants.
    """
    asked = filters or {}
    words = {name: asked.get(name, "") for name in ("text", "kind", "department")}
    followed = Followed.objects.filter(member_id=OuterRef("pk"))
    found = register_list(actor=actor, on=on, **words).filter(contract_key__isnull=True)
    found = found.annotate(
        stage=Subquery(followed.order_by("pk").values("stage")[:1]), stage_since=Subquery(followed.order_by("pk").values("since")[:1])
    )
    if not can_keep_portfolio(actor):
        return found.none()
    if asked.get("stage") == NOT_FOLLOWED:
        found = found.filter(stage__isnull=True)
    elif asked.get("stage"):
        found = found.filter(stage=asked["stage"])
    if asked.get("population"):
        found = found.filter(population__gte=asked["population"])
    return found.order_by(F("population").desc(nulls_last=True), "search_name", "siren")
