"""A household over a catalogue: ceilings used in a stated order, complements after their base, one answer in whatever order."""

from datetime import date
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.money import ZERO, Money
from entraide.core.rules import FACTS, Faults, Known, Proof, Revision, Status, Used
from entraide.core.rules.exploring.asking import settled_by, width_of
from entraide.core.rules.households.entitlements import Entitlements, Standing, entitlements_of
from entraide.core.rules.households.household import Household, Person
from entraide.core.rules.households.openers import ChildOpener
from entraide.core.rules.households.situations import Expected, decode_household
from entraide.core.rules.writing.fields import Fields
from tests.core.rules.revisions import FILED_ON, known, revision_of
from tests.core.rules.strategies import BOOK


SHARED_BY_HOUSEHOLD = {"key": "foyer", "per": "household", "over": "civil_year", "amount": "250 EUR"}


def child(name: str, born_on: date = date(2014, 5, 1), **words: Any) -> Person:
    facts = {fact: Known(value) for fact, value in words.pop("facts", {}).items()}
    return Person(name, {"born_on": Known(born_on), **facts}, **words)


def household(*children: Person, **words: Any) -> Household:
    facts = known(born_on=date(1985, 3, 1), **words.pop("facts", {}))
    return Household(Person("vous", facts, **words.pop("opener", {})), words.pop("spouse", None), children)


def benefit(code: str, **words: Any) -> dict[str, tuple[Revision, ...]]:
    return {code: (revision_of(BOOK, benefit=code, name=code.capitalize(), **words),)}


def reckon(benefits: dict[str, tuple[Revision, ...]], home: Household, **words: Any) -> Entitlements:
    return entitlements_of(benefits, home, parameters=BOOK, on=FILED_ON, **words)


def told(found: Entitlements) -> list[tuple[str, str, str, Money | None]]:
    return [(line.revision.code, line.subject.name, line.standing.value, line.outcome.amount) for line in found.lines]


def test_each_benefit_stands_once_for_everyone_it_may_be_for() -> None:
    day = {"facts": {"event_on": date(2024, 6, 15)}}
    home = household(child("Léa", **day), child("Tom", date(2012, 1, 1), **day), spouse=child("Sam", date(1984, 2, 2), **day))
    benefits = (
        benefit("enfant", subject="child") | benefit("conjoint", subject="spouse") | benefit("soi") | benefit("foyer", subject="household")
    )
    assert told(reckon(benefits, home)) == [
        ("conjoint", "Sam", "granted", Money(10_000)),
        ("enfant", "Léa", "granted", Money(10_000)),
        ("enfant", "Tom", "granted", Money(10_000)),
        ("foyer", "vous", "granted", Money(10_000)),
        ("soi", "vous", "granted", Money(10_000)),
    ]
    assert told(reckon(benefit("conjoint", subject="spouse"), household())) == []


def test_lines_are_told_by_standing_then_by_amount() -> None:
    benefits = (
        benefit("accorde")
        | benefit("possible", conditions={"own": "is_dependent"})
        | benefit("refuse", audience=["apprentice"])
        | benefit("presente", amount="unknown")
        | benefit("plus", amount="200 EUR")
        | benefit("pret", amount="900 EUR", paid_by="loan")
    )
    found = reckon(benefits, household())
    assert [(line.revision.code, line.standing) for line in found.lines] == [
        ("pret", Standing.GRANTED),
        ("plus", Standing.GRANTED),
        ("accorde", Standing.GRANTED),
        ("possible", Standing.POSSIBLE),
        ("refuse", Standing.REFUSED),
        ("presente", Standing.SHOWN),
    ]
    assert (found.low, found.high) == (Money(30_000), Money(40_000))


def test_a_benefit_that_does_not_exist_yet_has_no_line() -> None:
    assert told(reckon(benefit("futur", since="2025-01-01"), household())) == []


