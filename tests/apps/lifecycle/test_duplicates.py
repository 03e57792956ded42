"""Persons on record twice are found by blocks, with their evidence; whoever was said to be two is left out."""

from datetime import date

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Distinct, Identity
from entraide.apps.beneficiaries.queries.duplicates import MOST_IN_A_BLOCK, MOST_NAMESAKES, known_persons, suspected_pairs
from entraide.apps.lifecycle.models import Lookalike
from entraide.apps.lifecycle.operations.duplicates import search_duplicates, tell_apart
from entraide.apps.lifecycle.queries.duplicates import LookalikeFilter, evidence_of, lookalikes, searched_on
from entraide.apps.lifecycle.refusals import MergeWithOneself, NotYourDuplicates
from entraide.core.duplicates.values import Weight
from entraide.orm.keys import uuid7
from tests.factories.actors import actor
from tests.factories.base import LONG_AGO, TODAY
from tests.factories.beneficiaries import (
    AffiliationFactory,
    BankDetailsFactory,
    BeneficiaryFactory,
    DependantFactory,
    DependantIdentityFactory,
    IdentityFactory,
    KinshipFactory,
    iban,
)
from tests.factories.members import MemberFactory
from tests.factories.thread import AT


pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 17)


def someone(family="Lefèvre", given="Amina", born_on=BORN, email="", **kwargs):
    identity = {"identity__family_name": family, "identity__given_name": given, "identity__born_on": born_on, "identity__email": email}
    return BeneficiaryFactory(**identity, **kwargs)


def pair(one, other):
    return tuple(sorted((one.pk, other.pk)))


@pytest.fixture
def officer():
    return actor(Role.CLAIMS_OFFICER)


@pytest.mark.parametrize(
    ("family", "given"),
    [("LEFEVRE", "amina"), ("Amina", "Lefèvre"), ("Lefebvre", "Amina")],
)
def test_names_written_otherwise_on_the_same_birth_are_a_pair(family, given):
    assert suspected_pairs() == set()
    one, other = someone(), someone(family, given)
    someone("Marchand", "Paul")
    someone("Lefèvre", "Bertille")
    assert suspected_pairs() == {pair(one, other)}


@pytest.mark.parametrize("born_on", [date(1980, 5, 18), date(1981, 5, 17), date(1980, 6, 17), date(1970, 5, 17)])
def test_a_birth_that_one_slip_changes_is_found_and_two_digits_are_not(born_on, officer):
    one, other = someone(), someone("LEFEVRE", "Amina", born_on)
    someone(born_on=date(1991, 5, 18))
    assert suspected_pairs() == {pair(one, other)}
    assert search_duplicates(actor=officer, **AT) == 1
    assert lookalikes(LookalikeFilter(kind="near_birth"), actor=officer).get().likeness == "possible"


def test_among_many_namesakes_a_near_birth_proves_nothing_but_at_one_member():
    one, other = someone(), someone(born_on=date(1980, 5, 18))
    for year in range(MOST_NAMESAKES):
        someone(born_on=date(1951 + year, 12, 30))
    assert suspected_pairs() == set()
    AffiliationFactory(beneficiary=other, member=one.affiliations.get().member, staff_number="")
    assert suspected_pairs() == {pair(one, other)}


def test_a_birth_with_day_and_month_exchanged_is_found(officer):
    someone(born_on=date(1980, 5, 7)), someone(born_on=date(1980, 7, 5))
    assert search_duplicates(actor=officer, **AT) == 1
    row = lookalikes(LookalikeFilter(kind="exchanged_birth"), actor=officer).get()
    assert row.likeness == "likely"
    assert "05/07/1980 et 07/05/1980" not in evidence_of(row)[0][1] and "07/05/1980 et 05/07/1980" in evidence_of(row)[0][1]


