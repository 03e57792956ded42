"""Structure events between rows and values of the core."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from entraide.apps.lifecycle.models import StructureAct
from entraide.core.membership.contracts import Cover, CoverKind, Scope
from entraide.core.membership.coverage import Coverage
from entraide.core.money import Money
from entraide.core.structure.belongings import Belongings, Person, Place
from entraide.core.structure.consequences import Consequences, ContractChange, Exit, Holder, Move, Right
from entraide.core.structure.costs import Cost
from entraide.core.structure.facts import Changes
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent


def event_written(event: StructureEvent, names: Mapping[str, str]) -> dict[str, Any]:
    """Write an event as its row keeps it; `names` says what the bodies of before were called that day."""
    return {
        "kind": event.kind.value,
        "on": event.on.isoformat(),
        "before": list(event.before),
        "names": {siren: names.get(siren, "") for siren in event.before},
        "after": [asdict(body) | {"kind": body.kind.value} for body in event.after],
        "source": event.source,
        "service": event.service,
    }


def event_read(written: Mapping[str, Any]) -> StructureEvent:
    """Read the event of a row."""
    bodies = tuple(Body(**(body | {"kind": BodyKind(body["kind"])})) for body in written["after"])
    on = date.fromisoformat(written["on"])
    return StructureEvent(EventKind(written["kind"]), on, tuple(written["before"]), bodies, written["source"], written["service"])


def event_digest(event: StructureEvent) -> str:
    """Sum up an event: two drafts of one event have the same."""
    return sha256(json.dumps(event_written(event, {}), sort_keys=True).encode()).hexdigest()


def choices_written(choices: Choices) -> dict[str, Any]:
    """Write what an officer settled, without what was left to the proposal."""
    return {name: value for name, value in asdict(choices).items() if value}


def choices_read(act: StructureAct) -> Choices:
    """Read what an officer settled."""
    return Choices(**act.choices)


def digest_of(changes: Changes, told: Consequences) -> str:
    """Sum up all that an event would do: two previews with one digest say the same."""
    return sha256(json.dumps([asdict(changes), asdict(told)], default=str, sort_keys=True).encode()).hexdigest()


def consequences_written(told: Consequences) -> dict[str, Any]:
    """Write what an act did, to tell it once it is done and the situation is another."""
    return json.loads(json.dumps(asdict(told), default=str))


def consequences_read(written: Mapping[str, Any]) -> Consequences:
    """Read what an act did."""
    return Consequences(
        moves=tuple(Move(**move) for move in written["moves"]),
        shared=written["shared"],
        rights=tuple(Right(**right | {"until": right["until"] and date.fromisoformat(right["until"])}) for right in written["rights"]),
        contracts=tuple(
            ContractChange(change["siren"], _coverage(change["before"]), _coverage(change["after"])) for change in written["contracts"]
        ),
        costs=tuple(Cost(**cost | {side: Money(cost[side]["cents"]) for side in ("before", "after")}) for cost in written["costs"]),
        ended_mandates=tuple(_holder(holder) for holder in written["ended_mandates"]),
        carried=_holder(written["carried"]) if written["carried"] else None,
        vacant=tuple((siren, kind) for siren, kind in written["vacant"]),
        claims=tuple((origin, destination, count) for origin, destination, count in written["claims"]),
        leavers=written["leavers"],
        exits=tuple(Exit(one["siren"], date.fromisoformat(one["until"]), tuple(one["follows"])) for one in written["exits"]),
        belongings=_belongings(written["belongings"]),
        bearers=written["bearers"],
    )


def _holder(written: Mapping[str, Any]) -> Holder:
    since = date.fromisoformat(written["since"]) if written.get("since") else None
    return Holder(written["siren"], written["kind"], written["account"], since)


def _belongings(written: Mapping[str, Any]) -> Belongings:
    return Belongings(
        kept=tuple(Place(**place) for place in written["kept"]),
        ended=tuple(Place(**place) for place in written["ended"]),
        staying=tuple(Person(**person) for person in written["staying"]),
        carried=tuple(Person(**person) for person in written["carried"]),
        heir=written["heir"],
        missing=tuple((siren, what) for siren, what in written["missing"]),
    )


def _coverage(written: Mapping[str, Any] | None) -> Coverage | None:
    if written is None:
        return None
    covers = tuple(Cover(CoverKind(cover["kind"]), cover["key"], cover["name"]) for cover in written["covers"])
    until = date.fromisoformat(written["until"]) if written["until"] else None
    return Coverage(written["siren"], Scope(written["scope"]), covers, written["payer"], until)
