"""The front door, the change of role, the public pages, the demonstration's messages."""

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import OperationalError, connection
from django.urls import reverse

from entraide.apps.accounts.actor import Hat
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.queries import history_of
from tests.factories.accounts import AccountFactory, StaffRoleFactory


pytestmark = pytest.mark.django_db

SWITCH = reverse("public:switch_hat")


def test_the_front_door_offers_to_sign_in_and_to_activate(client):
    said = client.get("/").content.decode()
    assert reverse("account_login") in said
    assert reverse("public:activation_code") in said


def test_an_administrator_goes_on_to_the_accounts(client_as):
    assert client_as(Role.ADMINISTRATOR).get("/").url == reverse("staff:accounts")


def test_the_home_of_the_staff_goes_on_to_the_first_place_of_the_role(client_as):
    assert client_as(Role.ADMINISTRATOR).get(reverse("staff:home")).url == reverse("staff:accounts")


def test_an_account_that_opens_nothing_says_why(client):
    client.force_login(AccountFactory())
    assert "aucun rôle ne vous est donné" in client.get("/").content.decode()


def two_hats(client_as):
    client = client_as(Role.ADMINISTRATOR)
    StaffRoleFactory(account=client.person.account, role=Role.CONTACT_AGENT)
    return client


def test_a_person_with_two_roles_changes_and_the_trail_says_so(client_as):
    client = two_hats(client_as)
    assert client.get(reverse("staff:audit")).status_code == 200
    client.post(SWITCH, {"role": Hat(Role.CONTACT_AGENT).key})
    assert client.session["hat"] == Hat(Role.CONTACT_AGENT).key
    assert [act.sentence for act in history_of(client.person.account.pk)] == ["Changement de rôle"]
    client.post(SWITCH, {"role": Hat(Role.ADMINISTRATOR).key})
    assert client.get(reverse("staff:audit")).status_code == 200


def test_a_role_that_is_not_held_changes_nothing(client_as):
    client = two_hats(client_as)
    client.post(SWITCH, {"role": Hat(Role.DIRECTOR).key})
    client.post(SWITCH, {})
    assert client.session["hat"] == Hat(Role.ADMINISTRATOR).key
    assert history_of(client.person.account.pk) == []


def test_the_role_worn_already_leaves_no_trace(client_as):
    client = two_hats(client_as)
    client.post(SWITCH, {"role": Hat(Role.ADMINISTRATOR).key})
    assert history_of(client.person.account.pk) == []


def test_a_page_that_the_role_does_not_open_lets_the_person_change_role(client_as):
    client = two_hats(client_as)
    refused = client.get(reverse("staff:claims"))
    said = refused.content.decode()
    assert refused.status_code == 403 and "plusieurs rôles" in said and "Demandez l’accès" not in said
    assert f'action="{SWITCH}"' in said and f'value="{Hat(Role.CONTACT_AGENT).key}"' in said
    alone = client_as(Role.ADMINISTRATOR).get(reverse("staff:claims")).content.decode()
    assert "Demandez l’accès" in alone and reverse("account_logout") in alone


def test_a_role_is_not_changed_by_a_link(client_as):
    assert client_as(Role.ADMINISTRATOR).get(SWITCH).status_code == 405


@pytest.mark.parametrize("page", ["public:accessibility", "public:legal"])
def test_public_pages_need_no_account(client, page):
    assert client.get(reverse(page)).status_code == 200


def test_sources_are_named_with_their_licence(client):
    said = client.get(reverse("public:legal")).content.decode()
    assert all(name in said for name in ("Insee", "DGCL", "IGN", "Licence Ouverte 2.0"))


def test_a_supervisor_learns_that_the_database_answers(client):
    response = client.get(reverse("public:health"))
    assert (response.status_code, response.json()) == (200, {"database": "answers"})


def test_a_supervisor_learns_that_the_database_is_silent(client, monkeypatch):
    def silent():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", silent)
    assert client.get(reverse("public:health")).status_code == 503


def test_search_engines_are_left_the_public_pages_alone(client):
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in said
    assert "Allow: /mentions/" in said


@pytest.fixture
def folder(settings, tmp_path):
    settings.ENTRAIDE_DEMONSTRATION = True
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def write(folder, *messages):
    backend = EmailBackend(file_path=str(folder))
    backend.send_messages([EmailMessage(subject, text, "a@entraide.example", ["lea@maison.example"]) for subject, text in messages])


def test_the_demonstration_shows_its_messages_the_last_first_with_links_that_work(client, folder):
    write(folder, ("Première été", "Bonjour"), ("Seconde", "Lien : http://localhost:8000/compte/ <b>"))
    said = client.get(reverse("public:sent_messages")).content.decode()
    assert said.index("Seconde") < said.index("Première été")
    assert 'href="http://localhost:8000/compte/"' in said
    assert "&lt;b&gt;" in said


def test_a_demonstration_that_sent_nothing_says_how_to_begin(client, folder):
    assert "Aucun message pour l’instant" in client.get(reverse("public:sent_messages")).content.decode()


def test_messages_are_shown_nowhere_but_in_the_demonstration(client, folder, settings):
    settings.ENTRAIDE_DEMONSTRATION = False
    assert client.get(reverse("public:sent_messages")).status_code == 404
