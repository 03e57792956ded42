"""Many rows, an act each."""

import pytest

from entraide.apps.beneficiaries.models import Beneficiary
from entraide.orm.keys import uuid7
from entraide.orm.one_by_one import one_by_one
from tests.factories.beneficiaries import BeneficiaryFactory


@pytest.mark.django_db
def test_an_act_that_fails_is_undone_and_said_and_the_others_go_on(caplog):
    keys = [uuid7() for _ in range(3)]

    def act(key):
        BeneficiaryFactory(id=key)
        if key == keys[1]:
            raise ValueError("it cannot be")
        return 2

    assert one_by_one("act", keys, act) == 4
    assert set(Beneficiary.objects.values_list("pk", flat=True)) == {keys[0], keys[2]}
    assert f"act failed for {keys[1]}" in caplog.text and "it cannot be" in caplog.text
