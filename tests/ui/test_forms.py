"""Form fields read what people type, keep it, and say what is wrong with it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms

from entraide.core.money import Money
from entraide.ui.facts import YesNoField
from entraide.ui.forms import MoneyField, PercentField, ThreePartDateField


class Sample(forms.Form):
    """An amount and a date."""

    amount = MoneyField(required=False)
    day = ThreePartDateField(required=False)


def bound(**typed: str) -> Sample:
    """Fill the form as it was typed."""
    return Sample(typed)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1 234,56", 123456), ("1\u202f234,56\xa0€", 123456), ("12.5", 1250), ("0", 0), ("42", 4200), (" 7,1 ", 710)],
)
def test_an_amount_is_read_as_people_write_it(typed: str, cents: int) -> None:
    form = bound(amount=typed)
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Money(cents)


@pytest.mark.parametrize("typed", ["1.300", "-2.000", "1.300.000", "1.300 €"])
def test_a_point_before_three_digits_may_be_thousands_and_is_refused_in_words(typed: str) -> None:
    form = bound(amount=typed)
    assert form.errors["amount"] == ["Un point suivi de trois chiffres se lit de deux façons : écrivez 1300 ou 1,30."]


@pytest.mark.parametrize("typed", ["quarante", "1,2,3", "12,345", "-", ".", "1e3", "NaN", "12-", "--4", "٣x", "9" * 30])
def test_what_is_no_amount_is_refused_and_kept(typed: str) -> None:
    form = bound(amount=typed)
    assert not form.is_valid()
    assert form["amount"].value() == typed


def test_a_negative_amount_needs_a_field_that_takes_it() -> None:
    assert bound(amount="-5").errors["amount"] == ["Le montant ne peut pas être négatif."]
    assert MoneyField(negative=True).clean("-5,00") == Money(-500)


@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_number_of_twenty_digits_is_no_part_of_a_date(part: str) -> None:
    typed = {"day_day": "12", "day_month": "3", "day_year": "2024"} | {f"day_{part}": "9" * 20}
    assert bound(**typed).errors["day"] == ["Cette date n’existe pas. Écrivez-la en chiffres, par exemple 12 3 2024."]


def test_no_amount_is_none_and_zero_is_zero() -> None:
    assert MoneyField(required=False).clean("") is None
    assert MoneyField().clean(Money(0)) == Money(0)


def test_an_amount_comes_back_as_it_is_typed() -> None:
    assert 'value="1234,50"' in str(Sample(initial={"amount": Money(123450)})["amount"])


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (("31", "4", "2016"), "n’existe pas"),
        (("12", "", "2016"), "Il manque le mois."),
        (("", "", "2016"), "Il manque le jour et le mois."),
        (("12", "3", "16"), "Écrivez l’année en quatre chiffres, par exemple 2024."),
        (("12", "ao", "2016"), "n’existe pas"),
        (("douze", "3", "2016"), "n’existe pas"),
    ],
)
def test_a_wrong_date_is_refused_and_kept(parts: tuple[str, str, str], fault: str) -> None:
    form = bound(day_day=parts[0], day_month=parts[1], day_year=parts[2])
    assert fault in form.errors["day"][0]
    assert form["day"].value() == list(parts)


def test_a_date_in_three_parts_is_a_date() -> None:
    form = bound(day_day="12", day_month="03", day_year="2016")
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2016, 3, 12)


@pytest.mark.parametrize("month", ["8", "août", "Aout", "AOÛT"])
def test_a_month_may_be_written_out_and_its_box_takes_the_longest(month: str) -> None:
    form = bound(day_day="12", day_month=month, day_year="2016")
    assert form.is_valid() and form.cleaned_data["day"] == date(2016, 8, 12)
    assert f'maxlength="{len("septembre")}"' in str(form["day"])


def test_no_date_is_none_where_none_is_asked() -> None:
    form = bound()
    assert form.is_valid()
    assert form.cleaned_data["day"] is None
    assert ThreePartDateField().clean(date(2016, 3, 12)) == date(2016, 3, 12)


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("33,33", Fraction(3333, 10000)), ("80 %", Fraction(4, 5)), ("80\xa0%", Fraction(4, 5)), ("100", Fraction(1)), ("", None)],
)
def test_a_rate_typed_in_per_cent_is_read_as_an_exact_fraction(typed: str, rate: Fraction | None) -> None:
    assert PercentField(required=False).clean(typed) == rate


def test_a_rate_is_written_back_in_per_cent() -> None:
    assert PercentField().prepare_value(Fraction(1, 8)) == Decimal("12.5")


def test_a_yes_or_a_no_that_is_held_comes_back_as_it_was_answered() -> None:
    field = YesNoField()
    assert [field.prepare_value(answer) for answer in (True, False, None, "yes")] == ["yes", "no", None, "yes"]
    assert field.clean("no") is False
