"""A delegate reads what was published of their member, in words, and nothing of persons."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.reporting.operations import publish
from entraide.core.money import Money
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory, UseFactory
from tests.factories.members import MemberFactory
from tests.harness.budgets import queries_of


pytestmark = pytest.mark.django_db
HOME, EXPORT = reverse("delegate:home"), reverse("delegate:export")
LAST_DAY = date(2023, 12, 31)


def staffed(people: int, *, users: int = 0, year: int = 2023):
    """A member called 1,000 euros for a year, some of whose people received 50 euros each."""
    member = MemberFactory()
    ContributionLineFactory(member=member, year=year, cents=Money.of(1000), on=date(year, 1, 31))
    keys = [BeneficiaryFactory(affiliation__member=member).pk for _ in range(people)]
    for key in keys[:users]:
        UseFactory(beneficiary_id=key, member_id=member.pk, on=date(year, 6, 6), cents=Money.of(50), told_at=NOW - timedelta(days=9))
    return member, keys


def published(year: int = 2023, as_of: date = LAST_DAY):
    publish(year=year, as_of=as_of, actor=system_actor("suite"), at=NOW, on=TODAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def test_the_review_says_what_came_back_and_who_used_it(client_as):
    member, _ = staffed(20, users=8)
    published()
    page = text_of(client_as(Role.DELEGATE_STAFF, member=member).get(HOME))
    assert "Pour 100 € de cotisation appelés en 2023, 40,00 € sont revenus" in page
    assert "93 % pour tous les adhérents du pays en 2023" in page and "25 septembre 2024" in page
    assert "Les aides confidentielles ne sont jamais comptées" in page


def test_before_any_publication_the_page_says_what_will_be_here(client_as):
    staffed(20, users=8)
    assert "Aucun bilan publié" in text_of(client_as(Role.DELEGATE_ELECTED).get(HOME))


def test_a_small_member_reads_those_of_its_size_and_why(client_as):
    member, _ = staffed(9, users=5)
    staffed(8, users=5)
    published()
    page = text_of(client_as(Role.DELEGATE_STAFF, member=member).get(HOME))
    assert "moins de 11 bénéficiaires" in page and "collectivités de votre taille" in page
    assert "25,00 € sont revenus" in page
    assert ">5<" not in page and "250,00" not in page


def test_few_users_are_told_by_no_figure(client_as):
    member, _ = staffed(20, users=3)
    published()
    page = text_of(client_as(Role.DELEGATE_STAFF, member=member).get(HOME))
    assert "chiffres masqués : moins de 5 utilisateurs" in page
    assert "150,00" not in page


def test_figures_carried_from_an_earlier_day_say_so(client_as):
    member, keys = staffed(20, users=8, year=2024)
    published(2024, date(2024, 10, 10))
    UseFactory(beneficiary_id=keys[9], member_id=member.pk, on=date(2024, 10, 12), cents=Money.of(777), told_at=NOW)
    published(2024, date(2024, 10, 14))
    page = text_of(client_as(Role.DELEGATE_STAFF, member=member).get(HOME))
    assert "Les chiffres de 2024 restent ceux du 10 octobre 2024" in page
    assert "777" not in page and "1 177" not in page


def test_a_delegate_reads_their_own_member_only(client_as):
    other, _ = staffed(20, users=8)
    mine, _ = staffed(30, users=12)
    published()
    page = text_of(client_as(Role.DELEGATE_STAFF, member=mine).get(HOME, {"member": str(other.pk)}))
    assert "600,00 €" in page and "400,00 €" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx", "autre"])
def test_the_published_years_are_downloaded(client_as, kind):
    member, _ = staffed(20, users=8)
    published()
    response = client_as(Role.DELEGATE_STAFF, member=member).get(EXPORT, {"format": kind})
    if kind == "xlsx":
        rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
        assert rows[1][:4] == [2023.0, LAST_DAY, "non", 1000.0]
    else:
        assert "2023;31/12/2023;non;1000,00;400,00;0,400000;20;8;0,400000" in response.content.decode()


def test_the_review_takes_few_queries_whatever_the_years(client_as):
    member, _ = staffed(20, users=8)
    published()
    client = client_as(Role.DELEGATE_STAFF, member=member)
    one = len(queries_of(client, HOME))
    published(2022, date(2022, 12, 31))
    published(2024, date(2024, 10, 14))
    assert len(queries_of(client, HOME)) == one <= 16
