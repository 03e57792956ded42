"""The real movements of a few communes, for stories told on the database without the whole country."""

from entraide.apps.members.operations.replay import OPENED_ON, Prepared, as_bodies
from entraide.core.structure.movements import communes_before, groups_of
from entraide.core.structure.perimeters import Perimeter
from entraide.core.structure.register import Register
from entraide.core.structure.replay import replay
from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_files.bodies import BodyList, read_bodies
from entraide.integrations.reference_files.history import read_movements, shipped_perimeters


def story(codes: set[str]) -> Prepared:
    """Prepare the replay of the movements that touch some INSEE codes, and of the perimeters of those communes alone."""
    movements, _ = read_movements()
    groups = [group for group in groups_of(movements) if codes & {*group.before, *group.after}]
    codes = codes | {code for group in groups for code in (*group.before, *group.after)}
    listed = read_bodies(BodyKind.COMMUNE)
    kept = BodyList(listed.kind, listed.year, tuple(body for body in listed.bodies if body.code in codes), ())
    opening, _ = communes_before(groups, as_bodies(kept))
    perimeters = [_of(perimeter, codes) for perimeter in shipped_perimeters(2019, 2025)]
    return Prepared(opening, replay(Register.opened_on(OPENED_ON, opening), groups, perimeters), kept, len(groups), 0)


def _of(perimeter: Perimeter, codes: set[str]) -> Perimeter:
    members = {code: epci for code, epci in perimeter.members.items() if code in codes}
    return Perimeter(perimeter.on, {siren: perimeter.epcis[siren] for siren in set(members.values())}, members)
