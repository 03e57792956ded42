"""What must hold of every rule and of every fact, shown on random ones."""

import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.rules import (
    NOT_ASKED,
    WITHHELD,
    Deadline,
    DeadlineStart,
    FactValue,
    Kind,
    Known,
    Status,
    Used,
    decide,
    from_json,
    refusals,
    to_json,
)
from entraide.core.rules.checking.typing import kind_of
from entraide.core.rules.deciding.evaluate import bounds_of, evaluate
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.deadlines import first_day, last_day_of
from entraide.core.rules.language.encoding import encode
from entraide.core.rules.language.trace import TraceNode, to_text
from entraide.core.rules.telling.sentences import sentence
from entraide.core.rules.writing.codec import decode
from entraide.core.rules.writing.marks import Faults
from tests.core.rules.strategies import BOOK, FACT_VALUES, HIDDEN, TERMS, UNASKED, WHOLE_FACTS, context_of
from tests.scenarios.reading import parameters, revisions_of


quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(TERMS)
def test_a_term_written_and_read_back_is_the_same(term: t.Term) -> None:
    faults = Faults()
    written = json.loads(json.dumps(encode(term)))
    assert decode(written, faults).root == term
    assert faults.found == []


@quick
@given(TERMS)
def test_a_well_typed_term_has_a_kind_a_sentence_and_bounds(term: t.Term) -> None:
    assert kind_of(term, BOOK.specs) is evaluate(term, context_of({})).kind
    assert sentence(term)
    low, high = bounds_of(term, BOOK.specs)
    assert low <= high  # type: ignore[operator]


@settings(quick, max_examples=400)
@given(TERMS, WHOLE_FACTS, HIDDEN)
def test_the_interval_of_an_unknown_holds_the_value_whatever_the_missing_facts_are(
    term: t.Term, facts: dict[str, FactValue], hidden: dict[str, FactValue]
) -> None:
    unknown = evaluate(term, context_of(facts | dict.fromkeys(hidden, NOT_ASKED)))
    decided = evaluate(term, context_of(facts))
    assert decided.is_settled
    assert unknown.low <= decided.low <= unknown.high  # type: ignore[operator]
    answered = evaluate(term, context_of(facts | hidden))
    if answered.is_settled:
        assert unknown.low <= answered.low <= unknown.high  # type: ignore[operator]


@settings(quick, max_examples=250)
@given(TERMS, WHOLE_FACTS, UNASKED, UNASKED)
def test_to_know_more_never_widens_an_interval_nor_turns_an_answer_round(
    term: t.Term, facts: dict[str, FactValue], hidden: dict[str, FactValue], more: dict[str, FactValue]
) -> None:
    less_known, better_known = (evaluate(term, context_of(facts | unasked)) for unasked in (hidden | more, hidden))
    assert less_known.low <= better_known.low  # type: ignore[operator]
    assert better_known.high <= less_known.high  # type: ignore[operator]


@quick
@given(TERMS, WHOLE_FACTS, HIDDEN)
def test_what_is_not_settled_names_the_facts_that_would_settle_it(
    term: t.Term, facts: dict[str, FactValue], hidden: dict[str, FactValue]
) -> None:
    node = evaluate(term, context_of(facts | hidden))
    assert node.is_settled == (not node.missing and not node.withheld)
    assert set(node.missing) <= {name for name, value in hidden.items() if value is NOT_ASKED} | {"event_on"}
    assert set(node.withheld) <= {name for name, value in hidden.items() if value is WITHHELD}


@settings(quick, max_examples=100)
@given(TERMS, WHOLE_FACTS, HIDDEN)
def test_a_trace_stored_as_json_comes_back_the_same(term: t.Term, facts: dict[str, FactValue], hidden: dict[str, FactValue]) -> None:
    node = evaluate(term, context_of(facts | hidden))
    stored = json.dumps(to_json(node), ensure_ascii=False)
    back = from_json(json.loads(stored))
    assert back == node
    assert [type(one.low) for one in back.walk()] == [type(one.low) for one in node.walk()]
    assert to_text(node) == json.dumps(to_json(node), ensure_ascii=False, separators=(",", ":"))


CLAIM_FACTS: dict[str, st.SearchStrategy[Any]] = {
    name: FACT_VALUES[name] for name in ("expense", "tax_line_14", "disability_rate", "born_on", "status")
} | {"stay_ended_on": st.dates(date(2023, 9, 1), date(2024, 10, 31))}


@settings(quick, max_examples=300)
@given(
    st.fixed_dictionaries({name: values.map(Known) for name, values in CLAIM_FACTS.items()}),
    st.dictionaries(st.sampled_from([*CLAIM_FACTS]), st.sampled_from([NOT_ASKED, WITHHELD]), max_size=4),
    st.integers(0, 1),
)
def test_an_estimate_bounds_every_decision_that_may_follow(facts: dict[str, FactValue], hidden: dict[str, FactValue], used: int) -> None:
    (revision,) = [one for one in revisions_of("accueil-de-loisirs") if one.since == date(2023, 1, 1)]

    def outcome_of(held: dict[str, FactValue]) -> Any:
        usage = {"accueil-de-loisirs": Used(used)}
        return decide(revision, facts=held, parameters=parameters(), usage=usage, filed_on=date(2024, 10, 15))

    estimate = outcome_of(facts | dict.fromkeys(hidden, NOT_ASKED))
    for answers in (facts, facts | hidden):
        decision = outcome_of(answers)
        if decision.status is Status.GRANTED:
            assert estimate.status is not Status.REFUSED
            assert estimate.low <= decision.amount <= estimate.high
        if estimate.status is Status.REFUSED:
            assert decision.status is Status.REFUSED
        if estimate.status is Status.GRANTED:
            assert decision.amount == estimate.amount


@settings(quick, max_examples=400)
@given(
    st.sampled_from(["accueil-de-loisirs", "enfant-handicape", "etudes-superieures", "prestation-annuelle-retraites"]),
    WHOLE_FACTS,
    st.dictionaries(st.sampled_from([*FACT_VALUES, "stay_ended_on"]), st.sampled_from([NOT_ASKED, WITHHELD]), max_size=8),
    st.integers(0, 1),
)
def test_what_refuses_is_the_same_with_or_without_the_amount(
    code: str, facts: dict[str, FactValue], hidden: dict[str, FactValue], used: int
) -> None:
    for revision in revisions_of(code):
        usage = {ceiling.key: Used(used, Money(used * 10_000_000)) for ceiling in revision.ceilings}
        for held in (facts | hidden, facts | hidden | {revision.event_fact: NOT_ASKED}):
            asked = {"facts": held, "parameters": parameters(), "usage": usage, "filed_on": date(2024, 10, 15)}
            assert refusals(revision, **asked) == decide(revision, **asked).reasons


@settings(quick, max_examples=100)
@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 24), st.sampled_from(DeadlineStart))
def test_the_first_claimable_day_is_the_last_day_read_the_other_way_round(filed_on: date, months: int, after: DeadlineStart) -> None:
    deadline = Deadline(months, after)
    first = first_day(deadline, filed_on)
    assert last_day_of(deadline, first) >= filed_on
    assert last_day_of(deadline, date.fromordinal(first.toordinal() - 1)) < filed_on


def test_nodes_are_equal_only_when_all_that_was_read_is() -> None:
    one = TraceNode("value", Kind.MONEY, 1, 1)
    assert from_json(to_json(one)) == one != TraceNode("value", Kind.MONEY, 2, 2)
    assert Money(one.low) == Money(1)  # type: ignore[arg-type]
