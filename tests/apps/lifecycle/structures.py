"""Bodies with people on them, and all that stands today of them, for the tests of structure acts."""

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from entraide.apps.accounts.actor import Actor, system_actor
from entraide.apps.lifecycle.operations import structure as operations
from entraide.apps.members.models import Member
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, EventKind, StructureEvent
from entraide.orm.history import ValidTime
from tests.factories.members import CommuneCodeFactory, MemberFactory, siren


SYSTEM: Actor = system_actor("tests")
FOUNDED = date(2010, 1, 1)
STAMPS = {"id", "recorded_at", "recorded_by", "superseded_at", "superseded_by"}


def commune(number: int, name: str, **values: Any) -> Member:
    """Write a commune with an INSEE code that belongs; `membership=None` for one that does not."""
    code = values.pop("code", f"15{number:03d}")
    since = {"named__since": FOUNDED} | ({} if "membership" in values else {"membership__since": FOUNDED})
    body = MemberFactory(siren=siren(90_000 + number), named__name=name, department="15", **since, **values)
    if code:
        CommuneCodeFactory(member=body, code=code, since=FOUNDED)
    return body


def body_of(member: Member, name: str, code: str = "") -> Body:
    """Say a body as an event leaves it."""
    return Body(member.siren, name, code=code)


def event(kind: EventKind, on: date, before: list[Member], after: list[Body], service: str = "") -> StructureEvent:
    """Say an event."""
    return StructureEvent(kind, on, tuple(one.siren for one in before), tuple(after), "Arrêté préfectoral", service)


def today_of(on: date) -> dict[str, Any]:
    """Act as the system some weeks after a day."""
    return {"actor": SYSTEM, "at": datetime.now(UTC), "on": on}


def drafted(happens: StructureEvent, choices: Choices | None = None, **act: Any) -> Any:
    """Draft an act and settle it."""
    act = act or today_of(happens.on)
    key = operations.draft_structure_act(event=happens, **act)
    if choices is not None:
        operations.settle_structure_act(act_id=key, choices=choices, **act)
    return key


def applied(happens: StructureEvent, choices: Choices | None = None, **act: Any) -> Any:
    """Draft an act, settle it and apply it."""
    act = act or today_of(happens.on)
    key = drafted(happens, choices, **act)
    operations.apply_structure_act(act_id=key, **act)
    return key


def current_views() -> dict[str, list[tuple]]:
    """Give all that the dated facts say at present, without who recorded it, and for which member each claim counts."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, ValidTime):
            columns = [field.attname for field in model._meta.local_concrete_fields if field.attname not in STAMPS]
            found[model.__name__] = sorted(map(repr, model.objects.current().order_by("pk").values_list(*columns)))
    claims = apps.get_model("claims", "Claim").objects.order_by("pk").values_list("pk", "member_id")
    return found | {"Claim": list(claims)}
