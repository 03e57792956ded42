"""Finding one person among a million, as people type, on both databases; and looking through them all for duplicates."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.databases import BOTH, rows_wanted, write_rows
from benchmarks.figure import Figure
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.queries import search
from entraide.apps.beneficiaries.queries.duplicates import suspected_pairs
from entraide.apps.members.models import Member
from entraide.core.names import normalise
from entraide.core.reference import make_reference


ROWS = 1_000_000
LIMIT_MS = 50.0
LIMIT_DUPLICATES = 600.0
ASKED = 400
SHOWN = 51
TODAY = date(2024, 10, 15)
THEN = datetime(2020, 1, 1, tzinfo=UTC)
SINCE = date(2020, 1, 1)
MEMBERS = 2_000
FAMILIES, GIVENS = 120_000, 3_000
CONSONANTS = ("b", "c", "ch", "d", "f", "g", "gr", "j", "l", "m", "n", "p", "r")
STARTS = tuple(consonant + vowel for consonant in CONSONANTS for vowel in ("a", "e", "o", "ar"))
ENDS = ("rd", "nd", "t", "ux", "s", "n", "r", "ault", "eau", "ier", "on", "in", "el", "et", "ez", "ot", "ard", "er", "is")


@dataclass(frozen=True)
class Someone:
    """A person of the benchmark's world."""

    key: UUID
    family: str
    given: str
    born_on: date
    reference: str
    number: str


def run() -> list[Figure]:
    """Measure the 95th percentile of a search, and the time of a search for duplicates."""
    count = rows_wanted(ROWS)
    figures = []
    for database in BOTH:
        with database() as name:
            people = _written(count)
            figures += [_searches(name, people), _duplicates(name, count)]
    return figures


