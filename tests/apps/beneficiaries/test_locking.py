"""What holding a household keeps others from, and what it leaves them."""

from threading import Event

import pytest
from django.db import connection, transaction

from entraide.apps.beneficiaries.queries import lock_household
from tests.factories import families
from tests.factories.base import TODAY
from tests.factories.claims import ClaimFactory
from tests.harness.together import together


pytestmark = pytest.mark.django_db(transaction=True)


def wait(event):
    """Wait for the other act, where acts really run side by side."""
    if connection.vendor == "postgresql":
        assert event.wait(timeout=5)


def test_what_names_the_people_of_a_household_is_written_while_somebody_holds_it():
    home = families.family()
    held, written = Event(), Event()

    def hold():
        with transaction.atomic():
            lock_household(home.opener.beneficiary.pk, on=TODAY)
            held.set()
            wait(written)

    def write():
        wait(held)
        ClaimFactory(beneficiary=home.opener.beneficiary, dependant_id=home.child)
        written.set()

    together(hold, write)
    assert written.is_set()