def test_what_is_known_of_the_opener_holds_for_a_child_only_where_it_is_of_the_household() -> None:
    home = household(child("Léa"), facts={"tax_line_14": Money(0), "disability_rate": Fraction(1, 2), "is_dependent": True})
    facts = home.facts_of(home.children[0], "enfant")
    assert {"tax_line_14", "has_two_notices", "status", "born_on"} == set(facts)
    assert facts["born_on"] == Known(date(2014, 5, 1))
    assert home.asked_of(home.children[0], "tax_line_14") is home.opener
    assert home.asked_of(home.children[0], "custody") is home.children[0]


def test_a_fact_known_for_one_benefit_is_not_known_for_another() -> None:
    own = {"a": {"expense": Known(Money(1_500))}}
    home = household(child("Léa", own=own), opener={"own": {"a": {"tax_line_14": Known(Money(0))}, "b": {"expense": Known(Money(1))}}})
    assert {"expense", "tax_line_14"} <= set(home.facts_of(home.children[0], "a"))
    assert not {"expense", "tax_line_14"} & set(home.facts_of(home.children[0], "b"))
    assert home.facts_of(home.opener, "b")["expense"] == Known(Money(1))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_ceiling_of_the_household_is_used_by_event_then_by_birth_whatever_the_order_written(order: tuple[int, ...]) -> None:
    children = [
        child("Léa", date(2016, 5, 1), facts={"event_on": date(2024, 7, 1)}),
        child("Tom", date(2014, 5, 1), facts={"event_on": date(2024, 7, 1)}),
        child("Zoé", date(2018, 5, 1), facts={"event_on": date(2024, 6, 1)}),
    ]
    found = reckon(benefit("sejour", subject="child", ceilings=[SHARED_BY_HOUSEHOLD]), household(*(children[rank] for rank in order)))
    assert told(found) == [
        ("sejour", "Tom", "granted", Money(10_000)),
        ("sejour", "Zoé", "granted", Money(10_000)),
        ("sejour", "Léa", "granted", Money(5_000)),
    ]
    assert [(spent.line, spent.cents) for spent in found.lines[2].after] == [("Sejour, Zoé", 10_000), ("Sejour, Tom", 10_000)]
    assert found.low == found.high == Money(25_000)


@settings(max_examples=60, deadline=None)
@given(
    births=st.lists(st.dates(date(2010, 1, 1), date(2020, 1, 1)), min_size=1, max_size=5),
    events=st.lists(st.sampled_from([None, date(2024, 5, 1), date(2024, 9, 1), date(2023, 12, 1)]), min_size=5, max_size=5),
    used=st.integers(0, 30_000),
    data=st.data(),
)
def test_the_sum_never_passes_the_limit_of_the_household_and_is_the_same_in_any_order(
    births: list[date], events: list[date | None], used: int, data: st.DataObject
) -> None:
    children = [
        child("enfant", born_on, facts={} if event_on is None else {"event_on": event_on})
        for born_on, event_on in zip(births, events, strict=False)
    ]
    benefits = benefit("a", subject="child", ceilings=[SHARED_BY_HOUSEHOLD]) | benefit(
        "b", subject="child", amount={"times": ["5 EUR", "care_days"]}, ceilings=[SHARED_BY_HOUSEHOLD]
    )
    before = {"foyer": Used(1, Money(used))}
    found = reckon(benefits, household(*children, opener={"used": before}))
    of_2024 = [line for line in found.lines if line.facts.get("event_on") != Known(date(2023, 12, 1))]
    assert sum(line.bounds[1].cents for line in of_2024) <= max(25_000 - used, 0)
    again = reckon(benefits, household(*data.draw(st.permutations(children)), opener={"used": before}))
    assert (again.low, again.high) == (found.low, found.high)
    assert sorted(map(repr, told(again))) == sorted(map(repr, told(found)))


