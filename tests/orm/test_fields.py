"""Columns give back the core's values, and take nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, Max, Sum, Value

from entraide.apps.members.models import MemberName
from entraide.apps.payments.models import PaymentOrder
from entraide.core.money import Money
from entraide.orm.fields import KeyField, MoneyField
from entraide.orm.history import NormalisedField
from entraide.orm.keys import uuid7
from tests.factories.claims import ReservationFactory
from tests.factories.members import MemberFactory, MemberNameFactory
from tests.factories.payments import PaymentOrderFactory


# Money.


@pytest.mark.django_db
def test_money_comes_back_as_money():
    order = PaymentOrderFactory(cents=Money(12_345))
    assert PaymentOrder.objects.get(pk=order.pk).cents == Money(12_345)
    assert PaymentOrder.objects.order_by("pk").values_list("cents", flat=True).get() == Money(12_345)


@pytest.mark.django_db
def test_a_sum_of_money_is_money():
    for cents in (1, 2_500_000_000, 7):
        PaymentOrderFactory(cents=Money(cents))
    figures = PaymentOrder.objects.aggregate(total=Sum("cents"), most=Max("cents"))
    assert figures == {"total": Money(2_500_000_008), "most": Money(2_500_000_000)}


@pytest.mark.django_db
def test_a_sum_of_nothing_is_none():
    assert PaymentOrder.objects.aggregate(total=Sum("cents")) == {"total": None}
    assert PaymentOrder.objects.aggregate(total=Sum("cents", default=Value(Money(0), output_field=MoneyField()))) == {"total": Money(0)}


@pytest.mark.django_db
@pytest.mark.parametrize("value", [100, 1.5, "100", True], ids=str)
def test_only_money_enters_a_column_of_money(value):
    with pytest.raises(TypeError, match="MoneyField takes Money"):
        PaymentOrderFactory(cents=value)
    with pytest.raises(TypeError, match="MoneyField takes Money"):
        PaymentOrder.objects.filter(cents__gt=value).exists()


@pytest.mark.django_db
def test_money_is_compared_and_moved_in_the_database():
    reservation = ReservationFactory(cents=Money(10_000))
    rows = type(reservation).objects
    assert rows.filter(cents__gte=Money(10_000)).exists()
    rows.update(cents=F("cents") + Value(Money(1), output_field=MoneyField()))
    assert rows.get().cents == Money(10_001)


def test_money_is_read_from_a_fixture():
    field = MoneyField()
    assert field.to_python("1234") == Money(1_234)
    assert field.to_python("-5") == Money(-5)
    assert field.to_python(Money(3)) == Money(3)
    assert field.to_python(None) is None
    for unreadable in ("12.34", 12, ""):
        with pytest.raises(ValidationError):
            field.to_python(unreadable)


# Keys.


def test_a_key_is_a_uuid_of_version_seven():
    key = uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")


def test_keys_made_later_sort_after(monkeypatch):
    monkeypatch.setattr("entraide.orm.keys._last", 0)
    milliseconds = iter(range(1_700_000_000_000, 1_700_000_000_050))
    monkeypatch.setattr("entraide.orm.keys.time.time_ns", lambda: next(milliseconds) * 1_000_000)
    keys = [uuid7() for _ in range(50)]
    assert keys == sorted(keys)
    assert [key.hex for key in keys] == sorted(key.hex for key in keys)
    assert len(set(keys)) == 50
    assert keys[0].int >> 80 == 1_700_000_000_000


def test_keys_of_one_instant_differ(monkeypatch):
    monkeypatch.setattr("entraide.orm.keys.time.time_ns", lambda: 1_700_000_000_000_000_000)
    assert len({uuid7() for _ in range(1_000)}) == 1_000


@pytest.mark.django_db
def test_the_database_sorts_keys_as_they_were_made(monkeypatch):
    milliseconds = iter(range(1_700_000_000_000, 1_700_000_001_000))
    monkeypatch.setattr("entraide.orm.keys.time.time_ns", lambda: next(milliseconds) * 1_000_000)
    keys = [MemberFactory().pk for _ in range(3)]
    assert list(MemberFactory._meta.model.objects.order_by("pk").values_list("pk", flat=True)) == keys


def test_a_key_field_tells_migrations_nothing_that_it_always_sets():
    name, path, args, kwargs = KeyField(name="id").deconstruct()
    assert (path, args, kwargs) == ("entraide.orm.fields.KeyField", [], {})
    assert KeyField().primary_key


# Names for search.


@pytest.mark.django_db
def test_a_name_is_searched_without_case_nor_accents():
    MemberNameFactory(name="Évreux-sur-Œuvre")
    assert MemberName.objects.filter(search_name__startswith="evreux sur oeuvre").exists()


@pytest.mark.django_db
def test_names_written_in_bulk_are_normalised_too():
    member = MemberFactory(named=None)
    MemberName.objects.bulk_create([MemberNameFactory.build(member=member, name="ÉPERNAY")])
    assert MemberName.objects.get(member=member).search_name == "epernay"


def test_a_normalised_field_tells_migrations_what_it_copies():
    *_, kwargs = NormalisedField(of="family_name given_name").deconstruct()
    assert kwargs == {"of": "family_name given_name", "max_length": 200}
