"""Holding a household, so that what it uses is counted alone."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import Beneficiary, Dependant, Kinship
from entraide.apps.beneficiaries.queries.twins import names_born_with, twins_among
from entraide.orm.reading import Read, prepared, read_together


def openers_held(keys: Iterable[UUID] | QuerySet) -> QuerySet[Beneficiary, UUID]:
    """Hold openers, named by key or by a query, until the end of the transaction."""
    return Beneficiary.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)


@prepared
def _opener(beneficiary_id: UUID) -> QuerySet[Beneficiary, UUID]:
    return openers_held((beneficiary_id,))


@prepared
def _dependants(beneficiary_id: UUID, on: date) -> QuerySet[Kinship, UUID]:
    return _held_by(beneficiary_id, on).order_by("pk").values_list("dependant_id", flat=True)


@prepared
def _born_with_them(beneficiary_id: UUID, on: date) -> QuerySet:
    return names_born_with(_held_by(beneficiary_id, on).order_by().values("dependant_id"))


def _held_by(beneficiary_id: UUID, on: date) -> QuerySet[Kinship]:
    return Kinship.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id)


@prepared
def _locked(dependant_ids: tuple[UUID, ...]) -> QuerySet[Dependant, UUID]:
    rows = Dependant.objects.select_for_update(no_key=True).filter(pk__in=dependant_ids)
    return rows.order_by("pk").values_list("pk", flat=True)


def reads_of_lock(beneficiary_id: UUID, *, on: date) -> tuple[Read, ...]:
    """Give what `lock_household` reads first, to read it ahead of what the lock protects."""
    return _opener(beneficiary_id), _dependants(beneficiary_id, on), _born_with_them(beneficiary_id, on)


def lock_household(beneficiary_id: UUID, *, on: date) -> None:
    """Hold an opener and their dependants until the end of the transaction, always in the same order: what they use is counted alone.

    A child whom another household has entered too is held in both rows. What only names them is written meanwhile.

    :raises Beneficiary.DoesNotExist: if there is no such opener.
    """
    opener, dependants, born_with_them = read_together(*reads_of_lock(beneficiary_id, on=on))
    if not opener:
        raise Beneficiary.DoesNotExist(beneficiary_id)
    _locked(tuple(sorted({*dependants}.union(*twins_among(dependants, born_with_them).values())))).rows()