@pytest.mark.parametrize("per", ["subject", "subject_of_beneficiary"])
def test_a_ceiling_by_person_is_counted_apart_for_each_and_a_shared_key_holds_two_benefits(per: str) -> None:
    ceiling = {"key": "partage", "per": per, "over": "civil_year", "claims": 1}
    benefits = benefit("a", subject="child", ceilings=[ceiling]) | benefit("b", subject="child", ceilings=[ceiling])
    day = {"facts": {"event_on": date(2024, 6, 15)}}
    found = reckon(benefits, household(child("Léa", **day), child("Tom", **day, used={"partage": Used(1)})))
    assert [(line.revision.code, line.subject.name, line.standing.value) for line in found.lines] == [
        ("a", "Léa", "granted"),
        ("a", "Tom", "refused"),
        ("b", "Léa", "refused"),
        ("b", "Tom", "refused"),
    ]


def test_two_school_years_do_not_use_one_ceiling_and_a_lifetime_does() -> None:
    days = {"a": {"event_on": Known(date(2024, 6, 15))}, "b": {"event_on": Known(date(2024, 9, 2))}}
    for over, second in (("school_year", "granted"), ("lifetime", "refused")):
        ceiling = {"key": "k", "per": "beneficiary", "over": over, "claims": 1}
        benefits = benefit("a", ceilings=[ceiling]) | benefit("b", ceilings=[ceiling])
        found = reckon(benefits, Household(Person("vous", {"status": Known("active")}, own=days)))
        assert {line.revision.code: line.standing.value for line in found.lines} == {"a": "granted", "b": second}


def test_a_line_that_is_only_possible_reserves_the_most_that_it_may_come_to() -> None:
    asking = {"subject": "child", "conditions": {"own": "is_dependent"}, "ceilings": [SHARED_BY_HOUSEHOLD]}
    found = reckon(benefit("a", **asking), household(*(child(name, date(2014 + rank, 1, 1)) for rank, name in enumerate("abcd"))))
    assert [(line.subject.name, line.standing.value, *line.bounds) for line in found.lines] == [
        ("a", "possible", ZERO, Money(10_000)),
        ("b", "possible", ZERO, Money(10_000)),
        ("c", "possible", ZERO, Money(5_000)),
        ("d", "refused", ZERO, ZERO),
    ]
    assert found.high == Money(25_000)


def complements(**words: Any) -> dict[str, tuple[Revision, ...]]:
    base = words.pop("base", {})
    share = {"times": ["base_amount", "30 %"]}
    return benefit("base", subject="child", **base) | benefit("plus", subject="child", on_top_of="base", amount=share, **words)


def test_a_complement_is_left_out_unless_it_is_named_and_then_adds_to_what_its_base_grants() -> None:
    day = {"facts": {"event_on": date(2024, 6, 15)}}
    home = household(child("Léa", **day), child("Tom", **day))
    assert {line.revision.code for line in reckon(complements(), home).lines} == {"base"}
    found = reckon(complements(), home, complements={"plus"})
    assert told(found)[2:] == [("plus", "Léa", "granted", Money(3_000)), ("plus", "Tom", "granted", Money(3_000))]
    assert found.low == Money(26_000)


def test_a_complement_of_another_subject_adds_to_the_sum_of_its_base() -> None:
    day = {"facts": {"event_on": date(2024, 6, 15)}}
    benefits = benefit("base", subject="child") | benefit("plus", on_top_of="base", amount={"times": ["base_amount", "30 %"]})
    assert told(reckon(benefits, household(child("a", **day), child("b", **day)), complements={"plus"}))[2] == (
        "plus",
        "vous",
        "granted",
        Money(6_000),
    )


def test_a_complement_of_what_is_only_possible_is_possible_between_both_ends() -> None:
    found = reckon(
        complements(base={"conditions": {"own": "is_dependent"}}),
        household(child("Léa", facts={"event_on": date(2024, 6, 15)})),
        complements={"plus"},
    )
    line = next(line for line in found.lines if line.revision.code == "plus")
    assert (line.standing, *line.bounds, line.outcome.missing) == (Standing.POSSIBLE, ZERO, Money(3_000), ("is_dependent",))
    assert [(ask.fact, ask.settled, ask.lines) for ask in found.asks] == [("is_dependent", Money(10_000), 2)]


