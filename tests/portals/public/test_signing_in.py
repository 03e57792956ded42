"""Signing in: nothing tells who exists, staff show a second factor, tries are counted."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import NoReverseMatch, reverse

from entraide.apps.accounts import queries
from entraide.apps.accounts.roles import STAFF_ROLES, Role
from entraide.apps.audit.queries import history_of
from entraide.config.account_adapter import SecondFactorAdapter
from entraide.config.current_codes import PERIOD
from entraide.ui import clock
from tests.factories.accounts import PASSWORD, AccountFactory, StaffRoleFactory


pytestmark = pytest.mark.django_db

LOGIN, RESET = reverse("account_login"), reverse("account_reset_password")
ACCOUNTS = reverse("staff:accounts")


def sign_in(client, account, password=PASSWORD):
    return client.post(LOGIN, {"login": account.email, "password": password})


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // PERIOD))


def body(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def administrator(with_second_factor=False):
    account = AccountFactory(with_second_factor=with_second_factor)
    StaffRoleFactory(account=account, role=Role.ADMINISTRATOR)
    return account


def test_a_wrong_password_and_an_unknown_address_get_the_same_page():
    account = AccountFactory(email="lea@maison.example")
    known = sign_in(Client(), account, "faux")
    account.email = "nobody@maison.example"
    unknown = sign_in(Client(), account, "faux")
    assert known.status_code == unknown.status_code
    assert body(known).replace("lea@", "x@") == body(unknown).replace("nobody@", "x@")


def test_the_sign_in_page_names_no_password():
    assert PASSWORD not in Client().get(LOGIN).content.decode()


def test_the_demonstration_says_where_its_accounts_are(client, settings):
    assert "make run" not in client.get(LOGIN).content.decode()
    settings.ENTRAIDE_DEMONSTRATION = True
    assert "make run" in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "account_request_login_code", "mfa_trust"])
def test_what_is_not_open_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "inscription/", "email/", "password/set/", "login/code/", "2fa/webauthn/"])
def test_the_pages_of_allauth_that_are_closed_do_not_exist(client, path):
    client.force_login(AccountFactory())
    assert client.get(f"/compte/{path}").status_code == 404


def test_too_many_wrong_passwords_close_the_door_to_the_right_one_for_a_while(client):
    account = AccountFactory()
    for _ in range(5):
        sign_in(client, account, "faux")
    said = sign_in(client, account)
    assert said.status_code == 200
    assert "Trop d’essais" in said.content.decode()


def test_rate_limits_are_kept_in_the_database(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}
    account = AccountFactory()
    for _ in range(5):
        sign_in(client, account, "faux")
    assert "Trop d’essais" in sign_in(client, account).content.decode()
    caches["default"].clear()
    assert sign_in(client, account).status_code == 302


def test_an_address_elsewhere_is_never_gone_to_after_signing_in(client):
    response = client.post(LOGIN, {"login": AccountFactory().email, "password": PASSWORD, "next": "https://ailleurs.example/"})
    assert response.url == "/"


def test_a_reset_is_asked_in_the_same_words_whether_the_address_opens_an_account_or_not(mailoutbox):
    AccountFactory(email="lea@maison.example")
    known, unknown = Client(), Client()
    first = known.post(RESET, {"email": "lea@maison.example"}, follow=True)
    second = unknown.post(RESET, {"email": "nobody@maison.example"}, follow=True)
    assert first.redirect_chain == second.redirect_chain
    assert body(first) == body(second)
    assert [mail.to for mail in mailoutbox] == [["lea@maison.example"]]


def link_of(mail: EmailMessage) -> str:
    return re.search(r"http://testserver(\S+)", mail.body)[1]


def test_a_reset_link_lets_the_person_choose_a_password_once(client, mailoutbox):
    account = AccountFactory(email="lea@maison.example")
    client.post(RESET, {"email": account.email})
    link = link_of(mailoutbox[0])
    form = client.get(link, follow=True)
    chosen = {"password1": "un chien sur le toit", "password2": "un chien sur le toit"}
    assert client.post(form.redirect_chain[-1][0], chosen).url == reverse("account_reset_password_from_key_done")
    account.refresh_from_db()
    assert account.check_password("un chien sur le toit")
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()
    assert mailoutbox[-1].subject == "Votre mot de passe a changé"


def test_security_mails_leave_a_trace_that_holds_no_link(client):
    account = AccountFactory()
    client.post(RESET, {"email": account.email})
    assert [act.sentence for act in history_of(account.pk)] == ["Courriel de sécurité envoyé"]


def test_a_reset_asked_again_and_again_for_one_address_is_slowed_down(client, mailoutbox):
    account = AccountFactory()
    statuses = [client.post(RESET, {"email": account.email}).status_code for _ in range(5)]
    assert len(mailoutbox) == 3
    assert statuses[-1] == 429


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_a_second_factor_reach_nothing_but_its_installation(client, role):
    account = AccountFactory()
    StaffRoleFactory(account=account, role=role)
    sign_in(client, account)
    for path in ("/", ACCOUNTS, reverse("account_change_password")):
        assert client.get(path).url == reverse("mfa_activate_totp")


def test_a_second_factor_is_installed_then_recovery_codes_are_shown(client):
    account = administrator()
    sign_in(client, account)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).url == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    assert client.get(ACCOUNTS).status_code == 200


def test_a_wrong_first_code_installs_nothing(client):
    account = administrator()
    sign_in(client, account)
    client.get(reverse("mfa_activate_totp"))
    assert "Ce code ne convient pas" in client.post(reverse("mfa_activate_totp"), {"code": "000000x"}).content.decode()
    assert not Authenticator.objects.filter(user=account).exists()


def test_whoever_has_a_second_factor_shows_it_before_being_signed_in(client):
    account, secret = administrator(), generate_totp_secret()
    TOTP.activate(account, secret)
    assert sign_in(client, account).url == reverse("mfa_authenticate")
    assert client.get(ACCOUNTS).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(ACCOUNTS).status_code == 200


def test_a_code_serves_once():
    account, secret = administrator(), generate_totp_secret()
    TOTP.activate(account, secret)
    first, second, code = Client(), Client(), code_of(secret)
    for client in (first, second):
        sign_in(client, account)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_an_empty_answer_to_the_second_factor_is_asked_again(client):
    sign_in(client, administrator(with_second_factor=True))
    assert client.post(reverse("mfa_authenticate"), {"code": ""}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {}).status_code == 200


def test_secrets_of_the_second_factor_are_closed_in_the_database():
    account, secret = AccountFactory(), generate_totp_secret()
    TOTP.activate(account, secret)
    kept = Authenticator.objects.get(user=account).data["secret"]
    assert secret not in kept
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_staff_cannot_take_their_second_factor_away(client_as):
    client = client_as(Role.ADMINISTRATOR)
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "il ne peut pas être retiré" in page.content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=client.person.account).exists()


def test_the_others_may_take_their_second_factor_away(client):
    account = AccountFactory(with_second_factor=True)
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=account).exists()


def test_a_password_is_changed_by_whoever_knows_the_present_one(client_as):
    client = client_as(Role.ADMINISTRATOR)
    change, new = reverse("account_change_password"), "un chien sur le toit"
    refused = client.post(change, {"oldpassword": "faux", "password1": new, "password2": new})
    assert "pas votre mot de passe actuel" in refused.content.decode()
    client.post(change, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert queries.account(client.person.account.pk).check_password(new)


def test_signing_out_is_a_button_not_a_link(client_as):
    client = client_as(Role.ADMINISTRATOR)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(ACCOUNTS).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(ACCOUNTS).status_code == 302


def test_a_closed_account_does_not_sign_in(client):
    account = AccountFactory(is_active=False)
    assert sign_in(client, account).url == reverse("account_inactive")
    assert "fermé" in client.get(reverse("account_inactive")).content.decode()
