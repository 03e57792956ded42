"""What a right may come to is said by its bounds."""

from dataclasses import replace

import pytest

from entraide.core.money import Money
from entraide.core.rules.deciding.amounts import amount_in_words
from tests.core.rules.test_decision import outcome_of


@pytest.mark.parametrize(
    ("amount", "low", "high", "said"),
    [
        (4000, None, None, "40,00 €"),
        (None, None, None, "montant à confirmer"),
        (None, None, 4000, "jusqu’à 40,00 €"),
        (None, 0, 4000, "jusqu’à 40,00 €"),
        (None, 4000, 4000, "40,00 €"),
        (None, 1000, 4000, "entre 10,00 € et 40,00 €"),
    ],
)
def test_a_right_comes_to_an_amount_at_most_or_between_two_bounds(amount: int | None, low: int | None, high: int | None, said: str) -> None:
    amounts = {name: None if cents is None else Money(cents) for name, cents in {"amount": amount, "low": low, "high": high}.items()}
    assert amount_in_words(replace(outcome_of(), **amounts)).replace("\xa0", " ") == said  # type: ignore[arg-type]
