"""A delegate reads their own mandate and the bureau of their delegation."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.network.models import Mandate
from tests.factories.members import MemberFactory
from tests.factories.network import BureauSeatFactory, CommitteeDepartmentFactory, MandateFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
MANDATE = reverse("delegate:mandate")


@pytest.fixture
def reims():
    CommitteeDepartmentFactory(department="51", committee="Nord-Est")
    return MemberFactory(named__name="Reims", department="51")


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def test_a_mandate_says_since_when_until_when_and_with_whom(client_as, reims):
    MandateFactory(member=reims, account__name="Sylvie Marchand")
    shown = text(client_as(Role.DELEGATE_ELECTED, member=reims).get(MANDATE))
    for words in ("Reims", "1er janvier 2020", "la prochaine désignation", "Sylvie Marchand", "Marne, comité régional Nord-Est"):
        assert words in shown
    assert "Vous ne siégez pas au bureau" in shown and "n’est pas encore formé" in shown


def test_a_mandate_with_an_end_says_its_last_day(client_as, reims):
    client = client_as(Role.DELEGATE_STAFF, member=reims)
    row = Mandate.objects.get()
    row.delete()
    MandateFactory(account=client.person.account, member=reims, kind="delegate_staff", until=date(2026, 10, 1))
    assert "30 septembre 2026 inclus" in text(client.get(MANDATE))


def test_whoever_sits_in_the_bureau_reads_it(client_as, reims):
    client = client_as(Role.DELEGATE_ELECTED, member=reims)
    BureauSeatFactory(department="51", account=client.person.account, function="treasurer")
    shown = text(client.get(MANDATE))
    assert "Vous siégez au bureau" in shown and "Trésorerie, depuis le 1er janvier 2020" in shown


def test_the_queries_do_not_follow_the_seats(client_as, reims):
    client = client_as(Role.DELEGATE_ELECTED, member=reims)
    assert_query_budget(client, MANDATE, lambda count: BureauSeatFactory.create_batch(count, department="51"))
