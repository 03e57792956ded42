"""Rows that are read together, by statements that are written once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from entraide.apps.claims.models import Claim, ClaimFact
from entraide.apps.members.models import Member
from entraide.orm.keys import uuid7
from entraide.orm.reading import prepared, read_ahead, read_together
from entraide.orm.together import together
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


def test_a_queryset_that_prefetches_is_refused():
    with pytest.raises(ValueError, match="prefetches"):
        read_together(Claim.objects.prefetch_related("facts").order_by("pk"))


@prepared
def claims_of(keys: tuple[UUID, ...], code: str, dependant_id: UUID | None):
    return Claim.objects.filter(pk__in=keys, benefit_code=code, dependant_id=dependant_id).select_related("member").order_by("pk")


@prepared
def filed_before(on: date):
    return Claim.objects.filter(filed_on__lt=on).order_by("pk").values_list("reference", flat=True)


def test_a_prepared_read_gives_what_its_queryset_gives_with_each_value():
    claims = sorted((ClaimFactory(benefit_code=code) for code in ("one", "two", "one")), key=lambda each: each.pk)
    keys = tuple(each.pk for each in claims)
    for code in ("one", "two", "three"):
        for asked in (keys, keys[:1], keys[1:]):
            found = claims_of(asked, code, None).rows()
            assert found == [each for each in claims if each.pk in asked and each.benefit_code == code]
            assert [each.member for each in found] == [each.member for each in claims if each in found]
    assert claims_of((), "one", None).rows() == []
    assert claims_of(keys, "one", uuid7()).rows() == []
    days = [claims[0].filed_on, claims[0].filed_on + timedelta(days=1)]
    assert [len(filed_before(day).rows()) for day in days] == [0, 3]


def test_the_only_row_of_a_prepared_read_is_given_or_missed():
    claim = ClaimFactory(benefit_code="one")
    assert claims_of((claim.pk,), "one", None).one() == claim
    with pytest.raises(Claim.DoesNotExist):
        claims_of((claim.pk,), "two", None).one()


@prepared
def reckoned(on: date):
    return Claim.objects.filter(filed_on__lt=on + timedelta(days=1)).order_by("pk")


@prepared
def chosen(on: date):
    rows = Claim.objects.filter(filed_on=on)
    return rows.order_by("pk") if on.year > 2000 else rows.filter(state="draft").order_by("pk")


@prepared
def unheeded(on: date):
    return Claim.objects.order_by("pk")


@pytest.mark.parametrize("read", [reckoned(date(2024, 1, 1)), chosen(date(2024, 1, 1)), unheeded(date(2024, 1, 1))])
def test_a_read_that_does_more_than_put_its_values_is_refused(read):
    with pytest.raises(ValueError, match="more than put its values"):
        read.rows()


def test_what_an_act_reads_ahead_serves_once():
    claim = ClaimFactory(benefit_code="one")
    asked = claims_of((claim.pk,), "one", None)

    @together
    def act():
        read_ahead(asked, filed_before(claim.filed_on))
        with CaptureQueriesContext(connection) as first:
            assert asked.rows() == [claim]
        Claim.objects.update(benefit_code="two")
        return len(first), asked.rows()

    assert act() == (0 if connection.vendor == "postgresql" else 1, [])


def test_an_act_within_another_reads_for_itself():
    claim = ClaimFactory(benefit_code="one")
    asked = claims_of((claim.pk,), "one", None)
    inner = together(lambda: asked.rows())

    @together
    def act():
        read_ahead(asked)
        Claim.objects.update(benefit_code="two")
        return inner()

    assert act() == []


@prepared
def locked(key: UUID):
    return Claim.objects.select_for_update().filter(pk=key).order_by("pk")


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_prepared_lock_asks_for_a_transaction_each_time():
    claim = ClaimFactory()
    with transaction.atomic():
        assert locked(claim.pk).one() == claim
    if connection.vendor == "postgresql":
        with pytest.raises(transaction.TransactionManagementError):
            locked(claim.pk).rows()


def test_what_an_act_writes_drops_what_it_read_ahead():
    claim = ClaimFactory(benefit_code="one")
    asked = claims_of((claim.pk,), "one", None)

    @together
    def within():
        Claim.objects.update(benefit_code="two")

    for written in (within, lambda: Claim.objects.update(benefit_code="two")):
        Claim.objects.update(benefit_code="one")

        @together
        def act(written=written):
            read_ahead(asked)
            written()
            return asked.rows()

        assert act() == []
