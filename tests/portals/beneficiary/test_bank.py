"""The screen where a person says where they are paid."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from tests.factories.actors import person, signed_in
from tests.factories.beneficiaries import BeneficiaryFactory, iban


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"holder": "Иван Петров", "iban": iban(5)}, "holder"), ({"holder": "Camille Dupont", "iban": "FR00"}, "iban")],
)
def test_what_is_refused_of_an_account_stands_at_its_own_field(typed, field):
    client = signed_in(person(Role.BENEFICIARY, beneficiary=BeneficiaryFactory()))
    form = client.post(reverse("beneficiary:bank"), typed).context["form"]
    assert list(form.errors) == [field]
    assert form["holder"].value() == typed["holder"]