def test_a_complement_of_what_is_refused_or_of_no_amount_is_not_granted() -> None:
    home = household(child("Léa", facts={"event_on": date(2024, 6, 15), "is_dependent": False}))
    refused = reckon(complements(base={"conditions": {"own": "is_dependent"}}), home, complements={"plus"})
    assert [line.standing.value for line in refused.lines] == ["refused", "refused"]
    shown = reckon(complements(base={"amount": "unknown"}), home, complements={"plus"})
    assert {line.revision.code: line.standing.value for line in shown.lines} == {"base": "shown", "plus": "possible"}
    either = reckon(
        complements(base={"conditions": {"own": {"custody": {"equals": "full"}}}}, audience=["apprentice"]), home, complements={"plus"}
    )
    assert {line.revision.code: line.standing.value for line in either.lines} == {"base": "possible", "plus": "refused"}


def test_a_complement_whose_base_amount_is_given_takes_it_as_it_is() -> None:
    day = {"event_on": date(2024, 6, 15), "base_amount": Money(50_000)}
    assert told(reckon(complements(), household(child("Léa", facts=day)), complements={"plus"}))[0] == (
        "plus",
        "Léa",
        "granted",
        Money(15_000),
    )


def test_a_complement_of_a_complement_comes_after_it_and_a_circle_is_left_out() -> None:
    chain = benefit("c", on_top_of="b", amount="base_amount") | benefit("b", on_top_of="a", amount="base_amount") | benefit("a")
    assert [line[3] for line in told(reckon(chain, household(), complements={"b", "c"}))] == [Money(10_000)] * 3
    circle = benefit("b", on_top_of="c") | benefit("c", on_top_of="b")
    assert told(reckon(circle, household(), complements={"b", "c"})) == []


def test_a_complement_without_a_line_of_its_base_waits_for_the_amount() -> None:
    benefits = benefit("base", subject="child") | benefit("plus", on_top_of="base", amount="base_amount")
    assert [(line[0], line[2]) for line in told(reckon(benefits, household(), complements={"plus"}))] == [("plus", "possible")]


def test_the_first_question_is_the_one_that_settles_the_most_over_the_whole_catalogue() -> None:
    tiers = {"by_tier": {1: "120 EUR", 2: "100 EUR", 3: "80 EUR"}}
    benefits = benefit("a", amount=tiers) | benefit("b", amount=tiers, conditions={"own": "is_dependent"})
    found = reckon(benefits | benefit("p", amount={"min": ["expense", "9000 EUR"]}, paid_by="loan"), household())
    # Once the line is known, a is settled (40 € now, 0 then) and b lies between 0 and its tier: 120 − (120 + 100 + 80) ÷ 3 = 20.
    # Once the child is known to be dependent, or not, b lies between 80 and 120 or is refused: 120 − (40 + 0) ÷ 2 = 100.
    assert [(ask.person.name, ask.fact, ask.settled, ask.lines) for ask in found.asks] == [
        ("vous", "is_dependent", Money(10_000), 1),
        ("vous", "tax_line_14", Money(6_000), 2),
    ]


def test_a_question_asked_of_the_event_stays_within_the_revision() -> None:
    facts = {name: held for name, held in known().items() if name != "event_on"}
    revision = revision_of(BOOK)
    assert settled_by("event_on", revision, facts=facts, parameters=BOOK, usage={}, filed_on=FILED_ON) == 0
    late = revision_of(BOOK, since="2025-01-01")
    assert settled_by("event_on", late, facts=facts, parameters=BOOK, usage={}, filed_on=FILED_ON) == 0


def test_an_amount_that_is_not_known_has_no_width() -> None:
    line = reckon(benefit("a", amount="unknown"), household()).lines[0]
    assert (line.outcome.status, width_of(line.outcome)) == (Status.UNKNOWN, 0)


