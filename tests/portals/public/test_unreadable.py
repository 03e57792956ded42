"""A NUL character, which no database of ours would keep alike, is refused before any view reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from tests.architecture.access import ROWS
from tests.factories.actors import person, signed_in


pytestmark = pytest.mark.django_db
SAID = "Nous n’avons pas pu lire cette demande"
PLAIN = [name for name, row in ROWS.items() if not row.target]


def assert_refused(response):
    assert (response.status_code, SAID in response.content.decode()) == (400, True)


@pytest.mark.parametrize("name", PLAIN)
def test_no_address_reads_a_nul_character(name):
    client, url = Client(), reverse(name)
    assert_refused(client.get(url, {"q": "a\0"}))
    assert_refused(client.post(url, {"q": "a\0"}))
    assert_refused(client.post(url, {"q\0": "a"}))


@pytest.mark.parametrize("role", Role)
def test_no_role_is_shown_what_a_nul_character_asks_for(role):
    client = signed_in(person(role))
    assert_refused(client.get(reverse("public:home"), {"q": "\0"}))
    assert_refused(client.post(reverse("public:switch_hat"), {"role": ["", "\0"]}))
    assert_refused(client.get("/\0/"))


def test_raw_values_of_forms_hold_no_nul_character():
    assert_refused(signed_in(person(Role.BENEFICIARY)).post(reverse("beneficiary:start"), {"benefit": "\0"}))
    member = person(Role.CORRESPONDENT).hat.member_id
    url = reverse("staff:member_end_mandate", args=[member])
    assert_refused(signed_in(person(Role.DEVELOPMENT_OFFICER)).post(url, {"kind": "\0"}))
