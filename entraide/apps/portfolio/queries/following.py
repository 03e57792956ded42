"""Who is followed: a body under its own name, or in the place of one that is gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from entraide.apps.members.queries import current_name
from entraide.apps.members.queries.successions import heirs_of, origins_of
from entraide.apps.portfolio.models import Followed
from entraide.core.network.stages import ProspectStage


AT_RISK = "at_risk"
PROSPECT = tuple(stage.value for stage in ProspectStage)


@dataclass(frozen=True, slots=True)
class Following:
    """How a body is followed; `origin` is the name of the one that it was begun with, empty where it is the body itself."""

    stage: str
    reason: str
    since: date
    followed_by: UUID | None
    origin: str = ""


def following_of(member_id: UUID, *, on: date, is_member: bool) -> Following | None:
    """Tell how a body is followed: as a risk where it belongs, as a prospect where it does not; what is its own comes first."""
    origins = origins_of(member_id, on=on)
    rows = {row.member_id: row for row in Followed.objects.filter(member_id__in={member_id, *origins}).order_by("since", "pk")}
    own = rows.pop(member_id, None)
    if own is not None:
        return _told(own, "") if own.stage in _stages(is_member) else None
    kept = [row for row in rows.values() if row.stage in _stages(is_member)]
    return _told(kept[-1], origins[kept[-1].member_id]) if kept else None


def _told(row: Followed, origin: str) -> Following:
    return Following(row.stage, row.reason, row.since, row.followed_by, origin)


def _stages(is_member: bool) -> tuple[str, ...]:
    return (AT_RISK,) if is_member else PROSPECT


def inherited(*, on: date, is_member: bool) -> dict[UUID, Followed]:
    """Give, by body that is not followed under its own name, how one that is gone and in whose place it stands was, the last first."""
    exists = Exists(current_name(OuterRef("member_id"), on=on))
    rows = list(Followed.objects.filter(~exists, stage__in=_stages(is_member)).order_by("since", "pk"))
    heirs = heirs_of({row.member_id for row in rows}, on=on)
    found = {view.id: row for row in rows for view in heirs[row.member_id]}
    own = set(Followed.objects.filter(member_id__in=found).order_by("pk").values_list("member_id", flat=True))
    return {key: row for key, row in found.items() if key not in own}


def told_of(column: str, held: Mapping[UUID, Followed], *, is_member: bool) -> Any:
    """Give the expression of what a column says of how a body is followed, over a query of bodies; `held` is what it inherited."""
    own: QuerySet = Followed.objects.filter(member_id=OuterRef("pk"), stage__in=_stages(is_member)).order_by("pk").values(column)[:1]
    values: dict[Any, list[UUID]] = {}
    for key, row in held.items():
        values.setdefault(getattr(row, column), []).append(key)
    cases = (When(pk__in=keys, then=Value(value)) for value, keys in values.items())
    return Case(*cases, default=Subquery(own)) if values else Subquery(own)
