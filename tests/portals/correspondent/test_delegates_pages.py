"""A correspondent names the delegates of their member, and reads what happens next and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.network.models import Designation
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import DesignationFactory, MandateFactory
from tests.harness.budgets import queries_of


pytestmark = pytest.mark.django_db
DELEGATES, HOME = reverse("correspondent:delegates"), reverse("correspondent:home")
NOMINEE = {"name": "Alix Renard", "email": "alix@exemple.fr", "act_on": "", "act_number": ""}


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def sylvie(client_as, reims):
    return client_as(Role.CORRESPONDENT, member=reims)


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def url_of(designation):
    return reverse("correspondent:designate", args=[designation.pk])


def test_without_campaign_the_page_says_who_acts_and_what_will_come(sylvie, reims):
    MandateFactory(member=reims, kind="delegate_elected", account__name="Bernard Collin")
    shown = text(sylvie.get(DELEGATES))
    assert "Rien à désigner pour l’instant" in shown and "Bernard Collin" in shown and "Personne pour l’instant" in shown
    assert "Désignez vos délégués" not in text(sylvie.get(HOME))


def test_a_campaign_awaits_the_correspondent_at_home_and_says_until_when(sylvie, reims):
    elected = DesignationFactory(member=reims)
    DesignationFactory(member=reims, campaign=elected.campaign, college="staff")
    assert "2 délégués à désigner, avant le 13 janvier 2025 inclus" in text(sylvie.get(HOME))
    shown = text(sylvie.get(DELEGATES))
    assert "Répondez avant le 13 janvier 2025 inclus." in shown and "Ce qui se passe ensuite" in shown
    assert shown.count("À désigner") == 2


def test_a_delegate_is_named_then_changed_until_it_is_confirmed(sylvie, reims):
    designation = DesignationFactory(member=reims)
    done = text(sylvie.post(url_of(designation), NOMINEE, follow=True))
    assert "Votre réponse est envoyée" in done and "en attente de confirmation" in done and "Alix Renard" in done
    assert 'value="Alix Renard"' in text(sylvie.get(url_of(designation)))
    sylvie.post(url_of(designation), NOMINEE | {"name": "Bao Nguyen"})
    assert Designation.objects.get().name == "Bao Nguyen"
    Designation.objects.update(state="confirmed")
    assert "Cette désignation est confirmée" in text(sylvie.get(url_of(designation)))
    refused = sylvie.post(url_of(designation), NOMINEE)
    assert (refused.status_code, "le mandat est donné" in text(refused)) == (422, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Indiquez le nom du délégué"),
        ({"email": "alix"}, "Écrivez une adresse complète"),
        ({"act_on": "32/13/2024"}, "Cette date n’existe pas"),
        ({"act_on": "2024-10-16"}, "daté d’un jour à venir"),
        ({"act_number": "9" * 61}, "60 caractères au plus"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(sylvie, reims, typed, said):
    refused = sylvie.post(url_of(DesignationFactory(member=reims)), NOMINEE | typed)
    assert (refused.status_code, said in text(refused)) == (422, True)
    kept = typed.get("name", "Alix Renard") or "alix@exemple.fr"
    assert f'value="{kept}"' in text(refused)
    assert Designation.objects.get().state == "awaited"


def test_a_late_answer_is_taken_and_told_so(sylvie, reims):
    late = DesignationFactory(member=reims, campaign__due_on=TODAY - timedelta(days=1))
    assert "Cette date est passée : votre réponse est encore acceptée" in text(sylvie.get(DELEGATES))
    sylvie.post(url_of(late), NOMINEE)
    assert Designation.objects.get().state == "received"


def test_a_closed_campaign_asks_nothing_and_takes_nothing(sylvie, reims):
    closed = DesignationFactory(member=reims, campaign__closed_at=NOW)
    assert "Rien à désigner" in text(sylvie.get(DELEGATES))
    assert "Cette campagne est close" in text(sylvie.post(url_of(closed), NOMINEE))


def test_another_member_is_not_seen(sylvie):
    other = DesignationFactory()
    assert sylvie.get(url_of(other)).status_code == 404
    assert sylvie.post(url_of(other), NOMINEE).status_code == 404


def test_the_page_asks_few_queries(sylvie, reims):
    elected = DesignationFactory(member=reims)
    one = len(queries_of(sylvie, DELEGATES))
    DesignationFactory(member=reims, campaign=elected.campaign, college="staff")
    assert len(queries_of(sylvie, DELEGATES)) == one <= 20
