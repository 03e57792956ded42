"""Statements that go to the database together."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from entraide.apps.claims.models import Claim, ClaimFact
from entraide.apps.members.models import Member
from entraide.orm.reading import read_together
from entraide.orm.together import write, write_waiting, written_together
from tests.factories.base import NOW
from tests.factories.claims import ClaimFactFactory, ClaimFactory


pytestmark = pytest.mark.django_db


def test_querysets_read_together_give_what_each_gives_alone():
    claim = ClaimFactory()
    ClaimFactFactory(claim=claim, name="expense", value={"cents": 12})
    asked = (
        Claim.objects.select_related("member").order_by("pk"),
        ClaimFact.objects.order_by("pk"),
        Claim.objects.filter(pk__in=[]).order_by("pk"),
        Member.objects.order_by("pk").values_list("siren", flat=True),
        Claim.objects.order_by("pk").values("pk", "reference"),
    )
    alone = [list(each.all()) for each in asked]
    together = read_together(*asked)
    assert together == alone
    assert together[0][0].member.siren == claim.member.siren
    assert together[0][0].filed_at == NOW
    assert together[1][0].value == {"cents": 12}


def test_on_postgresql_they_make_one_trip():
    claims, facts = Claim.objects.order_by("pk"), ClaimFact.objects.order_by("pk")
    with CaptureQueriesContext(connection) as asked:
        read_together(claims, facts)
    assert len(asked) == (1 if connection.vendor == "postgresql" else 2)


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


def test_a_queryset_that_prefetches_is_refused():
    with pytest.raises(ValueError, match="prefetches"):
        read_together(Claim.objects.prefetch_related("facts").order_by("pk"))
