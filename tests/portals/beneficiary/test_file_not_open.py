"""An account whose file nobody is known in any more is told so, on every page."""

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Identity
from entraide.orm.keys import uuid7
from tests.factories.base import NOW


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]

PAGES = ["home", "entitlements", "household", "claims", "messages", "bank", "add_dependant"]


@pytest.fixture
def locked_out(client_as):
    client = client_as(Role.BENEFICIARY)
    held = Identity.objects.filter(beneficiary=client.person.beneficiary)
    held.update(superseded_at=NOW, superseded_by=uuid7())
    return client


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_file_that_is_not_open_fails(locked_out, page):
    assert locked_out.get(reverse(f"beneficiary:{page}")).status_code in {200, 409}


@pytest.mark.parametrize("page", ["home", "entitlements", "household"])
def test_the_person_reads_that_no_right_is_open_and_whom_to_call(locked_out, page):
    answer = locked_out.get(reverse(f"beneficiary:{page}"))
    assert answer.status_code == 409
    assert "Aucun droit n’est ouvert" in answer.content.decode()
    assert "Appelez votre association" in answer.content.decode()
