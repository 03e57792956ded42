"""Finding a person by what somebody knows of them."""

from datetime import date

import pytest
from django.db import connection

from entraide.apps.beneficiaries.models import Beneficiary, Identity
from entraide.apps.beneficiaries.queries import search, without_account
from entraide.apps.beneficiaries.queries.deaths import _held_as, own_addresses
from entraide.apps.beneficiaries.queries.search import _beginning, _inside
from entraide.core.reference import make_reference
from entraide.core.spelling import nearness
from entraide.orm.keys import uuid7
from tests.factories.accounts import AccountFactory
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory


pytestmark = pytest.mark.django_db


def someone(family="Lefèvre-Ébène", given="Zoé", born_on=date(1980, 5, 17), **kwargs):
    identity = {"identity__family_name": family, "identity__given_name": given, "identity__born_on": born_on}
    return BeneficiaryFactory(**identity, **kwargs)


def found(text, limit=50):
    return [person.id for person in search(text, on=TODAY, limit=limit)]


@pytest.mark.parametrize(
    "text",
    [
        "lefevre",
        "LEFÈVRE-ÉB",
        "zoe lefevre",
        "lefevre zoe",
        "Lef Zo",
        "zoé lefevre éb",
        "Zoe, Lefevre Ebene",
        "ebene zoe lefevre",
        "ébè lef zoé",
        "zoé",
        "ebene",
        "zoe ebene",
        "Ébène, Zoé",
    ],
)
def test_names_are_found_in_any_order_by_their_beginnings_without_accents(text):
    wanted = someone()
    someone("Marchand", "Paul")
    assert found(text) == [wanted.pk]


def test_each_word_typed_must_begin_one_of_the_names():
    someone()
    assert found("lefevre paul") == found("zoe marchand") == found("xyz") == found("") == found("  -  ") == []


def test_the_nearest_come_first():
    longer, exact = someone("Martineau", "Anne"), someone("Martin", "Zoé")
    assert found("martin") == [exact.pk, longer.pk]
    assert found("martin", limit=1) == [exact.pk]


def test_a_reference_is_found_however_it_is_typed():
    wanted = someone(reference=make_reference("B", 3_141_592_653))
    for text in ("B-02XM-1SJD-", "b 02xm 1sjd"):
        assert found(text) == []
    for text in (wanted.reference, wanted.reference.lower(), wanted.reference.replace("-", " ").replace("1", "l")):
        assert found(text) == [wanted.pk]


def test_the_reference_of_a_row_that_was_joined_leads_to_the_one_that_stands():
    stands, absorbed = someone(), someone("Marchand")
    Identity.objects.filter(beneficiary=absorbed).update(superseded_at=NOW)
    Beneficiary.objects.filter(pk=absorbed.pk).update(absorbed_into=stands)
    assert found(absorbed.reference) == [stands.pk]


def test_a_staff_number_is_found_whatever_its_case():
    wanted = someone(affiliation=None)
    AffiliationFactory(beneficiary=wanted, staff_number="A0042")
    assert found("a0042") == found(" A0042 ") == [wanted.pk]
    assert found("A0043") == []


def test_a_given_name_and_a_part_of_a_name_are_read_through_an_index():
    if connection.vendor == "postgresql":
        return
    plans = [rows[:10].explain() for rows in _inside(Identity.objects.in_force_on(TODAY), "zoe")]
    assert ["identity_by_letters_second" in plans[0], "identity_by_letters_third" in plans[1]] == [True, True], plans


def test_who_bears_a_name_as_a_family_name_comes_before_who_bears_it_as_a_given_name():
    given, family = someone("Abel", "Martin"), someone("Martin", "Zoé")
    assert found("martin") == [family.pk, given.pk]
    assert found("martin", limit=1) == [family.pk]


