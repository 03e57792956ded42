"""Laws of the register over random sequences of events: one holder per code, one EPCI per commune, nothing lost, the last event undone."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from entraide.core.structure.changing import changes_of
from entraide.core.structure.facts import AttachmentKind, Changes
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.register import Register, holds
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent


FIRST_DAY = date(2012, 1, 1)
COMMUNES = tuple(Body(f"2100000{n:02d}", f"Commune {n}", code=f"01{n:03d}", department="01") for n in range(10))
EPCIS = tuple(Body(f"2000000{n:02d}", f"Communauté {n}", BodyKind.EPCI) for n in range(4))


@dataclass
class World:
    """A register as it goes, and who may still be made."""

    register: Register = field(default_factory=lambda: Register.opened_on(FIRST_DAY, COMMUNES))
    on: date = FIRST_DAY
    made: int = 0
    history: list[tuple[Register, Changes]] = field(default_factory=list)

    def communes(self):
        return sorted(self.register.standing(self.on), key=lambda body: body.siren)

    def fresh(self, code=""):
        self.made += 1
        return Body(f"3{self.made:08d}", f"Nouvelle {self.made}", code=code or f"02{self.made:03d}", department="02")

    def apply(self, event):
        changes = changes_of(event, self.register)
        self.history.append((self.register, changes))
        self.register = self.register.applied(changes)


def merger(world, draw):
    standing = world.communes()
    if len(standing) < 2:
        return None
    several = draw(st.lists(st.sampled_from(standing), min_size=2, max_size=4, unique=True))
    one = draw(st.sampled_from(several))
    after = one if draw(st.booleans()) else world.fresh(code=one.code)
    return StructureEvent(EventKind.NEW_COMMUNE, world.on, tuple(body.siren for body in several), (after,), "arrêté")


def split(world, draw):
    one = draw(st.sampled_from(world.communes()))
    gone = [
        Body(entry.siren, entry.names[-1].name, code=entry.codes[-1].code)
        for entry in world.register
        if entry.kind is BodyKind.COMMUNE and entry.names and world.register.name(entry.siren, world.on) is None
    ]
    free = [body for body in gone if not world.register.holders(body.code, world.on)]
    back = draw(st.lists(st.sampled_from(free), max_size=2, unique_by=lambda body: body.code)) if free else []
    first = one if draw(st.booleans()) else world.fresh(code=one.code)
    kind = EventKind.RE_ESTABLISHMENT if back else EventKind.SPLIT
    return StructureEvent(kind, world.on, (one.siren,), (first, *back, world.fresh()), "arrêté")


def move(world, draw):
    several = draw(st.lists(st.sampled_from(world.communes()), min_size=1, max_size=5, unique=True))
    target = draw(st.sampled_from(EPCIS))
    joining = []
    leaving = []
    for body in several:
        held = world.register.attachment(body.siren, AttachmentKind.EPCI, world.on)
        (leaving if held and held.parent == target.siren else joining).append(body.siren)
    kind, chosen = (EventKind.EXTENSION, joining) if joining else (EventKind.WITHDRAWAL, leaving)
    return StructureEvent(kind, world.on, tuple(chosen), (target,), "arrêté")


def renaming(world, draw):
    one = draw(st.sampled_from(world.communes()))
    fresh = world.fresh()
    code = fresh.code if draw(st.booleans()) else one.code
    return StructureEvent(EventKind.RENAMING, world.on, (one.siren,), (Body(one.siren, fresh.name, code=code),), "décret")


@st.composite
def worlds(draw):
    world = World()
    for make in draw(st.lists(st.sampled_from([merger, split, move, move, renaming]), min_size=1, max_size=12)):
        world.on += timedelta(days=draw(st.sampled_from([0, 1, 400])))
        event = make(world, draw)
        if event is not None:
            world.apply(event)
    return world


@given(worlds())
def test_after_any_sequence_each_code_is_held_once_and_each_commune_has_at_most_one_epci(world):
    days = {world.on, *(changes.event.on for _, changes in world.history)}
    for day in days:
        codes = [fact.code for entry in world.register for fact in entry.codes if holds(fact, day)]
        assert len(codes) == len(set(codes))
        for entry in world.register:
            assert sum(holds(fact, day) for fact in entry.names) <= 1
            assert sum(holds(fact, day) for fact in entry.attachments) <= 1
            heirs = [fact.successor for fact in entry.successions if holds(fact, day)]
            assert len(heirs) == len(set(heirs))
    assert all(body.code for body in world.communes())


@given(worlds())
def test_undoing_the_events_from_the_last_gives_back_each_register_as_it_was(world):
    register = world.register
    for before, changes in reversed(world.history):
        register = register.taken_back(changes)
        assert register == before


@given(worlds())
def test_no_territory_is_lost_every_commune_that_ended_is_succeeded_to_by_one_that_stands(world):
    standing = {body.siren for body in world.communes()}
    heirs = {
        entry.siren: {fact.successor for fact in entry.successions if holds(fact, world.on)}
        for entry in world.register
        if entry.kind is BodyKind.COMMUNE
    }
    for siren in heirs:
        reached, looked = {siren}, set()
        while not reached & standing:
            looked |= reached
            reached = {heir for one in reached for heir in heirs[one]} - looked
            assert reached, f"{siren} is nowhere"


@given(worlds())
def test_no_commune_is_attached_to_an_epci_that_does_not_exist_and_no_epci_stands_empty(world):
    attached = {
        fact.parent
        for body in world.communes()
        if (fact := world.register.attachment(body.siren, AttachmentKind.EPCI, world.on)) is not None
    }
    assert attached == {body.siren for body in world.register.standing(world.on, BodyKind.EPCI)}


@given(worlds(), st.integers(1, 2000))
def test_an_event_before_the_last_one_of_a_body_is_always_refused(world, days):
    _, last = world.history[-1] if world.history else (None, None)
    if last is None or last.event.kind in {EventKind.EXTENSION, EventKind.WITHDRAWAL}:
        return
    event = StructureEvent(
        EventKind.RENAMING,
        last.event.on - timedelta(days=days),
        (last.event.after[0].siren,),
        (Body(last.event.after[0].siren, "Autre"),),
        "x",
    )
    try:
        changes_of(event, world.register)
    except ImpossibleEvent as fault:
        assert "structure.before_last_event" in {finding.code for finding in fault.findings}
    else:
        raise AssertionError("the past was changed under what came after it")
