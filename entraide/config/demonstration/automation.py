"""The yearly aid of retirees, decided without a human act: switched on, claims granted by the rule, every one of them looked at again."""

from datetime import date, timedelta
from functools import partial

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.desk.operations.second_looks import Seen, look
from entraide.apps.desk.operations.straight_through import RULE, automate, decide_if_proved
from entraide.apps.desk.queries.second_looks import waiting_looks
from entraide.config.demonstration.plot import retirees
from entraide.config.demonstration.stage import NATHALIE, Moment, Stage, Step, moment
from entraide.population.demonstration.world import Person


YEARLY, EVENT = "prestation-annuelle-retraites", "year_claimed_on"
SWITCHED_ON = date(2024, 9, 2)
# In thousandths: while an automation is young, every decision is looked at again.
ALL = 1000
FIRST_FILED, LAST_FILED = date(2024, 9, 9), date(2024, 10, 11)
# Enough second looks for a rate of error to be published, and some that wait.
FILED, WAITING = 33, 2
WRONG = 12
FOUND = "L’aide de 2024 avait été versée en mars par une autre collectivité, où la personne avait travaillé."
WRONG_CAUSE = "declaration"


def automation_steps(stage: Stage) -> list[Step]:
    """Give the switching on, then for each retiree the claim that the rule grants and the second look of the next days."""
    steps: list[Step] = [(moment(SWITCHED_ON, 15), partial(_switch_on, stage))]
    days = (LAST_FILED - FIRST_FILED).days
    for rank, person in enumerate(retirees(stage.world)[:FILED]):
        filed_on = FIRST_FILED + timedelta(days=rank * days // (FILED - 1))
        steps.append((moment(filed_on, 10 + rank), partial(_file, stage, person)))
        if rank < FILED - WAITING:
            steps.append((moment(filed_on + timedelta(days=2), 60 + rank), partial(_look_again, stage, person, rank)))
    return steps


def _switch_on(stage: Stage, when: Moment) -> None:
    manager = stage.staff(NATHALIE, Role.CLAIMS_MANAGER)
    automate(benefit_code=YEARLY, recheck_rate=ALL, actor=manager, **when.told)


def _file(stage: Stage, person: Person, when: Moment) -> None:
    opener = stage.opener(person)
    told = {"actor": opener, **when.told}
    claim_id = filing.start(beneficiary_id=opener.beneficiary_id, benefit_code=YEARLY, dependant_id=None, **told)
    filing.answer(claim_id=claim_id, answers={EVENT: when.on}, **told)
    filing.file(claim_id=claim_id, **told)
    stage.claims[person.reference] = claim_id
    decide_if_proved(claim_id=claim_id, actor=RULE, **when.told)


def _look_again(stage: Stage, person: Person, rank: int, when: Moment) -> None:
    officer, claim_id = stage.officer(rank), stage.claims[person.reference]
    drawn = waiting_looks(officer).get(decision__claim=claim_id)
    is_wrong = rank == WRONG
    seen = Seen("wrong", WRONG_CAUSE, FOUND) if is_wrong else Seen("right")
    look(second_look_id=drawn.pk, seen=seen, actor=officer, **when.told)
    if is_wrong:
        due_on = when.on + timedelta(days=filing.DAYS_TO_DECIDE)
        reopen(claim_id=claim_id, reason=FOUND, due_on=due_on, actor=officer, **when.told)
