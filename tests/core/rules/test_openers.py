"""Two parents who are both beneficiaries: one opens the rights of the child, whatever the order, and the sentence says why."""

from datetime import date
from itertools import permutations

import pytest

from entraide.core.rules.households.openers import Candidate, ChildOpener, choose_opener
from entraide.core.rules.telling.sentences import OPENERS


EARLY, LATE = date(2015, 1, 1), date(2020, 9, 1)
ELDER, YOUNGER = date(1980, 3, 1), date(1985, 6, 1)


@pytest.mark.parametrize(
    ("candidates", "key", "reason"),
    [
        ([Candidate("b", False, LATE, YOUNGER)], "b", "only_one"),
        ([Candidate("b", True, LATE, YOUNGER)], "b", "only_one"),
        ([Candidate("a", False, EARLY, ELDER), Candidate("b", True, LATE, YOUNGER)], "b", "declared"),
        ([Candidate("a", False, LATE, ELDER), Candidate("b", False, EARLY, YOUNGER)], "b", "oldest_rights"),
        ([Candidate("a", True, LATE, ELDER), Candidate("b", True, EARLY, YOUNGER)], "b", "oldest_rights"),
        ([Candidate("a", False, EARLY, YOUNGER), Candidate("b", False, EARLY, ELDER)], "b", "elder"),
        ([Candidate("b", False, EARLY, ELDER), Candidate("a", False, EARLY, ELDER)], "a", "lowest_key"),
        (
            [Candidate("c", False, EARLY, YOUNGER), Candidate("b", False, EARLY, ELDER), Candidate("a", False, EARLY, ELDER)],
            "a",
            "lowest_key",
        ),
    ],
)
def test_one_parent_opens_the_rights_whatever_the_order(candidates: list[Candidate], key: str, reason: str) -> None:
    for ordered in permutations(candidates):
        choice = choose_opener(ordered)
        assert (choice.key, choice.reason) == (key, reason)
        assert choice.sentence == OPENERS[reason]


def test_what_is_told_of_a_child_is_the_sentence_of_the_rule() -> None:
    for reason, sentence in OPENERS.items():
        assert ChildOpener("Léa", None, reason).sentence == sentence


def test_a_child_without_a_parent_who_is_a_beneficiary_has_no_opener() -> None:
    with pytest.raises(ValueError, match="no parent"):
        choose_opener([])


def test_two_parents_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        choose_opener([Candidate("a", False, EARLY, ELDER), Candidate("a", False, EARLY, ELDER)])
