"""One child entered in two files: nothing ties two households before both have proved the child; then ceilings are counted together."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import DependantIdentity, Kinship
from entraide.core.names import normalise
from entraide.orm.reading import prepared


@prepared
def born_with(dependant_ids: tuple[UUID, ...]) -> QuerySet:
    """Read the names of whoever was born on the day of one of these dependants, themselves included."""
    return names_born_with(dependant_ids)


def names_born_with(dependant_ids: Iterable[UUID] | QuerySet) -> QuerySet:
    """Give the names of whoever was born on the day of one of these dependants, named by key or by a query, themselves included."""
    own = DependantIdentity.objects.current().filter(dependant_id__in=dependant_ids)
    rows = DependantIdentity.objects.current().filter(born_on__in=own.order_by().values("born_on")).order_by("pk")
    return rows.values_list("dependant_id", "given_name", "family_name", "born_on")


def twins_of(dependant_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Give, for each dependant, the other rows of the same names, case and accents forgiven, and the same day of birth.

    One that has left every household counts too: taken out and entered again, a child would be paid twice.
    """
    asked = tuple(sorted(set(dependant_ids)))
    return twins_among(asked, born_with(asked).rows() if asked else ())


def twins_among(asked: Collection[UUID], rows: Iterable[tuple[UUID, str, str, date]]) -> dict[UUID, set[UUID]]:
    """Find, for each dependant, the others of the same names and the same day of birth among rows of names."""
    found: dict[UUID, set[UUID]] = {key: set() for key in asked}
    named: dict[tuple, set[UUID]] = {}
    for key, given, family, born_on in rows:
        named.setdefault((normalise(given), normalise(family), born_on), set()).add(key)
    for same in named.values():
        for key in same & found.keys():
            found[key] |= same - {key}
    return found


def linked_twins_of(dependant_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Give, for each dependant, the other rows of the same child, where somebody has checked the birth on both sides.

    A name and a day of birth are known to many: alone they tie nobody to anybody. What was checked once stays a tie, even while the
    family record is to be shown again: a custody that changes does not make two children of one. Two rows of which one stands for the
    other, since their parent was on record twice, are one child whoever checked them.
    """
    found = twins_of(dependant_ids)
    if not any(found.values()):
        return found
    rows = {*found, *(twin for twins in found.values() for twin in twins)}
    known = DependantIdentity.objects.current().filter(dependant_id__in=rows).order_by("pk")
    told = list(known.values_list("dependant_id", "proved_by", "dependant__absorbed_into_id"))
    proved = {key for key, proved_by, _ in told if proved_by}
    stands = {key: target or key for key, _, target in told}
    return {key: {twin for twin in twins if {key, twin} <= proved or stands[key] == stands[twin]} for key, twins in found.items()}


def same_child_elsewhere(dependant_id: UUID, *, beneficiary_id: UUID) -> set[UUID]:
    """Give the rows of the same child that other households hold or held, and this one does not; for the association's eyes only."""
    rows = Kinship.objects.current().filter(dependant_id__in=twins_of([dependant_id])[dependant_id], kind="child")
    return set(rows.exclude(beneficiary_id=beneficiary_id).order_by("pk").values_list("dependant_id", flat=True))
