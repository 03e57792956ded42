"""Every model has a factory, and every factory makes a row that the database accepts."""

import pytest

from entraide.apps.accounts.roles import Role
from tests.factories.models import factory_of, our_models


def test_every_model_has_its_factory():
    assert {model.__name__ for model in our_models()} == {model.__name__ for model in factory_of()}


@pytest.mark.django_db
@pytest.mark.parametrize("make", factory_of().values(), ids=lambda make: make.__name__)
def test_a_factory_makes_a_row_that_the_database_accepts(make):
    row = make()
    chosen = {field: field.value_from_object(row) for field in row._meta.fields if field.choices}
    unknown = {field.name for field, value in chosen.items() if value not in dict(field.flatchoices) and not (field.blank and not value)}
    assert unknown == set()
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_client_signs_in_under_any_role(client_as, role):
    client = client_as(role)
    assert client.person.actor.role == role
    assert client.session["hat"] == client.person.hat.key
