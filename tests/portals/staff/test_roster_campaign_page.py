"""The campaign of lists on screen: opened, followed, asked again, by who develops the network; the director reads."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import RosterCampaign
from entraide.apps.beneficiaries.operations.roster_campaigns import open_roster_campaign
from entraide.apps.beneficiaries.operations.roster_form import confirm_unchanged
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
HERE = "staff:roster_campaign"


@pytest.fixture
def officer():
    return signed_in(person(Role.DEVELOPMENT_OFFICER))


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def opened(**values):
    return open_roster_campaign(**{"year": 2024, "due_on": date(2024, 12, 1)} | ACT | values)


def test_a_campaign_is_opened_from_its_page(officer):
    MemberFactory(named__name="Ay")
    assert "Aucune campagne pour l’instant" in text(officer.get(reverse(HERE)))
    shown = officer.post(reverse(HERE), {"year": "2024", "due_on": "2024-12-01"}, follow=True)
    assert "La campagne est ouverte" in text(shown)
    assert "Ay" in text(shown)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "2024", "due_on": "2024-10-15"}, "sa date limite vient après aujourd’hui"),
        ({"year": "2025", "due_on": "2025-01-31"}, "à partir de novembre de l’année précédente"),
        ({"year": "2024"}, "Indiquez la date limite"),
        ({"year": "1999", "due_on": "2024-12-01"}, "Choisissez une année"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_with_its_reason(officer, typed, said):
    shown = officer.post(reverse(HERE), typed)
    assert shown.status_code == 422
    assert said in text(shown)
    assert not RosterCampaign.objects.exists()


def test_progress_answers_and_the_export_agree(officer):
    answered = MemberFactory(named__name="Ay", department="51")
    MemberFactory(named__name="Caen", department="14")
    opened()
    confirm_unchanged(member_id=answered.pk, year=2024, **ACT)
    shown = text(officer.get(reverse(HERE)))
    assert "A répondu" in shown
    assert "50 %" in shown
    silent = text(officer.get(reverse(HERE), {"state": "silent"}))
    assert "Caen" in silent
    assert ">Ay<" not in silent
    exported = officer.get(reverse(HERE), {"format": "csv", "state": "answered"}).content.decode("utf-8-sig")
    assert "Ay" in exported
    assert "Caen" not in exported


def test_members_are_reminded_and_not_twice_a_day(officer):
    MemberFactory()
    campaign_id = opened(on=date(2024, 10, 1))
    assert "1 adhérent relancé" in text(officer.post(reverse("staff:roster_remind", args=[campaign_id]), follow=True))
    assert "Il n’y a plus personne à relancer aujourd’hui" in text(
        officer.post(reverse("staff:roster_remind", args=[campaign_id]), follow=True)
    )


def test_the_director_reads_and_acts_on_nothing():
    director = signed_in(person(Role.DIRECTOR))
    opened()
    assert "Ouvrir la campagne" not in text(director.get(reverse(HERE)))
    shown = director.post(reverse(HERE), {"year": "2024", "due_on": "2024-12-01"})
    assert "Seul un chargé de développement" in text(shown)


def test_the_page_asks_as_many_statements_for_one_member_as_for_twenty(officer):
    counted = []
    for count in (1, 19):
        for _ in range(count):
            MemberFactory()
        RosterCampaign.objects.all().delete() if not counted else None
        if not counted:
            opened()
        with CaptureQueriesContext(connection) as captured:
            officer.get(reverse(HERE))
        counted.append(len(captured))
    assert counted[0] == counted[1]
