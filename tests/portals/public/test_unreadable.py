"""A NUL character, which no database of ours would keep alike, is taken out of what is typed, and refused elsewhere."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.config.middleware import ReadableMiddleware
from tests.architecture.access import ROWS
from tests.factories.actors import person, signed_in


pytestmark = pytest.mark.django_db
SAID = "Nous n’avons pas pu lire cette demande"
RAW = [
    (Role.BENEFICIARY, "beneficiary:start", "benefit"),
    (Role.BENEFICIARY, "public:switch_hat", "role"),
    (Role.DEVELOPMENT_OFFICER, "staff:member_end_mandate", "kind"),
]
PLAIN = [name for name, row in ROWS.items() if not row.target]


def assert_refused(response):
    assert (response.status_code, SAID in response.content.decode()) == (400, True)


@pytest.mark.parametrize("name", PLAIN)
def test_no_address_reads_a_nul_character(name):
    client, url = Client(), reverse(name)
    assert_refused(client.get(url, {"q": "a\0"}))
    assert_refused(client.post(url, {"q\0": "a"}))
    assert client.post(url, {"q": "a\0"}).status_code == client.post(url, {"q": "a"}).status_code


@pytest.mark.parametrize("role", Role)
def test_no_role_is_shown_what_a_nul_character_asks_for(role):
    client = signed_in(person(role))
    assert_refused(client.get(reverse("public:home"), {"q": "\0"}))
    assert_refused(client.get("/\0/"))


def test_what_is_typed_around_a_nul_character_is_kept():
    url = reverse("beneficiary:complaints")
    shown = signed_in(person(Role.BENEFICIARY)).post(url, {"cause": "", "words": "Deux \0lettres\0 se contredisent."})
    assert shown.status_code == 422
    assert "Deux lettres se contredisent." in shown.content.decode()


def test_a_file_sent_beside_a_nul_character_still_comes():
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8 photo")
    request = RequestFactory().post("/", {"words": "a\0b", "file": photo})
    seen = []
    ReadableMiddleware(lambda found: seen.append((found.POST.dict(), found.FILES["file"].name)) or HttpResponse())(request)
    assert seen == [({"words": "ab"}, "a.jpg")]


@pytest.mark.parametrize(("role", "name", "field"), RAW)
def test_raw_values_that_views_read_hold_no_nul_character(role, name, field):
    who = person(role)
    url = reverse(name, args=[person(Role.CORRESPONDENT).hat.member_id] if name == "staff:member_end_mandate" else [])
    said = [signed_in(who).post(url, {field: value}).status_code for value in ("\0", "")]
    assert said[0] == said[1]
