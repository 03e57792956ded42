"""What a filled database says of itself by the queries that the screens use, beside the published figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from entraide.apps.members.queries import members_on
from entraide.apps.network.queries import without_correspondent
from entraide.apps.reporting.queries.board import Whole, by_committee
from entraide.apps.reporting.queries.figures import added_up, member_years
from entraide.apps.usage.queries import counts_by_year
from entraide.core.structure.values import BodyKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.france import France
from entraide.population.synthetic.past import wanted_rates
from entraide.population.synthetic.reached import KNOWN_OF_2019, Reached, heads_since_then
from entraide.population.synthetic.tuning import Target


READ = "base"
ASKED = "ce qui a été demandé"


def read_back(france: France) -> list[Reached]:
    """Read members and their heads as the register and the board of the direction show them."""
    return [Reached(target, value, READ) for target, value in _of_members(france)]


def _of_members(france: France) -> Iterator[tuple[Target, float]]:
    members = members_on(france.on)
    heads = _heads(france.on.year, france.on)
    yield tuning.CORRESPONDENTS, 1 - len(without_correspondent({member.id for member in members}, on=france.on)) / len(members)
    communes = {member.id for member in members if member.kind == BodyKind.COMMUNE}
    yield Target("adhérents", float(france.members.bodies.size), 0.0, ASKED, is_share=False), float(len(members))
    yield Target("bénéficiaires", float(france.here), 0.0, ASKED, is_share=False), float(sum(heads.values()))
    yield tuning.COMMUNE_MEMBERS, len(communes) / len(members)
    yield tuning.COMMUNE_BENEFICIARIES, sum(count for key, count in heads.items() if key in communes) / france.here
    yield tuning.UNDER_TEN, sum(count < 10 for count in heads.values()) / len(members)
    if france.on >= KNOWN_OF_2019:
        of_2019 = sum(_heads(2019, date(2019, 12, 31)).values())
        yield tuning.HEADS_OF_2019, of_2019 / france.here * heads_since_then(france.on)


def read_years(years: Sequence[int]) -> list[Reached]:
    """Read the rates of each year as the board of the direction shows them, of the whole and of each committee, then what was used."""
    if not years:
        return []
    reached, heads = [], 0
    for year in years:
        committees = by_committee(year, as_of=date(year, 12, 31))
        whole = Whole(str(year), added_up(one.figures for one in committees))
        reached += [Reached(target, value, READ) for target, value in _of_year(year, whole, committees)]
        heads += whole.figures.beneficiary_count
    counts, last = counts_by_year(), years[-1]
    whole = counts.get((last, "platform"), 0) / max(sum(count for (year, _), count in counts.items() if year == last), 1)
    used = Reached(tuning.BENEFITS_A_YEAR, sum(counts.values()) / max(heads, 1), READ)
    return [*reached, used, Reached(_dated(tuning.DECIDED_HERE, last), whole, READ)]


def _of_year(year: int, whole: Whole, committees: Sequence[Whole]) -> Iterator[tuple[Target, float]]:
    yield _dated(tuning.RETURN, year), _share(whole.return_rate)
    yield _dated(tuning.USERS, year), _share(whole.user_rate)
    owed = np.array([float(one.figures.contributions.cents) for one in committees])
    for one, rate in zip(committees, wanted_rates([one.label for one in committees], owed), strict=True):
        name = f"taux de retour du comité {one.label}, {year}"
        yield Target(name, float(rate), tuning.COMMITTEE_TOLERANCE, tuning.SPREAD_SOURCE), _share(one.return_rate)


def _dated(target: Target, year: int) -> Target:
    return replace(target, name=f"{target.name}, {year}")


def _share(rate: Decimal | None) -> float:
    """Read a rate; a committee without members has none."""
    return float(rate or 0)


def _heads(year: int, as_of: date) -> dict[object, int]:
    return {one.member_id: one.figures.beneficiary_count for one in member_years(year, as_of=as_of)}
