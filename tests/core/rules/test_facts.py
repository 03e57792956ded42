"""The table of facts: what is plausible, and what every line of it must say."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from entraide.core.money import Money
from entraide.core.rules import FACTS, FactSpec, Kind
from entraide.core.rules.language.known import kind_of_native
from entraide.core.rules.writing.codec import AGES
from entraide.core.rules.writing.codec import WORDS as CODEC_WORDS


@pytest.mark.parametrize("spec", FACTS.values(), ids=lambda spec: spec.name)
def test_every_fact_has_its_words_its_bounds_and_someone_who_proves_it(spec: FactSpec) -> None:
    assert spec.label
    assert spec.question.endswith("?")
    assert spec.proved_by
    low, high = spec.bounds
    assert low < high  # type: ignore[operator]
    assert spec.fault_in(spec.low) == spec.fault_in(spec.high) == ""
    assert bool(spec.choices) is (spec.kind is Kind.CHOICE)


def test_the_words_of_choices_are_no_other_words() -> None:
    choices = {choice for spec in FACTS.values() for choice in spec.choices}
    assert not choices & {*FACTS, *AGES, *CODEC_WORDS, "tax_tier"}
    assert not set(FACTS) & {*AGES, *CODEC_WORDS}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("expense", Money(100), ""),
        ("expense", Money(-1), "rules.fact_not_plausible"),
        ("expense", 100, "rules.fact_of_another_kind"),
        ("expense", 1.5, "rules.fact_of_another_kind"),
        ("born_on", date(3, 1, 1), "rules.fact_not_plausible"),
        ("born_on", "2010-01-01", "rules.fact_of_another_kind"),
        ("disability_rate", Decimal("1.01"), "rules.fact_not_plausible"),
        ("disability_rate", Fraction(1, 2), ""),
        ("care_days", True, "rules.fact_of_another_kind"),
        ("is_dependent", True, ""),
        ("status", "active", ""),
        ("status", "king", "rules.fact_of_no_choice"),
    ],
)
def test_a_value_that_cannot_be_is_named(name: str, value: object, code: str) -> None:
    assert FACTS[name].fault_in(value) == code


def test_a_float_is_of_no_kind() -> None:
    assert kind_of_native(1.0) is None
