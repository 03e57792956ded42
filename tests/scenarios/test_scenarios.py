"""Every scenario that a benefits officer can read, decided by the real catalogue."""

import pytest

from entraide.core.money import Money
from entraide.core.rules import Outcome, Status, decide, from_json, revision_for, to_json
from tests.scenarios.reading import Scenario, catalogue, parameters, revisions_of, scenarios, value_of


def decided(scenario: Scenario) -> Outcome | None:
    revision = revision_for(revisions_of(scenario.benefit), event_on=scenario.event_on, filed_on=scenario.filed_on)
    if revision is None:
        return None
    expected = scenario.written["expect"].get("revision")
    assert expected is None or revision.since.isoformat() == expected
    return decide(
        revision,
        facts=scenario.facts,
        parameters=parameters(),
        usage=scenario.usage,
        filed_on=scenario.filed_on,
        bills=scenario.bills,
    )


@pytest.mark.parametrize("scenario", tuple(scenarios()), ids=str)
def test_a_scenario_is_decided_as_it_says(scenario: Scenario) -> None:
    expect = scenario.written["expect"]
    outcome = decided(scenario)
    if outcome is None:
        assert expect == {"no_revision": True}
        return
    answers = {"granted": Status.GRANTED, "refused": Status.REFUSED, "unknown": Status.UNKNOWN}
    (answer,) = set(expect) & set(answers)
    assert outcome.status is answers[answer], [reason.sentence for reason in outcome.reasons]
    checks = {"granted": check_amount, "refused": check_reasons, "unknown": check_interval, "cuts": check_cuts, "near": check_near}
    for word, check in checks.items():
        if word in expect:
            check(outcome, expect[word])
    assert [finding.code for finding in outcome.faults] == expect.get("faults", [])
    if "last_day" in expect:
        assert outcome.last_day == value_of(expect["last_day"])
    assert from_json(to_json(outcome.trace)) == outcome.trace


def check_amount(outcome: Outcome, amount: str) -> None:
    assert outcome.amount == value_of(amount)
    assert outcome.low == outcome.high == outcome.amount
    assert outcome.unproved == ()


def check_reasons(outcome: Outcome, codes: list[str]) -> None:
    assert [reason.code for reason in outcome.reasons] == codes
    assert outcome.amount is None


def check_interval(outcome: Outcome, expected: dict[str, object]) -> None:
    assert list(outcome.missing) == expected["ask"]
    unpublished = expected.get("amount") == "unpublished"
    assert outcome.low == (None if unpublished else value_of(expected["from"]))
    assert outcome.high == (None if unpublished else value_of(expected["to"]))


def check_cuts(outcome: Outcome, codes: list[str]) -> None:
    assert [cut.code for cut in outcome.cuts] == codes
    assert all(cut.sentence and cut.after < cut.before for cut in outcome.cuts)


def check_near(outcome: Outcome, sentence: str) -> None:
    assert sentence in [miss.sentence.replace("\xa0", " ") for reason in outcome.reasons for miss in reason.misses if miss.is_alone]


def test_every_payable_benefit_of_the_catalogue_has_scenarios() -> None:
    told = {scenario.benefit for scenario in scenarios()}
    assert {revision.code for revision in catalogue() if revision.is_payable} <= told


def test_no_amount_of_the_catalogue_is_without_source_or_mark() -> None:
    for revision in catalogue():
        assert revision.source
        assert revision.amount is not None or not revision.ceilings


def test_a_grant_is_never_above_what_was_spent() -> None:
    for scenario in scenarios():
        outcome = decided(scenario)
        if scenario.benefit == "accueil-de-loisirs" and outcome and outcome.amount:
            expense = scenario.facts.get("expense")
            spent = Money(sum(bill.amount.cents for bill in scenario.bills)) if scenario.bills else expense.value  # type: ignore[union-attr]
            assert outcome.amount <= spent
