"""What an operator does without a browser: keys, seals, the first administrator, the demonstration's codes."""

import io
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.core.management import CommandError, call_command

from entraide.apps.accounts import queries
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.refusals import AddressTaken
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import BankDetails
from entraide.apps.beneficiaries.operations.files import NewBankDetails, change_bank_details, open_iban
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.documents.queries import content_of
from entraide.config.current_codes import NoCode, current_code
from entraide.core.sepa.iban import iban_with_key
from entraide.integrations.keyring import Keyring, keyring
from tests.factories.accounts import AccountFactory
from tests.factories.beneficiaries import BeneficiaryFactory


pytestmark = pytest.mark.django_db

AT, ON = datetime(2024, 10, 15, 9, 30, tzinfo=UTC), date(2024, 10, 15)
SYSTEM = system_actor("tests")


def run(*args):
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def own_keyring(settings, tmp_path):
    settings.ENTRAIDE_KEYRING = tmp_path / "keyring.json"
    return settings.ENTRAIDE_KEYRING


def test_a_keyring_is_made_for_its_owner_only(own_keyring):
    run("keyring", "init")
    assert own_keyring.stat().st_mode & 0o777 == 0o600
    assert Keyring.read(own_keyring).current == "k1"


def test_a_keyring_is_never_made_over_another(own_keyring):
    run("keyring", "init")
    held = own_keyring.read_text()
    with pytest.raises(CommandError, match="Il y a déjà un trousseau"):
        run("keyring", "init")
    assert own_keyring.read_text() == held


def test_a_rotation_without_a_keyring_says_how_to_get_one(own_keyring):
    with pytest.raises(CommandError, match="keyring init"):
        run("keyring", "rotate")


def test_a_rotation_closes_everything_again_and_nothing_is_lost(own_keyring):
    run("keyring", "init")
    iban = iban_with_key("FR", "20041010050500013M02606")
    person, account = BeneficiaryFactory(), AccountFactory()
    details = change_bank_details(beneficiary_id=person.pk, details=NewBankDetails(iban, "X"), actor=SYSTEM, at=AT, on=ON)
    document = keep(file=NewFile(b"facture", "facture.pdf", "application/pdf", "invoice"), actor=SYSTEM, at=AT, on=ON)
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    codes = RecoveryCodes.activate(account).generate_codes()

    said = run("keyring", "rotate")

    assert "Clé k2 en service. Chiffrés à nouveau : 1 fichiers, 1 coordonnées bancaires, 2 seconds facteurs." in said
    row = BankDetails.objects.get(pk=details)
    assert keyring().is_current(row.iban_sealed)
    assert open_iban(row.pk, row.iban_sealed) == iban
    assert content_of(document) == b"facture"
    totp = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    assert keyring().is_current(bytes.fromhex(totp.data["secret"]))
    recovery = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(recovery).generate_codes() == codes


def test_the_key_that_a_rotation_replaced_opens_nothing_more(own_keyring):
    run("keyring", "init")
    person = BeneficiaryFactory()
    iban = iban_with_key("FR", "20041010050500013M02606")
    key = change_bank_details(beneficiary_id=person.pk, details=NewBankDetails(iban, "X"), actor=SYSTEM, at=AT, on=ON)
    run("keyring", "rotate")
    ring = Keyring.read(own_keyring)
    Keyring("k2", {"k2": ring.keys["k2"]}, ring.hashing).write(own_keyring)
    row = BankDetails.objects.get(pk=key)
    assert open_iban(key, row.iban_sealed) == iban


def test_a_past_day_is_sealed_once_and_verifies():
    record("accounts.created", actor=SYSTEM, subject=("account", AccountFactory().pk), at=AT, on=date(2024, 10, 13))
    assert "13/10/2024 : 1\xa0acte" in run("audit", "seal")
    assert "Rien à sceller" in run("audit", "seal")
    assert "1\xa0journée scellée, aucune modifiée" in run("audit", "verify")


