"""Finding a person by what somebody knows of them: a name, a birth, a reference, a staff number."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.queries.files import Person, accounts_of, people
from entraide.core.names import normalise
from entraide.core.reference import check_reference
from entraide.core.spelling import may_mean, nearness
from entraide.orm.history import NormalisedField


NormalisedField.register_lookup(TrigramWordSimilar)

# A name has at most this many words that matter to find it.
WORDS = 4
# Under this many letters a word begins too many names to be looked for among the others, or to be mistyped.
SHORT = 3
MISTYPED = 5
TRANSACTION_SETTINGS = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('enable_seqscan', 'off', true)"
# The part of its groups of three letters that a mistyped word must share: of one word or of all, then of one beside others that are right.
ALIKE = ("0.5", "0.35")
LEAST_ALIKE = "0.28"
BIRTH = re.compile(r"\b(?:(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))\b")


def search(text: str, *, on: date, limit: int = 50) -> list[Person]:
    """Find people by their names in any order and by beginnings, accents and case forgiven; by reference, birth or staff number too.

    A birth may stand beside names. Where nothing begins so, PostgreSQL looks for what was mistyped; the nearest come first.
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
    rows.sort(key=lambda row: (nearness(typed, row.search_name), row.search_name, row.pk))
    return [Person(row.beneficiary_id, row.beneficiary.reference, row.given_name, row.family_name, row.born_on, row.email) for row in rows]


def _numbered(text: str) -> list[UUID]:
    """Give the persons that a reference or a staff number leads to; a row that was joined with another leads to the one that stands."""
    typed = text.strip()
    if not any(character.isdigit() for character in typed) or BIRTH.search(typed):
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
    """Take a day of birth out of what was typed, as 17/05/1980 or 1980-05-17; one that no calendar has is left in place."""
    found = BIRTH.search(text)
    if found is None:
        return None, text
    try:
        told = found["iso"] or f"{found['year']}-{int(found['month']):02d}-{int(found['day']):02d}"
        return date.fromisoformat(told), text[: found.start()] + text[found.end() :]
    except ValueError:
        return None, text


def _born(known: QuerySet, born_on: date, words: Iterable[str], limit: int) -> list[Identity]:
    """Look among those born that day: each word begins one of their names."""
    rows = known.filter(_holding(words), born_on=born_on)
    return list(rows.order_by("search_name", "pk")[:limit])


def _named(known: QuerySet, words: list[str], limit: int) -> list[Identity]:
    """Look for what begins so, in any order of the words; else for each word where a name begins; else for what was mistyped."""
    found: dict[UUID, Identity] = {}
    for first in range(len(words)):
        _take(found, known.filter(_beginning(" ".join(words[first:] + words[:first]))), limit)
    for place, word in enumerate(words) if len(words) > 1 and not found else ():
        if len(word) >= SHORT:
            _take(found, known.filter(_beginning(word), _holding(words[:place] + words[place + 1 :])), limit)
    if not found and connection.vendor == "postgresql" and len("".join(words)) >= MISTYPED:
        return _mistyped(known, words, limit)
    return list(found.values())


def _take(found: dict[UUID, Identity], rows: QuerySet, limit: int) -> None:
    if len(found) < limit:
        found |= {row.beneficiary_id: row for row in rows.order_by("search_name", "pk")[: limit - len(found)]}


def _beginning(text: str) -> Q:
    """Keep the names that begin so, by the index that each database has for it.

    SQLite reads its index for a span of texts and for no pattern; PostgreSQL for a pattern, whatever the language it sorts by.
    """
    if connection.vendor == "postgresql":
        return Q(search_name__startswith=text)
    return Q(search_name__gte=text, search_name__lt=f"{text}\U0010ffff")


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
