"""The way in by a code: three pages, the same answers for whoever exists and whoever does not."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts import queries
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.operations import issue_activation_code
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import NewBankDetails, change_bank_details
from entraide.core.sepa.iban import iban_with_key
from entraide.ui import clock
from tests.factories.accounts import AccountFactory
from tests.factories.beneficiaries import BeneficiaryFactory


pytestmark = pytest.mark.django_db

ON = date(2024, 10, 15)
SYSTEM = system_actor("tests")
CODE, CONFIRM, ADDRESS, DONE = (reverse(f"public:activation_{page}") for page in ("code", "confirm", "address", "done"))
PASSWORD = "un chat sur le toit"
UNKNOWN = "ACDE-FGH-JKM"


@pytest.fixture
def person(request):
    row = BeneficiaryFactory(identity__born_on=date(1985, 3, 12), **getattr(request, "param", {}))
    details = NewBankDetails(iban_with_key("FR", "20041010050500013M02606"), "X")
    change_bank_details(beneficiary_id=row.pk, details=details, actor=SYSTEM, at=datetime(2024, 1, 1, tzinfo=UTC), on=ON)
    return row


def issue(person):
    return issue_activation_code(subject_id=person.pk, channel="letter", actor=SYSTEM, at=clock.now(), on=ON)


def answers(private_fact="2606", year="1985"):
    return {"born_on_day": "12", "born_on_month": "3", "born_on_year": year, "private_fact": private_fact}


def address(email="lea@maison.example", password=PASSWORD, again=PASSWORD):
    return {"email": email, "password": password, "again": again}


def at_address(client, code):
    client.post(CODE, {"code": code})
    response = client.post(CONFIRM, answers())
    assert response.status_code == 302, response.content.decode()
    return client


def body(response):
    """Give the page without what differs at each request: the token of its form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_three_pages_open_an_account(client, person):
    code = issue(person)
    assert client.post(CODE, {"code": code.lower()}).url == CONFIRM
    assert client.post(CONFIRM, answers()).url == ADDRESS
    assert client.post(ADDRESS, address()).url == DONE
    assert "lea@maison.example" in client.get(DONE).content.decode()
    assert queries.account_by_email("lea@maison.example").check_password(PASSWORD)


@pytest.mark.parametrize("person", [{"identity__family_name": "B" * 100, "identity__given_name": "A" * 100}], indirect=True, ids=["long"])
def test_who_bears_the_longest_names_opens_an_account(client, person):
    assert at_address(client, issue(person)).post(ADDRESS, address()).url == DONE
    assert queries.account_by_email("lea@maison.example").name == f"{'A' * 100} {'B' * 99}"


def test_a_new_account_can_sign_in_at_once(client, person):
    at_address(client, issue(person)).post(ADDRESS, address())
    signed = client.post(reverse("account_login"), {"login": "lea@maison.example", "password": PASSWORD})
    assert signed.status_code == 302
    assert signed.url == "/"


def test_a_code_of_the_wrong_shape_keeps_what_was_typed_and_says_what_is_wrong(client):
    response = client.post(CODE, {"code": "ACDE-FG0"})
    said = response.content.decode()
    assert "ne contient jamais 0" in said
    assert 'value="ACDE-FG0"' in said


def test_a_code_that_does_not_exist_goes_as_far_as_one_that_does(person):
    known, unknown = Client(), Client()
    assert known.post(CODE, {"code": issue(person)}).url == unknown.post(CODE, {"code": UNKNOWN}).url == CONFIRM
    assert body(known.get(CONFIRM)) == body(unknown.get(CONFIRM))


def refused(code, private_fact="0000"):
    client = Client()
    client.post(CODE, {"code": code})
    with CaptureQueriesContext(connection) as captured:
        response = client.post(CONFIRM, answers(private_fact))
    return response.status_code, body(response), len(captured.captured_queries)


def test_known_and_unknown_codes_get_the_same_status_words_and_number_of_queries(person):
    known, unknown = refused(issue(person)), refused(UNKNOWN)
    assert known == unknown
    assert "ne permettent pas d’activer un compte" in known[1]


def test_a_used_code_gets_the_same_answer_as_an_unknown_one(client, person):
    code = issue(person)
    at_address(client, code).post(ADDRESS, address())
    assert refused(code, "2606") == refused(UNKNOWN, "2606")


def test_the_sixth_try_waits_for_known_and_unknown_codes_alike(person):
    code = issue(person)
    known, unknown = [refused(code) for _ in range(6)], [refused(UNKNOWN) for _ in range(6)]
    assert known == unknown
    assert "Attendez 15 minutes" in known[-1][1]


def test_what_was_typed_stays_after_a_refusal(client, person):
    client.post(CODE, {"code": issue(person)})
    said = client.post(CONFIRM, answers("0000", "1986")).content.decode()
    assert 'value="1986"' in said
    assert 'value="0000"' in said


def test_an_account_opened_twice_by_a_double_click_is_one_account(client, person):
    at_address(client, issue(person))
    state = dict(client.session)
    assert client.post(ADDRESS, address()).url == DONE
    session = client.session
    session.clear()
    session.update(state)
    session.save()
    assert client.post(ADDRESS, address()).url == DONE
    assert Account.objects.filter(email="lea@maison.example").count() == 1


def test_the_form_sent_again_after_success_goes_on_to_the_end(client, person):
    at_address(client, issue(person)).post(ADDRESS, address())
    assert client.post(ADDRESS, address()).url == DONE


def test_a_taken_address_is_said_and_another_may_be_given(client, person):
    AccountFactory(email="lea@maison.example")
    at_address(client, issue(person))
    said = client.post(ADDRESS, address()).content.decode()
    assert "ouvre déjà un compte" in said
    assert client.post(ADDRESS, address("lea2@maison.example")).url == DONE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "court", "again": "court"}, "trop court"),
        ({"again": "autre"}, "sont différents"),
        ({"email": "lea"}, "adresse complète"),
        ({"password": "123456789012", "again": "123456789012"}, "numérique"),
    ],
)
def test_a_weak_password_or_a_wrong_address_opens_nothing(client, person, typed, said):
    at_address(client, issue(person))
    assert said in client.post(ADDRESS, address(**typed)).content.decode()
    assert not Account.objects.filter(email="lea@maison.example").exists()


@pytest.mark.parametrize("page", [CONFIRM, ADDRESS, DONE])
def test_a_page_reached_without_the_one_before_goes_back_to_the_code(client, page):
    assert client.get(page).url == CODE


def test_the_address_is_never_asked_before_the_code_is_confirmed(client, person):
    client.post(CODE, {"code": issue(person)})
    assert client.post(ADDRESS, address()).url == CODE
    assert not Account.objects.filter(email="lea@maison.example").exists()


def test_the_session_forgets_the_answers_once_the_account_is_open(client, person):
    at_address(client, issue(person)).post(ADDRESS, address())
    assert "activation" not in client.session


def test_whoever_is_signed_in_has_no_account_to_activate(client_as):
    assert client_as(Role.ADMINISTRATOR).get(CODE).url == "/"
