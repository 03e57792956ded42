"""A code opens the account of its person, who alone can confirm it; nothing tells who exists."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts import operations, queries
from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.codes import ALPHABET, compact_code
from entraide.apps.accounts.models import ActivationCode, Attempt
from entraide.apps.accounts.refusals import ActivationRefused, AddressTaken, CodesExhausted, NotAdministrator, TooManyAttempts
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.queries import history_of
from entraide.apps.beneficiaries.models import Beneficiary, Identity
from entraide.apps.beneficiaries.operations.activation import ActivationAnswers, activate_account, confirm_activation, hand_out_code
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, NewBankDetails, change_bank_details, record_tax_line
from entraide.apps.beneficiaries.queries import beneficiary_of_account, without_account
from entraide.apps.beneficiaries.refusals import AccountAlreadyOpen, NoAddress
from entraide.core.money import Money
from entraide.core.sepa.iban import iban_with_key
from tests.factories.beneficiaries import KinshipFactory
from tests.factories.calls import PersonLineFactory
from tests.factories.claims import ImportedBenefitFactory


pytestmark = pytest.mark.django_db

AT, ON = datetime(2024, 10, 15, 9, 30, tzinfo=UTC), date(2024, 10, 15)
BORN = date(1985, 3, 12)
IBAN = iban_with_key("FR", "20041010050500013M02606")
SYSTEM = system_actor("tests")
PASSWORD = "un chat sur le toit"


@pytest.fixture
def person():
    row = Beneficiary.objects.create(reference="B-0001", created_at=AT)
    Identity.objects.create(
        beneficiary=row,
        family_name="Élan",
        given_name="Léa",
        born_on=BORN,
        since=date(2020, 1, 1),
        recorded_at=AT,
        email="lea@ville.example",
    )
    return row.pk


@pytest.fixture
def paid_person(person):
    details = NewBankDetails(IBAN, "LEA ELAN")
    change_bank_details(beneficiary_id=person, details=details, actor=SYSTEM, at=AT, on=ON)
    return person


def issue(person, at=AT, actor=SYSTEM):
    return operations.issue_activation_code(subject_id=person, channel="letter", actor=actor, at=at, on=ON)


def confirm(code, born_on=BORN, private_fact="2606", at=AT, network="192.0.2.1"):
    answers = ActivationAnswers(code, born_on, private_fact)
    confirm_activation(answers=answers, network=network, at=at, on=ON)


def activate(code, email="lea@maison.example", password=PASSWORD, private_fact="2606", at=AT):
    answers = ActivationAnswers(code, BORN, private_fact)
    return activate_account(answers=answers, email=email, password=password, network="192.0.2.1", at=at, on=ON)


def test_a_code_is_ten_letters_and_figures_that_nobody_confuses(person):
    code = issue(person)
    assert len(compact_code(code)) == 10
    assert not set(compact_code(code)) & set("0O1IL2Z5S8B")
    assert set(compact_code(code)) <= set(ALPHABET)


def test_only_the_keyed_hash_of_a_code_is_kept(person):
    code = issue(person)
    row = ActivationCode.objects.get()
    assert compact_code(code) not in str(vars(row))
    assert row.code_hash == queries.code_hash(code)


def test_a_code_with_the_right_answers_opens_the_account_of_its_person(paid_person):
    account_id = activate(issue(paid_person))
    assert beneficiary_of_account(account_id) == paid_person
    account = queries.account(account_id)
    assert (account.name, account.email) == ("Léa Élan", "lea@maison.example")
    assert account.check_password(PASSWORD)


def test_a_code_may_be_typed_without_hyphens_and_in_small_letters(paid_person):
    activate(issue(paid_person).replace("-", " ").lower())


def test_the_whole_iban_serves_as_well_as_its_end(paid_person):
    confirm(issue(paid_person), private_fact="FR14 2004 1010 0505 0001 3M02 606")


@pytest.mark.parametrize("wrong", [{"born_on": date(1985, 3, 13)}, {"private_fact": "2607"}, {"private_fact": ""}])
def test_a_wrong_answer_is_refused(paid_person, wrong):
    with pytest.raises(ActivationRefused):
        confirm(issue(paid_person), **wrong)


def test_without_an_iban_the_tax_line_confirms(person):
    line = CheckedTaxLine(2024, Money(123_456), "notice")
    record_tax_line(beneficiary_id=person, line=line, actor=SYSTEM, at=AT, on=ON)
    code = issue(person)
    with pytest.raises(ActivationRefused):
        confirm(code, private_fact="")
    confirm(code, private_fact="1 234 €")


def test_a_tax_line_of_nothing_is_no_fact(person):
    line = CheckedTaxLine(2024, Money(0), "notice")
    record_tax_line(beneficiary_id=person, line=line, actor=SYSTEM, at=AT, on=ON)
    with pytest.raises(ActivationRefused):
        confirm(hand_out(person, "handed_over"), private_fact="0")
    confirm(hand_out(person, "letter"), private_fact="")


@pytest.mark.parametrize("make", [KinshipFactory, ImportedBenefitFactory])
def test_a_file_that_holds_more_and_no_fact_does_not_open_with_a_code_from_the_employer(person, make):
    make(beneficiary_id=person)
    with pytest.raises(ActivationRefused):
        confirm(hand_out(person, "handed_over"), private_fact="")
    confirm(hand_out(person, "letter"), private_fact="")


def test_a_line_of_a_call_is_no_secret_and_keeps_no_file_closed(person):
    PersonLineFactory(beneficiary_id=person)
    confirm(hand_out(person, "handed_over"), private_fact="")


def test_a_file_that_holds_more_opens_with_a_code_from_the_employer_and_its_fact(paid_person):
    KinshipFactory(beneficiary_id=paid_person)
    confirm(hand_out(paid_person, "handed_over"))


def test_a_new_code_forgets_no_failure_unless_an_administrator_has_it_made(paid_person):
    agent, administrator = (
        Actor(kind="person", account_id=paid_person, hat=Hat(role)) for role in (Role.CORRESPONDENT, Role.ADMINISTRATOR)
    )
    code = issue(paid_person, actor=agent)
    for number in range(5):
        with pytest.raises(ActivationRefused):
            confirm(code, private_fact=f"000{number}")
        if number < 4:
            code = issue(paid_person, actor=agent)
    with pytest.raises(CodesExhausted):
        issue(paid_person, actor=agent)
    confirm(issue(paid_person, actor=administrator))


def test_a_file_with_nothing_private_opens_with_the_code_and_the_day_of_birth(person):
    code = issue(person)
    with pytest.raises(ActivationRefused):
        confirm(code, born_on=date(1985, 3, 13), private_fact="")
    activate(code, private_fact="")


def test_a_code_opens_one_account_only(paid_person):
    code = issue(paid_person)
    activate(code)
    with pytest.raises(ActivationRefused):
        activate(code, email="autre@maison.example")


def test_the_same_request_sent_twice_opens_one_account_and_succeeds_twice(paid_person):
    code = issue(paid_person)
    assert activate(code) == activate(code)
    with pytest.raises(ActivationRefused):
        activate(code, password="un autre mot de passe")


def test_a_code_dies_after_thirty_days(paid_person):
    code = issue(paid_person)
    confirm(code, at=AT + timedelta(days=30) - timedelta(seconds=1))
    with pytest.raises(ActivationRefused):
        confirm(code, at=AT + timedelta(days=30))


def test_a_code_dies_at_five_failures_even_days_apart(paid_person):
    code = issue(paid_person)
    for day in range(5):
        with pytest.raises(ActivationRefused):
            confirm(code, private_fact="0000", at=AT + timedelta(days=day))
    with pytest.raises(ActivationRefused):
        confirm(code, at=AT + timedelta(days=6))


def test_four_failures_leave_one_try(paid_person):
    code = issue(paid_person)
    for _ in range(4):
        with pytest.raises(ActivationRefused):
            confirm(code, private_fact="0000")
    confirm(code)


def test_a_new_code_kills_the_one_before(paid_person):
    first = issue(paid_person)
    second = issue(paid_person, at=AT + timedelta(minutes=1))
    with pytest.raises(ActivationRefused):
        confirm(first, at=AT + timedelta(minutes=2))
    confirm(second, at=AT + timedelta(minutes=2))


def test_a_taken_address_leaves_the_code_alive(paid_person):
    operations.create_account(email="lea@maison.example", name="X", actor=SYSTEM, at=AT, on=ON)
    code = issue(paid_person)
    with pytest.raises(AddressTaken):
        activate(code)
    activate(code, email="lea2@maison.example")


def refusal_of(code, **others):
    with CaptureQueriesContext(connection) as captured, pytest.raises((ActivationRefused, TooManyAttempts)) as refused:
        confirm(code, **others)
    return refused.value.code, refused.value.params, len(captured.captured_queries)


def test_an_unknown_code_is_refused_like_a_real_one_to_the_query(paid_person):
    code = issue(paid_person)
    real, unknown = refusal_of(code, private_fact="0000"), refusal_of("ACDE-FGH-JKM", private_fact="0000")
    assert real == unknown


def test_dead_used_and_unknown_codes_are_refused_alike_to_the_query(paid_person):
    used = issue(paid_person)
    activate(used)
    other = Beneficiary.objects.create(reference="B-0002", created_at=AT)
    expired = issue(other.pk, at=AT - timedelta(days=31))
    assert refusal_of(used) == refusal_of(expired) == refusal_of("ACDE-FGH-JKM")


def test_a_code_tried_too_often_waits_whether_it_exists_or_not(paid_person):
    code = issue(paid_person)
    answers = {}
    for tried in (code, "ACDE-FGH-JKM"):
        answers[tried] = [refusal_of(tried, private_fact="0000", network=f"192.0.2.{number}") for number in range(6)]
    assert answers[code] == answers["ACDE-FGH-JKM"]
    assert answers[code][-1][:2] == ("accounts.too_many_attempts", {"minutes": 15})


def test_a_code_tried_too_often_may_be_tried_again_a_quarter_of_an_hour_later(paid_person):
    for _ in range(5):
        refusal_of("ACDE-FGH-JKM")
    assert refusal_of("ACDE-FGH-JKM")[0] == "accounts.too_many_attempts"
    assert refusal_of("ACDE-FGH-JKM", at=AT + timedelta(minutes=15, seconds=1))[0] == "accounts.activation_refused"


def test_one_network_cannot_try_many_codes(paid_person):
    letters = [f"ACDEFGH{first}{second}{third}" for first in "ACDE" for second in "ACDE" for third in "ACDE"]
    for code in letters[:40]:
        assert refusal_of(code)[0] == "accounts.activation_refused"
    assert refusal_of(issue(paid_person))[0] == "accounts.too_many_attempts"
    confirm(issue(paid_person), network="198.51.100.7")


def test_failures_are_kept_one_day_and_name_nobody(paid_person):
    refusal_of("ACDE-FGH-JKM")
    assert all(len(row.key) == 64 for row in Attempt.objects.order_by("pk"))
    refusal_of("ACDE-FGH-JKN", at=AT + timedelta(days=2))
    assert Attempt.objects.count() == 2


def test_a_person_who_has_an_account_is_not_offered_a_code(paid_person):
    assert [found.id for found in without_account("elan", on=ON)] == [paid_person]
    activate(issue(paid_person))
    assert without_account("elan", on=ON) == []


def test_a_code_issued_to_someone_who_has_an_account_opens_nothing(paid_person):
    activate(issue(paid_person))
    with pytest.raises(ActivationRefused):
        confirm(issue(paid_person))


def test_activation_leaves_a_trace_on_the_file(paid_person):
    activate(issue(paid_person))
    said = [act.sentence for act in history_of(paid_person)]
    assert said[-2:] == ["Code d’activation émis", "Compte activé par la personne"]


def test_opening_an_account_tells_the_address_it_was_opened_with(paid_person, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activate(issue(paid_person))
    assert [message.to for message in mailoutbox] == [["lea@maison.example"]]


@pytest.mark.parametrize("role", [Role.BENEFICIARY, Role.DELEGATE_STAFF, Role.CLAIMS_OFFICER, Role.DIRECTOR])
def test_who_may_not_hand_out_codes_is_refused(person, role):
    with pytest.raises(NotAdministrator):
        issue(person, actor=Actor(kind="person", account_id=person, hat=Hat(role)))


def hand_out(person, channel):
    site = "http://localhost:8000/activer/"
    return hand_out_code(beneficiary_id=person, channel=channel, site=site, actor=SYSTEM, at=AT, on=ON)


def test_a_code_sent_by_email_is_seen_by_its_person_only(person, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert hand_out(person, "email") == ""
    (mail,) = mailoutbox
    assert mail.to == ["lea@ville.example"]
    code = next(line.strip() for line in mail.body.splitlines() if line.count("-") == 2)
    activate(code, private_fact="")


@pytest.mark.parametrize("channel", ["letter", "handed_over"])
def test_a_code_on_paper_is_given_once_to_be_printed(person, channel, mailoutbox):
    confirm(hand_out(person, channel), private_fact="")
    assert mailoutbox == []


def test_no_code_is_sent_where_there_is_no_address(person):
    Identity.objects.filter(beneficiary_id=person).delete()
    Identity.objects.create(beneficiary_id=person, family_name="É", given_name="L", born_on=BORN, since=BORN, recorded_at=AT)
    with pytest.raises(NoAddress):
        hand_out(person, "email")


def test_no_code_is_made_for_someone_who_has_an_account(paid_person):
    activate(issue(paid_person))
    with pytest.raises(AccountAlreadyOpen):
        hand_out(paid_person, "letter")
