"""Every scenario that a benefits officer can read, and every golden case of the catalogue's own files, decided by the real catalogue."""

from datetime import date

import pytest

from entraide.core.money import Money
from entraide.core.rules import Known, Status, from_json, to_json
from entraide.core.rules.checking.golden import decide_case, mismatches
from entraide.core.rules.language.cases import Expectation
from tests.scenarios.reading import Scenario, catalogue, parameters, revisions_of, scenarios


GOLDEN = tuple(Scenario(revision.code, case) for revision in catalogue() for case in revision.cases)


@pytest.mark.parametrize("scenario", (*scenarios(), *GOLDEN), ids=str)
def test_a_scenario_is_decided_as_it_says(scenario: Scenario) -> None:
    assert mismatches(revisions_of(scenario.benefit), scenario.case, parameters()) == ()


@pytest.mark.parametrize("scenario", tuple(scenarios()), ids=str)
def test_what_a_scenario_decides_holds_together(scenario: Scenario) -> None:
    decided = decide_case(revisions_of(scenario.benefit), scenario.case, parameters())
    if decided is None:
        return
    _, outcome = decided
    assert from_json(to_json(outcome.trace)) == outcome.trace
    assert all(cut.sentence and cut.after < cut.before for cut in outcome.cuts)
    if outcome.status is Status.GRANTED:
        assert outcome.low == outcome.high == outcome.amount
        assert outcome.unproved == ()
    else:
        assert outcome.amount is None


def test_a_scenario_that_expects_another_answer_is_caught() -> None:
    scenario = next(one for one in scenarios() if one.case.expect.status is Status.GRANTED)
    wrong = Expectation(Status.GRANTED, amount=Money(1), since=date(2000, 1, 1), near="rien", cuts=("none",), last_day=date(2000, 1, 1))
    case = type(scenario.case)(scenario.case.title, scenario.case.filed_on, wrong, scenario.case.facts, scenario.case.bills)
    found = mismatches(revisions_of(scenario.benefit), case, parameters())
    assert [difference.split(" : ")[0] for difference in found] == ["montant", "coupes", "dernier jour", "révision", "à peu près"]


def test_every_payable_benefit_of_the_catalogue_has_scenarios() -> None:
    told = {scenario.benefit for scenario in scenarios()}
    assert {revision.code for revision in catalogue() if revision.is_payable} <= told


def test_a_grant_of_leisure_care_is_never_above_what_was_spent() -> None:
    for scenario in scenarios():
        decided = decide_case(revisions_of(scenario.benefit), scenario.case, parameters())
        if scenario.benefit == "accueil-de-loisirs" and decided and decided[1].amount:
            bills, expense = scenario.case.bills, scenario.case.facts.get("expense")
            spent = Money(sum(bill.amount.cents for bill in bills)) if bills else expense.value if isinstance(expense, Known) else None
            assert decided[1].amount <= spent
