"""What a year's movements change of what was called: one adjustment per person, so that each can be read and disputed by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from entraide.core.contributions.person_lines import PersonLine
from entraide.core.labels import Labelled
from entraide.core.money import Money, total


class AdjustmentReason(Labelled):
    """Why a person no longer costs what was called."""

    ARRIVAL = "arrival", "arrivée"
    REMOVAL = "removal", "retrait de la liste"
    DAYS = "days", "jours de présence"
    CLASS = "class", "changement de catégorie"
    RATE = "rate", "changement de taux"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What one person costs otherwise: the lines called and adjusted so far, and those due now."""

    person: UUID
    reason: AdjustmentReason
    before: tuple[PersonLine, ...]
    after: tuple[PersonLine, ...]

    @property
    def amount(self) -> Money:
        """Give what is added to what the member owes, or taken off it."""
        return total(line.amount for line in self.after) - total(line.amount for line in self.before)


def adjustments(before: Iterable[PersonLine], after: Iterable[PersonLine]) -> tuple[Adjustment, ...]:
    """Compare what was called with what is due, person by person; who costs the same over the same days at the same rates has none.

    What was called plus every adjustment is what is due, to the cent. A rate whose source alone is said otherwise changes nothing.
    """
    held, due = _by_person(before), _by_person(after)
    people = dict.fromkeys((*held, *due))
    return tuple(
        Adjustment(person, _reason(held.get(person, ()), due.get(person, ())), held.get(person, ()), due.get(person, ()))
        for person in people
        if _costs(held.get(person, ())) != _costs(due.get(person, ()))
    )


def _costs(lines: tuple[PersonLine, ...]) -> list[tuple[object, ...]]:
    return [(line.head_class, line.since, line.until, line.rate, line.amount) for line in lines]


def _by_person(lines: Iterable[PersonLine]) -> dict[UUID, tuple[PersonLine, ...]]:
    found: dict[UUID, tuple[PersonLine, ...]] = {}
    for line in lines:
        found[line.person] = (*found.get(line.person, ()), line)
    return found


def _reason(before: tuple[PersonLine, ...], after: tuple[PersonLine, ...]) -> AdjustmentReason:
    if not before:
        return AdjustmentReason.ARRIVAL
    if not after:
        return AdjustmentReason.REMOVAL
    if [line.head_class for line in before] != [line.head_class for line in after]:
        return AdjustmentReason.CLASS
    return AdjustmentReason.DAYS if _days(before) != _days(after) else AdjustmentReason.RATE


def _days(lines: tuple[PersonLine, ...]) -> list[tuple[object, ...]]:
    return [(line.since, line.until) for line in lines]
