"""Who acts for the members of a synthetic France: a correspondent and two delegates, each with an account that nobody can open."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from entraide.apps.accounts.operations import NewAccount, import_accounts
from entraide.apps.network.operations import Holder, import_mandates
from entraide.core.network.mandates import MandateKind
from entraide.population.synthetic import tuning
from entraide.population.synthetic.civil_names import draw_family_names, draw_given_names, family_names, given_names
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.france import France
from entraide.population.synthetic.persons import EPOCH, days_of


# A domain that exists nowhere (RFC 2606): nothing is ever delivered there.
DOMAIN = "synthetique.example"
# Delegates are named after municipal elections, those of 2020 here.
DELEGATES_SINCE = date(2020, 10, 1)
SHARES = {
    MandateKind.CORRESPONDENT: tuning.WITH_CORRESPONDENT,
    MandateKind.DELEGATE_ELECTED: tuning.WITH_DELEGATE,
    MandateKind.DELEGATE_STAFF: tuning.WITH_DELEGATE,
}
# Accounts that are looked for at one time.
AT_ONCE = 10_000


def enter_holders(france: France, members: Sequence[UUID], *, act: dict[str, Any]) -> int:
    """Give members their correspondents and delegates; `act` is what every operation is told. Give how many mandates there are."""
    return sum(_enter(france, members, kind, act) for kind in MandateKind)


def _enter(france: France, members: Sequence[UUID], kind: MandateKind, act: dict[str, Any]) -> int:
    draws, sirens = Stream(france.seed, kind.value), france.members.bodies.siren.tolist()
    chosen = np.flatnonzero(draws.chance(len(members), SHARES[kind])).tolist()
    names = _names(draws, len(members), france.on)
    first = 0 if kind is MandateKind.CORRESPONDENT else days_of(min(DELEGATES_SINCE, france.on))
    since = [date.fromordinal(EPOCH.toordinal() + max(day, first)) for day in france.joined_on.tolist()]
    rows = {row: NewAccount(f"{kind.value.replace('_', '-')}.{sirens[row]}@{DOMAIN}", names[row]) for row in chosen}
    keys: dict[str, UUID] = {}
    for start in range(0, len(chosen), AT_ONCE):
        keys |= import_accounts(rows=[rows[row] for row in chosen[start : start + AT_ONCE]], password_hash="", **act)
    holders = [Holder(members[row], kind.value, keys[rows[row].email], since[row]) for row in chosen]
    return import_mandates(holders=holders, **act)


def _names(draws: Stream, size: int, on: date) -> list[str]:
    """Draw given and family names of people of working age."""
    born_on = draws.days_before(size, days_of(on), ((25, 0.0), (67, 1.0)))
    given = given_names().names[draw_given_names(draws.chance(size, 0.5), born_on, draws)]
    family = family_names()[draw_family_names(size, draws)]
    return list(map(" ".join, zip(given.tolist(), family.tolist(), strict=True)))
