"""Write a synthetic France into an empty database, in one transaction; one that holds persons or memberships is left as it is."""

from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.operations.population import enter_people, require_nobody
from entraide.apps.members.operations.population import SyntheticMember, enter_members
from entraide.apps.network.operations import Attached, import_committees
from entraide.integrations.reference_data import committee_departments
from entraide.orm.columns import Keys, draw_keys
from entraide.orm.keys import uuid7
from entraide.population.synthetic.france import France
from entraide.population.synthetic.members import KINDS
from entraide.population.synthetic.persons import EPOCH, days_of


# The year of the populations of the shipped tables.
POPULATION_YEAR = 2023


@transaction.atomic
def fill(france: France, *, actor: Actor, at: datetime, on: date) -> dict[str, int]:
    """Write members and persons, and the committees that members belong to; give how many rows of each.

    :raises Refusal: if the database holds persons or memberships.
    """
    require_nobody()
    act_id = uuid7()
    act = {"actor": actor, "at": at, "on": on}
    committees = [
        Attached(row.department, row.committee, "source" if row.is_attested else "illustrative") for row in committee_departments().values()
    ]
    import_committees(rows=committees, import_id=act_id, **act)
    drawn = draw_keys(france.members.bodies.size, seed=france.seed, milliseconds=days_of(france.on) * 86_400_000, table="member")
    rows = _members(france, drawn)
    keys = enter_members(rows=rows, population_year=POPULATION_YEAR, act_id=act_id, **act)
    counts = enter_people(france=france, members=_keys([keys[row.siren] for row in rows]), act_id=act_id, **act)
    return {"members": len(rows)} | counts


def _members(france: France, keys: Keys) -> list[SyntheticMember]:
    bodies = france.members.bodies
    written = keys.texts(slice(0, bodies.size))
    columns = (getattr(bodies, name).tolist() for name in ("siren", "name", "department", "code", "population"))
    joined = [date.fromordinal(EPOCH.toordinal() + day) for day in france.joined_on.tolist()]
    return [
        SyntheticMember(UUID(key), siren, name, KINDS[kind], department, code, population or None, day)
        for key, kind, day, siren, name, department, code, population in zip(
            written, france.members.kind.tolist(), joined, *columns, strict=True
        )
    ]


def _keys(keys: list[UUID]) -> Keys:
    """Hold keys as columns do."""
    return Keys(np.frombuffer(b"".join(key.bytes for key in keys), ">u8").astype(np.uint64).reshape(-1, 2))
