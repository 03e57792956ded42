"""What is compared of two persons, what speaks for their being one, and how alike they are in all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from entraide.core.labels import Labelled
from entraide.core.timeline import Span


FULL_TIME = 100


class Weight(Labelled):
    """What a piece of evidence is worth: alone it makes a pair likely, it adds to others, or it speaks against."""

    STRONG = "strong", "fort"
    SUPPORTING = "supporting", "appui"
    AGAINST = "against", "contre"


class Kind(Labelled):
    """What a piece of evidence is about."""

    SAME_NAMES = "same_names", "mêmes noms, même naissance"
    SWAPPED_NAMES = "swapped_names", "noms dans un autre ordre"
    SPELLING = "spelling", "nom écrit autrement"
    HOMONYMS = "homonyms", "homonymes"
    NEAR_BIRTH = "near_birth", "naissance proche"
    EXCHANGED_BIRTH = "exchanged_birth", "jour et mois échangés"
    OTHER_FAMILY_NAME = "other_family_name", "autre nom de famille"
    SPOUSE_NAME = "spouse_name", "nom du conjoint"
    PREVIOUS_NAME = "previous_name", "nom d’avant"
    IBAN = "iban", "même compte bancaire"
    EMAIL = "email", "même adresse électronique"
    STAFF_NUMBER = "staff_number", "même matricule"
    SAME_MEMBER = "same_member", "même employeur"
    SHARED_CHILD = "shared_child", "même enfant"
    TWINS = "twins", "jumeaux possibles"
    CIVIL_SEX = "civil_sex", "sexes différents"
    TWO_FULL_TIMES = "two_full_times", "deux temps complets éloignés"
    TWO_STAFF_NUMBERS = "two_staff_numbers", "deux matricules à la fois"
    PARTNERS = "partners", "conjoints l’un de l’autre"
    DEATH = "death", "décès de l’un, emploi de l’autre"


class Likeness(Labelled):
    """How alike two persons are, all evidence weighed."""

    SURE = "sure", "presque certain"
    LIKELY = "likely", "probable"
    POSSIBLE = "possible", "à regarder"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: its kind, its weight, and the values that its sentence names."""

    kind: Kind
    weight: Weight
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Naming:
    """Normalised names and day of birth as they are, or were (`is_past`), on record."""

    family: str
    given: str
    born_on: date
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """A person is on a member's staff over a span; `department` is that of its seat, `time_share` per cent, None when not known."""

    member: str
    span: Span
    staff_number: str = ""
    department: str = ""
    time_share: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of one person; keys of others are plain texts.

    `partners` are the keys of the spouses' own files, `spouse_names` the family names of spouses, normalised.
    """

    key: str
    namings: tuple[Naming, ...]
    email: str = ""
    iban_hash: str = ""
    civil_sex: str = ""
    died_on: date | None = None
    presences: tuple[Presence, ...] = ()
    children: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    spouse_names: frozenset[str] = frozenset()

    @property
    def now(self) -> Naming:
        """The naming in force: the last one."""
        return self.namings[-1]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """All the evidence about two persons, and how alike it makes them."""

    likeness: Likeness
    evidence: tuple[Evidence, ...]

    @property
    def rank(self) -> int:
        """Order pairs: by likeness, then by what speaks for and against."""
        base = {Likeness.SURE: 300, Likeness.LIKELY: 200, Likeness.POSSIBLE: 100}[self.likeness]
        worth = {Weight.STRONG: 10, Weight.SUPPORTING: 3, Weight.AGAINST: -12}
        return base + sum(worth[each.weight] for each in self.evidence)
