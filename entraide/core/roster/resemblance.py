"""How near two entries are to being one person mistyped."""

from dataclasses import dataclass
from datetime import date

from entraide.core.roster.values import HeldPerson, RosterLine, matricule_key, person_key
from entraide.core.spelling import are_near_days, are_same_words, gap_of_names


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
    elif (line.family, line.given) == (held.family, held.given) and are_near_days(line.born_on, held.born_on):
        return 1, "birth_date"
    if line.email and line.email == held.email and (same_day or line.given == held.given):
        return 3, "email"
    if line.matricule and line.matricule == held.matricule:
        return 4, "matricule"
    return None


def _same_day(line: Identity, held: Identity) -> tuple[int, str] | None:
    if are_same_words(f"{line.family} {line.given}", f"{held.family} {held.given}"):
        return 0, "order"
    family, given = gap_of_names(line.family, held.family), gap_of_names(line.given, held.given)
    if family is not None and given is not None:
        return family + given, "spelling"
    if line.given == held.given:
        return 5, "family_name"
    return None