PARENT_DAYS = st.fixed_dictionaries(
    {
        "rights_since": st.sampled_from(["2012-01-01", "2015-09-01", "2024-03-01"]),
        "born_on": st.sampled_from(["1980-05-04", "1985-03-01"]),
    }
)
SIBLINGS = ({"name": "Léa", "born_on": "2014-05-01"}, {"name": "Tom", "born_on": "2016-05-01"})
BOTH_NAMED = {"": "", "self": "other", "other": "self"}
SPLIT = {"times": ["100 EUR", {"match": "custody", "cases": {"full": "100 %", "alternating": "50 %"}}]}


def home_of(own: dict[str, str], other: dict[str, str], named: str, custody: dict[str, str], faults: Faults) -> Household:
    """Read the file that one of two parents writes: the same children, and the other parent as the other one."""
    children = [{**each, **custody, "event_on": "2024-06-15", "opener_named": named, "other_parent": other} for each in SIBLINGS]
    facts = {"status": "active", **own}
    expected = Expected(FACTS, frozenset({"event_on"}), Proof("fichier", "foyer.yaml", FILED_ON))
    return decode_household(Fields({"facts": facts, "children": children}, faults, ()), expected)


def granted(benefits: dict[str, tuple[Revision, ...]], home: Household) -> dict[str, int]:
    lines = [line for line in reckon(benefits, home).lines if line.standing is Standing.GRANTED]
    return {line.subject.name: line.bounds[1].cents for line in lines}


@settings(max_examples=80, deadline=None)
@given(one=PARENT_DAYS, two=PARENT_DAYS, named=st.sampled_from([*BOTH_NAMED]), custody=st.sampled_from([{}, {"custody": "full"}]))
def test_seen_from_both_homes_exactly_one_parent_opens_and_the_whole_right_is_granted_once(
    one: dict[str, str], two: dict[str, str], named: str, custody: dict[str, str]
) -> None:
    faults = Faults()
    homes = [home_of(one, two, named, custody, faults), home_of(two, one, BOTH_NAMED[named], custody, faults)]
    if one == two and not named:
        assert {fault.code for fault in faults.found} == {"rules.parents_alike"}
        return
    assert faults.found == []
    opens = [{opener.child: opener.opens for opener in reckon({}, each).openers} for each in homes]
    given = [granted(benefit("sejour", subject="child", conditions={"age": {"age_on_event_day": {"at_most": 12}}}), each) for each in homes]
    for child_ in ("Léa", "Tom"):
        assert sorted([opens[0][child_], opens[1][child_]]) == [False, True]
        assert [given[rank].get(child_) for rank in (0, 1)] == [10_000 if opens[rank][child_] else None for rank in (0, 1)]


@settings(max_examples=40, deadline=None)
@given(one=PARENT_DAYS, two=PARENT_DAYS, named=st.sampled_from([*BOTH_NAMED]))
def test_seen_from_both_homes_alternating_custody_grants_each_its_share_and_never_more_than_the_whole(
    one: dict[str, str], two: dict[str, str], named: str
) -> None:
    faults, custody = Faults(), {"custody": "alternating"}
    homes = [home_of(one, two, named, custody, faults), home_of(two, one, BOTH_NAMED[named], custody, faults)]
    assert faults.found == []
    assert [granted(benefit("sejour", subject="child", amount=SPLIT), each) for each in homes] == [{"Léa": 5_000, "Tom": 5_000}] * 2


def test_the_benefits_of_a_child_whose_other_parent_opens_are_refused_for_that_reason_and_those_of_the_parent_are_not() -> None:
    named = [{"rights_since": "2015-01-01", "born_on": "1980-05-04"}, {"rights_since": "2012-01-01", "born_on": "1985-03-01"}]
    home = home_of(*named, "", {}, Faults())
    found = reckon(benefit("sejour", subject="child") | benefit("soi"), home)
    assert {(line.subject.name, *(reason.code for reason in line.outcome.reasons)) for line in found.lines} == {
        ("vous",),
        ("Léa", "opener"),
        ("Tom", "opener"),
    }
    assert found.openers == (ChildOpener("Léa", False, "oldest_rights"), ChildOpener("Tom", False, "oldest_rights"))
