"""The catalogue on screen: every benefit, every revision in sentences, what is not sure."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.catalogue.queries import catalogue
from entraide.apps.parameters.models import ParameterValue
from entraide.core.names import normalise
from entraide.orm.keys import uuid7
from tests.factories.rules import ONE_RIGHT_A_CHILD, publish_benefit
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def reader(client_as):
    return client_as(Role.CATALOGUE_MANAGER)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def forget_checks():
    for row in ParameterValue.objects.filter(superseded_at__isnull=True).order_by("pk"):
        ParameterValue.objects.filter(pk=row.pk).update(superseded_at=AT["at"])
        row.pk, row.checked_until = uuid7(), date(2024, 1, 1)
        row.save(force_insert=True)


def names(client, **query):
    return [row[0].text for row in client.get(reverse("staff:catalogue"), query).context["table"].rows]


def test_every_benefit_is_listed_by_name(reader):
    listed = names(reader)
    assert len(listed) == len(catalogue())
    assert listed == sorted(listed, key=normalise)


def test_benefits_are_searched_by_name_and_filtered_by_theme(reader):
    assert names(reader, q="ACCUEIL") == ["Accueil de loisirs"]
    assert "Accueil de loisirs" in names(reader, theme="Enfance")
    assert "Rentrée scolaire du bénéficiaire" not in names(reader, theme="Enfance")
    assert names(reader, q="n’existe pas") == []


def test_benefits_are_filtered_by_situation_and_by_how_they_are_paid(reader):
    assert "Rentrée scolaire du bénéficiaire" in names(reader, situation="apprentice")
    assert "Rentrée scolaire du bénéficiaire" not in names(reader, situation="retiree")
    assert "Coupon sport" in names(reader, versement="voucher") and "Accueil de loisirs" not in names(reader, versement="voucher")
    assert len(names(reader, versement="nonsense", situation="nonsense")) == len(catalogue())


def test_a_local_complement_is_listed_as_switched_off_and_the_taxation_is_told(reader):
    publish_benefit(
        ONE_RIGHT_A_CHILD.replace("accueil-de-loisirs", "complement").replace(
            "paid_by: transfer", "paid_by: transfer\non_top_of: accueil-de-loisirs\ntaxation: {regime: taxable}"
        )
    )
    assert "complément local de « accueil-de-loisirs », éteint" in page(reader, "staff:catalogue")
    assert "Est imposable" in page(reader, "staff:benefit", "complement")


@pytest.mark.parametrize("sort", ["name", "theme", "since", "-since", "nonsense"])
def test_the_list_is_sorted_as_asked(reader, sort):
    assert len(names(reader, tri=sort)) == len(catalogue())


def test_a_benefit_shows_every_revision_with_sentences_sources_and_examples(reader):
    text = page(reader, "staff:benefit", "accueil-de-loisirs")
    for words in (
        "120,00",
        "55,00",
        "en tranche 1",
        "6 mois après l’événement",
        "12 mois",
        "GAS 67",
        "Ce qui n’est qu’un exemple",
        "En vigueur aujourd’hui",
    ):
        assert words in text
    assert text.count("Fiche ") == 3


@pytest.mark.parametrize("role", [Role.CATALOGUE_MANAGER, Role.DIRECTOR, Role.SOCIAL_WORKER])
def test_every_benefit_opens_for_every_reader(client_as, role):
    client = client_as(role)
    for code in catalogue():
        assert page(client, "staff:benefit", code)


def test_an_unknown_benefit_is_not_found(reader):
    assert reader.get(reverse("staff:benefit", args=["n-existe-pas"])).status_code == 404


def test_a_benefit_whose_amount_nobody_knows_says_so(reader):
    assert "Le montant n’est pas connu" in page(reader, "staff:benefit", "medaille")


def test_a_value_past_its_last_check_is_to_confirm_everywhere(reader):
    for name, args in (("staff:catalogue", ()), ("staff:benefit", ("accueil-de-loisirs",)), ("staff:parameters", ())):
        assert "valeur à confirmer" not in page(reader, name, *args)
    forget_checks()
    for name, args in (("staff:catalogue", ()), ("staff:benefit", ("accueil-de-loisirs",)), ("staff:parameters", ())):
        assert "valeur à confirmer" in page(reader, name, *args)


def test_parameters_are_listed_with_their_source(reader):
    text = page(reader, "staff:parameters")
    for row in ParameterValue.objects.filter(superseded_at__isnull=True).order_by("key"):
        assert row.label.casefold() in text.casefold()
