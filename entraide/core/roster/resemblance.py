"""How near two entries are to being one person mistyped."""

from dataclasses import dataclass
from datetime import date

from entraide.core.roster.values import HeldPerson, RosterLine, matricule_key, person_key


@dataclass(frozen=True, slots=True)
class Identity:
    """What is compared of a line or of a person held, folded once."""

    family: str
    given: str
    born_on: date
    email: str
    matricule: str


def identity_of(person: RosterLine | HeldPerson) -> Identity:
    """Fold the names, e-mail and payroll number of an entry."""
    return Identity(*person_key(person), person.email.strip().casefold(), matricule_key(person.matricule))


def resemblance(line: Identity, held: Identity) -> tuple[int, str] | None:
    """Tell how far (0 is nearest) and why a line may be a person held; None when nothing says so.

    Two persons of one family name born the same day with unlike given names are twins, not a doubt.
    """
    same_day = line.born_on == held.born_on
    if same_day:
        found = _same_day(line, held)
        if found:
            return found
    elif (line.family, line.given) == (held.family, held.given) and _near_days(line.born_on, held.born_on):
        return 1, "birth_date"
    if line.email and line.email == held.email and (same_day or line.given == held.given):
        return 3, "email"
    if line.matricule and line.matricule == held.matricule:
        return 4, "matricule"
    return None


def _same_day(line: Identity, held: Identity) -> tuple[int, str] | None:
    if sorted(f"{line.family} {line.given}".split()) == sorted(f"{held.family} {held.given}".split()):
        return 0, "order"
    family, given = _gap(line.family, held.family), _gap(line.given, held.given)
    if family is not None and given is not None:
        return family + given, "spelling"
    if line.given == held.given:
        return 5, "family_name"
    return None


def _gap(left: str, right: str) -> int | None:
    """Count the typing differences of two names: 1 when one holds the words of the other; None when they are unlike."""
    if left == right:
        return 0
    words, others = set(left.split()), set(right.split())
    if words < others or others < words:
        return 1
    most = 1 if min(len(left), len(right)) <= 4 else 2
    distance = edit_distance(left, right, most)
    return distance if distance <= most else None


def _near_days(left: date, right: date) -> bool:
    """Tell whether two days differ as typing errors do: day and month exchanged, or at most two digits."""
    if left.year == right.year and (left.month, left.day) == (right.day, right.month):
        return True
    return sum(a != b for a, b in zip(f"{left:%Y%m%d}", f"{right:%Y%m%d}", strict=True)) <= 2


def edit_distance(left: str, right: str, most: int) -> int:
    """Count insertions, deletions, substitutions and exchanges of neighbours, giving up above `most` (then `most + 1`).

    Only a band of `most` cells around the diagonal is computed: the cost is the length times `most`.

    >>> edit_distance("dupont", "dupnot", 2), edit_distance("martin", "durand", 2)
    (1, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    beyond = most + 1
    before_last: list[int] = []
    last = [min(column, beyond) for column in range(len(right) + 1)]
    for row, letter in enumerate(left, 1):
        current = [min(row, beyond)] + [beyond] * len(right)
        for column in range(max(1, row - most), min(len(right), row + most) + 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != right[column - 1]))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == right[column - 1]:
                cost = min(cost, before_last[column - 2] + 1)
            current[column] = min(cost, beyond)
        if min(current) > most:
            return beyond
        before_last, last = last, current
    return last[-1]
