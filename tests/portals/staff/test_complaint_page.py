"""The page of one complaint: who has it in charge is not offered to take it, and who may open the person's file finds the way."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.recourse.operations.complaints import Said, receive, take
from tests.factories.actors import person, signed_in
from tests.factories.thread import AT


pytestmark = pytest.mark.django_db


@pytest.fixture
def complaint():
    who = person(Role.BENEFICIARY)
    said = Said("words", "Je n’ai pas compris la ligne 14.")
    return who, receive(beneficiary_id=who.beneficiary.pk, said=said, actor=who.actor, **AT)


def page_for(someone, key):
    return signed_in(someone).get(reverse("staff:complaint", args=[key])).content.decode()


def test_who_has_a_complaint_in_charge_is_not_offered_to_take_it(complaint):
    _, key = complaint
    mine, other = person(Role.CONTACT_AGENT), person(Role.CONTACT_AGENT)
    take(complaint_id=key, actor=mine.actor, **AT)
    assert ["prendre en charge" in page_for(each, key) for each in (mine, other)] == [False, True]


def test_the_contact_centre_finds_the_person_s_file_and_who_may_not_open_it_reads_the_name_alone(complaint):
    who, key = complaint
    file_url = reverse("staff:person", args=[who.beneficiary.pk])
    readers = [person(Role.CONTACT_AGENT), person(Role.CLAIMS_MANAGER)]
    assert [file_url in page_for(each, key) for each in readers] == [True, False]
