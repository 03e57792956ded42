"""Whether a bank can carry something of a name."""

import pytest

from entraide.core.sepa.text import is_writable


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Zoé Lœuillet", True), ("Иван Петров", False), ("...", False), ("\u200b", False), ("Ann\u200be", False), ("", False)],
)
def test_a_name_is_writable_if_one_letter_or_digit_is_left_and_nothing_is_hidden(text, expected):
    assert is_writable(text) is expected
