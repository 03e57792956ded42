"""Enter the claims of a synthetic last year, decided and paid: facts, decision with its trace, ceilings, order, journal, use."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.catalogue.queries import catalogue
from entraide.apps.claims.models import Claim, ClaimFact, Decision, Reservation
from entraide.apps.claims.operations.filing import DAYS_TO_DECIDE
from entraide.apps.claims.operations.population import MILLISECONDS_A_DAY, NOBODY, PastYear
from entraide.apps.claims.queries.situations import scope_id_of
from entraide.apps.claims.translation import OPENER_FACTS, plain_facts
from entraide.apps.parameters.translation import to_plain
from entraide.apps.payments.operations import population as payments
from entraide.apps.usage import operations as usage
from entraide.core.rules import Ceiling, PaidBy
from entraide.core.workflow.claims import ClaimState
from entraide.orm.columns import After, Column, Constant, Days, Documents, Json, Keys, Numbers, Words, Written, copy_columns, draw_keys
from entraide.orm.copying import instant_for_database
from entraide.orm.rebuilding import rebuilt_after
from entraide.orm.references import scattered_references
from entraide.population.synthetic.claims import CARRIED
from entraide.population.synthetic.decided import DecidedClaim


TABLES = (Claim, ClaimFact, Decision, Reservation)
# The hour of every act of this past, and the days before the payment on which it was decided.
HOUR = datetime(2000, 1, 1, 8, tzinfo=UTC)
DECIDED_BEFORE = 3
# What an order says, by the way in which it is paid: the words of a transfer, or what stood in its place.
LABELS = {
    PaidBy.TRANSFER: "ENTRAIDE {}",
    PaidBy.VOUCHER: "Chèques remis, demande {}",
    PaidBy.SUPPLIER_ORDER: "Facture du fournisseur, demande {}",
}


class _Writing:
    """The year whose claims are entered, the keys that they take in their order, and how many are entered already."""

    def __init__(self, year: PastYear, at: datetime) -> None:
        self.year, self.known, self.at, self.done = year, year.known, at, 0
        known, size = year.known, len(year.cents)
        milliseconds = (date(year.year, 1, 1) - date(1970, 1, 1)).days * MILLISECONDS_A_DAY
        names = ("claim", "decision", "order", "claim use", "debt", "end", "last end")
        self.keys = {name: draw_keys(size, seed=known.seed, milliseconds=milliseconds, table=name) for name in names}
        self.references = scattered_references("D", size)
        self.milliseconds = milliseconds
        self.revisions = {each.revision.digest: each.id.hex for benefit in catalogue().values() for each in benefit}
        self.hour = str(instant_for_database(HOUR))[10:]
        self.supplied: Counter[int] = Counter()

    def part(self, name: str, size: int) -> Keys:
        """Give the keys of the claims at hand."""
        return self.keys[name].part(self.done, size)

    def more(self, table: str, size: int) -> Keys:
        """Make keys of rows that are several a claim: each batch has milliseconds of its own."""
        return draw_keys(size, seed=self.known.seed, milliseconds=self.milliseconds + self.done, table=table)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Claims that are written together, with their rows in the year and the columns that several tables share."""

    claims: Sequence[DecidedClaim]
    rows: NDArray[np.int64]
    keys: Keys
    people: Keys
    members: Keys
    cents: Numbers
    decided_on: NDArray[np.int32]


@transaction.atomic
def enter_decided(
    *, batches: Iterator[Sequence[DecidedClaim]], year: PastYear, act_id: UUID, actor: Actor, at: datetime, on: date
) -> NDArray[np.int64]:
    """Enter claims, granted and paid, some thousands at a time; give the rows of the year that they are."""
    writing, entered = _Writing(year, at), []
    with rebuilt_after(TABLES), payments.ordering_many():
        for claims in _ahead(batches):
            if claims:
                entered.append(_write(writing, claims))
        _pay_suppliers(writing)
    payload = {"count": writing.done, "year": year.year}
    record("claims.population_entered", actor=actor, subject=("population", act_id), at=at, on=on, payload=payload)
    return np.concatenate([np.empty(0, np.int64), *entered])


