"""Look for persons and children who are on record twice, and say of two persons that they are two."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations.person_merges import keep_apart
from entraide.apps.beneficiaries.queries.duplicates import Pair, children_entered_twice, known_persons, suspected_pairs
from entraide.apps.lifecycle.models import Lookalike
from entraide.apps.lifecycle.policies import require_comparing
from entraide.apps.lifecycle.refusals import MergeWithOneself
from entraide.core.duplicates.evidence import resemblance_of
from entraide.core.duplicates.values import Kind, Known, Likeness, Weight
from entraide.orm.acts import BATCH
from entraide.orm.keys import uuid7


# Pairs weighed at once: what is read of their persons fits in memory whatever the number of pairs.
WEIGHED_AT_ONCE = 500
SAME_CHILD = {"kind": Kind.SAME_NAMES, "weight": Weight.STRONG}


@transaction.atomic
def search_duplicates(*, actor: Actor, at: datetime, on: date) -> int:
    """Look through everybody, by blocks, and put what is found in place of the list; give how many pairs."""
    require_comparing(actor)
    found = [*_persons(on), *_children(on)]
    Lookalike.objects.all().delete()
    Lookalike.objects.bulk_create(found, batch_size=BATCH)
    subject = ("duplicates", uuid7())
    record("lifecycle.duplicates_searched", actor=actor, subject=subject, at=at, on=on, payload={"pairs": len(found)})
    return len(found)


def _persons(on: date) -> Iterator[Lookalike]:
    pairs = sorted(suspected_pairs())
    for start in range(0, len(pairs), WEIGHED_AT_ONCE):
        yield from _weighed(pairs[start : start + WEIGHED_AT_ONCE], on)


def _weighed(pairs: Iterable[Pair], on: date) -> Iterator[Lookalike]:
    pairs = list(pairs)
    known = known_persons(key for pair in pairs for key in pair)
    for first, second in pairs:
        found = resemblance_of(known[first], known[second])
        if found is not None:
            yield Lookalike(
                first_id=first,
                second_id=second,
                likeness=found.likeness,
                rank=found.rank,
                kinds="".join(f"|{each.kind}|" for each in found.evidence),
                evidence=[{"kind": each.kind, "weight": each.weight, "params": dict(each.params)} for each in found.evidence],
                first_name=_name(known[first]),
                second_name=_name(known[second]),
                found_on=on,
            )


def _name(person: Known) -> str:
    return f"{person.now.family} {person.now.given}".title()


def _children(on: date) -> Iterator[Lookalike]:
    """Two rows of one child in one household are as sure as names and a birth can be."""
    for household, first, second, name, born_on in children_entered_twice():
        evidence = [SAME_CHILD | {"params": {"born": f"{born_on:%d/%m/%Y}"}}]
        shared = {"likeness": Likeness.SURE, "rank": 310, "kinds": f"|{Kind.SAME_NAMES}|", "evidence": evidence, "found_on": on}
        names = {"first_name": name, "second_name": name}
        yield Lookalike(first_id=first, second_id=second, household_id=household, **names, **shared)


@transaction.atomic
def tell_apart(*, first_id: UUID, second_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Keep that two persons are two: they leave the list of duplicates for good; said twice, it is kept once.

    :raises MergeWithOneself: if they are one row.
    """
    require_comparing(actor)
    if first_id == second_id:
        raise MergeWithOneself
    first, second = sorted((first_id, second_id))
    if not keep_apart(first, second_id=second, said_by=actor.account_id or uuid7(), said_at=at):
        return
    Lookalike.objects.filter(first_id=first, second_id=second).delete()
    payload = {"other": second}
    record("lifecycle.persons_told_apart", actor=actor, subject=("beneficiary", first), at=at, on=on, payload=payload)