def test_an_entry_added_to_a_sealed_day_is_found_out():
    subject = ("account", AccountFactory().pk)
    record("accounts.created", actor=SYSTEM, subject=subject, at=AT, on=date(2024, 10, 13))
    run("audit", "seal")
    AuditEntry.objects.create(
        verb="accounts.created",
        actor_kind="system",
        subject_type=subject[0],
        subject_id=subject[1],
        at=AT,
        on=date(2024, 10, 13),
        digest="0" * 64,
    )
    with pytest.raises(CommandError, match="modifié après coup, à ces journées : 13/10/2024"):
        run("audit", "verify")


def typed(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_first_administrator_is_made_by_a_command(monkeypatch):
    typed(monkeypatch, "un chat sur le toit\n")
    run("accounts", "create", "Ada@Reims.Example", "Ada Morin", "--role", "administrator")
    account = queries.account_by_email("ada@reims.example")
    assert account.check_password("un chat sur le toit")
    assert queries.staff_roles_of(account.pk, on=ON) == [Role.ADMINISTRATOR]


@pytest.mark.parametrize(("email", "password"), [("ada@reims.example", "court\n"), ("ada@reims.example", "123456789012\n"), ("ada", "x\n")])
def test_a_weak_password_or_a_wrong_address_creates_nothing(monkeypatch, email, password):
    typed(monkeypatch, password)
    with pytest.raises(CommandError):
        run("accounts", "create", email, "Ada Morin")
    assert queries.account_by_email(email) is None


def test_an_address_that_opens_an_account_is_refused_by_the_command(monkeypatch):
    AccountFactory(email="ada@reims.example")
    typed(monkeypatch, "un chat sur le toit\n")
    with pytest.raises(AddressTaken):
        run("accounts", "create", "ada@reims.example", "Ada Morin")


def test_a_role_is_given_by_a_command():
    account = AccountFactory(email="ada@reims.example")
    assert "Direction" in run("accounts", "give-role", "ada@reims.example", "director")
    assert queries.staff_roles_of(account.pk, on=ON) == [Role.DIRECTOR]
    with pytest.raises(CommandError, match="Aucun compte"):
        run("accounts", "give-role", "nobody@reims.example", "director")


def test_the_roles_that_may_be_given_are_listed():
    assert "accountant_releases   Comptable (libère)" in run("accounts", "roles")


def test_the_code_of_a_demonstration_account_is_the_one_its_telephone_shows(settings):
    settings.ENTRAIDE_DEMONSTRATION = True
    account, secret = AccountFactory(email="claire@association.example", name="Claire Été"), generate_totp_secret()
    TOTP.activate(account, secret)
    for name in ("claire", "claire@association.example", "CLAIRE ete"):
        email, code, seconds = current_code(name)
        assert email == account.email
        assert validate_totp_code(secret, code)
        assert 0 < seconds <= 30


def test_no_code_is_shown_outside_the_demonstration(settings):
    settings.ENTRAIDE_DEMONSTRATION = False
    TOTP.activate(AccountFactory(email="claire@association.example"), generate_totp_secret())
    with pytest.raises(NoCode, match="n'est pas une démonstration"):
        current_code("claire")


def test_a_name_that_finds_nobody_or_no_second_factor_says_so(settings):
    settings.ENTRAIDE_DEMONSTRATION = True
    AccountFactory(email="claire@association.example")
    with pytest.raises(NoCode, match="0 compte"):
        current_code("zoe")
    with pytest.raises(NoCode, match="pas de second facteur"):
        current_code("claire")


def test_of_several_people_of_one_name_the_one_with_a_second_factor_is_meant(settings):
    settings.ENTRAIDE_DEMONSTRATION = True
    AccountFactory(email="claire.blanc@exemple.example", name="Claire Blanc")
    TOTP.activate(AccountFactory(email="claire.roux@association.example", name="Claire Roux"), generate_totp_secret())
    assert current_code("claire")[0] == "claire.roux@association.example"
    TOTP.activate(AccountFactory(email="claire.vert@association.example", name="Claire Vert"), generate_totp_secret())
    with pytest.raises(NoCode, match="3 compte"):
        current_code("claire")
