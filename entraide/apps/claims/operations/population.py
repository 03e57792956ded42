"""Take over the benefits of a synthetic past by columns: counted, posted, told as uses, as those of an earlier system are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.models import ImportedBenefit
from entraide.apps.ledger import operations as ledger
from entraide.apps.usage import operations as usage
from entraide.core.ledger import post_opening_benefit
from entraide.core.money import Money
from entraide.orm.columns import Column, Constant, Days, Keys, Numbers, Words, copy_columns, draw_keys
from entraide.orm.copying import instant_for_database
from entraide.orm.rebuilding import rebuilt_after


MILLISECONDS_A_DAY = 86_400_000
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class PopulationKeys:
    """The keys under which a population stands, and the seed that it was drawn by."""

    seed: int
    people: Keys
    dependants: Keys
    members: Keys


@dataclass(frozen=True, slots=True, eq=False)
class PastYear:
    """The benefits of a civil year, one row each: ranks among the keys of openers, dependants (−1 for none), members and codes.

    `committees` names that of each member.
    """

    known: PopulationKeys
    year: int
    opener: NDArray[np.int32]
    dependant: NDArray[np.int32]
    member: NDArray[np.int32]
    committees: NDArray[np.str_]
    code: NDArray[np.int16]
    codes: tuple[str, ...]
    on: NDArray[np.int32]
    cents: NDArray[np.int64]


@transaction.atomic
def enter_benefits(*, years: Iterable[PastYear], act_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Take over years of settled benefits, each benefit with its use and its journal entry. Give how many there are.

    Nothing is confidential: the population draws none of that kind.
    """
    count = 0
    with rebuilt_after((ImportedBenefit,)):
        for year in years:
            _write_year(year, at)
            count += len(year.cents)
    record("claims.imported", actor=actor, subject=("population", act_id), at=at, on=on, payload={"count": count})
    return count


def _write_year(year: PastYear, at: datetime) -> None:
    known, size, since = year.known, len(year.cents), date(year.year, 1, 1)
    milliseconds = (since - date(1970, 1, 1)).days * MILLISECONDS_A_DAY
    keys, uses, entries = (draw_keys(size, seed=known.seed, milliseconds=milliseconds, table=name) for name in ("benefit", "use", "entry"))
    code, day, cents = Words(year.code, np.array(year.codes)), Days(year.on), Numbers(year.cents)
    opener, member = known.people.of(year.opener), known.members.of(year.member)
    benefits: dict[str, Column] = {
        "id": keys,
        "external_key": Numbers(np.arange(size), after=f"synthetique-{known.seed}-{year.year}-"),
        "beneficiary_id": opener,
        "dependant_id": known.dependants.of(year.dependant, NOBODY),
        "member_id": member,
        "benefit_code": code,
        "settled_on": day,
        "cents": cents,
        "recorded_at": Constant(str(instant_for_database(at))),
    }
    copy_columns(ImportedBenefit, size, benefits)
    told: dict[str, Column] = {
        "id": uses,
        "code": code,
        "beneficiary_id": opener,
        "member_id": member,
        "on": day,
        "cents": cents,
        "source_id": keys,
    }
    usage.tell_columns(size=size, origin="imported", columns=told, at=at)
    like = post_opening_benefit(f"année {year.year}", Money(1), since)
    ledger.post_columns(postings=ledger.Postings(like, entries, keys, day, cents), at=at)
