"""One child entered twice is paid once, whoever enters it, and nobody is linked to anybody."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.models import Dependant, Kinship
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant, end_kinship
from entraide.apps.beneficiaries.operations.kinships import change_custody
from entraide.apps.beneficiaries.operations.unions import separate
from entraide.apps.beneficiaries.refusals import SpouseAlreadyHeld
from entraide.apps.claims.models import Reservation
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.reserving import taken_by
from entraide.apps.claims.queries.files import file_of, reassessed
from entraide.core.money import Money, total
from entraide.core.rules import Status
from entraide.ui.refusals import say
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.claims import ImportedBenefitFactory
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_right_a_child")]
BORN = date(2016, 3, 2)


@pytest.fixture
def home():
    return families.family(custody="alternating")


@pytest.fixture
def other(home):
    """Another household that has entered the same child, written otherwise, who lives with each in turn."""
    there = families.family(born_on=date(2012, 1, 1))
    name = families.family_name_of(home.opener).replace("-", " ")
    return families.Family(there.opener, families.child_of(there.opener, given_name="LOU", family_name=name, custody="alternating"))


@pytest.fixture
def both_proved(home, other):
    """Both households have shown the family record."""
    return [families.proved(each.child) for each in (home, other)]


def added(home, given_name="Lou", kind="child", born_on=BORN):
    dependant = NewDependant(kind, given_name, families.family_name_of(home.opener).upper(), born_on)
    return add_dependant(beneficiary_id=home.opener.beneficiary.pk, dependant=dependant, actor=home.actor, **AT)


def reserved():
    return total(Reservation.objects.filter(released_at__isnull=True).order_by("pk").values_list("cents", flat=True))


def test_a_child_sent_twice_is_one_child(home):
    assert added(home, " lou ") == home.child
    assert Dependant.objects.count() == Kinship.objects.count() == 1


def test_a_child_who_comes_back_to_a_household_is_the_same_child(home):
    end_kinship(beneficiary_id=home.opener.beneficiary.pk, dependant_id=home.child, actor=home.actor, **AT)
    assert added(home) == home.child
    assert [each.id for each in beneficiaries.household(home.opener.beneficiary.pk, on=TODAY)] == [home.child]


def test_a_child_of_another_name_or_birth_is_another_child(home):
    assert len({home.child, added(home, "Noé"), added(home, born_on=date(2016, 3, 3))}) == 3


def test_a_household_has_one_spouse_at_a_time(home):
    first = added(home, "Sam", "spouse", date(1982, 1, 1))
    assert added(home, "Sam", "spouse", date(1982, 1, 1)) == first
    with pytest.raises(SpouseAlreadyHeld) as refused:
        added(home, "Max", "spouse", date(1983, 1, 1))
    assert "Sam" in say(refused.value)
    separate(beneficiary_id=home.opener.beneficiary.pk, dependant_id=first, separated_on=TODAY, actor=home.actor, **AT)
    assert added(home, "Max", "spouse", date(1983, 1, 1)) != first


def test_a_second_click_is_told_that_the_child_is_there_already(home):
    families.child_of(home.opener, family_name="Martin")
    client, count = signed_in(home.opener), Dependant.objects.count()
    typed = {"kind": "child", "given_name": "Lou", "family_name": "Martin", "custody": "full"}
    typed |= {"born_on_day": "2", "born_on_month": "3", "born_on_year": "2016"}
    page = client.post(reverse("beneficiary:add_dependant"), typed, follow=True)
    assert "Lou fait déjà partie de votre foyer" in page.content.decode()
    assert Dependant.objects.count() == count


@pytest.mark.usefixtures("both_proved")
def test_a_child_entered_in_two_households_takes_its_ceiling_once(home, other):
    families.filed(home)
    held = reserved()
    families.filed(other)
    assert held and reserved() == held


@pytest.mark.usefixtures("both_proved")
def test_what_a_withdrawn_claim_frees_passes_to_the_other_household(home, other):
    first, second = families.filed(home), families.filed(other)
    held = reserved()
    filing.withdraw(claim_id=first.pk, actor=home.actor, **AT)
    assert reserved() == held == total(second.reservations.values_list("cents", flat=True))


@pytest.mark.usefixtures("both_proved")
def test_what_an_earlier_system_paid_for_the_child_counts_in_both_households(home, other):
    ImportedBenefitFactory(
        beneficiary=home.opener.beneficiary,
        dependant_id=home.child,
        benefit_code=BENEFIT,
        cents=Money.of(120),
        settled_on=families.STAY,
    )
    families.filed(other)
    assert not reserved()


@pytest.mark.parametrize("who", [(), (0,), (1,)])
def test_a_child_who_is_not_proved_on_both_sides_ties_nobody(home, other, who):
    for number in who:
        families.proved((home, other)[number].child)
    families.filed(home)
    held = reserved()
    families.filed(other)
    assert held and reserved() == held + held
    for here in (home, other):
        twins = beneficiaries.linked_twins_of([here.child])
        assert twins == {here.child: set()}
        assert beneficiaries.openings_of(here.opener.beneficiary.pk, children=twins, on=TODAY) == {}


def test_what_another_household_was_paid_counts_once_the_birth_is_proved(home, other):
    officer = person(Role.CLAIMS_OFFICER)
    assert families.granted(home, officer).decisions.get().cents == Money.of(120)
    claim = families.taken(other, officer)
    assert taken_by(reassessed(claim)[1]) == Money.of(120)
    families.accept_all(claim, officer)
    assert reassessed(claim)[1].outcome.status is Status.REFUSED
    assert reserved() == Money.of(120)


def test_of_two_claims_that_wait_the_first_filed_keeps_the_right_once_both_are_proved(home, other):
    officer = person(Role.CLAIMS_OFFICER)
    first, second = (families.taken(each, officer) for each in (home, other))
    for claim in (second, first):
        families.accept_all(claim, officer)
    assert [reassessed(each)[1].outcome.status for each in (first, second)] == [Status.GRANTED, Status.REFUSED]
    assert reserved() == Money.of(120)


def test_a_custody_that_changes_after_a_grant_does_not_make_two_children_of_one(home, other):
    officer = person(Role.CLAIMS_OFFICER)
    families.granted(home, officer)
    told = {"beneficiary_id": home.opener.beneficiary.pk, "dependant_id": home.child, "actor": home.actor}
    change_custody(**told, custody="full", **AT)
    assert reassessed(families.checked(other, officer))[1].outcome.status is Status.REFUSED


def test_two_households_are_not_linked_and_read_nothing_of_one_another(home, other):
    assert home.child != other.child
    families.filed(home)
    page = signed_in(other.opener).get(reverse("beneficiary:household")).content.decode()
    assert str(home.child) not in page and "autre foyer" not in page


def test_the_officer_reads_that_another_household_has_the_child_with_its_references_only(home, other):
    officer, first, second = person(Role.CLAIMS_OFFICER), families.filed(home), families.filed(other)
    said = file_of(second, actor=officer.actor, on=TODAY).elsewhere
    assert "figure dans un autre foyer" in said and first.reference in said and second.reference not in said
    assert first.reference in signed_in(officer).get(reverse("staff:claim", args=[second.pk])).content.decode()


def test_a_child_of_one_household_only_is_not_told_to_be_elsewhere(home):
    assert file_of(families.filed(home), actor=person(Role.CLAIMS_OFFICER).actor, on=TODAY).elsewhere == ""


def test_two_households_that_have_entered_one_child_share_it(home, other):
    mine, theirs = home.opener.beneficiary.pk, other.opener.beneficiary.pk
    assert beneficiaries.shares_household(mine, theirs, on=TODAY)
    assert not beneficiaries.shares_household(mine, families.family(born_on=BORN).opener.beneficiary.pk, on=TODAY)