def test_a_name_taken_at_a_marriage_is_found_and_a_couple_of_one_name_is_not(officer):
    before, after = someone("Marchand"), someone()
    spouse, of_one_name = DependantFactory(identity=None), DependantFactory(identity=None)
    for row, home in ((spouse, before), (of_one_name, after)):
        DependantIdentityFactory(dependant=row, family_name="LEFÈVRE".capitalize(), given_name="Paul", born_on=date(1979, 2, 2))
        KinshipFactory(beneficiary=home, dependant=row, kind="spouse")
    someone("Marchand", "Amina", date(1985, 1, 1))
    assert suspected_pairs() == {pair(before, after)}
    assert search_duplicates(actor=officer, **AT) == 1
    row = lookalikes(LookalikeFilter(kind="spouse_name"), actor=officer).get()
    assert row.likeness == "likely"
    assert "nom de famille du conjoint" in evidence_of(row)[0][1]


def test_another_family_name_is_found_at_one_member_and_not_across_members(officer):
    member = MemberFactory()
    one, other, elsewhere = (someone(name, affiliation=None) for name in ("Marchand", "Lefèvre", "Durand"))
    for person, where in ((one, member), (other, member), (elsewhere, MemberFactory())):
        AffiliationFactory(beneficiary=person, member=where, staff_number="", since=LONG_AGO)
    assert suspected_pairs() == {pair(one, other)}
    assert search_duplicates(actor=officer, **AT) == 1
    assert lookalikes(LookalikeFilter(kind="same_member"), actor=officer).get().likeness == "possible"


def test_a_name_from_before_is_found():
    one, other = someone("Marchand"), BeneficiaryFactory(identity=None)
    for family, since, until in (("Marchand", LONG_AGO, date(2022, 6, 1)), ("Lefèvre", date(2022, 6, 1), None)):
        IdentityFactory(beneficiary=other, family_name=family, given_name="Amina", born_on=BORN, since=since, until=until)
    assert suspected_pairs() == {pair(one, other)}


def test_the_same_account_address_number_or_child_with_a_common_birth_is_a_pair():
    member = MemberFactory()
    by_account = someone("Un", "Alba"), someone("Deux", "Berthe")
    for person in by_account:
        BankDetailsFactory(beneficiary=person, iban_text=iban(7))
    by_address = someone("Trois", "Céleste", email="Moi@exemple.fr"), someone("Quatre", "Dalila", email="moi@exemple.fr")
    by_number = someone("Cinq", "Edmée", affiliation=None), someone("Six", "Fatou", affiliation=None)
    for person, until in zip(by_number, (date(2022, 1, 1), None), strict=True):
        AffiliationFactory(beneficiary=person, member=member, staff_number="00042", since=until or LONG_AGO, until=None)
    child = DependantFactory()
    by_child = someone("Sept", "Gaïa"), someone("Huit", "Hélène")
    for person in by_child:
        KinshipFactory(beneficiary=person, dependant=child)
    assert suspected_pairs() == {pair(*each) for each in (by_account, by_address, by_number, by_child)}


def test_two_parents_and_partners_are_no_pair():
    one, other = someone(), someone("Lefèvre", "Paul", date(1979, 2, 2))
    child = DependantFactory()
    for person in (one, other):
        KinshipFactory(beneficiary=person, dependant=child)
        BankDetailsFactory(beneficiary=person, iban_text=iban(7))
    assert suspected_pairs() == set()


def test_the_address_of_a_whole_service_proves_nothing():
    for number in range(MOST_IN_A_BLOCK + 1):
        someone(f"Nom{number:02d}", f"Prénom{number:02d}", email="mairie@exemple.fr")
    assert suspected_pairs() == set()


def test_facts_that_were_corrected_since_are_not_compared(officer):
    one, other = someone(), someone()
    Identity.objects.filter(beneficiary=other).update(superseded_at=AT["at"], superseded_by=uuid7())
    IdentityFactory(beneficiary=other, family_name="Marchand", given_name="Paul", born_on=BORN)
    assert suspected_pairs() == set()
    assert set(known_persons([one.pk, other.pk, uuid7()])) == {one.pk, other.pk}


