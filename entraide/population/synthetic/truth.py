"""Claims of a synthetic population beside the truth: what is held, said and shown on one side, what is so on the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entraide.core.rules import DocumentRequirement, FactSpec, Kind, Known, Native, ParameterBook, Proof, Revision
from entraide.population.columns import GRANTED, KNOWN, NOT_ASKED, Decisions, FactColumn, FactTable, decide_rows
from entraide.population.synthetic import tuning
from entraide.population.synthetic.claims import CARRIED, claims_for, filing_days
from entraide.population.synthetic.decided import PROVED_BY, PROVED_FROM, day_of, natives_of
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.persons import People


# What went wrong with a claim, one bit each.
LIE, WRONG_PAPER, UNREADABLE_PAPER, CHANGED_FAMILY = 1, 2, 4, 8
# What the association holds of a family, and what changes in it without its being told.
FAMILY_FACTS = ("custody", "is_dependent", "has_two_notices", "is_lone_parent", "household_size")
# By how much a number that is not true is too great, and by how many days a day is too late.
TOO_MUCH, TOO_LATE = 5, (1, 60)


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """One paper of each claim: what an honest reader finds on it, fact by fact; nothing is read where it cannot be."""

    kind: str
    read: Mapping[str, FactColumn]


@dataclass(frozen=True, eq=False)
class ToldClaims:
    """Claims of one benefit: `told` is what the association holds or the person says, `papers` what they show, `truth` what is so.

    `faults` has the bits of what went wrong with each. No claim holds its truth: only a measure looks at it.
    """

    revisions: tuple[Revision, ...]
    filed: NDArray[np.int32]
    told: FactTable
    papers: tuple[Paper, ...]
    faults: NDArray[np.uint8]
    truth: FactTable
    parameters: ParameterBook

    @cached_property
    def right(self) -> Decisions:
        """What the rules give on what is so, each claim by itself."""
        return decide_rows(self.revisions, self.truth, parameters=self.parameters, filed_on=self.filed)

    def wrong(self, granted: NDArray[np.bool_], cents: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which grants give another amount than the truth does, nothing included."""
        owed = np.where(self.right.status == GRANTED, self.right.amount, 0)
        return granted & (cents != owed)


class ToldClaim(NamedTuple):
    """One claim as an application meets it: facts, proved where the association holds them; what each paper says; its filing."""

    row: int
    facts: dict[str, Known]
    papers: tuple[tuple[str, dict[str, Native]], ...]
    filed_on: date


def claims_with_truth(
    people: People, benefits: Mapping[str, Sequence[Revision]], *, parameters: ParameterBook, size: int, year: int, seed: int
) -> list[ToldClaims]:
    """Draw about `size` claims of some benefits in a year, each benefit as often as people use it, with the faults of `tuning`.

    Most are of people who have the right; a few are of people who have not, and claim all the same.
    """
    drawn = {code: _Drawn(people, tuple(revisions), parameters, year, seed) for code, revisions in benefits.items()}
    weights = {code: len(each.entitled) * tuning.HABITS[code].often for code, each in drawn.items()}
    whole = sum(weights.values())
    return [each.told(round(size * weights[code] / whole)) for code, each in drawn.items()]


class _Drawn:
    """The claims that a benefit may have in a year, one for each person that it is for, and the rows of those who have the right."""

    def __init__(self, people: People, revisions: tuple[Revision, ...], parameters: ParameterBook, year: int, seed: int) -> None:
        self.revisions, self.parameters = revisions, parameters
        self.draws = Stream(seed, f"{revisions[-1].code} told in {year}")
        self.table = claims_for(people, revisions, year=year, seed=seed)
        self.filed = filing_days(self.table, revisions, seed=seed)
        has_right = decide_rows(revisions, self.table, parameters=parameters, filed_on=self.filed, reasons=False).status == GRANTED
        self.entitled, self.others = np.flatnonzero(has_right), np.flatnonzero(~has_right)

    def told(self, size: int) -> ToldClaims:
        """Take so many claims, and let some go wrong."""
        without = round(size * tuning.WITHOUT_RIGHT)
        rows = np.sort(np.concatenate([self.draws.some(self.entitled, size - without), self.draws.some(self.others, without)]))
        return _told(_rows(self.table, rows), self.revisions, self.filed[rows], self.parameters, self.draws)


def each_of(claims: ToldClaims) -> Iterator[ToldClaim]:
    """Give claims one by one, as the scalar rules read them."""
    rows = np.arange(claims.told.size)
    known = natives_of(claims.told, claims.revisions, rows)
    shown = [
        (paper.kind, natives_of(replace(claims.told, facts=paper.read), claims.revisions, rows), paper.read) for paper in claims.papers
    ]
    for row, filed in enumerate(claims.filed.tolist()):
        filed_on = day_of(filed)
        proof = Proof(PROVED_BY, PROVED_FROM, filed_on)
        facts = {name: Known(values[row], proof if name in CARRIED else None) for name, values in known.items()}
        papers = tuple((kind, {name: read[name][row] for name in read if _is_read(columns[name], row)}) for kind, read, columns in shown)
        yield ToldClaim(row, facts, papers, filed_on)


