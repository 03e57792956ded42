"""The administrator's screens: accounts, roles, codes, the trail; nothing of what people earn, ask or live through."""

import re
from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from python_calamine import CalamineWorkbook

from entraide.apps.accounts import queries
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.queries import history_of
from tests.factories.accounts import AccountFactory, StaffRoleFactory
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db

ACCOUNTS, AUDIT, ACTIVATIONS = reverse("staff:accounts"), reverse("staff:audit"), reverse("staff:activations")


@pytest.fixture
def admin(client_as):
    return client_as(Role.ADMINISTRATOR)


def page(account):
    return reverse("staff:account", args=[account.pk])


def act(name, account):
    return reverse(f"staff:account_{name}", args=[account.pk])


def names(response):
    return re.findall(r'href="/equipe/comptes/[0-9a-f-]{36}/">([^<]+)<', response.content.decode())


def test_accounts_are_found_without_accents_and_by_role(admin):
    AccountFactory(name="Élise Été", email="z@entraide.example")
    officer = AccountFactory(name="Zoé Autre")
    StaffRoleFactory(account=officer, role=Role.CLAIMS_OFFICER)
    assert names(admin.get(ACCOUNTS, {"q": "elise ete"})) == ["Élise Été"]
    assert names(admin.get(ACCOUNTS, {"role": "claims_officer"})) == ["Zoé Autre"]
    assert names(admin.get(ACCOUNTS, {"q": "élise", "role": "claims_officer"})) == []


def test_accents_do_not_change_the_order_of_names(admin):
    for name in ("Zoé", "Élise", "Adam"):
        AccountFactory(name=name)
    listed = [name for name in names(admin.get(ACCOUNTS)) if name in {"Zoé", "Élise", "Adam"}]
    assert listed == ["Adam", "Élise", "Zoé"]
    assert names(admin.get(ACCOUNTS, {"tri": "-name"}))[0] == "Zoé"


@pytest.mark.parametrize("query", [{"tri": "password"}, {"page": "x"}, {"role": "nobody"}, {"q": "%"}, {"format": "exe"}])
def test_a_list_asked_for_badly_still_answers(admin, query):
    assert admin.get(ACCOUNTS, query).status_code == 200


def test_the_list_costs_the_same_for_one_account_and_for_twenty(admin):
    assert_query_budget(admin, ACCOUNTS, lambda count: [StaffRoleFactory() for _ in range(count)])