def _written(count: int) -> list[Someone]:
    """Write the world, one person in a thousand twice; give a sample of it."""
    draws = Random(1)
    members = [UUID(int=number + 1) for number in range(MEMBERS)]
    stated = ["id", "siren", "kind", "department", "created_at"]
    write_rows(Member, stated, ((key, f"{place:09d}", "commune", f"{place % 95 + 1:02d}", THEN) for place, key in enumerate(members)))
    people = list(_people(draws, count))
    with transaction.atomic():
        write_rows(Beneficiary, ["id", "reference", "created_at"], ((one.key, one.reference, THEN) for one in people))
    own = ["id", "beneficiary", "family_name", "given_name", "search_name", "born_on", "since", "recorded_at"]
    with transaction.atomic():
        write_rows(Identity, own, ((UUID(int=one.key.int + 1), *_identity(one), SINCE, THEN) for one in people))
    stay = ["id", "beneficiary", "member", "status", "staff_number", "is_principal", "since", "recorded_at"]
    rows = ((one.key, one.key, members[place % MEMBERS], "active", one.number, True, SINCE, THEN) for place, one in enumerate(people))
    with transaction.atomic():
        write_rows(Affiliation, stay, rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return draws.sample(people, min(count, ASKED))


def _identity(one: Someone) -> tuple[Any, ...]:
    return one.key, one.family, one.given, normalise(f"{one.family} {one.given}"), one.born_on


def _people(draws: Random, count: int) -> Iterator[Someone]:
    families, givens = _words(draws, FAMILIES, (2, 3)), _words(draws, GIVENS, (1, 2))
    weights = [[1 / (place + 5) for place in range(len(words))] for words in (families, givens)]
    named = zip(draws.choices(families, weights[0], k=count), draws.choices(givens, weights[1], k=count), strict=True)
    last: Someone | None = None
    for place, (family, given) in enumerate(named):
        key, reference = UUID(int=(place + 1) << 64), make_reference("B", place)
        born_on = date(1960, 1, 1) + timedelta(days=draws.randrange(15_000))
        if last is not None and place % 1000 == 0:
            family, given, born_on = last.family, last.given, last.born_on
        last = Someone(key, family, given, born_on, reference, f"M{place:07d}")
        yield last


def _words(draws: Random, count: int, sizes: tuple[int, int]) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        found.add(("".join(draws.choices(STARTS, k=draws.randint(*sizes))) + draws.choice(ENDS)).capitalize())
    return sorted(found, key=lambda word: draws.random())


def _mistyped(draws: Random, word: str) -> str:
    place = draws.randrange(1, len(word) - 1)
    left, right = word[:place], word[place + 1 :]
    return draws.choice((left + right, left + right[:1] + word[place] + right[1:], left + draws.choice("aeioust") + right))


KINDS: dict[str, tuple[int, Callable[[Random, Someone], str]]] = {
    "family name": (15, lambda draws, one: one.family),
    "first letters": (10, lambda draws, one: one.family[:4]),
    "family name, then first letters": (20, lambda draws, one: f"{one.family} {one.given[:3]}"),
    "both names": (15, lambda draws, one: f"{one.given} {one.family}"),
    "first letters of both": (10, lambda draws, one: f"{one.given[:4]} {one.family[:5]}"),
    "birth beside a name": (5, lambda draws, one: f"{one.family} {one.born_on:%d/%m/%Y}"),
    "reference": (5, lambda draws, one: one.reference.lower()),
    "staff number": (5, lambda draws, one: one.number),
    "mistyped, both names": (10, lambda draws, one: f"{_mistyped(draws, one.family)} {one.given}"),
    "mistyped, family name": (5, lambda draws, one: _mistyped(draws, one.family)),
}


def _searches(database: str, people: list[Someone]) -> Figure:
    draws = Random(2)
    weights = [weight for weight, _ in KINDS.values()]
    asked = [(kind, one) for kind, one in zip(draws.choices(list(KINDS), weights, k=len(people)), people, strict=True)]
    spent: dict[str, list[float]] = {kind: [] for kind in KINDS}
    found = dict.fromkeys(KINDS, 0)
    for kind, one in asked:
        text = KINDS[kind][1](draws, one)
        start = time.perf_counter()
        rows = search(text, on=TODAY, limit=SHOWN)
        spent[kind].append((time.perf_counter() - start) * 1000)
        found[kind] += any(row.family_name == one.family for row in rows)
    for kind, times in spent.items():
        share = found[kind] / len(times) if times else 0
        print(f"  {database}, {kind}: {len(times)} asked, p95 {_p95(times):.1f} ms, found {share:.0%}")
        _explain(kind, KINDS[kind][1](draws, people[0]))
    every = [each for times in spent.values() for each in times]
    count = Identity.objects.count()
    return Figure(f"search among {count:,} persons, p95, {database}", round(_p95(every), 2), "ms", "limit of the issue", LIMIT_MS, 1.0)


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0


def _explain(kind: str, text: str) -> None:
    """Print the plan of each query of a search that reads a whole table."""

    def explained(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("SELECT") and "set_config" not in sql:
            with connection.connection.cursor() if connection.vendor == "postgresql" else connection.cursor() as cursor:
                plan = _plan(cursor, sql, params)
            if "Seq Scan on beneficiaries" in plan or "SCAN beneficiaries" in plan.replace("USING COVERING INDEX", ""):
                print(f"    whole table read for {kind} ({text!r}):\n{plan}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        search(text, on=TODAY, limit=SHOWN)


def _plan(cursor: Any, sql: str, params: Any) -> str:
    if connection.vendor == "postgresql":
        rows = cursor.execute(f"EXPLAIN {sql}", params).fetchall()
        return "\n".join(f"      {row[0]}" for row in rows)
    raw = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", tuple(params or ()))
    return "\n".join(f"      {row[3]}" for row in raw.fetchall())


def _duplicates(database: str, count: int) -> Figure:
    start = time.perf_counter()
    pairs = suspected_pairs()
    spent = round(time.perf_counter() - start, 2)
    assert len(pairs) >= count // 1000 - 1, f"{len(pairs)} pairs found among {count}"
    print(f"  {database}: {len(pairs)} pairs suspected in {spent} s")
    return Figure(f"duplicates among {count:,} persons, {database}", spent, "s", "a night's share", LIMIT_DUPLICATES, 1.0)