def _is_read(column: FactColumn, row: int) -> bool:
    return column.state is None or bool(column.state[row] == KNOWN)


def _rows(table: FactTable, rows: NDArray[np.int64]) -> FactTable:
    facts = {name: FactColumn(column.values[rows], column.denominator) for name, column in table.facts.items()}
    return FactTable(len(rows), facts, table.opener[rows], table.subject[rows], table.household[rows])


def _told(
    base: FactTable, revisions: tuple[Revision, ...], filed: NDArray[np.int32], parameters: ParameterBook, draws: Stream
) -> ToldClaims:
    """Take what is held and true, and let lies, changes and papers go wrong."""
    specs = {name: spec for revision in revisions for name, spec in revision.specs.items()}
    said = [name for name in base.facts if name not in CARRIED]
    lies = draws.chance(base.size, tuning.FALSE_DECLARATIONS)
    told = _each_in_one(base, said, lies, lambda name: _beside(base.facts[name], specs[name], filed, draws), draws)
    family = [name for name in FAMILY_FACTS if name in base.facts]
    changes = draws.chance(base.size, tuning.CHANGED_FAMILIES)
    truth = _each_in_one(base, family, changes, lambda name: _changed(base.facts[name], specs[name]), draws)
    papers, wrong, unreadable = _papers(truth, told, revisions[-1].documents, lies, draws)
    faults = lies * LIE | wrong * WRONG_PAPER | unreadable * UNREADABLE_PAPER | (changes & bool(family)) * CHANGED_FAMILY
    return ToldClaims(revisions, filed, told, papers, faults.astype(np.uint8), truth, parameters)


def _each_in_one(base: FactTable, names, chosen: NDArray[np.bool_], other, draws: Stream) -> FactTable:
    """Give another value to one of some facts on chosen rows."""
    which = draws.integers(base.size, 0, max(len(names) - 1, 0))
    facts = dict(base.facts)
    for rank, name in enumerate(names):
        here = chosen & (which == rank)
        facts[name] = FactColumn(np.where(here, other(name), facts[name].values), facts[name].denominator)
    return FactTable(base.size, facts, base.opener, base.subject, base.household)


def _beside(column: FactColumn, spec: FactSpec, filed: NDArray[np.int32], draws: Stream) -> NDArray[np.generic]:
    """Give values that are not so: more than was, later than it was, the other answer."""
    values = column.values
    match spec.kind:
        case Kind.FLAG:
            return ~values
        case Kind.CHOICE:
            return ((values + 1) % len(spec.choices)).astype(values.dtype)
        case Kind.DATE:
            return np.minimum(values + draws.integers(len(values), *TOO_LATE), np.maximum(filed, values)).astype(values.dtype)
        case _:
            most = int(spec.bounds[1] * column.denominator)  # type: ignore[operator]
            return np.minimum(values + np.maximum(values // TOO_MUCH, 1), most)


def _changed(column: FactColumn, spec: FactSpec) -> NDArray[np.generic]:
    """Give what became of a family fact: the other answer, or one person fewer."""
    values = column.values
    if spec.kind is Kind.FLAG:
        return ~values
    return np.maximum(values - 1, 1) if spec.kind is Kind.COUNT else ((values + 1) % len(spec.choices)).astype(values.dtype)


def _papers(
    truth: FactTable, told: FactTable, required: Sequence[DocumentRequirement], lies: NDArray[np.bool_], draws: Stream
) -> tuple[tuple[Paper, ...], NDArray[np.bool_], NDArray[np.bool_]]:
    """Join what is always asked for: true papers, a few that are somebody else's, that nobody can read, or that lie with the person."""
    size, papers = truth.size, []
    any_wrong, any_unreadable = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    for document in required:
        names = [name for name in document.proves if name in truth.facts]
        if document.condition is not None or document.optional or not names:
            continue
        forged = lies & draws.chance(size, tuning.FORGED_PAPERS)
        wrong, unreadable = draws.chance(size, tuning.WRONG_PAPERS), draws.chance(size, tuning.UNREADABLE_PAPERS)
        state = np.where(unreadable, NOT_ASKED, KNOWN).astype(np.uint8)
        read = {name: _shown(truth.facts[name], told.facts[name], (forged, wrong), state) for name in names}
        papers.append(Paper(document.kind, read))
        any_wrong |= wrong
        any_unreadable |= unreadable
    return tuple(papers), any_wrong, any_unreadable


def _shown(true: FactColumn, told: FactColumn, how: tuple[NDArray[np.bool_], NDArray[np.bool_]], state: NDArray[np.uint8]) -> FactColumn:
    forged, wrong = how
    # Somebody else's paper: that of the claim before.
    values = np.where(wrong, np.roll(true.values, 1), np.where(forged, told.values, true.values))
    return FactColumn(values, true.denominator, state)
