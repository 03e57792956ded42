"""A document is the sum of its lines, which are the sum of persons; what is taken off is counted negatively."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.adjustments import adjustments
from entraide.core.contributions.call_document import (
    Address,
    CallDocument,
    DocumentKind,
    DocumentLine,
    Lot,
    Party,
    adjustment_document_lines,
    call_document_lines,
)
from entraide.core.contributions.person_lines import Presence, person_lines
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money, total
from tests.core.contributions.test_person_lines import YEAR, presence
from tests.harness.tariffs import TARIFF


ISSUER = Party("Association d’exemple", "78436116400019", Address("1 rue de l’Exemple", "78280", "Guyancourt"))
CU = Party("Communauté urbaine du Grand Reims", "20006721300015", Address("3 rue Eugène-Desteuque", "51100", "Reims"))
CALL = CallDocument(
    number="AC-2024-000001",
    kind=DocumentKind.CALL,
    year=YEAR,
    issued_on=date(2024, 1, 15),
    due_on=date(2024, 2, 15),
    issuer=ISSUER,
    member=CU,
    lines=(DocumentLine("Cotisation 2024, actifs présents toute l’année", 10, Money.of("217"), Money.of("2170")),),
    account="FR7630001007941234567890185",
)


def lines(*presences):
    """The person lines of 2024."""
    return person_lines(YEAR, presences, tariff=TARIFF)


def lots(found):
    """Count person lines together as the queries of documents do: those of a whole year by class and rate, the others by class."""
    held = defaultdict(list)
    for line in found:
        held[line.head_class, line.rate if line.days == line.year_days else None].append(line)
    return [
        Lot(*key, len({line.person for line in own}), sum(line.days for line in own), total(line.amount for line in own))
        for key, own in held.items()
    ]


def told(changes):
    """What documents need of adjustments."""
    return [(change.reason, change.amount) for change in changes]


def test_heads_of_the_whole_year_are_counted_and_days_are_one_lot():
    listed = [Presence(UUID(int=n), HeadClass.ACTIVE, date(2010, 1, 1)) for n in range(3)]
    part = Presence(UUID(int=9), HeadClass.ACTIVE, date(2024, 3, 1), date(2024, 10, 1))
    retired = Presence(UUID(int=10), HeadClass.RETIREE, date(2010, 1, 1))
    assert [
        (line.label, line.count, str(line.amount.euros)) for line in call_document_lines(YEAR, lots(lines(*listed, part, retired)))
    ] == [
        ("Cotisation 2024, actifs présents toute l’année", 3, "651.00"),
        ("Cotisation 2024, actifs présents une partie de l’année : 1 pour 214 jours", 1, "126.88"),
        ("Cotisation 2024, retraités présents toute l’année", 1, "141.00"),
    ]


def test_what_is_taken_off_is_counted_negatively_and_what_is_added_comes_first():
    anne, bruno, claire = (Presence(UUID(int=n), HeadClass.ACTIVE, date(2010, 1, 1)) for n in range(3))
    changes = told(adjustments(lines(anne, bruno), lines(bruno, replace(anne, until=date(2024, 7, 1)), claire)))
    assert [(line.label, line.count, str(line.amount.euros)) for line in adjustment_document_lines(YEAR, changes)] == [
        ("Régularisation 2024, arrivée de 1 personne, à ajouter", 1, "217.00"),
        ("Régularisation 2024, moins de jours de présence pour 1 personne", -1, "-109.09"),
    ]


@given(st.lists(presence(), max_size=8), st.lists(presence(), max_size=8))
def test_a_document_comes_to_what_its_persons_come_to(before, after):
    called, due = lines(*before), lines(*after)
    changes = told(adjustments(called, due))
    assert total(line.amount for line in call_document_lines(YEAR, lots(due))) == total(line.amount for line in due)
    assert total(line.amount for line in adjustment_document_lines(YEAR, changes)) == total(amount for _, amount in changes)
    assert all(line.price.cents >= 0 for line in adjustment_document_lines(YEAR, changes))


def test_a_line_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="is not"):
        DocumentLine("Cotisation", 2, Money.of("217"), Money.of("433"))


@pytest.mark.parametrize(
    "otherwise",
    [
        {"lines": ()},
        {"lines": (DocumentLine("Régularisation", -1, Money(1), Money(-1)),)},
        {"due_on": date(2024, 1, 14)},
        {"kind": DocumentKind.CREDIT},
        {"preceding": ("AC-2024-000000", date(2024, 1, 2))},
    ],
)
def test_a_document_that_says_nothing_or_a_credit_of_nothing_is_refused(otherwise):
    with pytest.raises(ValueError, match="cannot be issued"):
        replace(CALL, **otherwise)


def test_a_document_knows_the_body_that_its_establishment_belongs_to():
    assert (CALL.amount, CALL.member.siren) == (Money.of("2170"), "200067213")
