"""What makes two persons one on paper, and what says that they are two."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.duplicates.evidence import agree, are_one_by_names, resemblance_of
from entraide.core.duplicates.sentences import EVIDENCE, sentence_of
from entraide.core.duplicates.values import Evidence, Kind, Known, Likeness, Naming, Presence, Weight
from entraide.core.timeline import Span


BORN = date(1980, 5, 17)
SINCE = date(2020, 1, 1)


def known(key="a", family="lefevre", given="amina", born_on=BORN, **kwargs):
    return Known(key, (Naming(family, given, born_on),), **kwargs)


def at(member="m", number="", department="51", share=100, since=SINCE, until=None, is_active=True):
    return Presence(member, Span(since, until), number, department, share, is_active)


def kinds(one, other):
    found = resemblance_of(one, other)
    return {each.kind: each.weight for each in found.evidence} if found else {}


def likeness(one, other):
    found = resemblance_of(one, other)
    return found.likeness if found else None


def test_the_same_names_and_birth_make_a_pair_likely_and_one_more_tie_makes_it_sure():
    assert likeness(known(), known("b")) is Likeness.LIKELY
    assert likeness(known(iban_hash="x"), known("b", iban_hash="x")) is Likeness.SURE
    assert likeness(known(email="a@b.fr"), known("b", email="a@b.fr")) is Likeness.SURE


@pytest.mark.parametrize(
    ("family", "given", "born_on", "kind", "weight"),
    [
        ("lefevre", "amina", BORN, Kind.SAME_NAMES, Weight.STRONG),
        ("amina", "lefevre", BORN, Kind.SWAPPED_NAMES, Weight.STRONG),
        ("lefebvre", "amina", BORN, Kind.SPELLING, Weight.STRONG),
        ("lefevre", "amine", BORN, Kind.SPELLING, Weight.SUPPORTING),
        ("lefevre", "amina", date(1980, 5, 18), Kind.NEAR_BIRTH, Weight.SUPPORTING),
        ("marchand", "amina", BORN, Kind.OTHER_FAMILY_NAME, Weight.SUPPORTING),
    ],
)
def test_each_way_of_writing_a_name_has_its_weight(family, given, born_on, kind, weight):
    same_number = {"presences": (at(number="42"),)}
    found = kinds(known(**same_number), known("b", family, given, born_on, **same_number))
    assert found[kind] is weight
    assert Kind.STAFF_NUMBER in found


@pytest.mark.parametrize("born_on", [date(1980, 5, 18), date(1970, 5, 17), date(1980, 6, 17)])
def test_namesakes_whose_births_one_slip_sets_apart_are_to_be_looked_at(born_on):
    found = kinds(known(), known("b", born_on=born_on))
    assert found == {Kind.HOMONYMS: Weight.SUPPORTING, Kind.NEAR_BIRTH: Weight.SUPPORTING}
    assert likeness(known(), known("b", born_on=born_on)) is Likeness.POSSIBLE
    assert likeness(known(), known("b", given="amine", born_on=born_on)) is None
    two = {"presences": (at("m"),)}, {"presences": (at("n", department="15"),)}
    assert likeness(known(**two[0]), known("b", born_on=born_on, **two[1])) is None


def test_two_digits_apart_namesakes_are_two_unless_something_ties_them():
    far = known("b", born_on=date(1970, 5, 18))
    assert likeness(known(), far) is None
    assert likeness(known(iban_hash="x"), replace(far, iban_hash="x")) is Likeness.POSSIBLE
    assert likeness(known(presences=(at(),)), replace(far, presences=(at(),))) is Likeness.POSSIBLE


def test_a_birth_with_day_and_month_exchanged_makes_a_pair_likely():
    one, other = known(born_on=date(1980, 5, 7)), known("b", born_on=date(1980, 7, 5))
    assert likeness(one, other) is Likeness.LIKELY
    assert kinds(one, other) == {Kind.EXCHANGED_BIRTH: Weight.STRONG}


def test_a_name_taken_from_a_spouse_makes_a_pair_likely():
    before, after = known("a", "marchand", spouse_names=frozenset({"lefevre"})), known("b")
    for pair in ((before, after), (after, before)):
        assert likeness(*pair) is Likeness.LIKELY
        assert kinds(*pair)[Kind.SPOUSE_NAME] is Weight.STRONG
    assert likeness(known("a", "marchand", spouse_names=frozenset({"durand"})), after) is None
    assert likeness(known("a", "marchand", given="zoe", spouse_names=frozenset({"lefevre"})), after) is None


def test_another_family_name_at_the_same_employer_is_to_be_looked_at_but_not_under_two_numbers_at_once():
    assert likeness(known(presences=(at(),)), known("b", "marchand", presences=(at(),))) is Likeness.POSSIBLE
    assert likeness(known(presences=(at(number="1"),)), known("b", "marchand", presences=(at(number="2"),))) is None
    assert likeness(known(presences=(at("m"),)), known("b", "marchand", presences=(at("n"),))) is None


def test_partners_who_share_account_address_and_child_are_two():
    ties = {"iban_hash": "x", "email": "foyer@exemple.fr", "children": frozenset({"c"})}
    assert likeness(known(**ties), known("b", "lefevre", "paul", date(1979, 2, 2), **ties)) is None
    assert not agree(Naming("lefevre", "amina", BORN), Naming("lefevre", "paul", date(1979, 2, 2)))


def test_a_father_and_son_of_one_given_name_and_one_account_are_not_listed():
    ties = {"iban_hash": "x"}
    assert likeness(known(**ties), known("b", born_on=date(2004, 11, 29), **ties)) is None


def test_two_supports_make_a_pair_possible_and_a_third_with_a_strong_one_makes_it_sure():
    other = known("b", "marchand", children=frozenset({"c"}))
    one = known(children=frozenset({"c"}))
    assert likeness(one, other) is Likeness.POSSIBLE
    assert likeness(replace(one, iban_hash="x"), replace(other, iban_hash="x")) is Likeness.SURE


def test_the_name_from_before_a_marriage_is_recognised():
    before, after = Naming("marchand", "amina", BORN, is_past=True), Naming("lefevre", "amina", BORN)
    married = Known("a", (before, after))
    found = resemblance_of(married, known("b", "marchand"))
    assert {each.kind for each in found.evidence} == {Kind.OTHER_FAMILY_NAME, Kind.PREVIOUS_NAME}
    assert "Amina Marchand" in " ".join(sentence_of(each) for each in found.evidence)
    assert Kind.PREVIOUS_NAME not in kinds(married, known("b"))


def test_twins_are_told_apart():
    assert kinds(known(), known("b", given="bertille")) == {}
    twins = {"email": "parents@exemple.fr", "iban_hash": "x"}
    found = kinds(known(**twins), known("b", given="bertille", **twins))
    assert found[Kind.TWINS] is Weight.AGAINST


def test_nothing_in_common_but_a_birth_says_nothing():
    assert kinds(known(), known("b", "marchand", "paul")) == {}
    assert not are_one_by_names(Naming("lefevre", "amina", BORN), Naming("marchand", "paul", BORN))
    assert are_one_by_names(Naming("lefevre", "amina", BORN), Naming("lefebvre", "amina", BORN))
    assert not are_one_by_names(Naming("lefevre", "amina", BORN), Naming("lefevre", "amine", BORN))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"civil_sex": "F"}, {"civil_sex": "M"}, Kind.CIVIL_SEX),
        ({"partners": frozenset({"b"})}, {}, Kind.PARTNERS),
        ({}, {"partners": frozenset({"a"})}, Kind.PARTNERS),
        ({"died_on": date(2023, 1, 1)}, {"presences": (at(since=date(2024, 1, 1)),)}, Kind.DEATH),
        ({"presences": (at(since=date(2024, 1, 1)),)}, {"died_on": date(2023, 1, 1)}, Kind.DEATH),
        ({"presences": (at("m", department="51"),)}, {"presences": (at("n", department="15"),)}, Kind.TWO_FULL_TIMES),
        ({"presences": (at("m", "1"),)}, {"presences": (at("m", "2"),)}, Kind.TWO_STAFF_NUMBERS),
    ],
)
def test_what_speaks_against_takes_a_pair_one_step_down(one, other, kind):
    ties = {"iban_hash": "x"}
    assert likeness(known(**ties), known("b", **ties)) is Likeness.SURE
    first, second = known(**ties, **one), known("b", **ties, **other)
    assert kinds(first, second)[kind] is Weight.AGAINST
    assert likeness(first, second) is Likeness.LIKELY


@pytest.mark.parametrize(
    "theirs",
    [
        at("n", department="51"),
        at("n", department="15", share=50),
        at("n", department="15", share=None),
        at("n", department="", share=100),
        at("n", department="15", is_active=False),
        at("n", department="15", since=date(2018, 1, 1), until=date(2019, 1, 1)),
    ],
)
def test_two_employments_that_one_person_may_hold_say_nothing_against(theirs):
    assert Kind.TWO_FULL_TIMES not in kinds(known(presences=(at(),)), known("b", presences=(theirs,)))


def test_one_number_at_one_employer_is_no_second_number():
    assert Kind.TWO_STAFF_NUMBERS not in kinds(known(presences=(at(number="1"),)), known("b", presences=(at(),)))
    assert Kind.TWO_STAFF_NUMBERS not in kinds(known(presences=(at(number="1"),)), known("b", presences=(at("n", "2"),)))


def test_a_death_before_nothing_else_says_nothing_against():
    assert Kind.DEATH not in kinds(known(died_on=date(2023, 1, 1)), known("b", presences=(at(),)))


def test_every_kind_has_its_sentence_and_its_label():
    assert set(EVIDENCE) == set(Kind)
    params = dict.fromkeys(("born", "first", "second", "name", "email", "number"), "…")
    for kind in Kind:
        assert sentence_of(Evidence(kind, Weight.STRONG, params)).endswith((".", "…."))
        assert kind.label
    assert {weight.label for weight in Weight} == {"fort", "appui", "contre"}


names = st.sampled_from(["lefevre", "lefebvre", "marchand", "martin", "amina", "paul", "lea", "leo"])
persons = st.builds(
    lambda family, given_name, born_on, iban, sex, share: Known(
        f"{family}{given_name}", (Naming(family, given_name, born_on),), iban_hash=iban, civil_sex=sex, presences=(at(share=share),)
    ),
    names,
    names,
    st.sampled_from([BORN, date(1980, 5, 18), date(1991, 1, 1)]),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["", "F", "M"]),
    st.sampled_from([50, 100, None]),
)


@given(persons, persons)
def test_the_order_of_two_persons_does_not_matter(one, other):
    forth, back = resemblance_of(one, other), resemblance_of(other, one)
    assert (forth is None) == (back is None)
    if forth and back:
        assert (forth.likeness, forth.rank, set(map(str, forth.evidence))) == (back.likeness, back.rank, set(map(str, back.evidence)))


@given(persons, persons)
def test_surer_pairs_rank_before(one, other):
    found, surest = resemblance_of(one, other), resemblance_of(known(iban_hash="x"), known("b", iban_hash="x"))
    assert found is None or found.likeness is Likeness.SURE or found.rank < surest.rank
