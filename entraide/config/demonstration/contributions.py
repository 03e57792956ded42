"""Act out the call of the year on the platform, line by line, and what members dispute of it; earlier years are taken over as they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.employment import change_employment
from entraide.apps.beneficiaries.queries.employment_orders import Departure
from entraide.apps.contributions.operations.campaigns import continue_campaign
from entraide.apps.contributions.operations.disputes import Answer, answer_dispute, open_dispute
from entraide.apps.contributions.operations.launching import CampaignPlan, open_campaign
from entraide.apps.contributions.queries.persons import Narrowing, person_lines
from entraide.apps.members.queries import members_by_siren
from entraide.config.takeover import Act
from entraide.population.demonstration.setup import CU_SIREN


ACCOUNTANT, OFFICER, CORRESPONDENT = "marc.vidal@exemple.fr", "camille.roux@exemple.fr", "sylvie.marchand@exemple.fr"
# The platform opens in September, with the lists taken over.
CALLED_ON, DUE_ON = date(2024, 9, 16), date(2024, 10, 16)
DISPUTED_ON, ANSWERED_ON = date(2024, 10, 2), date(2024, 10, 8)
LEFT_ON = date(2024, 8, 31)
# 2024 has 366 days.
WHOLE = 366
GONE = "Cette personne a quitté nos services le 31 août 2024 : son départ manquait à notre liste."
GONE_ANSWER = "Vous avez raison : le départ est enregistré, la ligne s’arrête au 31 août."
SHARED = "Cette personne travaille aussi pour une autre collectivité, qui devrait payer sa cotisation."
SHARED_ANSWER = "Elle n’est sur la liste d’aucun autre adhérent : son employeur principal est votre collectivité."
WAITING = "Cette personne était en congé parental une partie de l’année : doit-on payer les douze mois ?"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who acts, and when the act is written: the lists taken over are known from then on."""

    accounts: Mapping[str, UUID]
    act: Act
    cu: UUID

    def told(self, email: str, role: Role, on: date) -> dict[str, Any]:
        """What every operation is told: who, and when."""
        member = self.cu if role is Role.CORRESPONDENT else None
        return {"actor": Actor("person", self.accounts[email], email, Hat(role, member)), "at": self.act.at, "on": on}


def call_and_dispute(accounts: Mapping[str, UUID], *, strangers: Collection[UUID], act: Act) -> None:
    """Call every member for 2024; three lines of the CU are disputed, one rightly, one wrongly, one that waits.

    `strangers` are the persons who act in no other story.
    """
    stage = Stage(accounts, act, members_by_siren()[CU_SIREN])
    accountant = stage.told(ACCOUNTANT, Role.ACCOUNTANT_PREPARES, CALLED_ON)
    key = open_campaign(plan=CampaignPlan(act.on.year, "call", CALLED_ON, DUE_ON), **accountant)
    while continue_campaign(campaign_id=key, **accountant):
        pass
    _dispute(stage, strangers)


def _dispute(stage: Stage, strangers: Collection[UUID]) -> None:
    found = person_lines(stage.cu, year=stage.act.on.year, wanted=Narrowing(head_class="active"))
    gone, shared, waiting = [line for line in found[:200] if line.beneficiary_id in strangers and line.days == WHOLE][:3]
    sylvie = stage.told(CORRESPONDENT, Role.CORRESPONDENT, DISPUTED_ON)
    said = ((gone, GONE), (shared, SHARED), (waiting, WAITING))
    keys = [open_dispute(person_line_id=line.pk, ground=ground, **sylvie) for line, ground in said]
    officer = stage.told(OFFICER, Role.CLAIMS_OFFICER, ANSWERED_ON)
    change_employment(beneficiary_id=gone.beneficiary_id, order=Departure(stage.cu, LEFT_ON), **officer)
    accountant = stage.told(ACCOUNTANT, Role.ACCOUNTANT_PREPARES, ANSWERED_ON)
    answer_dispute(dispute_id=keys[0], answer=Answer(True, GONE_ANSWER), **accountant)
    answer_dispute(dispute_id=keys[1], answer=Answer(False, SHARED_ANSWER), **accountant)