@pytest.mark.parametrize(
    "text",
    [
        "17/05/1980",
        "17.5.1980",
        "1980-05-17",
        "17 mai 1980",
        "17051980",
        "lefevre 17/05/1980",
        "17-05-1980 zoe",
        "Zoé née le 17 mai 1980",
        "zoe 17/05/1980 lef",
        "ebene 17051980",
    ],
)
def test_a_birth_is_found_alone_and_beside_a_name(text):
    wanted = someone()
    someone(born_on=date(1980, 5, 18))
    assert found(text) == [wanted.pk]


def test_beside_a_birth_what_was_mistyped_is_forgiven_on_both_databases():
    wanted = someone()
    someone("Marchand", "Paul")
    assert found("lefvere 17/05/1980") == found("17/05/1980 zeo lefevre") == [wanted.pk]


def test_a_staff_number_that_looks_like_a_birth_is_a_staff_number():
    someone(), someone(affiliation__staff_number="17051980", born_on=date(1990, 1, 1))
    assert [person.born_on for person in search("17051980", on=TODAY)] == [date(1990, 1, 1)]


def test_a_birth_that_no_calendar_has_finds_nobody():
    someone()
    assert found("31/02/1980") == []
    assert found("17/05/1980 marchand") == []


def test_whoever_is_no_longer_called_so_is_not_found():
    gone = someone()
    Identity.objects.filter(beneficiary=gone).update(superseded_at=NOW)
    assert found("lefevre") == []


def test_people_who_have_an_account_are_left_out_where_a_code_is_made():
    opened, waiting = someone(), someone()
    Beneficiary.objects.filter(pk=opened.pk).update(account=AccountFactory())
    assert [person.id for person in without_account("lefevre", on=TODAY)] == [waiting.pk]
    assert without_account(" ", on=TODAY) == []


def test_typing_errors_are_forgiven_on_postgresql_alone():
    wanted, other, paul = someone("Lefèvre", "Amina"), someone("Lefèbre", "Amina"), someone("Marchand", "Paul")
    forgiven = connection.vendor == "postgresql"
    assert found("lefvere amina") == ([wanted.pk, other.pk] if forgiven else [])
    assert found("marchnd") == ([paul.pk] if forgiven else [])


def test_a_name_is_found_through_an_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'beneficiaries_identity'")
            written = " ".join(definition for (definition,) in cursor.fetchall())
        assert "gin (search_name gin_trgm_ops)" in written
        assert "(search_name varchar_pattern_ops)" in written
        return
    plan = Identity.objects.in_force_on(TODAY).filter(_beginning("nom12")).order_by("search_name", "pk")[:10].explain()
    assert "SEARCH beneficiaries_identity USING INDEX identity_by_name (search_name>? AND search_name<?)" in plan


def test_nearness_counts_words_then_letters():
    assert nearness("", "lefevre amina") == 0
    assert nearness("amina", "") > nearness("amnia", "lefevre amina") > nearness("am", "lefevre amina") > nearness("amina", "lefevre amina")


def test_an_address_is_looked_for_by_its_index_however_it_is_written():
    mine, other = BeneficiaryFactory(identity__email="Lea@ville.example"), BeneficiaryFactory(identity__email="LEA@ville.example")
    own = BeneficiaryFactory(identity__email="zoe@ville.example")
    assert (own_addresses(mine.pk), own_addresses(other.pk), own_addresses(own.pk)) == (set(), set(), {"zoe@ville.example"})
    if connection.vendor == "postgresql":
        others = Beneficiary.objects.bulk_create(Beneficiary(reference=f"B-{place}", created_at=NOW) for place in range(1000))
        known = {
            "family_name": "N",
            "given_name": "P",
            "born_on": date(1980, 1, 1),
            "since": TODAY,
            "recorded_at": NOW,
            "recorded_by": uuid7(),
        }
        Identity.objects.bulk_create(Identity(beneficiary=one, email=f"{one.reference}@ville.example", **known) for one in others)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE beneficiaries_identity")
        assert "identity_by_email" in _held_as("lea@ville.example").explain()
