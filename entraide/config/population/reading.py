"""What a filled database says of itself by the queries that the screens use, beside the published figures."""

from collections.abc import Iterator
from datetime import date

from entraide.apps.members.queries import members_on
from entraide.apps.reporting.queries.figures import member_years
from entraide.core.structure.values import BodyKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.calibration import calibration
from entraide.population.synthetic.france import France
from entraide.population.synthetic.reached import Reached, since_then
from entraide.population.synthetic.tuning import Target


READ = "base"
ASKED = "ce qui a été demandé"


def read_back(france: France) -> list[Reached]:
    """Read members and their heads as the register and the board of the direction show them."""
    return [Reached(target, value, READ) for target, value in _of_members(france)]


def _of_members(france: France) -> Iterator[tuple[Target, float]]:
    members = members_on(france.on)
    heads = _heads(france.on.year, france.on)
    communes = {member.id for member in members if member.kind == BodyKind.COMMUNE}
    yield Target("adhérents", float(france.members.bodies.size), 0.0, ASKED), float(len(members))
    yield Target("bénéficiaires", float(france.size), 0.0, ASKED), float(sum(heads.values()))
    yield tuning.COMMUNE_MEMBERS, len(communes) / len(members)
    yield tuning.COMMUNE_BENEFICIARIES, sum(count for key, count in heads.items() if key in communes) / france.size
    yield tuning.UNDER_TEN, sum(count < 10 for count in heads.values()) / len(members)
    of_2019 = sum(_heads(2019, date(2019, 12, 31)).values())
    yield tuning.HEADS_OF_2019, of_2019 / france.size * since_then(calibration().heads, france.on)


def _heads(year: int, as_of: date) -> dict[object, int]:
    return {one.member_id: one.figures.beneficiary_count for one in member_years(year, as_of=as_of)}