def _ahead(batches: Iterator[Sequence[DecidedClaim]]) -> Iterator[Sequence[DecidedClaim]]:
    """Decide the next claims while those at hand are written: deciding leaves the database alone."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, batches, None)
        while (claims := coming.result()) is not None:
            coming = beside.submit(next, batches, None)
            yield claims


def _write(writing: _Writing, claims: Sequence[DecidedClaim]) -> NDArray[np.int64]:
    size, year, known = len(claims), writing.year, writing.known
    rows = np.array([one.row for one in claims])
    batch = _Batch(
        claims,
        rows,
        writing.part("claim", size),
        known.people.of(year.opener[rows]),
        known.members.of(year.member[rows]),
        Numbers(year.cents[rows]),
        year.on[rows] - np.int32(DECIDED_BEFORE),
    )
    _write_claims(writing, batch)
    _write_facts(writing, batch)
    _write_decisions(writing, batch)
    _write_reservations(writing, batch)
    _write_money(writing, batch)
    writing.done += size
    return rows


def _write_claims(writing: _Writing, batch: _Batch) -> None:
    year, size = writing.year, len(batch.claims)
    filed = Written([one.filed_on.isoformat() for one in batch.claims])
    filed_at = Written([f"{one.filed_on.isoformat()}{writing.hour}" for one in batch.claims])
    columns: dict[str, Column] = {
        "id": batch.keys,
        "reference": Written(writing.references[writing.done : writing.done + size]),
        "beneficiary_id": batch.people,
        "dependant_id": writing.known.dependants.of(year.dependant[batch.rows], NOBODY),
        "benefit_code": Words(year.code[batch.rows], np.array(year.codes)),
        "revision_id": Written([writing.revisions[one.revision.digest] for one in batch.claims]),
        "member_id": batch.members,
        "committee": Words(year.member[batch.rows], year.committees),
        "state": Constant(ClaimState.GRANTED.value),
        "answers": Constant("{}"),
        "event_on": Written([one.event_on.isoformat() for one in batch.claims]),
        "time_bar": Written([_iso(one.last_day) for one in batch.claims]),
        "started_at": filed_at,
        "filed_at": filed_at,
        "filed_on": filed,
        "complete_on": filed,
        "due_on": Written([(one.filed_on + timedelta(days=DAYS_TO_DECIDE)).isoformat() for one in batch.claims]),
        "decided_on": Days(batch.decided_on),
    }
    copy_columns(Claim, size, columns)


def _write_facts(writing: _Writing, batch: _Batch) -> None:
    """Write what a person answers, not what the household holds already, and who opens the right of a child of two parents."""
    told = [
        (place, name, to_plain(fact.value), one.filed_on.isoformat(), fact.proof)
        for place, one in enumerate(batch.claims)
        for name, fact in sorted(one.facts.items())
        if name not in CARRIED or name in OPENER_FACTS
    ]
    if not told:
        return
    places, names, values, days, proofs = zip(*told, strict=True)
    columns: dict[str, Column] = {
        "id": writing.more("fact", len(told)),
        "claim_id": batch.keys.of(np.array(places)),
        "name": Written(names),
        "value": Documents(values),
        "proved_by": Written([proof.by for proof in proofs]),
        "proved_from": Written([proof.source for proof in proofs]),
        "proved_on": Written([proof.on.isoformat() for proof in proofs]),
        "recorded_at": Written([f"{day}{writing.hour}" for day in days]),
    }
    copy_columns(ClaimFact, len(told), columns)


def _write_decisions(writing: _Writing, batch: _Batch) -> None:
    """Write what each decision rests on; nothing was used of its ceilings before."""
    columns: dict[str, Column] = {
        "id": writing.part("decision", len(batch.claims)),
        "claim_id": batch.keys,
        "outcome": Constant("granted"),
        "cents": batch.cents,
        "reasons": Documents([[{"code": cut.code, "sentence": cut.sentence, "near": []} for cut in one.cuts] for one in batch.claims]),
        "facts": Documents([plain_facts(one.facts) for one in batch.claims]),
        "usage": Constant("{}"),
        "trace": Json([one.trace for one in batch.claims]),
        "revision_id": Written([writing.revisions[one.revision.digest] for one in batch.claims]),
        "decided_at": After("", Days(batch.decided_on), writing.hour),
        "decided_on": Days(batch.decided_on),
    }
    copy_columns(Decision, len(batch.claims), columns)


def _write_reservations(writing: _Writing, batch: _Batch) -> None:
    """Hold what each claim took of its ceilings."""
    everyone = slice(0, len(batch.claims))
    openers = batch.people.texts(everyone)
    subjects = writing.known.dependants.of(writing.year.dependant[batch.rows], NOBODY).texts(everyone)
    cents = writing.year.cents[batch.rows]
    held = [
        (place, ceiling.key, _scope(ceiling, openers[place], subjects[place]), one.event_on.isoformat(), one.filed_on.isoformat())
        for place, one in enumerate(batch.claims)
        for ceiling in one.revision.ceilings
    ]
    if not held:
        return
    places, keys, scopes, events, days = zip(*held, strict=True)
    columns: dict[str, Column] = {
        "id": writing.more("reservation", len(held)),
        "claim_id": batch.keys.of(np.array(places)),
        "ceiling": Written(keys),
        "scope_id": Written(scopes),
        "event_on": Written(events),
        "cents": Numbers(cents[list(places)]),
        "reserved_at": Written([f"{day}{writing.hour}" for day in days]),
    }
    copy_columns(Reservation, len(held), columns)


def _scope(ceiling: Ceiling, opener: str | None, subject: str | None) -> str:
    return scope_id_of(ceiling, beneficiary_id=UUID(opener), subject_id=UUID(subject) if subject else None).hex


def _write_money(writing: _Writing, batch: _Batch) -> None:
    """Write the order that each claim led to, what it moved, and the use that it was."""
    size, year, paid_by = len(batch.claims), writing.year, batch.claims[0].revision.paid_by
    if paid_by is not PaidBy.TRANSFER:
        for day, cents in zip(year.on[batch.rows].tolist(), year.cents[batch.rows].tolist(), strict=True):
            writing.supplied[day] += cents
    settled_on = Days(year.on[batch.rows])
    orders = payments.SettledOrders(
        keys=writing.part("order", size),
        entries=(writing.part("debt", size), writing.part("end", size), writing.part("last end", size)),
        people=batch.people,
        causes=batch.keys,
        labels=Written([LABELS[paid_by].format(reference) for reference in writing.references[writing.done : writing.done + size]]),
        cents=batch.cents,
        ordered_on=Days(batch.decided_on),
        settled_on=settled_on,
    )
    ordered_at = After("", Days(batch.decided_on), writing.hour)
    payments.write_settled_orders(orders=orders, paid_by=paid_by, cause_kind="claim", ordered_at=ordered_at, at=writing.at)
    told: dict[str, Column] = {
        "id": writing.part("claim use", size),
        "code": Words(year.code[batch.rows], np.array(year.codes)),
        "beneficiary_id": batch.people,
        "member_id": batch.members,
        "on": settled_on,
        "cents": batch.cents,
        "source_id": batch.keys,
    }
    usage.tell_columns(size=size, origin="platform", columns=told, at=writing.at)


def _pay_suppliers(writing: _Writing) -> None:
    """Write what suppliers were paid, all that each day saw handed over or invoiced at once."""
    days = sorted(writing.supplied)
    if not days:
        return
    payments.write_suppliers_paid(
        entries=writing.more("supplier entry", len(days)),
        payments=writing.more("supplier payment", len(days)),
        on=Days(np.array(days, np.int32)),
        cents=Numbers(np.array([writing.supplied[day] for day in days])),
        at=writing.at,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
