"""The language as it is written: what each word becomes, and every fault with what to write instead."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from entraide.core.refusals import Finding
from entraide.core.rules import Faults, Kind, Mark, say_fault, sentence
from entraide.core.rules.checking.typing import faults_in, kind_of
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.constants import parse, parse_key, write, write_key
from entraide.core.rules.language.encoding import encode
from entraide.core.rules.writing.codec import decode
from entraide.core.rules.writing.faults import FAULTS
from tests.core.rules.strategies import BOOK


AGE = t.Age(t.AgeAt.CIVIL_YEAR)
EXPENSE = t.Fact("expense")


def read(source: Any) -> tuple[t.Term, list[tuple[str, str]]]:
    faults = Faults()
    term = decode(source, faults, ("amount",)).root
    return term, [(finding.code, finding.where) for finding in faults.found]


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("120 EUR", t.money(120)),
        ("2.14 EUR", t.Const(Kind.MONEY, 214)),
        ("32.5 %", t.Const(Kind.RATE, Fraction(13, 40))),
        (12, t.count(12)),
        (True, t.Const(Kind.FLAG, True)),
        ("2024-09-01", t.Const(Kind.DATE, date(2024, 9, 1))),
        ("expense", EXPENSE),
        ("tax_tier", t.TaxTier()),
        ("age_on_event_day", t.Age(t.AgeAt.EVENT)),
        ("retiree", t.Const(Kind.CHOICE, "retiree")),
        ({"parameter": "base"}, t.Parameter("base")),
        ({"age_in_civil_year": {"at_most": 12}}, t.AtMost(AGE, t.count(12))),
        ({"age_in_civil_year": {"between": [11, 18]}}, t.Between(AGE, t.count(11), t.count(18))),
        ({"status": {"one_of": ["active"]}}, t.OneOf(t.Fact("status"), (t.Const(Kind.CHOICE, "active"),))),
        ({"value": {"plus": ["expense", "1 EUR"]}, "less_than": "5 EUR"}, t.LessThan(t.Plus((EXPENSE, t.money(1))), t.money(5))),
        ({"times": ["expense", "50 %"]}, t.Times(EXPENSE, t.percent(50))),
        ({"value": "expense", "capped_at": "9 EUR"}, t.Capped(EXPENSE, t.money(9))),
        ({"value": "tax_tier", "when_withheld": 3}, t.WhenWithheld(t.TaxTier(), t.count(3))),
        ({"not": "is_dependent"}, t.Not(t.Fact("is_dependent"))),
        (
            {"by_tier": {"1": "2 EUR", "2": "1 EUR", "3": "1 EUR"}, "when_withheld": {"tier": 3}, "capped_at": "expense"},
            t.Capped(
                t.Match(
                    t.WhenWithheld(t.TaxTier(), t.count(3)),
                    (t.Case(t.count(1), t.money(2)), t.Case(t.count(2), t.money(1)), t.Case(t.count(3), t.money(1))),
                ),
                EXPENSE,
            ),
        ),
        (
            {"match": "status", "cases": {"active": "1 EUR"}, "otherwise": "2 EUR"},
            t.Match(t.Fact("status"), (t.Case(t.Const(Kind.CHOICE, "active"), t.money(1)),), t.money(2)),
        ),
        ({"lookup": "care_days", "from": {"0": "1 EUR"}}, t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), t.money(1)),))),
    ],
)
def test_a_word_means_one_term_and_is_written_back_the_same(source: Any, term: t.Term) -> None:
    assert read(source) == (term, [])
    assert encode(term) == source


@pytest.mark.parametrize(
    ("source", "code", "where"),
    [
        ("expanse", "rules.unknown_word_close", "amount"),
        ("xyzzyx", "rules.unknown_word", "amount"),
        (1.5, "rules.not_a_value", "amount"),
        (None, "rules.not_a_value", "amount"),
        ([], "rules.not_a_value", "amount"),
        ("2024-13-01", "rules.not_a_value", "amount"),
        ({"plus": []}, "rules.not_a_list", "amount.plus"),
        ({"plus": "expense"}, "rules.not_a_list", "amount.plus"),
        ({"times": ["expense"]}, "rules.not_a_pair", "amount.times"),
        ({"expense": {"at_moost": 12}}, "rules.unknown_word_close", "amount.expense.at_moost"),
        ({"expense": 12}, "rules.not_one_comparison", "amount.expense"),
        ({"expense": {"at_least": "1 EUR", "at_most": "2 EUR"}}, "rules.not_one_comparison", "amount.expense"),
        ({"expanse": {"at_most": "1 EUR"}}, "rules.unknown_word_close", "amount.expanse"),
        ({"plus": ["1 EUR"], "times": []}, "rules.not_one_word", "amount"),
        ({}, "rules.not_one_word", "amount"),
        ({"lookup": "expense", "rows": {}}, "rules.not_one_word", "amount"),
        ({"lookup": "expense", "from": {}}, "rules.not_a_mapping", "amount.from"),
        ({"match": "status", "case": {}}, "rules.not_one_word", "amount"),
        ({"by_tier": ["1 EUR"]}, "rules.not_a_mapping", "amount.by_tier"),
        ({"parameter": 12}, "rules.not_a_value", "amount.parameter"),
        ({"status": {"one_of": ["expense"]}}, "rules.not_a_constant", "amount.status.one_of.0"),
        ({"value": "expense", "capped_at": "5 euros"}, "rules.not_a_value", "amount.capped_at"),
    ],
)
def test_a_fault_of_writing_is_named_where_it_stands(source: Any, code: str, where: str) -> None:
    _, faults = read(source)
    assert (code, where) in faults


def test_all_the_faults_are_found_in_one_pass() -> None:
    _, faults = read({"plus": ["expanse", {"times": ["expense"]}, {"nonsense": 1}]})
    assert len(faults) == 3


def test_a_fault_is_placed_by_the_nearest_mark_and_noted_once() -> None:
    faults = Faults({("amount",): Mark("essai.yaml", 4, 3)})
    faults.add("rules.not_a_value", ("amount", "plus", 0), written="?")
    faults.add("rules.not_a_value", ("amount", "plus", 1), written="?")
    assert [finding.where for finding in faults.found] == ["essai.yaml:4:3"]
    assert say_fault(faults.found[0]).startswith("essai.yaml:4:3 : « ? » n’est pas une valeur")
    assert say_fault(Finding("rules.not_a_text")) == "Un texte est attendu ici, entre guillemets s’il ressemble à un nombre."


@pytest.mark.parametrize("written", ["12 EUR ", "1.234 EUR", "12.34567 %", "12€", "٣ EUR", "1e3 EUR", "-0.5 EUROS"])
def test_what_is_nearly_a_constant_is_none(written: str) -> None:
    assert parse(written) is None


def test_constants_are_written_as_they_are_read() -> None:
    for written in ("120 EUR", "2.10 EUR", "-3 EUR", "32.5 %", "0.0001 %", "100 %", 12, True, "2024-09-01"):
        const = parse(written)
        assert const is not None
        assert write(const) == written
    for key in ("true", "false", "12", "80 %", "active"):
        assert write_key(parse_key(key)) == key


@pytest.mark.parametrize(
    ("term", "expected", "code"),
    [
        (t.money(1), Kind.FLAG, "rules.other_kind"),
        (t.Parameter("nothing"), Kind.MONEY, "rules.unknown_parameter"),
        (t.Plus((t.money(1), t.count(1))), Kind.MONEY, "rules.mixed_kinds"),
        (t.Plus((t.Fact("born_on"),)), Kind.MONEY, "rules.other_kind"),
        (t.Plus((t.Parameter("nothing"), t.money(1))), Kind.MONEY, "rules.unknown_parameter"),
        (t.Times(EXPENSE, t.Fact("saved_amount")), Kind.MONEY, "rules.cannot_multiply"),
        (t.Times(EXPENSE, t.Fact("born_on")), Kind.MONEY, "rules.cannot_multiply"),
        (t.Times(t.money(1), t.Parameter("nothing")), Kind.MONEY, "rules.unknown_parameter"),
        (t.DividedBy(t.count(1), EXPENSE), Kind.MONEY, "rules.cannot_divide"),
        (t.DividedBy(EXPENSE, t.Fact("is_dependent")), Kind.MONEY, "rules.cannot_divide"),
        (t.DividedBy(EXPENSE, t.Parameter("nothing")), Kind.MONEY, "rules.unknown_parameter"),
        (t.DividedBy(EXPENSE, t.Fact("care_days")), Kind.MONEY, "rules.may_divide_by_zero"),
        (t.AtMost(EXPENSE, t.percent(1)), Kind.FLAG, "rules.mixed_kinds"),
        (t.AtMost(t.Fact("status"), t.Const(Kind.CHOICE, "active")), Kind.FLAG, "rules.other_kind"),
        (t.Equals(t.Fact("status"), t.Const(Kind.CHOICE, "overseas")), Kind.FLAG, "rules.unknown_choice"),
        (t.OneOf(t.Fact("status"), (t.count(1),)), Kind.FLAG, "rules.mixed_kinds"),
        (t.Between(EXPENSE, t.count(1), t.count(2)), Kind.FLAG, "rules.mixed_kinds"),
        (t.All((EXPENSE,)), Kind.FLAG, "rules.other_kind"),
        (t.Not(EXPENSE), Kind.FLAG, "rules.other_kind"),
        (t.AtMost(t.Fact("born_on"), t.Const(Kind.DATE, date(3, 1, 1))), Kind.FLAG, "rules.not_a_day"),
        (t.Minus(t.money(1), EXPENSE), Kind.MONEY, "rules.amount_may_be_negative"),
        (t.Times(t.Parameter("big"), t.count(10**6)), Kind.MONEY, "rules.overflow"),
        (t.Lookup(AGE, (t.Row(t.count(1), t.money(1)),)), Kind.MONEY, "rules.scale_gap"),
        (t.Lookup(AGE, (t.Row(t.count(0), t.money(1)), t.Row(t.count(0), t.money(2)))), Kind.MONEY, "rules.scale_order"),
        (t.Lookup(AGE, (t.Row(t.percent(0), t.money(1)),)), Kind.MONEY, "rules.mixed_units"),
        (t.Match(t.TaxTier(), (t.Case(t.count(1), t.money(1)),)), Kind.MONEY, "rules.case_missing"),
        (t.Match(AGE, (t.Case(t.count(1), t.money(1)),)), Kind.MONEY, "rules.case_missing"),
        (t.Match(t.Fact("is_dependent"), (t.Case(t.Const(Kind.FLAG, True), t.money(1)),)), Kind.MONEY, "rules.case_missing"),
        (t.Match(t.Fact("status"), (t.Case(t.Const(Kind.CHOICE, "active"), t.money(1)),)), Kind.MONEY, "rules.case_missing"),
        (t.Match(t.Fact("status"), (t.Case(t.Const(Kind.CHOICE, "king"), t.money(1)),), t.money(1)), Kind.MONEY, "rules.unknown_choice"),
        (t.Match(t.Fact("status"), (t.Case(t.count(1), t.money(1)),), t.money(1)), Kind.MONEY, "rules.mixed_kinds"),
        (t.WhenWithheld(t.TaxTier(), t.money(1)), Kind.COUNT, "rules.mixed_units"),
    ],
)
def test_a_rule_that_would_go_wrong_is_refused_before_it_is_published(term: t.Term, expected: Kind, code: str) -> None:
    assert code in [fault.code for fault in faults_in(term, expected, {**BOOK.specs, "big": BOOK.specs["base"]})]


def test_what_fits_together_has_no_fault() -> None:
    tiers = tuple(t.Case(t.count(tier), t.money(tier)) for tier in (1, 2, 3))
    assert faults_in(t.Match(t.WhenWithheld(t.TaxTier(), t.count(3)), tiers), Kind.MONEY, BOOK.specs) == ()
    assert faults_in(t.Match(t.Fact("saved_amount"), (t.Case(t.money(200), t.money(1)),), t.money(2)), Kind.MONEY, BOOK.specs) == ()
    assert kind_of(t.Times(t.percent(1), t.percent(1)), {}) is Kind.RATE
    assert kind_of(t.Plus((t.money(1), t.count(1))), {}) is None


def test_a_tier_needs_its_thresholds() -> None:
    assert [fault.code for fault in faults_in(t.TaxTier(), Kind.COUNT, {})] == ["rules.unknown_parameter"] * 3


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"age_in_civil_year": {"at_most": 12}}, "l’âge atteint dans l’année civile est de 12 ans au plus"),
        ({"age_on_event_day": {"at_least": 1}}, "l’âge le jour de l’événement est de 1 an au moins"),
        ({"expense": {"more_than": "22.50 EUR"}}, "la dépense est de plus de 22,50 €"),
        ({"expense": {"less_than": {"parameter": "base"}}}, "la dépense reste sous le paramètre « base »"),
        ({"born_on": {"at_most": "2020-01-31"}}, "la date de naissance est le 31/01/2020 au plus tard"),
        ({"territory": {"equals": "overseas"}}, "votre lieu de résidence est : outre-mer"),
        ({"status": {"one_of": ["active", "retiree"]}}, "votre situation est : agent en activité ou retraité"),
        ({"disability_rate": {"between": ["50 %", "79.5 %"]}}, "le taux de handicap est entre 50 % et 79,5 % inclus"),
        ({"not": "is_dependent"}, "l’enfant est à votre charge : non"),
        (
            {"any": ["is_dependent", {"all": ["is_dependent", {"care_days": {"at_least": 2}}]}]},
            "l’enfant est à votre charge, ou bien l’enfant est à votre charge et le nombre de jours de garde est de 2 jours au moins",
        ),
        ({"plus": ["expense", "1 EUR"]}, "la somme de la dépense et de 1,00 €"),
        ({"minus": ["expense", "1 EUR"]}, "la dépense moins 1,00 €"),
        ({"times": ["expense", "50 %"]}, "50 % de la dépense"),
        ({"min": ["expense", "1 EUR"]}, "le plus petit entre la dépense et 1,00 €"),
        ({"max": ["expense", "1 EUR"]}, "le plus grand entre la dépense et 1,00 €"),
        ({"value": "expense", "capped_at": "1 EUR"}, "la dépense, dans la limite de 1,00 €"),
        ({"value": "expense", "when_withheld": "1 EUR"}, "la dépense (sans justificatif : 1,00 €)"),
        (
            {"by_tier": {"1": "2 EUR", "2": "1 EUR", "3": "1 EUR"}, "when_withheld": {"tier": 3}},
            "2,00 € en tranche 1, 1,00 € en tranche 2 et 1,00 € en tranche 3 (sans avis d’impôt : tranche 3)",
        ),
        ({"by_tier": {"1": "2 EUR"}}, "2,00 € en tranche 1"),
        (
            {"lookup": "age_in_civil_year", "from": {"0": "38 EUR", "19": "64 EUR"}},
            "selon l’âge atteint dans l’année civile : moins de 19 ans, 38,00 € ; à partir de 19 ans, 64,00 €",
        ),
        (
            {"match": "status", "cases": {"active": "1 EUR"}, "otherwise": "2 EUR"},
            "selon votre situation : 1,00 € pour « agent en activité » et 2,00 € sinon",
        ),
        ({"match": "status", "cases": {"active": "1 EUR"}}, "selon votre situation : 1,00 € pour « agent en activité »"),
    ],
)
def test_a_term_says_itself_in_french(source: Any, said: str) -> None:
    assert sentence(read(source)[0]).replace("\xa0", " ") == said


def test_every_fault_has_its_sentence() -> None:
    assert all(code.startswith("rules.") and text.endswith((".", "?")) for code, text in FAULTS.items())
