"""What becomes, when bodies change, of where they are billed and of whom we call there, and what is then to be filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entraide.core.membership.coverage import Coverage
from entraide.core.structure.moves import ended_by, standing_after
from entraide.core.structure.values import StructureEvent


@dataclass(frozen=True, slots=True)
class Place:
    """An establishment of a body: its SIRET, and what its accounting service asks to be written on what it receives."""

    siren: str
    siret: str
    name: str = ""
    service_code: str = ""
    engagement_number: str = ""
    is_billed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to write to or to call at a body; `home` is the body that they were called at before this one took it over, if it stands."""

    siren: str
    name: str
    function: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Belongings:
    """Establishments that go on and that end; contacts that stay, and that go home or to `heir`; what is `missing` afterwards.

    A SIRET begins with the SIREN of its body: none passes to another body. `missing` are (body, "billing" or "contact") of bodies that
    belong: nowhere to address a call, nobody to call.
    """

    kept: tuple[Place, ...] = ()
    ended: tuple[Place, ...] = ()
    staying: tuple[Person, ...] = ()
    carried: tuple[Person, ...] = ()
    heir: str = ""
    missing: tuple[tuple[str, str], ...] = ()


def belongings(
    event: StructureEvent, *, heir: str, places: Sequence[Place], people: Sequence[Person], contracts: Mapping[str, Coverage]
) -> Belongings:
    """Tell what an event does to establishments and contacts; `heir` takes over the contacts of what ends, `contracts` are those after."""
    gone = ended_by(event)
    billed = {place.siren for place in places if place.is_billed and place.siren not in gone}
    reached = {one.home or (heir if one.siren in gone else one.siren) for one in people}
    missing = []
    for siren in standing_after(event):
        contract = contracts.get(siren)
        if contract is not None:
            missing += [(siren, "billing")] if siren not in billed and not contract.payer else []
            missing += [(siren, "contact")] if siren not in reached else []
    return Belongings(
        kept=tuple(place for place in places if place.siren not in gone),
        ended=tuple(place for place in places if place.siren in gone),
        staying=tuple(one for one in people if one.siren not in gone and not one.home),
        carried=tuple(one for one in people if one.siren in gone or one.home),
        heir=heir,
        missing=tuple(missing),
    )
