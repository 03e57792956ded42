"""Enter the persons of a synthetic population by columns: who they are, where they are employed, their households, their tax lines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Dependant, DependantIdentity, Identity, Kinship, TaxLine
from entraide.apps.beneficiaries.refusals import RealPersonsHeld, SyntheticPersonsHeld
from entraide.core.names import normalise
from entraide.core.roster.stays import rights_ends
from entraide.core.roster.values import Status, Stay
from entraide.core.rules import FACTS, STATUSES
from entraide.orm.columns import Column, Constant, Days, Keys, Numbers, Words, Written, copy_columns, draw_keys
from entraide.orm.copying import instant_for_database
from entraide.orm.rebuilding import rebuilt_after
from entraide.orm.references import scattered_references
from entraide.population.synthetic.careers import CONTRACTS, LEAVINGS, NEVER
from entraide.population.synthetic.civil_names import family_names, given_names
from entraide.population.synthetic.france import France
from entraide.population.synthetic.persons import EPOCH, SPOUSE, Dependants, days_of


TABLES = (Beneficiary, Identity, Affiliation, Dependant, DependantIdentity, Kinship, TaxLine)
MARK, PROVED_BY, PROVED_FROM = "synthetique-", "Entraide", "population synthétique"
STATUS_WORDS = np.array(sorted(STATUSES))
CUSTODIES = np.array(sorted(FACTS["custody"].choices))
FULL = sorted(FACTS["custody"].choices).index("full")
KINSHIPS = np.array(["spouse", "child"])
UNIONS, OPENERS = np.array(["", "marriage", "cohabitation"]), np.array(["", "self", "other"])


class _Writing:
    """What the rows of the act share: the population, the keys of members and persons, when it was written and by which act."""

    def __init__(self, france: France, members: Keys, act_id: UUID, at: datetime) -> None:
        self.france, self.members = france, members
        self.at = Constant(str(instant_for_database(at)))
        self.recorded: dict[str, Column] = {"recorded_at": self.at, "recorded_by": Constant(act_id.hex)}
        self.people = self.keys(france.size, "beneficiary")
        # A dependant whom two openers show is one person: the first row that shows each, and which of them each row shows.
        self.persons, self.first, self.shown = np.unique(france.people.dependants.person, return_index=True, return_inverse=True)
        self.dependants = self.keys(len(self.persons), "dependant")

    def keys(self, size: int, table: str) -> Keys:
        """Make the keys of a table, by the seed and the day of the population."""
        return draw_keys(size, seed=self.france.seed, milliseconds=days_of(self.france.on) * 86_400_000, table=table)

    def names(self, persons: NDArray[np.int64], *, is_searched: bool) -> dict[str, Column]:
        """Give what persons are called, by their numbers in the population."""
        family, given = self.france.identities.family[persons], self.france.identities.given[persons]
        told: dict[str, Column] = {"family_name": Words(family, family_names()), "given_name": Words(given, given_names().names)}
        if is_searched:
            folded = [np.array([normalise(name) for name in names.tolist()]) for names in (family_names(), given_names().names)]
            told["search_name"] = Words(family, folded[0], then=Words(given, folded[1]))
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """Under which keys a population stands: beneficiaries by row, dependants by their place among the sorted `persons`; rows written."""

    people: Keys
    dependants: Keys
    persons: NDArray[np.int32]
    counts: dict[str, int]


def require_nobody() -> None:
    """Make sure that nobody is held: a synthetic population stands alone.

    :raises RealPersonsHeld: if somebody is real.
    :raises SyntheticPersonsHeld: if a synthetic population, or a demonstration, is there already.
    """
    if Beneficiary.objects.filter(is_synthetic=False).exists():
        raise RealPersonsHeld
    if Beneficiary.objects.exists():
        raise SyntheticPersonsHeld


@transaction.atomic
def enter_people(*, france: France, members: Keys, act_id: UUID, actor: Actor, at: datetime, on: date) -> Entered:
    """Enter everybody, marked synthetic; `members` are the keys of its members in their order.

    :raises RealPersonsHeld: if somebody is real.
    :raises SyntheticPersonsHeld: if a synthetic population, or a demonstration, is there already.
    """
    require_nobody()
    writing = _Writing(france, members, act_id, at)
    with rebuilt_after(TABLES):
        _write_persons(writing)
        _write_dependants(writing)
        _write_kinships(writing, france.people.dependants)
        lines = _write_tax_lines(writing)
    counts = {
        "beneficiaries": france.size,
        "dependants": writing.dependants.size,
        "kinships": france.people.dependants.size,
        "tax_lines": lines,
    }
    record("beneficiaries.population_entered", actor=actor, subject=("population", act_id), at=at, on=on, payload=counts)
    return Entered(writing.people, writing.dependants, writing.persons, counts)


def _write_persons(writing: _Writing) -> None:
    france, size = writing.france, writing.france.size
    careers, everyone = france.careers, np.arange(size)
    copy_columns(
        Beneficiary,
        size,
        {
            "id": writing.people,
            "reference": Written(scattered_references("B", size)),
            "external_id": Numbers(everyone, after=f"{MARK}{france.seed}-"),
            "is_synthetic": Constant("1"),
            "created_at": writing.at,
        },
    )
    identity = {
        "id": writing.keys(size, "identity"),
        "beneficiary_id": writing.people,
        "since": Days(careers.arrived_on),
        **writing.names(everyone, is_searched=True),
        "born_on": Days(france.people.openers.born_on),
        "civil_sex": Words(careers.is_woman.astype(np.int8), np.array(["M", "F"])),
    }
    copy_columns(Identity, size, identity | writing.recorded)
    copy_columns(Affiliation, size, _employment(writing) | writing.recorded)
    copy_columns(Affiliation, len(france.second_jobs.person), _second_employment(writing) | writing.recorded)


def _employment(writing: _Writing) -> dict[str, Column]:
    """Lay out where each is employed, and until when the rule gives rights."""
    france, careers = writing.france, writing.france.careers
    return {
        "id": writing.keys(france.size, "affiliation"),
        "beneficiary_id": writing.people,
        "member_id": writing.members.of(france.employer),
        "status": Words(france.people.openers.status, STATUS_WORDS),
        "since": Days(careers.arrived_on),
        "until": Days(careers.left_on, NEVER),
        "rights_until": Days(_rights_ends(france), NEVER),
        "staff_number": Numbers(np.arange(france.size), after="S"),
        "is_principal": Constant("1"),
        "contract": Words(careers.contract, np.array([contract.value if contract else "" for contract in CONTRACTS])),
        "contract_until": Days(careers.contract_until, NEVER),
        "leaving": Words(careers.leaving, np.array(LEAVINGS)),
    }


def _second_employment(writing: _Writing) -> dict[str, Column]:
    """Lay out second jobs: they are not the principal one, and have no end."""
    second, careers = writing.france.second_jobs, writing.france.careers
    return {
        "id": writing.keys(len(second.person), "second affiliation"),
        "beneficiary_id": writing.people.of(second.person),
        "member_id": writing.members.of(second.member),
        "status": Words(writing.france.people.openers.status[second.person], STATUS_WORDS),
        "since": Days(second.since),
        "staff_number": Numbers(second.person, after="S"),
        "is_principal": Constant("0"),
        "contract": Words(careers.contract[second.person], np.array([contract.value if contract else "" for contract in CONTRACTS])),
    }


def _rights_ends(france: France) -> NDArray[np.int32]:
    """Give the first day without rights of each person whose departure, or the term of whose contract, is known."""
    careers = france.careers
    facts = (france.people.openers.status, careers.contract, careers.arrived_on, careers.left_on, careers.contract_until)
    known = np.flatnonzero((careers.left_on != NEVER) | (careers.contract_until != NEVER))
    told, places = np.unique(np.column_stack([column[known] for column in facts]), axis=0, return_inverse=True)
    ends = np.full(france.size, NEVER, np.int32)
    ends[known] = np.array([_rights_end(*each) for each in told.tolist()], np.int32)[places.reshape(-1)]
    return ends


def _rights_end(status: int, contract: int, arrived_on: int, left_on: int, contract_until: int) -> int:
    since = EPOCH + timedelta(days=arrived_on)
    until, term = (None if day == NEVER else EPOCH + timedelta(days=day) for day in (left_on, contract_until))
    stay = Stay(Status(STATUS_WORDS[status]), since, until, since, contract=CONTRACTS[contract], contract_until=term)
    (end,) = rights_ends((stay,))
    return NEVER if end is None else days_of(end)


def _write_dependants(writing: _Writing) -> None:
    france, first, size = writing.france, writing.first, writing.dependants.size
    dependants = france.people.dependants
    person = dependants.person[first]
    copy_columns(
        Dependant,
        size,
        {
            "id": writing.dependants,
            # An agent who is somebody's spouse opens rights of their own.
            "beneficiary_id": writing.people.of(np.where(person < france.size, person, NEVER), NEVER),
            "external_id": Numbers(person, after=f"{MARK}{france.seed}-"),
            "created_at": writing.at,
        },
    )
    identity = {
        "id": writing.keys(size, "dependant identity"),
        "dependant_id": writing.dependants,
        "since": Days(dependants.born_on[first]),
        **writing.names(person, is_searched=False),
        "born_on": Days(dependants.born_on[first]),
        "disability_rate": Numbers(dependants.disability_rate[first], none=0),
        "proved_by": Constant(PROVED_BY),
        "proved_from": Constant(PROVED_FROM),
        "proved_on": Constant(france.on.isoformat()),
    }
    copy_columns(DependantIdentity, size, identity | writing.recorded)


def _write_kinships(writing: _Writing, dependants: Dependants) -> None:
    """Write who shows whom: a child since its birth, a spouse since the opener came."""
    openers, opener = writing.france.people.openers, dependants.opener
    is_spouse = dependants.kind == SPOUSE
    # Two agents of one household show a child: one of them opens the right and no custody alternates. Where they live apart, each opens it.
    at_one_home = np.bincount(writing.shown[~dependants.opens_right], minlength=writing.dependants.size)[writing.shown] > 0
    kinship = {
        "id": writing.keys(dependants.size, "kinship"),
        "beneficiary_id": writing.people.of(opener),
        "dependant_id": writing.dependants.of(writing.shown),
        "since": Days(np.where(is_spouse, np.maximum(writing.france.careers.arrived_on[opener], dependants.born_on), dependants.born_on)),
        "kind": Words(dependants.kind, KINSHIPS),
        "custody": Words(np.where(at_one_home, FULL, dependants.custody), CUSTODIES),
        "union": Words(np.where(is_spouse, 1 + openers.has_two_notices[opener], 0), UNIONS),
        "opener_named": Words(np.where(dependants.opens_right, at_one_home, 2), OPENERS),
    }
    copy_columns(Kinship, dependants.size, kinship | writing.recorded)


def _write_tax_lines(writing: _Writing) -> int:
    """Write the line 14 of those who have proved it: the notice of last year, on the income of the year before."""
    france, openers = writing.france, writing.france.people.openers
    proved = np.flatnonzero(france.has_proved_line)
    partner = np.where(openers.has_two_notices[proved], openers.partner_tax_line_14[proved], NEVER)
    columns = {
        "id": writing.keys(len(proved), "tax line"),
        "beneficiary_id": writing.people.of(proved),
        "notice_year": Constant(str(france.on.year - 1)),
        "line_14": Numbers(openers.tax_line_14[proved]),
        "partner_line_14": Numbers(partner, NEVER),
        "proof": Constant("imported"),
        "checked_on": Constant(france.on.isoformat()),
        "recorded_at": writing.at,
    }
    copy_columns(TaxLine, len(proved), columns)
    return len(proved)
