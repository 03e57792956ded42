"""The direction's board: sentences first, alerts with what to do, every member, and the publication."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.reporting.models import Publication
from entraide.core.money import Money
from tests.factories.accounts import AccountFactory
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory, UseFactory
from tests.factories.members import MemberFactory
from tests.factories.network import MandateFactory
from tests.factories.payments import PaymentOrderFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
BOARD, PUBLISH = reverse("staff:board"), reverse("staff:board_publish")


@pytest.fixture
def director(client_as):
    return client_as(Role.DIRECTOR)


def member_called(name: str, *, euros: int = 1000, paid: int = 0, year: int = TODAY.year):
    member = MemberFactory(named__name=name)
    ContributionLineFactory(member=member, year=year, cents=Money.of(euros), on=date(year, 1, 31))
    person = BeneficiaryFactory(affiliation__member=member)
    if paid:
        UseFactory(beneficiary_id=person.pk, member_id=member.pk, on=date(year, 5, 2), cents=Money.of(paid))
    return member


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def names(response) -> list[str]:
    return [str(row[0].text) for row in response.context["table"].rows]


def test_the_year_is_said_in_sentences(director):
    member_called("Reims", euros=1000, paid=400)
    PaymentOrderFactory(cents=Money.of(120))
    page = text_of(director.get(BOARD))
    assert "400,00 € de prestations ont été versés, soit 40,00 % des 1 000,00 € de cotisations appelées" in page
    assert "1 paiement attend un virement, pour 120,00 €" in page


def test_members_are_sorted_filtered_and_added_up(director):
    member_called("Épernay", euros=500, paid=100)
    member_called("Reims", euros=1000, paid=900)
    assert names(director.get(BOARD, {"tri": "-retour"})) == ["Reims", "Épernay"]
    assert names(director.get(BOARD, {"tri": "-nom"})) == ["Reims", "Épernay"]
    found = director.get(BOARD, {"q": "epernay"})
    assert names(found) == ["Épernay"]
    assert found.context["table"].totals[1] == Money.of(500)


def test_a_filter_that_cannot_be_read_filters_nothing(director):
    member_called("Reims")
    assert names(director.get(BOARD, {"annee": "deux mille", "comite": "ailleurs", "tri": "n’importe quoi"})) == ["Reims"]


def test_members_with_little_use_and_little_return_are_named_with_what_to_do(director):
    low = member_called("Reims", year=TODAY.year - 1)
    MandateFactory(account=AccountFactory(), member=low, kind="correspondent")
    page = text_of(director.get(BOARD))
    assert "Reims : moins de retour et moins d’utilisateurs" in page and "À faire : proposer une réunion" in page
    assert BOARD in page and "montrer=faibles" in page


def test_a_member_without_correspondent_asks_for_one(director):
    member_called("Reims", year=TODAY.year - 1)
    assert "demander la désignation d’un correspondant" in text_of(director.get(BOARD))


def test_confidential_benefits_count_for_the_whole_and_for_no_member(director):
    member = member_called("Reims", euros=1000, paid=100)
    person = BeneficiaryFactory(affiliation__member=member)
    UseFactory(beneficiary_id=person.pk, member_id=member.pk, on=TODAY, cents=Money.of(300), is_confidential=True)
    found = director.get(BOARD)
    assert "400,00 € de prestations ont été versés" in text_of(found)
    assert found.context["table"].rows[0][2] == Money.of(100)


def test_the_provisional_table_is_published_once_a_day(director):
    member_called("Reims")
    first, again = director.post(PUBLISH, follow=True), director.post(PUBLISH, follow=True)
    assert "Tableau provisoire de 2024 publié" in text_of(first)
    assert "est déjà publié" in text_of(again)
    assert Publication.objects.get().as_of == TODAY


def test_the_members_kept_are_downloaded(director):
    member_called("Reims", euros=1000, paid=400)
    member_called("Épernay")
    told = director.get(BOARD, {"q": "reims", "format": "csv"}).content.decode()
    assert "Reims;" in told and "1000,00;400,00;0,400000;1;1;1,000000" in told and "Épernay" not in told


def test_the_board_takes_as_many_queries_for_one_member_as_for_twenty(director):
    assert_query_budget(director, BOARD, lambda count: [member_called(f"Membre {number}") for number in range(count)], at_most=40)


def test_the_development_officer_reads_every_member(client_as):
    member_called("Épernay", euros=500, paid=100)
    member_called("Reims", euros=1000, paid=900)
    officer, url = client_as(Role.DEVELOPMENT_OFFICER), reverse("staff:members")
    assert names(officer.get(url, {"tri": "retour"})) == ["Épernay", "Reims"]
    assert "Reims;" in officer.get(url, {"format": "csv"}).content.decode()
    assert officer.get(BOARD).status_code == 403


def test_a_body_that_ended_is_called_by_its_last_name_and_found_and_sorted_by_it(director, client_as):
    gone = MemberFactory(named__name="Neussargues-Moissac", named__until=date(2024, 7, 1), membership__until=date(2024, 7, 1))
    ContributionLineFactory(member=gone, year=TODAY.year, cents=Money.of(100), on=date(TODAY.year, 1, 31))
    member_called("Épernay")
    member_called("Reims")
    officer = client_as(Role.DEVELOPMENT_OFFICER)
    said = "Neussargues-Moissac (jusqu’au 30\xa0juin 2024)"
    for client, url in ((director, BOARD), (officer, reverse("staff:members"))):
        assert names(client.get(url)) == ["Épernay", said, "Reims"]
        assert names(client.get(url, {"q": "neussargues"})) == [said]
    assert said in officer.get(reverse("staff:members"), {"format": "csv"}).content.decode()
