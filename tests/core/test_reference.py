"""Short references and what their check character catches."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.reference import ALPHABET, LARGEST, check_reference, make_reference, number_of


numbers = st.integers(0, LARGEST) | st.integers(0, 32**8 - 1)
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=3)


@given(prefixes, numbers)
def test_a_reference_is_read_back_as_it_was_made(prefix, number):
    made = make_reference(prefix, number)
    assert check_reference(made) == made
    assert check_reference(f"  {made.lower().replace('-', ' ')} ") == made
    assert check_reference(made.replace("-", "")) == made
    body = made.partition("-")[2]
    assert check_reference(f"{prefix}-{body.replace('0', 'O').replace('1', 'l')}") == made
    assert not set(body) & set("ILOU")


@given(prefixes, numbers, st.data())
def test_any_wrong_character_is_caught(prefix, number, data):
    made = make_reference(prefix, number).replace("-", "")
    place = data.draw(st.integers(len(prefix), len(made) - 1))
    other = data.draw(st.sampled_from([character for character in ALPHABET if character != made[place]]))
    assert check_reference(made[:place] + other + made[place + 1 :]) is None


@given(prefixes, numbers, st.data())
def test_any_exchange_of_two_characters_is_caught(prefix, number, data):
    made = list(make_reference(prefix, number).replace("-", ""))
    first, second = data.draw(st.tuples(*[st.integers(len(prefix), len(made) - 1)] * 2))
    if made[first] != made[second]:
        made[first], made[second] = made[second], made[first]
        assert check_reference("".join(made)) is None


@given(numbers, st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_reference_under_another_prefix_is_caught(number, prefix, other):
    if prefix != other:
        assert check_reference(other + make_reference(prefix, number)[1:]) is None


@given(st.text())
def test_any_text_is_a_reference_or_none(text):
    found = check_reference(text)
    assert found is None or check_reference(found) == found


@pytest.mark.parametrize("text", ["", "D", "D-7KQ4-2MXF", "7KQ4-2MXF-P", "DDDD-7KQ4-2MXF-P", "D-7KQU-2MXF-P", "Durand"])
def test_what_has_not_the_shape_of_a_reference_is_none(text):
    assert check_reference(text) is None


@pytest.mark.parametrize(("prefix", "number"), [("d", 1), ("", 1), ("ABCD", 1), ("D", -1), ("D", LARGEST + 1)])
def test_a_reference_out_of_bounds_cannot_be_made(prefix, number):
    with pytest.raises(ValueError, match="no reference"):
        make_reference(prefix, number)


def test_long_numbers_take_a_third_group():
    assert make_reference("D", 32**8).count("-") == 4
    assert make_reference("D", 32**8 - 1).count("-") == 3


def test_a_number_is_drawn_from_the_random_end_of_a_key():
    assert number_of(UUID(int=2**127 + 32**8 + 7)) == 7