def test_the_search_keeps_each_pair_with_its_evidence_and_says_what_speaks_against(officer):
    far = {"affiliation__time_share": 100}
    one = someone(affiliation__member__department="51", **far)
    other = someone(affiliation__member__department="15", **far)
    for person in (one, other):
        BankDetailsFactory(beneficiary=person, iban_text=iban(7))
    assert search_duplicates(actor=officer, **AT) == 1
    row = lookalikes(LookalikeFilter(), actor=officer).get()
    assert (row.first_id, row.second_id, row.likeness) == (*pair(one, other), "likely")
    told = evidence_of(row)
    assert [weight for weight, _ in told] == [Weight.STRONG, Weight.STRONG, Weight.AGAINST]
    assert "17/05/1980" in told[0][1]
    assert "Deux temps complets" in told[2][1]
    assert searched_on() == TODAY
    assert AuditEntry.objects.filter(verb="lifecycle.duplicates_searched").count() == 1


def test_a_second_search_replaces_the_first(officer):
    someone(), someone()
    assert [search_duplicates(actor=officer, **AT) for _ in range(2)] == [1, 1]
    assert Lookalike.objects.count() == 1


def test_who_was_said_to_be_two_leaves_the_list_for_good(officer):
    one, other = someone(), someone()
    search_duplicates(actor=officer, **AT)
    for _ in range(2):
        tell_apart(first_id=other.pk, second_id=one.pk, actor=officer, **AT)
    assert Distinct.objects.count() == 1
    assert not Lookalike.objects.exists()
    assert search_duplicates(actor=officer, **AT) == 0
    assert AuditEntry.objects.filter(verb="lifecycle.persons_told_apart").count() == 1
    with pytest.raises(MergeWithOneself):
        tell_apart(first_id=one.pk, second_id=one.pk, actor=officer, **AT)


def test_a_child_entered_twice_in_one_household_is_listed_and_twins_are_not(officer):
    home = someone()
    twice = [DependantFactory(identity=None) for _ in range(2)]
    twin = DependantFactory(identity=None)
    for child, given in ((twice[0], "Zoé"), (twice[1], "ZOE"), (twin, "Léo")):
        DependantIdentityFactory(dependant=child, given_name=given, family_name="Lefèvre")
        KinshipFactory(beneficiary=home, dependant=child)
    assert search_duplicates(actor=officer, **AT) == 1
    row = lookalikes(LookalikeFilter(children=True), actor=officer).get()
    assert (row.household_id, row.first_id, row.second_id) == (home.pk, *sorted(child.pk for child in twice))
    assert "02/03/2016" in evidence_of(row)[0][1]
    assert not lookalikes(LookalikeFilter(), actor=officer).exists()


def test_the_list_is_filtered_by_kind_likeness_and_name(officer):
    someone(), someone()
    married = someone("Zweig", "Berthe"), someone("Marchand", "Berthe")
    for person in married:
        BankDetailsFactory(beneficiary=person, iban_text=iban(8))
    search_duplicates(actor=officer, **AT)

    def keys(**wanted):
        return [row.first_id for row in lookalikes(LookalikeFilter(**wanted), actor=officer)]

    assert len(keys()) == 2
    assert keys(kind="iban") == keys(text="zwei") == [min(person.pk for person in married)]
    assert len(keys(likeness="likely")) == 2
    assert keys(likeness="sure") == keys(kind="twins") == keys(text="nobody") == []


def test_only_an_officer_or_the_administrator_looks_for_duplicates():
    for role in set(Role) - {Role.CLAIMS_OFFICER, Role.ADMINISTRATOR}:
        visitor = actor(role)
        assert not lookalikes(LookalikeFilter(), actor=visitor).exists()
        with pytest.raises(NotYourDuplicates):
            search_duplicates(actor=visitor, **AT)
    assert search_duplicates(actor=actor(Role.ADMINISTRATOR), **AT) == 0
