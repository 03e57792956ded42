"""Act out what the branch does: vacancies, a bureau, a campaign half way, visits, promises, prospects, targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.members.operations.bodies import NewBody, register_body
from entraide.apps.members.queries import members_by_siren
from entraide.apps.network import operations as network
from entraide.apps.network.queries import campaign, designations_of, holders_of
from entraide.apps.portfolio import operations as portfolio
from entraide.config.demonstration.stage import moment
from entraide.config.takeover import Act
from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_data import communes
from entraide.population.demonstration import branch
from entraide.population.demonstration.register import POPULATION_YEAR


@dataclass(frozen=True, slots=True)
class Branch:
    """Who acts for the branch, and the bodies by SIREN."""

    officer: Actor
    keys: Mapping[str, UUID]

    def told(self, on: date, minute: int) -> dict[str, Any]:
        """What every operation is told: who, and when."""
        return {"actor": self.officer, **moment(on, minute).told}


def act_branch_out(accounts: Mapping[str, UUID], *, act: Act) -> None:
    """Play the branch's year through the operations that its officer uses; `accounts` by address."""
    _register(branch.FARTHER, act)
    officer = Actor("person", accounts[branch.OFFICER], branch.OFFICER_NAME, Hat(Role.DEVELOPMENT_OFFICER))
    played = Branch(officer, members_by_siren())
    _leave_vacant(played)
    _seat(played)
    _campaign(played)
    _exchange(played)
    _follow(played)
    for area, values in branch.TARGETS:
        portfolio.set_targets(year=act.on.year, area=portfolio.Area(**area), values=values, **played.told(date(2024, 1, 15), 30))


def _register(codes: tuple[str, ...], act: Act) -> None:
    for code in codes:
        one = communes()[code]
        counted = {"code": code, "population": one.population, "population_year": POPULATION_YEAR}
        body = NewBody(one.siren, one.name, BodyKind.COMMUNE, one.department, branch.KNOWN_SINCE, **counted)
        register_body(body=body, actor=act.actor, at=act.at, on=act.on)


def _leave_vacant(played: Branch) -> None:
    for siren, kind, on in branch.VACANT:
        network.end_mandate(member_id=played.keys[siren], kind=kind, **played.told(on, 40))


def _seat(played: Branch) -> None:
    for rank, (siren, college, function) in enumerate(branch.BUREAU):
        holders = dict(holders_of(played.keys[siren], on=branch.SEATED_ON))
        seat = network.NewSeat("51", holders[f"delegate_{college}"], college, function)
        network.give_seat(seat=seat, **played.told(branch.SEATED_ON, 10 + rank))


def _campaign(played: Branch) -> None:
    plan = network.CampaignPlan(branch.CAMPAIGN, branch.DUE_ON, branch.MANDATES_ON)
    key = network.open_designation_campaign(plan=plan, **played.told(branch.OPENED_ON, 5))
    asked = {(row.member_id, row.college): row.pk for row in designations_of(campaign(key), actor=played.officer, on=branch.OPENED_ON)}
    for rank, named in enumerate(branch.NAMED):
        about = {"designation_id": asked[played.keys[named.siren], named.college]}
        nominee = network.Nominee(named.name, named.email, named.act_on, named.act_number)
        network.receive_designation(nominee=nominee, **about, **played.told(named.received_on, 20 + rank))
        if named.is_confirmed:
            network.confirm_designation(**about, **played.told(branch.CONFIRMED_ON, 20 + rank))


def _exchange(played: Branch) -> None:
    for rank, said in enumerate(branch.EXCHANGES):
        exchange = portfolio.NewExchange(played.keys[said.siren], said.kind, said.held_on, said.summary, said.met)
        portfolio.note_exchange(exchange=exchange, **played.told(said.noted_on, rank))
    for rank, promised in enumerate(branch.PROMISES):
        made = portfolio.Promise(played.keys[promised.siren], promised.what, promised.due_on)
        key = portfolio.promise(promise=made, **played.told(promised.made_on, 50 + rank))
        if promised.kept_on:
            portfolio.keep_promise(commitment_id=key, **played.told(promised.kept_on, 50 + rank))


def _follow(played: Branch) -> None:
    for siren, stages in branch.FOLLOWED:
        portfolio.follow(member_id=played.keys[siren], **played.told(stages[0][1], 60))
        for stage, on, reason in stages[1:]:
            portfolio.move_stage(member_id=played.keys[siren], stage=stage, reason=reason, **played.told(on, 61))
    siren, on, reason = branch.FLAGGED
    portfolio.flag_at_risk(member_id=played.keys[siren], reason=reason, **played.told(on, 62))
