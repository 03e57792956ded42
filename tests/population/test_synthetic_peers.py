"""The peers of the catalogue's benchmark decide as the columns do: on a small population, before anything is measured on a large one."""

from functools import cache

import numpy as np
import pytest

from benchmarks import bench_catalogue as bench
from benchmarks.claims import ON, Claims, catalogue, drawn, persons, plain_columns, twelve
from benchmarks.household import decided, household_claims, household_of
from benchmarks.peers import by_hand, openfisca_peer
from entraide.core.rules import Kind, Status, Subject, revision_for
from entraide.core.rules.households.entitlements import entitlements_of
from entraide.core.rules.language.parts import children_of
from entraide.core.rules.language.terms import Term


@cache
def claims() -> dict[str, Claims]:
    people = persons(4000)
    return {benefit.code: drawn(people, benefit) for benefit in twelve()}


@cache
def ours() -> bench.Answers:
    return bench.by_columns(claims())


def words(term: Term) -> set[str]:
    return {type(term).__name__}.union(*(words(child) for child in children_of(term)))


def test_numpy_by_hand_gives_the_same_status_and_the_same_cents() -> None:
    bench.check_equal(ours(), {code: by_hand.decide(code, plain_columns(own)) for code, own in claims().items()})


def test_openfisca_core_gives_the_same_cents_where_its_type_can_hold_them() -> None:
    system = openfisca_peer.system(claims())
    for given in openfisca_peer.persons(claims()):
        for code, euros in openfisca_peer.evaluate(openfisca_peer.build(system, given), given).items():
            status, amount = ours()[code]
            cents = np.rint(euros.astype(np.float64) * 100).astype(np.int64)
            assert np.array_equal(cents, np.where(status == 0, amount, 0)), code


def test_a_difference_of_one_cent_stops_the_benchmark() -> None:
    changed = {code: (status, amount.copy()) for code, (status, amount) in ours().items()}
    row = int(np.flatnonzero(changed["bourse-d-etudes"][0] == 0)[0])
    changed["bourse-d-etudes"][1][row] += 1
    with pytest.raises(SystemExit, match=rf"bourse-d-etudes: 1 of \d+ rows differ, the first is {row}"):
        bench.check_equal(ours(), changed)


def test_each_of_the_twelve_grants_some_claims_and_refuses_others() -> None:
    for code, (status, amount) in ours().items():
        assert {0, 1} <= {*status.tolist()}, code
        assert amount[status == 0].min() > 0


def test_the_twelve_have_the_shapes_of_the_language_and_are_for_everybody() -> None:
    benefits = twelve()
    used = {word for benefit in benefits for term in benefit.revisions[-1].terms for word in words(term)}
    assert {"Lookup", "Match", "TaxTier", "Times", "DividedBy", "Capped", "Min", "Max", "Plus", "Minus", "Any", "Not", "OneOf"} <= used
    assert {benefit.revisions[-1].subject for benefit in benefits} == {*Subject}
    assert {ceiling.scope.value for benefit in benefits for ceiling in benefit.revisions[-1].ceilings} == {
        "subject",
        "beneficiary",
        "household",
        "subject_of_beneficiary",
    }


def test_the_peers_read_rates_in_millionths_and_what_the_columns_hold_elsewhere() -> None:
    own = claims()["enfant-handicape"]
    plain = plain_columns(own)
    assert own.benefit.revisions[-1].specs["disability_rate"].kind is Kind.RATE
    assert {0, 500_000, 800_000} <= {*plain["disability_rate"].tolist()}
    assert plain["born_on"] is own.table.facts["born_on"].values
    assert {"filed_on", "opener", "subject", "household"} <= {*plain}


def test_the_household_of_the_benchmark_is_an_opener_a_spouse_and_two_children() -> None:
    claimed = household_claims(persons(2000), catalogue())
    by_subject = {subject: [benefit.code for benefit, _, _ in claimed if benefit.revisions[-1].subject is subject] for subject in Subject}
    children = by_subject[Subject.CHILD]
    assert children
    assert all(children.count(code) == 2 for code in children)
    assert len(by_subject[Subject.SELF]) == len({*by_subject[Subject.SELF]}) > 5
    outcomes = decided(claimed)
    assert {outcome.status for outcome in outcomes} == {*Status}
    assert all(outcome.trace.children for outcome in outcomes)


def test_the_household_in_full_has_a_line_for_each_of_its_claims() -> None:
    benefits = catalogue()
    claimed = household_claims(persons(2000), benefits)
    revisions = {code: benefit.revisions for code, benefit in benefits.items()}
    parameters = next(iter(benefits.values())).parameters
    lines = entitlements_of(revisions, household_of(claimed), parameters=parameters, on=ON).lines
    events = {benefit.code: event_on for benefit, _, event_on in claimed}
    in_force = [code for code, event_on in events.items() if revision_for(revisions[code], event_on=event_on, filed_on=ON)]
    assert {*in_force} <= {line.revision.code for line in lines}
    assert {"self 0", "child 0", "child 1"} <= {line.subject.name for line in lines}
