"""What a line of the bank pays: never more than it holds, never more than is owed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.matching import Doubt, Open, allotted, numbers_in, shares, sirens_in
from entraide.core.money import ZERO, Money, total


ONE, TWO = Open(UUID(int=1), Money(217_000)), Open(UUID(int=2), Money(14_100))
OPEN = st.lists(st.integers(-500, 500), max_size=5).map(lambda owed: [Open(UUID(int=n), Money(cents)) for n, cents in enumerate(owed)])


@pytest.mark.parametrize(
    "text",
    [
        "AC-2024-000012",
        "ac 2024 000012",
        "MANDAT 12/AC2024000012/BORD 3",
        "Vir.  A C - 2 0 2 4 - 0 0 0 0 1 2",
        "REF AC-2024-\n000012 2170,00",
    ],
)
def test_a_number_is_read_however_it_is_spaced(text):
    assert numbers_in(text) == ("AC-2024-000012",)


def test_each_number_is_read_once_and_never_across_two_texts():
    assert numbers_in("AC-2024-000001, AC-2024-000002 et AC-2024-000001") == ("AC-2024-000001", "AC-2024-000002")
    assert numbers_in("AC-2024", "000001", "AV-2024-000001") == ()


def test_a_siren_is_read_inside_a_siret():
    assert "200067213" in sirens_in("SIRET 200 067 213 00015")


@pytest.mark.parametrize(
    ("cents", "documents", "expected"),
    [
        (217_000, [ONE], ((ONE.id, ONE.owed),)),
        (216_999, [ONE], ((ONE.id, Money(216_999)),)),
        (217_001, [ONE], Doubt.MORE),
        (231_100, [ONE, TWO], ((ONE.id, ONE.owed), (TWO.id, TWO.owed))),
        (231_099, [ONE, TWO], Doubt.SUM),
        (217_000, [ONE, Open(UUID(int=3), ZERO)], ((ONE.id, ONE.owed),)),
        (217_000, [Open(UUID(int=3), Money(-1))], Doubt.SETTLED),
        (217_000, [], Doubt.UNKNOWN),
    ],
)
def test_a_line_pays_what_it_names_or_is_in_doubt(cents, documents, expected):
    assert shares(Money(cents), documents) == expected


@given(st.integers(1, 2_000), OPEN)
def test_shares_add_up_to_the_line_and_pay_no_document_too_much(cents, documents):
    found = shares(Money(cents), documents)
    if not isinstance(found, Doubt):
        owed = {document.id: document.owed for document in documents}
        assert total(part for _, part in found) == Money(cents)
        assert all(ZERO < part <= owed[key] for key, part in found)


@given(st.integers(1, 2_000), OPEN, st.booleans())
def test_what_a_person_chose_adds_up_to_the_line_and_only_the_last_is_paid_too_much(cents, documents, keeps_surplus):
    found = allotted(Money(cents), documents, keeps_surplus=keeps_surplus)
    if isinstance(found, Doubt):
        assert not documents or not keeps_surplus
        return
    owed = {document.id: document.owed for document in documents}
    assert total(part for _, part in found) == Money(cents)
    assert all(part <= owed[key] for key, part in found[:-1])
    assert keeps_surplus or all(part <= owed[key] for key, part in found)
