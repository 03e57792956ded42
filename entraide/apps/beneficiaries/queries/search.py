"""Finding a person by what somebody knows of them: a name, a birth, a reference, a staff number."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.queries.files import Person, accounts_of, people
from entraide.core.names import normalise
from entraide.core.reference import check_reference
from entraide.core.spelling import may_mean, nearness
from entraide.orm.constraints import AfterFirstWord
from entraide.orm.history import NormalisedField


NormalisedField.register_lookup(TrigramWordSimilar)

# A name has at most this many words that matter to find it.
WORDS = 4
LAST = "\U0010ffff"
# Under this many letters a word begins too many names to be looked for among the others, or to be mistyped.
SHORT = 3
MISTYPED = 5
TRANSACTION_SETTINGS = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('enable_seqscan', 'off', true)"
# The part of its groups of three letters that a mistyped word must share: of one word or of all, then of one beside others that are right.
ALIKE = ("0.5", "0.35")
LEAST_ALIKE = "0.28"
MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"]
# Read in a normalised text, where dots, strokes and hyphens are spaces.
BIRTH = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:er)? (?P<month>\d{{1,2}}|{'|'.join(MONTHS)}) (?P<year>\d{{4}})|(?P<iso>\d{{4}} \d{{2}} \d{{2}}))\b"
)
COMPACT = re.compile(r"\b(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})(?P<iso>)\b")
# What people write around a birth.
AROUND_BIRTH = frozenset({"ne", "nee", "le"})
# Of those born one day, at most this many are read to find the one whose name was mistyped.
BORN_READ = 500


def search(text: str, *, on: date, limit: int = 50) -> list[Person]:
    """Find people by any of their names in any order and by beginnings, accents and case forgiven; by reference, birth or number too.

    A birth may stand before names, after or among them: then what was mistyped in them is forgiven. Without one, where no name begins
    so, PostgreSQL looks for what was mistyped (`forgives_typing`); the nearest come first.
    """
    numbered = _numbered(text)
    if numbered:
        found = people(numbered, on=on)
        return [found[key] for key in numbered if key in found][:limit]
    born_on, rest = _birth_in(text)
    words = normalise(rest).split()[:WORDS]
    if not words and born_on is None:
        return []
    known = Identity.objects.in_force_on(on).select_related("beneficiary")
    rows = _born(known, born_on, words, limit) if born_on else _named(known, words, limit)
    typed = " ".join(words)
    rows.sort(key=lambda row: (nearness(typed, row.search_name), not row.search_name.startswith(typed), row.search_name, row.pk))
    return [Person(row.beneficiary_id, row.beneficiary.reference, row.given_name, row.family_name, row.born_on, row.email) for row in rows]


def forgives_typing() -> bool:
    """Tell whether the database of this installation finds a name that was mistyped."""
    return connection.vendor == "postgresql"


def _numbered(text: str) -> list[UUID]:
    """Give the persons that a reference or a staff number leads to; a row that was joined with another leads to the one that stands."""
    typed = text.strip()
    if not any(character.isdigit() for character in typed) or BIRTH.search(normalise(typed)):
        return []
    references = {typed.upper(), check_reference(typed) or ""}
    people = Beneficiary.objects.filter(reference__in=references).annotate(stands=Coalesce("absorbed_into_id", "pk"))
    found = list(people.order_by("pk").values_list("stands", flat=True))
    if found:
        return found
    # The index leaves out who has no number: SQLite takes it only where the query says so too.
    numbers = Affiliation.objects.current().filter(staff_number__in={typed, typed.upper()}).exclude(staff_number="")
    rows = numbers.order_by("staff_number", "member_id", "pk")
    return list(dict.fromkeys(rows.values_list("beneficiary_id", flat=True)))


def _birth_in(text: str) -> tuple[date | None, str]:
    """Take a day of birth out of what was typed (17/05/1980, 17 mai 1980, 1980-05-17, 17051980); one of no calendar is left in place."""
    typed = normalise(text)
    found = BIRTH.search(typed) or COMPACT.search(typed)
    if found is None:
        return None, text
    try:
        born_on = date.fromisoformat(found["iso"].replace(" ", "-")) if found["iso"] else _day(found)
    except ValueError:
        return None, text
    rest = f"{typed[: found.start()]} {typed[found.end() :]}"
    return born_on, " ".join(word for word in rest.split() if word not in AROUND_BIRTH)


def _day(found: re.Match[str]) -> date:
    """Read a day in three parts.

    :raises ValueError: if no calendar has it.
    """
    month = found["month"]
    return date(int(found["year"]), MONTHS.index(month) + 1 if month in MONTHS else int(month), int(found["day"]))


def _born(known: QuerySet, born_on: date, words: Iterable[str], limit: int) -> list[Identity]:
    """Look among those born that day: each word begins one of their names, else is one of them mistyped."""
    born = known.filter(born_on=born_on).order_by("search_name", "pk")
    found = list(born.filter(_holding(words))[:limit])
    typed = " ".join(words)
    return found or [row for row in born[:BORN_READ] if may_mean(typed, row.search_name)][:limit]


def _named(known: QuerySet, words: list[str], limit: int) -> list[Identity]:
    """Look for what begins so, in any order of the words; else for each word where a name begins; else for what was mistyped."""
    found: dict[UUID, Identity] = {}
    for first in range(len(words)):
        _take(found, known.filter(_beginning(" ".join(words[first:] + words[:first]))).order_by("search_name", "pk"), limit)
    for place, word in enumerate(words) if len(words) == 1 or not found else ():
        if len(word) >= SHORT:
            for rows in (known.filter(_beginning(word)).order_by("search_name", "pk"), *_inside(known, word)):
                _take(found, rows.filter(_holding(words[:place] + words[place + 1 :])), limit)
    if not found and forgives_typing() and len("".join(words)) >= MISTYPED:
        return _mistyped(known, words, limit)
    return list(found.values())


def _inside(known: QuerySet, word: str) -> Iterator[QuerySet]:
    """Give the names of which another word than the first begins so: a given name, the second part of a family name.

    SQLite reads its indexes for the second word and for the third: whoever has more is found by another of their names.
    """
    if connection.vendor == "postgresql":
        yield known.filter(search_name__contains=f" {word}").order_by("search_name", "pk")
        return
    later = F("search_name")
    for _ in range(2):
        later = AfterFirstWord(later)
        yield known.annotate(later=later).filter(later__gte=word, later__lt=f"{word}{LAST}").order_by("later", "pk")


def _take(found: dict[UUID, Identity], rows: QuerySet, limit: int) -> None:
    if len(found) < limit:
        found |= {row.beneficiary_id: row for row in rows.exclude(beneficiary_id__in=list(found))[: limit - len(found)]}


def _beginning(text: str) -> Q:
    """Keep the names that begin so, by the index that each database has for it.

    SQLite reads its index for a span of texts and for no pattern; PostgreSQL for a pattern, whatever the language it sorts by.
    """
    if connection.vendor == "postgresql":
        return Q(search_name__startswith=text)
    return Q(search_name__gte=text, search_name__lt=f"{text}{LAST}")


def _holding(words: Iterable[str]) -> Q:
    """Keep the names of which each word begins one of the words."""
    kept = Q()
    for word in words:
        kept &= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    return kept


def _mistyped(known: QuerySet, words: Iterable[str], limit: int) -> list[Identity]:
    """Ask the database for names that share letters with each word, and keep those that the words may mean.

    Two letters exchanged leave a short word less than a third of its groups of three. Of several words one alone is mistyped most often:
    the others are asked for as they are, which leaves few names to compare; then all may be. Of one word alone more is asked to be
    shared first, which is quicker.
    """
    words = sorted(words, key=len, reverse=True)
    typed = " ".join(words)
    rows = known.annotate(likeness=TrigramWordSimilarity(words[0], "search_name")).order_by("-likeness", "search_name", "pk")
    for share, alike in _ways(words):
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner takes the comparison of letters for a cheap one, and would make it a million times over.
            cursor.execute(TRANSACTION_SETTINGS, [share])
            found = [row for row in rows.filter(alike)[: limit * 4] if may_mean(typed, row.search_name)]
        if found:
            return found[:limit]
    return []


def _ways(words: list[str]) -> Iterator[tuple[str, Q]]:
    """Give the ways to look for mistyped words, the quickest first: what each word must share at least, and the names to compare."""
    if len(words) == 1:
        yield from ((share, Q(search_name__trigram_word_similar=words[0])) for share in ALIKE)
        return
    for place, word in enumerate(words):
        if len(word) > SHORT:
            yield LEAST_ALIKE, Q(search_name__trigram_word_similar=word) & _holding(words[:place] + words[place + 1 :])
    both = [Q(search_name__trigram_word_similar=word) for word in words[:2] if len(word) > SHORT]
    if len(both) == 2:
        yield ALIKE[-1], both[0] & both[1]


def without_account(text: str, *, on: date, limit: int = 20) -> list[Person]:
    """Find people who have no account yet, as `search` finds them."""
    found = search(text, on=on, limit=limit * 5) if text.strip() else []
    opened = accounts_of(person.id for person in found)
    return [person for person in found if person.id not in opened][:limit]
