"""A body of the territorial service, and one event that changes bodies on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BodyKind(StrEnum):
    """What a body is in law; a `COMMUNE` alone holds an INSEE code, an `EPCI` has communes attached to it."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"
    CCAS = "ccas"
    SDIS = "sdis"
    SYNDICATE = "syndicate"
    MANAGEMENT_CENTRE = "management_centre"
    ASSOCIATION = "association"
    OTHER = "other"


class EventKind(StrEnum):
    """What happens to bodies.

    `MERGER`: several bodies become one, which may be one of them. `NEW_COMMUNE`: the same for communes, the new one having its own SIREN.
    `SPLIT`: one body becomes several, itself among them or not. `RE_ESTABLISHMENT`: a split that gives back bodies merged earlier.
    `EXTENSION`: a body attaches others (communes join an EPCI, leaving the one they were in). `WITHDRAWAL`: they leave it for none.
    `SERVICE_TRANSFER`: a service goes from one body to another with its staff. `RENAMING`: a name, perhaps the INSEE code too.
    """

    MERGER = "merger"
    NEW_COMMUNE = "new_commune"
    SPLIT = "split"
    RE_ESTABLISHMENT = "re_establishment"
    EXTENSION = "extension"
    WITHDRAWAL = "withdrawal"
    SERVICE_TRANSFER = "service_transfer"
    RENAMING = "renaming"


MERGERS = frozenset({EventKind.MERGER, EventKind.NEW_COMMUNE})
SPLITS = frozenset({EventKind.SPLIT, EventKind.RE_ESTABLISHMENT})


@dataclass(frozen=True, slots=True)
class Body:
    """A body as an event leaves it: known by its SIREN; `code` is the INSEE code of a commune, empty for the others."""

    siren: str
    name: str
    kind: BodyKind = BodyKind.COMMUNE
    code: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class StructureEvent:
    """What happens on day `on`: the bodies of `before` (SIRENs) change, those of `after` are what then stands.

    MERGER, NEW_COMMUNE   before: all that merge · after: the one that stands
    SPLIT, RE_ESTABLISHMENT  before: the one that is split · after: all that stand, itself too where it goes on
    EXTENSION, WITHDRAWAL before: those that join or leave · after: the body that they join or leave
    SERVICE_TRANSFER      before: whose service it was · after: whose it becomes · `service`: its name in the affiliations
    RENAMING              before: the body · after: the same SIREN with its new name and code

    `source` names the text that decided it (an order, a table and its date).
    """

    kind: EventKind
    on: date
    before: tuple[str, ...]
    after: tuple[Body, ...]
    source: str
    service: str = ""