def test_the_list_is_downloaded_whole_and_nothing_in_it_runs(admin):
    for number in range(30):
        AccountFactory(name=f"=1+{number}")
    lines = admin.get(ACCOUNTS, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 32
    assert not any(line.startswith(("=", '"=')) for line in lines)
    book = CalamineWorkbook.from_filelike(BytesIO(admin.get(ACCOUNTS, {"format": "xlsx"}).content))
    assert len(book.get_sheet_by_index(0).to_python()) == 32


def test_an_account_is_created_with_its_role_and_a_link_leaves(admin, mailoutbox):
    typed = {"name": "Ada Morin", "email": "Ada@Entraide.Example", "role": "director"}
    response = admin.post(reverse("staff:account_new"), typed)
    account = queries.account_by_email("ada@entraide.example")
    assert response.url == page(account)
    assert queries.staff_roles_of(account.pk, on=TODAY) == [Role.DIRECTOR]
    assert not account.has_usable_password()
    assert "/compte/mot-de-passe/nouveau/" in mailoutbox[0].body


def test_an_address_that_opens_an_account_keeps_what_was_typed(admin):
    AccountFactory(email="ada@entraide.example")
    typed = {"name": "Ada Morin", "email": "ada@entraide.example", "role": ""}
    said = admin.post(reverse("staff:account_new"), typed).content.decode()
    assert "ouvre déjà un compte" in said
    assert 'value="Ada Morin"' in said


def test_a_role_is_given_then_taken_away(admin):
    account = AccountFactory()
    admin.post(act("give_role", account), {"role": "director"})
    assert queries.staff_roles_of(account.pk, on=TODAY) == [Role.DIRECTOR]
    assert "Direction" in admin.get(page(account)).content.decode()
    admin.post(act("end_role", account), {"role": "director"})
    assert queries.staff_roles_of(account.pk, on=TODAY) == []
    assert [done.sentence for done in history_of(account.pk)] == ["Rôle donné", "Rôle retiré"]


def test_a_role_given_twice_by_a_double_click_is_held_once(admin):
    account = AccountFactory()
    for _ in range(2):
        response = admin.post(act("give_role", account), {"role": "director"}, follow=True)
    assert "a déjà ce rôle" in response.content.decode()
    assert len(queries.role_history(account.pk)) == 1


@pytest.mark.parametrize("role", ["", "beneficiary", "king"])
def test_a_role_that_is_not_of_the_staff_is_refused(admin, role):
    account = AccountFactory()
    said = admin.post(act("give_role", account), {"role": role}, follow=True).content.decode()
    assert "Choisissez un rôle de l’équipe" in said
    assert queries.role_history(account.pk) == []


def test_an_administrator_cannot_change_their_own_access(admin):
    own = admin.person.account
    for name, values in (("give_role", {"role": "director"}), ("end_role", {"role": "administrator"}), ("reset_second_factor", {})):
        said = admin.post(act(name, own), values, follow=True).content.decode()
        assert "vos propres accès" in said
    assert queries.staff_roles_of(own.pk, on=TODAY) == [Role.ADMINISTRATOR]


def test_a_lost_second_factor_is_taken_away(admin):
    account = AccountFactory(with_second_factor=True)
    admin.post(act("reset_second_factor", account))
    assert not Authenticator.objects.filter(user=account).exists()


def test_a_link_to_choose_a_password_leaves_again_and_is_noted(admin, mailoutbox):
    account = AccountFactory(email="ada@entraide.example")
    admin.post(act("send_link", account))
    assert mailoutbox[0].to == ["ada@entraide.example"]
    assert "Lien de choix du mot de passe envoyé" in [done.sentence for done in history_of(account.pk)]


def test_an_account_that_does_not_exist_is_not_found(admin):
    missing = AccountFactory.build()
    assert admin.get(page(missing)).status_code == 404
    assert admin.post(act("send_link", missing)).status_code == 404


def test_a_code_is_printed_once_for_whoever_has_no_account(admin):
    person = BeneficiaryFactory(identity__family_name="Lefèvre", identity__email="")
    assert person.reference in admin.get(ACTIVATIONS, {"q": "lefevre"}).content.decode()
    issue = reverse("staff:activation_issue", args=[person.pk])
    letter = admin.post(issue, {"channel": "letter"})
    code = re.search(r"<code>([A-Z0-9]{4}-[A-Z0-9]{3}-[A-Z0-9]{3})</code>", letter.content.decode())[1]
    assert queries.code_state(code, at=queries.ActivationCode.objects.get().issued_at).is_alive
    assert "no-store" in letter["Cache-Control"]


def test_a_code_sent_by_email_is_not_shown(admin, mailoutbox):
    person = BeneficiaryFactory(identity__email="lea@ville.example")
    said = admin.post(reverse("staff:activation_issue", args=[person.pk]), {"channel": "email"}, follow=True).content.decode()
    assert "Le code est parti" in said
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{3}-[A-Z0-9]{3}", mailoutbox[0].body)[0]
    assert code not in said


def test_no_code_for_a_file_without_address_or_a_way_that_does_not_exist(admin):
    person = BeneficiaryFactory(identity__email="")
    issue = reverse("staff:activation_issue", args=[person.pk])
    assert "pas d’adresse électronique" in admin.post(issue, {"channel": "email"}, follow=True).content.decode()
    assert "n’existe pas" in admin.post(issue, {"channel": "pigeon"}, follow=True).content.decode()


def test_the_trail_is_filtered_by_day_verb_and_person(admin):
    account = AccountFactory()
    admin.post(act("give_role", account), {"role": "director"})
    admin.post(act("end_role", account), {"role": "director"})
    everything = admin.get(AUDIT).content.decode()
    assert "Rôle donné" in everything
    given = admin.get(AUDIT, {"verb": "accounts.role_given", "day": TODAY.isoformat(), "who": admin.person.account.email})
    assert "1 à 1" in given.content.decode()
    assert "Aucun acte" in admin.get(AUDIT, {"day": "2001-01-01"}).content.decode()
    assert "Aucun acte" in admin.get(AUDIT, {"who": "personne de ce nom"}).content.decode()


@pytest.mark.parametrize("query", [{"day": "31/02/2024"}, {"verb": "king.crowned"}, {"page": "0"}])
def test_a_trail_asked_for_badly_still_answers(admin, query):
    assert admin.get(AUDIT, query).status_code == 200


def test_the_trail_shows_no_payload(admin):
    account = AccountFactory(name="Nom Secret")
    typed = {"name": "Autre Secret", "email": "secret@entraide.example", "role": ""}
    admin.post(reverse("staff:account_new"), typed, follow=True)
    said = admin.get(AUDIT).content.decode()
    assert "Compte créé" in said
    assert "secret@entraide.example" not in said
    assert account.name not in said


def test_the_trail_costs_the_same_for_one_act_and_for_twenty(admin):
    def make(count):
        for _ in range(count):
            admin.post(act("give_role", AccountFactory()), {"role": "director"})

    assert_query_budget(admin, AUDIT, make)
