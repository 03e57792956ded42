"""The pairs that the last search for duplicates found, as a list."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries.duplicates import known_persons
from entraide.apps.lifecycle.models import Lookalike
from entraide.apps.lifecycle.policies import can_compare_persons
from entraide.core.duplicates.evidence import resemblance_of
from entraide.core.duplicates.sentences import sentence_of
from entraide.core.duplicates.values import Evidence, Kind, Resemblance, Weight


@dataclass(frozen=True, slots=True)
class LookalikeFilter:
    """Which pairs are looked for: by what is said of them, by likeness, by the beginning of a name; children or persons."""

    kind: str = ""
    likeness: str = ""
    text: str = ""
    children: bool = False


def lookalikes(wanted: LookalikeFilter, *, actor: Actor) -> QuerySet[Lookalike]:
    """Give the pairs that match, the surest first; none to whoever may not compare."""
    if not can_compare_persons(actor):
        return Lookalike.objects.none()
    rows = Lookalike.objects.filter(household_id__isnull=not wanted.children)
    if wanted.kind:
        rows = rows.filter(kinds__contains=f"|{wanted.kind}|")
    if wanted.likeness:
        rows = rows.filter(likeness=wanted.likeness)
    if wanted.text:
        rows = rows.filter(first_name__icontains=wanted.text) | rows.filter(second_name__icontains=wanted.text)
    return rows.order_by("-rank", "first_name", "pk")


def searched_on() -> date | None:
    """Give the day of the last search that found something."""
    return Lookalike.objects.order_by("-found_on").values_list("found_on", flat=True).first()


def evidence_of(row: Lookalike) -> list[tuple[Weight, str]]:
    """Say the evidence of a pair: what speaks for it first, with its weight."""
    found = [Evidence(Kind(each["kind"]), Weight(each["weight"]), each["params"]) for each in row.evidence]
    return [(each.weight, sentence_of(each)) for each in sorted(found, key=lambda each: list(Weight).index(each.weight))]


def resemblance_between(one: UUID, *, other: UUID) -> Resemblance | None:
    """Weigh two persons as they are known now, listed or not."""
    known = known_persons([one, other])
    return resemblance_of(known[one], known[other]) if len(known) == 2 else None
