"""Rows that an act writes together."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

from entraide.apps.claims.models import Claim, ClaimFact
from entraide.apps.notifications.models import Outgoing
from entraide.orm.together import rewrite, together, write, write_waiting, written_together
from tests.factories.base import NOW
from tests.factories.claims import ClaimFactory


pytestmark = pytest.mark.django_db


def fact(claim, name):
    return ClaimFact(claim=claim, name=name, value=1, recorded_at=NOW)


def test_rows_of_a_block_are_written_at_its_end_in_their_order():
    claim = ClaimFactory()
    with transaction.atomic(), written_together():
        write(fact(claim, "one"))
        assert not ClaimFact.objects.exists()
        with written_together():
            write(fact(claim, "two"), fact(claim, "three"))
        assert not ClaimFact.objects.exists()
    assert sorted(ClaimFact.objects.values_list("name", flat=True)) == ["one", "three", "two"]


def test_out_of_a_block_a_row_is_written_at_once():
    row = fact(ClaimFactory(), "one")
    write(row)
    assert ClaimFact.objects.get() == row
    assert not row._state.adding


def test_an_act_that_fails_writes_nothing_and_leaves_nothing_waiting():
    claim = ClaimFactory()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), written_together():
        write(fact(claim, "one"))
        1 / 0  # noqa: B018
    write(fact(claim, "two"))
    assert ClaimFact.objects.get().name == "two"


def test_an_act_within_another_that_fails_and_is_caught_leaves_nothing_waiting():
    claim = ClaimFactory()
    with transaction.atomic(), written_together():
        write(fact(claim, "one"))
        with suppress(ZeroDivisionError), transaction.atomic(), written_together():
            write_waiting()
            write(fact(claim, "two"))
            1 / 0  # noqa: B018
        write(fact(claim, "three"))
    assert sorted(ClaimFact.objects.values_list("name", flat=True)) == ["one", "three"]


def test_columns_of_a_row_are_written_at_the_end_of_a_block_as_they_are_then():
    claim = ClaimFactory(state="submitted", committee="one")
    held = Claim.objects.get()
    with transaction.atomic(), written_together():
        claim.state, claim.committee = "in_review", "two"
        rewrite(claim, "state")
        assert Claim.objects.get().state == "submitted"
    held.refresh_from_db()
    assert (held.state, held.committee) == ("in_review", "one")


def test_a_column_may_be_written_as_the_database_reckons_it():
    claim = ClaimFactory(committee="one")
    with transaction.atomic(), written_together():
        claim.committee = Concat("reference", Value("!"))
        rewrite(claim, "committee", "answers")
    assert Claim.objects.get().committee == f"{claim.reference}!"


def test_an_act_within_another_finds_what_the_other_wrote_before():
    claim = ClaimFactory()

    @together
    def count():
        return ClaimFact.objects.filter(claim=claim).count()

    @together
    def act():
        write(fact(claim, "one"))
        return count()

    assert act() == 1


def test_out_of_a_block_columns_are_written_at_once():
    claim = ClaimFactory(state="submitted")
    claim.state = "in_review"
    rewrite(claim, "state")
    assert Claim.objects.get().state == "in_review"


def test_of_rows_written_once_those_that_stand_are_left_alone():
    held = Outgoing.objects.create(key="one", kind="email", recipient="a@exemple.fr", content={}, created_at=NOW)
    with transaction.atomic(), written_together():
        write(Outgoing(key="one", kind="email", recipient="b@exemple.fr", content={}, created_at=NOW), once=True)
        write(Outgoing(key="two", kind="email", recipient="b@exemple.fr", content={}, created_at=NOW), once=True)
    assert list(Outgoing.objects.order_by("key").values_list("key", "recipient")) == [("one", held.recipient), ("two", "b@exemple.fr")]
