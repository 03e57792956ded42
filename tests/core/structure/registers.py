"""A small register to tell events over: five communes in two EPCI, a CCAS, standing since 2012."""

from datetime import date

from entraide.core.structure.changing import changes_of
from entraide.core.structure.facts import AttachmentFact, AttachmentKind, CodeFact, NameFact
from entraide.core.structure.register import Entry, Register
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent


SINCE, DAY = date(2012, 1, 1), date(2016, 1, 1)
A, B, C, D, E = (f"21000000{n}" for n in range(1, 6))
NEW, OTHER = "300000001", "300000002"
NORTH, SOUTH, WEST = "200000001", "200000002", "200000003"
CCAS = "260000001"
CODES = {A: "15031", B: "15035", C: "15047", D: "15141", E: "15171"}


def commune(siren, epci):
    attachments = (AttachmentFact(siren, SINCE, AttachmentKind.EPCI, epci),) if epci else ()
    return Entry(
        siren,
        BodyKind.COMMUNE,
        names=(NameFact(siren, SINCE, f"Commune {siren[-1]}"),),
        codes=(CodeFact(siren, SINCE, CODES[siren]),),
        attachments=attachments,
    )


def epci(siren, name):
    return Entry(siren, BodyKind.EPCI, names=(NameFact(siren, SINCE, name),))


def small():
    """North holds A, B, C; South holds D; E is alone; the CCAS depends on A."""
    return Register(
        [
            commune(A, NORTH),
            commune(B, NORTH),
            commune(C, NORTH),
            commune(D, SOUTH),
            commune(E, ""),
            epci(NORTH, "Nord"),
            epci(SOUTH, "Sud"),
            Entry(
                CCAS,
                BodyKind.CCAS,
                "15",
                names=(NameFact(CCAS, SINCE, "CCAS"),),
                attachments=(AttachmentFact(CCAS, SINCE, AttachmentKind.OWNER, A),),
            ),
        ]
    )


def happens(kind, before, after, *, on=DAY, service=""):
    return StructureEvent(EventKind(kind), on, tuple(before), tuple(after), "arrêté préfectoral", service)


def after(event, register=None):
    """Apply an event and give the register, with undoing checked on the way."""
    register = register or small()
    changes = changes_of(event, register)
    made = register.applied(changes)
    assert made.taken_back(changes) == register
    return made


def town(siren, name="Val Neuf", code="15141"):
    return Body(siren, name, code=code, department="15")


def community(siren, name="Ouest"):
    return Body(siren, name, BodyKind.EPCI, department="15")


def parent(register, siren, on=DAY, kind=AttachmentKind.EPCI):
    fact = register.attachment(siren, kind, on)
    return fact.parent if fact else None


def heirs(register, siren, on=DAY):
    """Give who succeeds to a body on a day, and whether as a whole."""
    return {
        (fact.successor, fact.is_whole) for fact in register.entry(siren).successions if fact.since <= on and (fact.until or date.max) > on
    }
