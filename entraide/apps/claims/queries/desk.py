"""The officer's queue: what waits, what is hers, what was decided lately."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import names_of
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.queries import DependantView, Person
from entraide.apps.beneficiaries.queries.files import people_and_households
from entraide.apps.claims.models import Claim
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.desk_filters import CLOCK_RUNS, DeskFilter, Shelf, by_shelf, narrowed, on_shelf, risk_of
from entraide.apps.claims.queries.lists import benefit_names, deciders
from entraide.core.workflow.claims import OPEN_STATES, ClaimState
from entraide.orm.distinct import distinct_values


MAX_FOUND = 500
# From so many claims on, counting them is felt (25 ms for a hundred thousand): the numbers are kept for some seconds, and say their moment.
COUNTED_EACH_TIME, KEPT_FOR = 5_000, timedelta(seconds=10)
# What a line of the queue shows: a claim holds much more.
SHOWN = (
    *("reference", "beneficiary", "dependant", "benefit_code", "state", "channel", "committee", "taken_by"),
    *("filed_on", "due_on", "decided_on"),
)
SORTS = {"term": "due_on", "filed": "filed_at", "benefit": "benefit_code", "reference": "reference"}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A claim in the queue; `days_left` is nothing while the clock stands still or once it is decided.

    `decided_by` says who decided it, or how where no human did; empty before.
    """

    claim: Claim
    person: Person | None
    subject: DependantView | None
    benefit_name: str
    state: ClaimState
    days_left: int | None
    taken_by: str
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many claims were found, stand on each shelf, and are at each risk of being late while their clock runs.

    `counted_at` is the moment of numbers that are kept for some seconds.
    """

    found: int
    open: int
    to_take: int
    mine: int
    awaiting: int
    decided: int
    late: int
    soon: int
    week: int
    later: int
    counted_at: datetime | None = None

    @property
    def in_all(self) -> int:
        """How many claims were counted."""
        return self.open + self.awaiting + self.decided


def desk_claims(actor: Actor) -> QuerySet[Claim]:
    """Give every filed claim that the actor may see."""
    return Claim.objects.filter(visible_to(actor), filed_on__isnull=False)


def desk(wanted: DeskFilter, *, actor: Actor, on: date) -> QuerySet[Claim]:
    """Give the claims that match, nearest to their term first, then oldest; those decided, the last decision first."""
    found = _found(wanted, actor=actor, on=on).filter(on_shelf(wanted.shelf, actor=actor, on=on, absent=wanted.absent))
    return found.order_by(*_order(wanted)).only(*SHOWN)


def _found(wanted: DeskFilter, *, actor: Actor, on: date) -> QuerySet[Claim]:
    """Give what matches on whatever shelf."""
    found = desk_claims(actor).filter(narrowed(wanted, on=on))
    if text := wanted.text.strip():
        people = [person.id for person in beneficiaries.search(text, on=on, limit=MAX_FOUND)]
        found = found.filter(Q(reference__iexact=text.replace(" ", "")) | Q(beneficiary_id__in=people))
    return found


def is_cut(wanted: DeskFilter, *, on: date) -> bool:
    """Tell whether more people bear the name that is looked for than those whose claims are: the nearest `MAX_FOUND`."""
    text = wanted.text.strip()
    return bool(text) and len(beneficiaries.search(text, on=on, limit=MAX_FOUND + 1)) > MAX_FOUND


def _order(wanted: DeskFilter) -> tuple:
    column = SORTS.get(wanted.sort.removeprefix("-"))
    if column is not None:
        chosen = F(column).desc(nulls_last=True) if wanted.sort.startswith("-") else F(column).asc(nulls_last=True)
        return (chosen, "filed_at", "pk")
    if wanted.shelf is Shelf.DECIDED:
        return ("-decided_on", "-pk")
    return (F("due_on").asc(nulls_last=True), "filed_at", "pk")


def desk_counts(wanted: DeskFilter | None = None, *, actor: Actor, on: date) -> DeskCounts:
    """Count what is looked for, and beside it the other shelves and risks of the same search, in one query.

    The database counts by state and by term alone, some hundreds of groups: a filter for each count would try each claim nine times.
    """
    wanted = wanted or DeskFilter()
    lately = on_shelf(Shelf.DECIDED, actor=actor, on=on)
    groups = _found(replace(wanted, risk=None), actor=actor, on=on).filter(Q(state__in=OPEN_STATES) | lately).order_by()
    held = {"mine": Q(taken_by=actor.account_id), "away": Q(taken_by__in=wanted.absent)}
    numbers = {"all_of": Count("pk")} | {name: Count("pk", filter=found) for name, found in held.items()}
    counts: Counter[str] = Counter()
    for state, due_on, all_of, mine, away in groups.values_list("state", "due_on").annotate(**numbers):
        shelves = by_shelf(ClaimState(state), all_of=all_of, mine=mine, away=away)
        risk = risk_of(ClaimState(state), due_on, on=on)
        counts.update({str(shelf): count for shelf, count in shelves.items()})
        counts["found"] += shelves.get(wanted.shelf, 0) if wanted.risk in (None, risk) else 0
        if risk is not None:
            counts[risk] += all_of
    return DeskCounts(**{field.name: counts[field.name] for field in fields(DeskCounts) if field.name != "counted_at"})


def recent_counts(wanted: DeskFilter, *, actor: Actor, on: date, at: datetime) -> DeskCounts:
    """Count as `desk_counts` does; where there are many claims, the numbers of the last seconds serve again."""
    asked = (replace(wanted, sort="", absent=frozenset()), sorted(wanted.absent), actor, on)
    key = f"claims:desk:{sha256(repr(asked).encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = desk_counts(wanted, actor=actor, on=on)
        if found.in_all > COUNTED_EACH_TIME:
            found = replace(found, counted_at=at)
            cache.set(key, found, timeout=KEPT_FOR.total_seconds())
    return found


def worklist(actor: Actor, *, on: date, absent: frozenset[UUID] = frozenset()) -> QuerySet[Claim]:
    """Give what the officer may work on next, nearest to its term first: what nobody has taken, or who is away holds, and her own."""
    mine_or_free = on_shelf(Shelf.TO_TAKE, actor=actor, on=on, absent=absent) | on_shelf(Shelf.MINE, actor=actor, on=on)
    return desk_claims(actor).filter(mine_or_free).order_by(*_order(DeskFilter()))


@dataclass(frozen=True, slots=True)
class Around:
    """A file among those to work on: the files shown beside it, the one before and the one after."""

    lines: tuple[DeskLine, ...]
    before: UUID | None
    after: UUID | None


def around(claim: Claim, *, actor: Actor, on: date, absent: frozenset[UUID] = frozenset(), shown: int = 8) -> Around:
    """Place a file in the worklist, however long that is; one that is no longer there stands before it."""
    waiting = worklist(actor, on=on, absent=absent).only(*SHOWN, "filed_at")
    rows, before = _from(claim, waiting, shown), None
    if rows and rows[0].pk == claim.pk:
        before = _up_to(claim, waiting).exclude(pk=claim.pk).last()
        rows = [*([before] if before else []), *rows][:shown]
    else:
        rows = [claim, *waiting[: shown - 1]]
    after = rows[2 if before else 1 :][:1]
    return Around(tuple(desk_lines(rows, on=on)), before.pk if before else None, after[0].pk if after else None)


def following(claim: Claim, *, actor: Actor, on: date, absent: frozenset[UUID] = frozenset()) -> UUID | None:
    """Give the file to open after this one: the next by its term, else the first that waits."""
    waiting = worklist(actor, on=on, absent=absent).only("due_on", "filed_at")
    rows = _from(claim, waiting, 2)
    if len(rows) == 2 and rows[0].pk == claim.pk:
        return rows[1].pk
    first = waiting.exclude(pk=claim.pk).first()
    return first.pk if first else None


def _from(claim: Claim, waiting: QuerySet[Claim], count: int) -> list[Claim]:
    """Read so many claims in their order, from one on: from its place in the index, whatever stands before it.

    Filing gives a claim its term; one without has no place.
    """
    if claim.due_on is None:
        return []
    later = Q(filed_at__gt=claim.filed_at) | Q(filed_at=claim.filed_at, pk__gte=claim.pk)
    return list(waiting.filter(Q(due_on__gt=claim.due_on) | later, due_on__gte=claim.due_on)[:count])


def _up_to(claim: Claim, waiting: QuerySet[Claim]) -> QuerySet[Claim]:
    """Keep the claims that come no later than one."""
    earlier = Q(filed_at__lt=claim.filed_at) | Q(filed_at=claim.filed_at, pk__lte=claim.pk)
    return waiting.filter(Q(due_on__lt=claim.due_on) | earlier, due_on__lte=claim.due_on)


def desk_lines(rows: Iterable[Claim], *, on: date, names: Mapping[str, str] | None = None) -> list[DeskLine]:
    """Put claims of the desk beside their opener, their subject, their benefit and who took them, in four queries whatever their number.

    Where some are decided, two more say by whom. `names` are those of their benefits, where they are known already.
    """
    claims = list(rows)
    people, families = people_and_households({claim.beneficiary_id for claim in claims}, on=on)
    if names is None:
        names = benefit_names(claims)
    officers = names_of({claim.taken_by for claim in claims if claim.taken_by})
    deciding = deciders(claim.pk for claim in claims if claim.decided_on)
    return [
        DeskLine(
            claim,
            people.get(claim.beneficiary_id),
            next((dependant for dependant in families[claim.beneficiary_id] if dependant.id == claim.dependant_id), None),
            names.get(claim.benefit_code, claim.benefit_code),
            ClaimState(claim.state),
            (claim.due_on - on).days if claim.state in CLOCK_RUNS and claim.due_on else None,
            officers.get(claim.taken_by, ""),
            deciding.get(claim.pk, ""),
        )
        for claim in claims
    ]


def claims_of_person(beneficiary_id: UUID, *, actor: Actor) -> list[Claim]:
    """List the filed claims of a person that the actor may see, the last filed first."""
    return list(desk_claims(actor).filter(beneficiary_id=beneficiary_id).order_by("-filed_at", "-pk"))


def opener_of_claim(reference: str, *, actor: Actor) -> UUID | None:
    """Say whose claim bears a reference, among those that the actor may see; nothing where none does."""
    return desk_claims(actor).filter(reference=reference).order_by("pk").values_list("beneficiary_id", flat=True).first()


def desk_benefits(actor: Actor) -> list[tuple[str, str]]:
    """List the benefits of the claims that the actor may see, by name."""
    codes = distinct_values(desk_claims(actor), "benefit_code")
    names = benefit_names([Claim(benefit_code=code) for code in codes])
    return sorted(names.items(), key=lambda pair: pair[1])
