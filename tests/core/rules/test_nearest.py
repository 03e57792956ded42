"""The nearest change: the smallest that turns a refusal round, held to it by a second decision, and none that is not one."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.rules import WITHHELD, Condition, Confidence, Kind, Known, PaidBy, ReadsOn, Revision, Status, Subject, Used, decide
from entraide.core.rules.exploring.nearest import Nearest, nearest_change
from entraide.core.rules.exploring.turning import Ground, answers_of, from_rank, to_rank
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.known import FactValue, to_reckon
from tests.core.rules.revisions import FILED_ON, PROOF, known, revision_of
from tests.core.rules.strategies import BOOK, FLAGS, HIDDEN, WHOLE_FACTS


def nearest(revision: Revision, facts: dict[str, Any], **words: Any) -> Nearest | None:
    return nearest_change(revision, facts=facts, parameters=BOOK, usage=words.pop("usage", {}), filed_on=words.pop("filed_on", FILED_ON))


def sentences(found: Nearest | None) -> list[str]:
    return [] if found is None else [change.sentence.replace("\xa0", " ").replace("\u202f", " ") for change in found.changes]


@pytest.mark.parametrize(
    ("condition", "facts", "said"),
    [
        (
            {"tax_line_14": {"at_most": "1000 EUR"}},
            {"tax_line_14": Money(101_200)},
            "l’impôt de la ligne 14 est 1 012,00 €, la limite 1 000,00 €",
        ),
        (
            {"tax_line_14": {"less_than": "1000 EUR"}},
            {"tax_line_14": Money(101_200)},
            "l’impôt de la ligne 14 est 1 012,00 €, la limite 999,99 €",
        ),
        ({"expense": {"at_least": "22 EUR"}}, {"expense": Money(2_150)}, "la dépense est 21,50 €, la limite 22,00 €"),
        ({"expense": {"more_than": "22 EUR"}}, {"expense": Money(2_200)}, "la dépense est 22,00 €, la limite 22,01 €"),
        ({"expense": {"equals": "22 EUR"}}, {"expense": Money(2_300)}, "la dépense est 23,00 €, la limite 22,00 €"),
        (
            {"saved_amount": {"one_of": ["200 EUR", "400 EUR"]}},
            {"saved_amount": Money(31_000)},
            "le montant épargné est 310,00 €, la limite 400,00 €",
        ),
        ({"expense": {"between": ["22 EUR", "50 EUR"]}}, {"expense": Money(5_200)}, "la dépense est 52,00 €, la limite 50,00 €"),
        ({"care_days": {"between": [5, 9]}}, {"care_days": 3}, "le nombre de jours de garde est 3 jours, la limite 5 jours"),
        ({"disability_rate": {"at_least": "50 %"}}, {"disability_rate": Fraction(33, 100)}, "le taux de handicap est 33 %, la limite 50 %"),
        ({"tax_tier": {"at_most": 2}}, {"tax_line_14": Money(250_001)}, "l’impôt de la ligne 14 est 2 500,01 €, la limite 2 500,00 €"),
        ({"is_dependent": {"equals": True}}, {"is_dependent": False}, "l’enfant est à votre charge : non, il faudrait oui"),
        ({"not": "is_dependent"}, {"is_dependent": True}, "l’enfant est à votre charge : oui, il faudrait non"),
        (
            {"territory": {"one_of": ["overseas"]}},
            {"territory": "metropole"},
            "votre lieu de résidence : en métropole, il faudrait outre-mer",
        ),
        (
            {"value": {"minus": ["monthly_resources", "monthly_charges"]}, "at_most": "100 EUR"},
            {"monthly_resources": Money(100_000), "monthly_charges": Money(80_000)},
            "les ressources du mois sont 1 000,00 €, la limite 900,00 €",
        ),
        (
            {"any": [{"expense": {"at_least": "500 EUR"}}, {"care_days": {"at_least": 10}}]},
            {"expense": Money(100), "care_days": 9},
            "le nombre de jours de garde est 9 jours, la limite 10 jours",
        ),
        (
            {"age_in_civil_year": {"at_most": 12}},
            {"born_on": date(2011, 12, 31)},
            "la date de naissance est le 31/12/2011, la limite le 01/01/2012",
        ),
        (
            {"age_on_event_day": {"at_least": 16}},
            {"born_on": date(2008, 7, 1)},
            "la date de naissance est le 01/07/2008, la limite le 15/06/2008",
        ),
        (
            {"expense": {"at_most": "1000 EUR"}},
            {"expense": WITHHELD},
            "la dépense : sans justificatif, il en faudrait un, par exemple 1 000,00 €",
        ),
        (
            {"expense": {"between": ["10 EUR", "20 EUR"]}},
            {"expense": WITHHELD},
            "la dépense : sans justificatif, il en faudrait un, par exemple 20,00 €",
        ),
        (
            {"disability_rate": {"at_least": "80 %"}},
            {"disability_rate": WITHHELD},
            "le taux de handicap : sans justificatif, il en faudrait un, par exemple 80 %",
        ),
        (
            {"is_dependent": {"equals": True}},
            {"is_dependent": WITHHELD},
            "l’enfant est à votre charge : sans justificatif, il en faudrait un, par exemple oui",
        ),
        (
            {"any": [{"expense": {"at_most": "5 EUR"}}, {"expense": {"at_least": "6 EUR"}}, "is_dependent"]},
            {"expense": Money(550), "is_dependent": False},
            "la dépense est 5,50 €, la limite 6,00 €",
        ),
    ],
)
def test_one_fact_at_its_limit_turns_the_refusal_round(condition: Any, facts: dict[str, Any], said: str) -> None:
    revision = revision_of(BOOK, conditions={"own": condition})
    held = known(**{name: value for name, value in facts.items() if value is not WITHHELD})
    found = nearest(revision, held | {name: value for name, value in facts.items() if value is WITHHELD})
    assert found is not None
    assert found.outcome.status is Status.GRANTED
    assert sentences(found) == [said]


def test_two_conditions_that_fail_want_two_changes_and_three_want_three() -> None:
    conditions = {
        "a": {"expense": {"at_least": "22 EUR"}},
        "b": {"tax_line_14": {"at_most": "10 EUR"}},
        "c": {"care_days": {"at_least": 3}},
    }
    facts = known(expense=Money(100), tax_line_14=Money(2_000), care_days=1)
    two = nearest(revision_of(BOOK, conditions={code: conditions[code] for code in "ab"}), facts)
    assert sentences(two) == ["la dépense est 1,00 €, la limite 22,00 €", "l’impôt de la ligne 14 est 20,00 €, la limite 10,00 €"]
    three = nearest(revision_of(BOOK, conditions=conditions), facts)
    assert three is not None
    assert [change.after for change in three.changes] == [Money(2_200), Money(1_000), 3]


def test_what_nobody_can_change_is_told_where_nothing_else_does() -> None:
    either = {"any": [{"age_in_civil_year": {"at_most": 12}}, {"all": [{"expense": {"at_least": "900 EUR"}}, "is_dependent"]}]}
    facts = known(born_on=date(2011, 12, 31), expense=Money(100), is_dependent=False)
    found = nearest(revision_of(BOOK, conditions={"own": either}), facts)
    assert found is not None
    assert [(change.fact, change.is_fixed) for change in found.changes] == [("expense", False), ("is_dependent", False)]
    audience = nearest(revision_of(BOOK), known(status="apprentice"))
    assert sentences(audience) == ["votre situation : apprenti ou alternant, il faudrait agent en activité"]


@pytest.mark.parametrize(
    ("event_on", "said"),
    [
        (date(2024, 4, 14), "le dépôt est le 15/10/2024, la limite le 14/10/2024"),
        (date(2024, 12, 1), "le dépôt est le 15/10/2024, la limite le 01/12/2024"),
    ],
)
def test_a_claim_out_of_time_says_when_it_would_have_been_in_time(event_on: date, said: str) -> None:
    assert sentences(nearest(revision_of(BOOK), known(event_on=event_on))) == [said]


def test_rights_that_opened_too_late_are_told() -> None:
    facts = known(rights_since=date(2024, 7, 1))
    assert sentences(nearest(revision_of(BOOK), facts)) == ["l’ouverture de vos droits est le 01/07/2024, la limite le 15/06/2024"]


def test_an_amount_of_nothing_says_from_where_there_is_one() -> None:
    revision = revision_of(BOOK, amount={"lookup": "disability_rate", "from": {"0 %": "0 EUR", "50 %": "230 EUR"}})
    found = nearest(revision, known(disability_rate=Fraction(2, 5)))
    assert found is not None
    assert (found.outcome.amount, sentences(found)) == (Money(23_000), ["le taux de handicap est 40 %, la limite 50 %"])


def test_an_amount_withheld_asks_for_its_paper() -> None:
    revision = revision_of(BOOK, amount={"min": ["expense", "50 EUR"]})
    assert sentences(nearest(revision, known() | {"expense": WITHHELD})) == [
        "la dépense : sans justificatif, il en faudrait un, par exemple 0,01 €"
    ]


def test_a_ceiling_that_is_reached_has_no_change_of_facts() -> None:
    revision = revision_of(BOOK, ceilings=[{"key": "k", "per": "subject", "over": "civil_year", "claims": 1}])
    assert nearest(revision, known(), usage={"k": Used(1)}) is None


def test_a_ceiling_that_depends_on_a_fact_says_its_limit() -> None:
    most = {"lookup": "care_days", "from": {0: "50 EUR", 10: "80 EUR"}}
    revision = revision_of(BOOK, ceilings=[{"key": "k", "per": "subject", "over": "civil_year", "amount": most}])
    found = nearest(revision, known(care_days=4), usage={"k": Used(1, Money(5_000))})
    assert found is not None
    assert (found.outcome.amount, sentences(found)) == (Money(3_000), ["le nombre de jours de garde est 4 jours, la limite 10 jours"])


def test_no_longer_refused_is_enough_where_something_is_still_to_be_asked() -> None:
    revision = revision_of(BOOK, conditions={"own": {"tax_line_14": {"at_most": "10 EUR"}}}, amount={"times": ["2 EUR", "care_days"]})
    found = nearest(revision, known(tax_line_14=Money(2_000)))
    assert found is not None
    assert (found.outcome.status, found.outcome.missing) == (Status.UNKNOWN, ("care_days",))


def test_a_claim_that_is_not_refused_has_no_nearest_change() -> None:
    assert nearest(revision_of(BOOK), known()) is None
    assert nearest(revision_of(BOOK, conditions={"own": "is_dependent"}), known()) is None


def test_a_condition_on_the_event_alone_has_no_nearest_change() -> None:
    assert nearest(revision_of(BOOK, conditions={"own": {"event_on": {"at_least": "2024-07-01"}}}), known()) is None


def test_a_condition_that_no_value_meets_has_no_nearest_change() -> None:
    never = {"all": [{"expense": {"at_least": "20 EUR"}}, {"expense": {"at_most": "10 EUR"}}]}
    revision = revision_of(BOOK, conditions={"own": never})
    assert nearest(revision, known(expense=Money(1_500))) is None
    assert nearest(revision, known() | {"expense": WITHHELD}) is None


def _random(condition: t.Term) -> Revision:
    return Revision(
        code="essai",
        name="Essai",
        theme="Essai",
        summary="Un essai.",
        subject=Subject.SELF,
        event_fact="event_on",
        reads_parameters_on=ReadsOn.EVENT,
        audience=("active", "retiree", "apprentice"),
        since=date(2019, 1, 1),
        source="Essai",
        confidence=Confidence.OFFICIAL,
        paid_by=PaidBy.TRANSFER,
        conditions=(Condition("own", condition),),
        amount=t.money(10),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(condition=FLAGS, facts=WHOLE_FACTS, hidden=HIDDEN)
def test_a_change_that_is_told_always_turns_the_refusal_round(
    condition: t.Term, facts: dict[str, FactValue], hidden: dict[str, FactValue]
) -> None:
    revision, held = _random(condition), {**facts, **hidden}
    found = nearest(revision, held)
    if found is None:
        return
    assert decide(revision, facts=held, parameters=BOOK, usage={}, filed_on=FILED_ON).status is Status.REFUSED
    changed = held | {change.fact: Known(change.after, PROOF) for change in found.changes}
    assert decide(revision, facts=changed, parameters=BOOK, usage={}, filed_on=FILED_ON).status is not Status.REFUSED
    for left_out in found.changes if len(found.changes) > 1 and not any(change.is_fixed for change in found.changes) else ():
        fewer = {**changed, left_out.fact: held[left_out.fact]}
        assert decide(revision, facts=fewer, parameters=BOOK, usage={}, filed_on=FILED_ON).status is Status.REFUSED


@settings(max_examples=60, deadline=None)
@given(limit=st.integers(1, 10**6), over=st.integers(1, 10**6))
def test_one_step_less_than_the_nearest_change_is_still_refused(limit: int, over: int) -> None:
    revision = _random(t.AtMost(t.Fact("tax_line_14"), t.Const(Kind.MONEY, limit)))
    found = nearest(revision, known(tax_line_14=Money(limit + over)))
    assert found is not None
    assert [change.after for change in found.changes] == [Money(limit)]
    assert found.changes[0].distance == Fraction(over, 2 * limit + over)


@pytest.mark.parametrize("value", [Money(1250), 7, Fraction(1, 3), date(2024, 2, 29)])
def test_values_are_counted_in_steps_and_back(value: Any) -> None:
    reckoned = to_reckon(value)
    kind = {Money: Kind.MONEY, int: Kind.COUNT, Fraction: Kind.RATE, date: Kind.DATE}[type(value)]
    assert abs(to_rank(from_rank(kind, to_rank(reckoned))) - to_rank(reckoned)) == 0


def test_answers_hold_one_for_each_way_that_a_fact_may_turn_the_rule() -> None:
    revision = revision_of(
        BOOK,
        conditions={"own": {"any": [{"age_in_civil_year": {"at_most": 12}}, "is_dependent", {"custody": {"one_of": ["full"]}}]}},
        amount={"by_tier": {1: "120 EUR", 2: "100 EUR", 3: "80 EUR"}, "capped_at": "expense"},
    )
    ground = Ground(BOOK, date(2024, 6, 15), FILED_ON)
    assert answers_of(revision, "is_dependent", ground) == (False, True)
    assert answers_of(revision, "custody", ground) == ("full", "alternating")
    lines = answers_of(revision, "tax_line_14", ground)
    assert {0, 130_000, 130_001, 250_000, 250_001, 1_000_000_000} <= set(lines)
    assert answers_of(revision, "care_days", ground) == (0, 1, 2, 3, 4, 11, 12, 13, 366)
    births = answers_of(revision, "born_on", ground)
    assert {date(2011, 12, 31), date(2012, 1, 1), FILED_ON + timedelta(days=1)} <= set(births)
    assert list(births) == sorted(births)


def test_a_count_that_is_no_age_gives_no_birth() -> None:
    revision = revision_of(BOOK, conditions={"own": {"any": [{"age_in_civil_year": {"at_most": 12}}, {"care_days": {"at_least": 200}}]}})
    births = answers_of(revision, "born_on", Ground(BOOK, date(2024, 6, 15), FILED_ON))
    assert min(births) == date(1900, 1, 1)
    assert sorted(births)[1] == date(2010, 12, 31)
