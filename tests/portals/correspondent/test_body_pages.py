"""A correspondent reads their own contract and billing, and corrects their contacts and references, nobody else's."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.members.models import Contact
from entraide.apps.members.queries import billed_establishment, contacts_of
from tests.factories.base import TODAY
from tests.factories.members import ContactFactory, EstablishmentFactory, MemberFactory
from tests.harness.budgets import assert_query_budget


pytestmark = pytest.mark.django_db
CONTACT = {"name": "Zoé Martin", "function": "Paie", "email": "zoe@exemple.fr", "phone": "01 99 00 12 34"}


@pytest.fixture
def reims():
    payer = MemberFactory(named__name="Amicale de la Marne", membership=None)
    return MemberFactory(named__name="Reims", siren="215104548", membership__payer=payer, membership__until=date(2025, 1, 1))


@pytest.fixture
def sylvie(client_as, reims):
    return client_as(Role.CORRESPONDENT, member=reims)


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def home(client):
    return text(client.get(reverse("correspondent:home")))


def test_the_home_tells_the_contract_and_what_is_missing(sylvie):
    shown = home(sylvie)
    for words in (
        "Tout le personnel",
        "Amicale de la Marne",
        "1er janvier 2020",
        "31 décembre 2024",
        "Aucun contact",
        "demandez à votre chargé",
    ):
        assert words in shown


def test_references_are_corrected_and_told_in_the_trail(sylvie, reims):
    url = reverse("correspondent:references")
    assert "Aucun établissement n’est facturé" in text(sylvie.post(url, {"service_code": "RH", "engagement_number": ""}))
    EstablishmentFactory(member=reims, siret="21510454800015", service_code="ANCIEN")
    assert sylvie.get(url).context["form"].initial["service_code"] == "ANCIEN"
    refused = sylvie.post(url, {"service_code": "x" * 101, "engagement_number": "EJ 1"})
    assert (refused.status_code, "a 100 signes au plus" in text(refused), 'value="EJ 1"' in text(refused)) == (422, True, True)
    shown = text(sylvie.post(url, {"service_code": "RH", "engagement_number": "EJ 1"}, follow=True))
    assert "Les références sont enregistrées" in shown and "21510454800015" in shown
    assert billed_establishment(reims.pk, on=TODAY).engagement_number == "EJ 1"
    entry = AuditEntry.objects.get(verb="members.billing_references_corrected")
    assert (entry.subject_id, entry.role) == (reims.pk, Role.CORRESPONDENT)


def test_contacts_are_added_corrected_and_taken_off(sylvie, reims):
    shown = text(sylvie.post(reverse("correspondent:contact_new"), CONTACT, follow=True))
    assert "Le contact est enregistré" in shown and "Zoé Martin" in shown
    held = Contact.objects.get()
    url = reverse("correspondent:contact", args=[held.pk])
    assert sylvie.get(url).context["form"].initial["phone"] == "01 99 00 12 34"
    sylvie.post(url, CONTACT | {"function": "DRH"})
    changed = contacts_of(reims.pk, on=TODAY).get()
    assert changed.function == "DRH"
    assert "Le contact est retiré" in text(sylvie.post(reverse("correspondent:contact_end", args=[changed.pk]), follow=True))
    assert list(contacts_of(reims.pk, on=TODAY)) == []


def test_a_contact_that_cannot_be_reached_is_told_and_what_was_typed_stays(sylvie):
    refused = sylvie.post(reverse("correspondent:contact_new"), CONTACT | {"email": "", "phone": ""})
    assert (refused.status_code, "Indiquez au moins une adresse" in text(refused), 'value="Zoé Martin"' in text(refused)) == (
        422,
        True,
        True,
    )
    assert Contact.objects.count() == 0


def test_the_contact_of_another_body_is_nobody(sylvie):
    other = ContactFactory()
    assert sylvie.get(reverse("correspondent:contact", args=[other.pk])).status_code == 404
    assert sylvie.post(reverse("correspondent:contact_end", args=[other.pk])).status_code == 404
    assert Contact.objects.current().count() == 1


def test_the_queries_of_the_home_do_not_follow_its_contacts(sylvie, reims):
    assert_query_budget(sylvie, reverse("correspondent:home"), lambda n: ContactFactory.create_batch(n, member=reims), at_most=30)
