"""Write a synthetic France into an empty database, in one transaction; one that holds persons or memberships is left as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from uuid import UUID

import numpy as np
from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from numpy.typing import NDArray

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.operations.population import Entered, enter_people, require_nobody
from entraide.apps.catalogue.queries import benefit_codes
from entraide.apps.claims.operations.decided_past import enter_decided
from entraide.apps.claims.operations.population import PastYear, PopulationKeys, enter_benefits
from entraide.apps.contributions.operations.imports import import_lines
from entraide.apps.ledger.operations import posting_many
from entraide.apps.members.operations.population import SyntheticMember, enter_members
from entraide.apps.network.operations import Attached, import_committees
from entraide.apps.usage.operations import telling_many
from entraide.config.population.holders import enter_holders
from entraide.config.population.years import committees_of, contribution_lines, kept_whole, past_year, without
from entraide.config.publishing import publish_folder
from entraide.integrations.reference_data import committee_departments
from entraide.orm.columns import Keys, draw_keys
from entraide.orm.keys import uuid7
from entraide.population.demonstration.register import made_up_siret
from entraide.population.synthetic.decided import decided_claims
from entraide.population.synthetic.france import France
from entraide.population.synthetic.illustrated import illustrated
from entraide.population.synthetic.members import KINDS
from entraide.population.synthetic.past import Rules, Settled, settled_in
from entraide.population.synthetic.persons import EPOCH, days_of


# The year of the populations of the shipped tables.
POPULATION_YEAR = 2023
CATALOGUE_HELD = (
    "Cette base a déjà un catalogue publié : le passé demande qu’il le soit avec lui, comme connu dès ses premières années. "
    "Rien n’a été écrit : donnez une base vide par DATABASE_URL, ou écrivez la population sans --years."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written beside the population: years gone by and the rules that decide them; `say` is told how far it is."""

    years: Sequence[int]
    rules: Rules
    say: Callable[[str], None]


def require_empty(years: Sequence[int]) -> None:
    """Make sure that a population may be written.

    :raises Refusal: if the database holds persons.
    :raises CommandError: if a past is asked and a catalogue is published: it was not known in that past, so no decision could be replayed.
    """
    require_nobody()
    if years and benefit_codes():
        raise CommandError(CATALOGUE_HELD)


@transaction.atomic
def fill(france: France, *, plan: Plan, actor: Actor, at: datetime, on: date) -> dict[str, int]:
    """Write members and persons, the committees that members belong to, and the years gone by; give how many rows of each.

    :raises Refusal: if the database holds persons or memberships.
    :raises CommandError: if the catalogue, that a past needs, is published already or has a fault.
    """
    years, rules = plan.years, plan.rules
    require_empty(years)
    act_id = uuid7()
    act = {"actor": actor, "at": at, "on": on}
    committees = [
        Attached(row.department, row.committee, "source" if row.is_attested else "illustrative") for row in committee_departments().values()
    ]
    import_committees(rows=committees, import_id=act_id, **act)
    drawn = draw_keys(france.members.bodies.size, seed=france.seed, milliseconds=days_of(france.on) * 86_400_000, table="member")
    rows = _members(france, drawn)
    keys = enter_members(rows=rows, population_year=POPULATION_YEAR, act_id=act_id, **act)
    in_order = [keys[row.siren] for row in rows]
    mandates = enter_holders(france, in_order, act={"import_id": act_id, **act})
    members = _keys(in_order)
    plan.say("  les adhérents sont écrits ; les personnes et leurs foyers…")
    entered = enter_people(france=france, members=members, act_id=act_id, **act)
    counts = {"members": len(rows), "mandates": mandates} | entered.counts
    if years:
        plan.say("  les personnes sont écrites ; le catalogue et les cotisations…")
        # Known before the past that is decided by it, or no decision could be replayed.
        publish_folder(settings.CATALOGUE, actor=actor, at=datetime(years[0], 1, 1, tzinfo=UTC), on=on, as_published=illustrated)
        lines = list(contribution_lines(france, years, rules))
        counts["contribution_lines"] = import_lines(rows=lines, import_id=act_id, **act)
        known = PopulationKeys(france.seed, entered.people, entered.dependants, members)
        counts |= _fill_past(_Past(france, plan, entered, known, committees_of(france)), act_id=act_id, **act)
    return counts


@dataclass(frozen=True, slots=True)
class _Past:
    """What the benefits of the past are drawn from, and the keys of those whom they concern."""

    france: France
    plan: Plan
    entered: Entered
    known: PopulationKeys
    committees: NDArray[np.str_]

    def year(self, settled: Settled) -> PastYear:
        """Give the benefits of a year as the claims' app takes them."""
        return past_year(self.france, settled, self.entered, self.known, self.committees)


def _fill_past(past: _Past, *, act_id: UUID, actor: Actor, at: datetime, on: date) -> dict[str, int]:
    """Write the benefits of each year: of the last one, those that the rules decide whole as claims, all others as opening records."""
    act = {"act_id": act_id, "actor": actor, "at": at, "on": on}
    france, plan = past.france, past.plan

    def drawn(year: int) -> Settled:
        plan.say(f"  l’année {year}…")
        return settled_in(france, year, rules=plan.rules, committee=past.committees)

    last = drawn(plan.years[-1])
    rows, codes = kept_whole(last, plan.rules)
    whole = last.rows(rows)
    batches = decided_claims(france, whole, plan.rules, codes)
    with telling_many(), posting_many():
        claims = rows[enter_decided(batches=batches, year=past.year(whole), **act)]
        plan.say("  les demandes de la dernière année sont décidées une à une ; les autres années…")
        imported = chain(map(drawn, plan.years[:-1]), [without(last, claims)])
        count = enter_benefits(years=map(past.year, imported), **act)
        plan.say("  tout est écrit ; clés et index…")
    return {"benefits": count, "claims": len(claims)}


def _members(france: France, keys: Keys) -> list[SyntheticMember]:
    bodies = france.members.bodies
    written = keys.texts(slice(0, bodies.size))
    columns = (getattr(bodies, name).tolist() for name in ("siren", "name", "department", "code", "population"))
    joined = [date.fromordinal(EPOCH.toordinal() + day) for day in france.joined_on.tolist()]
    return [
        SyntheticMember(UUID(key), siren, name, KINDS[kind], department, code, population or None, day, made_up_siret(siren))
        for key, kind, day, siren, name, department, code, population in zip(
            written, france.members.kind.tolist(), joined, *columns, strict=True
        )
    ]


def _keys(keys: list[UUID]) -> Keys:
    """Hold keys as columns do."""
    return Keys(np.frombuffer(b"".join(key.bytes for key in keys), ">u8").astype(np.uint64).reshape(-1, 2))
