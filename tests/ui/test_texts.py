"""The filters write amounts, days and words as French readers expect."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from entraide.core.money import Money
from entraide.ui.components import texts


def test_an_amount_has_its_thousands_apart_and_a_true_minus() -> None:
    assert texts.euros(Money(123456)) == "1\u202f234,56\xa0€"
    assert texts.euros(Money(-6640)) == "\u221266,40\xa0€"
    assert texts.euros(None) == "—"


def test_a_float_is_never_written_as_euros() -> None:
    with pytest.raises(TypeError):
        texts.euros(12.5)  # type: ignore[arg-type]


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert texts.date_fr(date(2024, 4, 1)) == "1er\xa0avril 2024"
    assert texts.date_fr(None) == "—"


def test_an_instant_is_told_in_local_time() -> None:
    assert texts.instant_fr(datetime(2024, 7, 12, 22, 5, tzinfo=UTC)) == "13\xa0juillet 2024 à\xa00\xa0h\xa005"
    assert texts.date_fr(datetime(2024, 7, 12, 22, 5, tzinfo=UTC)) == "13\xa0juillet 2024"
    assert texts.instant_fr(None) == "—"


@pytest.mark.parametrize(
    ("rate", "digits", "written"),
    [
        (Decimal("1.2281"), 1, "122,8\u202f%"),
        (Decimal("1.2281"), 0, "123\u202f%"),
        (Fraction(1, 3), 2, "33,33\u202f%"),
        (Decimal("-0.005"), 1, "-0,5\u202f%"),
        (Decimal("12.5"), 1, "1\u202f250,0\u202f%"),
        (None, 1, "—"),
    ],
)
def test_a_rate_is_a_percentage(rate: Decimal | Fraction | None, digits: int, written: str) -> None:
    assert texts.percent(rate, digits) == written


def test_zero_and_one_are_singular() -> None:
    assert [texts.accord(n, "dossier") for n in (0, 1, 2)] == ["0\xa0dossier", "1\xa0dossier", "2\xa0dossiers"]
    assert texts.plural(3, "journal,journaux") == "journaux"


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [
        (date(2024, 4, 3), "il vous reste 12\xa0jours (jusqu’au 3\xa0avril inclus)"),
        (date(2024, 3, 23), "il vous reste 1\xa0jour (jusqu’au 23\xa0mars inclus)"),
        (date(2024, 3, 22), "c’est le dernier jour (aujourd’hui, 22\xa0mars, inclus)"),
        (date(2024, 3, 21), "délai dépassé depuis 1\xa0jour (c’était jusqu’au 21\xa0mars inclus)"),
        (date(2025, 1, 1), "il vous reste 285\xa0jours (jusqu’au 1er\xa0janvier 2025 inclus)"),
    ],
)
def test_a_deadline_is_said_both_ways(last_day: date, sentence: str) -> None:
    assert texts.days_left_sentence(last_day, date(2024, 3, 22)) == sentence


def test_a_file_has_no_vous() -> None:
    assert texts.days_left_sentence(date(2024, 4, 3), date(2024, 3, 22), "").startswith("il reste 12")


def test_a_size_is_never_zero() -> None:
    assert [texts.size_fr(n) for n in (1, 21_300, 1_250_000)] == ["1\xa0ko", "21\xa0ko", "1,2\xa0Mo"]
