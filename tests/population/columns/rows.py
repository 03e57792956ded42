"""Random claims around the thresholds of a revision: a cent or a day beside, at the ends of years, unknown, withheld, not plausible."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from entraide.core.money import Money
from entraide.core.rules import NOT_ASKED, WITHHELD, FactSpec, FactValue, Kind, Known, ParameterBook, Revision, Used
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.cases import GoldenCase
from entraide.core.rules.language.known import to_reckon
from entraide.core.rules.language.parts import children_of, facts_used
from tests.population.columns.reference import Row


YEAR_ENDS = tuple(
    day
    for year in (1998, 2005, 2006, 2011, 2012, 2018, 2023, 2024)
    for day in (date(year, 12, 31), date(year, 1, 1), date(year, 3, 1), date(year, 2, 28))
) + (date(2012, 2, 29), date(2024, 2, 29), date(2000, 2, 29), date(2004, 2, 29))
FILINGS = (date(2024, 10, 15), date(2024, 10, 15), date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 31))
ALWAYS = ("status", "rights_since", "rights_ended_on", "opens_right", "expense", "has_two_notices")
TIER_LIMITS = ("tax_tier_1_at_most", "tax_tier_2_at_most")
# Every rate of these rows is written over this denominator.
DENOMINATOR = 3_000_000


class Claimant:
    """Draws the claims of some revisions."""

    def __init__(self, revisions: Sequence[Revision], parameters: ParameterBook, seed: int) -> None:
        """Take note of every constant beside which a value may fall."""
        self.random = Random(seed)
        self.specs: Mapping[str, FactSpec] = {name: spec for revision in revisions for name, spec in revision.specs.items()}
        terms = [term for revision in revisions for term in revision.terms]
        ceilings = [ceiling for revision in revisions for ceiling in revision.ceilings]
        terms += [ceiling.amount for ceiling in ceilings if ceiling.amount is not None]
        named = {name for term in terms for name in facts_used(term)}
        self.names = sorted({*ALWAYS, *(revision.event_fact for revision in revisions), *named})
        self.keys = sorted({ceiling.key for ceiling in ceilings})
        self.events = {revision.event_fact for revision in revisions}
        self.constants: dict[Kind, list[Any]] = {kind: [] for kind in Kind}
        for term in terms:
            self._note(term)
        for key, timeline in parameters.timelines.items():
            self.constants[parameters.specs[key].kind] += [to_reckon(dated.value) for dated in timeline]
        changes = [dated.since for timeline in parameters.timelines.values() for dated in timeline]
        recent = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 8, 31), date(2024, 9, 1), date(2024, 10, 15), date(2024, 2, 29))
        self.turns = [*recent, *changes, *(revision.since for revision in revisions)]
        self.one_event: date | None = None
        self.spread = 0
        self._likely = {"status": revisions[-1].audience[0], "rights_since": date(2015, 1, 1), "opens_right": True}
        tiers = [dated for key in TIER_LIMITS for dated in parameters.timelines[key]]
        self.tiers = [to_reckon(dated.value) for dated in tiers]
        # Facts that ceilings alone read are checked by nobody: they stay plausible.
        self.checked = {*ALWAYS, *set.intersection(*(set(revision.facts) for revision in revisions))}

    def hidden_rows(self, count: int) -> list[Row]:
        """Draw claims that would be granted were it not for what is withheld, not asked, or just beside a threshold."""
        kept = {"status", "event_on"}
        rows = [self.row(number, None, True, True, likely=True) for number in range(count)]
        return [
            replace(row, facts={name: held if name in kept else self._veiled(held) for name, held in row.facts.items()}) for row in rows
        ]

    def _veiled(self, held: FactValue) -> FactValue:
        return self.random.choice([held, held, NOT_ASKED, WITHHELD, WITHHELD])

    def rows(self, count: int, *, whole: bool = False, alone: bool = True) -> list[Row]:
        """Draw claims: everything known when `whole`, else some facts not asked, withheld or not plausible; by themselves or in groups."""
        filed_on = self.random.choice(FILINGS) if self.random.random() < 0.5 else None
        # All events of one day, or of one year: what whole columns show is then not read row by row.
        self.one_event = self._event_and_filing(filed_on)[0] if self.random.random() < 0.4 else None
        self.spread = self.random.choice([0, 0, 20, 300])
        found = [self.row(number, filed_on, whole, alone) for number in range(count)]
        self.one_event = None
        return found

    def row(self, number: int, filed_on: date | None, whole: bool, alone: bool, likely: bool = False) -> Row:
        """Draw one claim; half of them are likely to be granted."""
        random = self.random
        hidden = 0.0 if whole else random.choice([0.0, 0.1, 0.3, 0.8])
        event, filed_on = self._event_and_filing(filed_on)
        likely = likely or random.random() < 0.5
        facts: dict[str, FactValue] = {}
        for name in self.names:
            held = self._held(name, hidden, event, likely)
            if held is not None:
                facts[name] = held
        usage = {key: Used(random.randint(0, 3), Money(random.choice([0, 4_000, 12_000]))) for key in self.keys}
        who = (number, number, number) if alone else tuple(random.randint(0, 2) for _ in range(3))
        return Row(facts, filed_on, usage if random.random() < 0.4 else {}, *who)

    def near(self, case: GoldenCase, revision: Revision) -> Row:
        """Draw a claim that differs from a golden case by a fact or two: a cent or a day beside, another value, unknown, or nothing."""
        random = self.random
        facts: dict[str, FactValue] = {"status": Known(revision.audience[0]), "has_two_notices": Known(False), **case.facts}
        for name in random.sample(sorted(facts), random.choice([0, 0, 1, 1, 2])):
            held = facts[name]
            beside = self._beside(name, held.value) if isinstance(held, Known) else None
            facts[name] = random.choice([Known(beside if beside is not None else self.value(name)), Known(self.value(name)), NOT_ASKED])
        number = random.randint(10**6, 10**12)
        return Row(facts, case.filed_on, case.used, number, number, number)

    def _beside(self, name: str, value: Any) -> Any:
        spec, step = self.specs[name], self.random.choice([1, -1])
        if spec.kind is Kind.DATE:
            return value + timedelta(days=step)
        if spec.kind is Kind.MONEY:
            return Money(value.cents + step)
        if spec.kind is Kind.RATE:
            return min(max(value + Fraction(step, 100), *spec.bounds[:1]), spec.bounds[1])
        return value + step if spec.kind is Kind.COUNT else None

    def _event_and_filing(self, filed_on: date | None) -> tuple[date, date]:
        """Draw an event near a day on which something changes, and a filing not long after, or the event before a given filing."""
        random = self.random
        if self.one_event is not None:
            event = self.one_event + timedelta(days=random.randint(0, self.spread))
            return event, filed_on or event + timedelta(days=random.choice([0, 30, 182, 183, 184, 365]))
        if filed_on is not None:
            return filed_on - timedelta(days=random.choice([0, 1, -1, random.randint(0, 60), random.randint(0, 450)])), filed_on
        event = random.choice(self.turns) + timedelta(days=random.choice([0, 0, 1, -1, random.randint(-200, 200)]))
        return event, event + timedelta(days=random.choice([0, random.randint(0, 40), random.randint(150, 215), random.randint(0, 450)]))

    def _held(self, name: str, hidden: float, event: date, likely: bool) -> FactValue | None:
        drawn = self.random.random()
        if likely and not hidden and (name == "rights_ended_on" or name == "opens_right" and drawn < 0.3):
            return None
        if name in ("rights_since", "rights_ended_on", "opens_right") and drawn < 0.4:
            return None
        if drawn < hidden:
            return self.random.choice([NOT_ASKED, NOT_ASKED, WITHHELD, None])
        if hidden and self.random.random() < 0.02 and name in self.checked:
            slip = self._slip(self.specs[name])
            if slip is not None:
                return Known(slip)
        if likely and name in self._likely:
            return Known(self._likely[name])
        is_event = name in self.events and (drawn < 0.95 or self.one_event is not None)
        return Known(event if is_event else self.value(name))

    def value(self, name: str) -> Any:
        """Draw a plausible value."""
        spec, random = self.specs[name], self.random
        if spec.kind is Kind.DATE:
            return self._day(name)
        if spec.kind is Kind.FLAG:
            return random.random() < {"opens_right": 0.85, "has_two_notices": 0.3}.get(name, 0.5)
        if spec.kind is Kind.CHOICE:
            return random.choice(sorted(spec.choices))
        low, high = spec.bounds
        beside = self.tiers if name == "tax_line_14" else self.constants[spec.kind]
        near = [value + step for value in beside for step in _steps(spec.kind) if low <= value + step <= high]
        drawn = random.choice(near) if near and random.random() < 0.6 else self._anywhere(spec)
        return Money(int(drawn)) if spec.kind is Kind.MONEY else drawn

    def _anywhere(self, spec: FactSpec) -> Any:
        low, high = spec.bounds
        if spec.kind is Kind.RATE:
            return self._within(Fraction(self.random.randint(0, 100), 100), low, high)
        most = min(high, self.random.choice([30, 60_000, 300_000, high]))
        return self.random.choice([low, high, self.random.randint(low, max(low, most))])

    def _within(self, value: Any, low: Any, high: Any) -> Any:
        return min(max(value, low), high)

    def _day(self, name: str) -> date:
        random = self.random
        if name == "rights_ended_on":
            return random.choice([date(2024, 9, 14), date(2024, 9, 15), date(2024, 12, 31), date(2023, 12, 31), date(2030, 1, 1)])
        if name == "rights_since":
            return random.choice([date(2015, 1, 1), date(2024, 4, 15), date(2024, 9, 2), date(2024, 10, 16)])
        near = [*self.constants[Kind.DATE], *YEAR_ENDS]
        if random.random() < 0.7:
            return random.choice(near) + timedelta(days=random.choice([0, 0, 1, -1]))
        return date(1990, 1, 1) + timedelta(days=random.randint(0, 12_700))

    def _slip(self, spec: FactSpec) -> Any:
        """Draw a value of the right kind past its bounds."""
        if spec.kind in (Kind.FLAG, Kind.CHOICE):
            return None
        low, high = spec.bounds
        if spec.kind is Kind.DATE:
            return self.random.choice([date(1899, 12, 31), date(2101, 1, 1), date(1, 1, 3), date(9999, 12, 31)])
        step = Fraction(1, DENOMINATOR) if spec.kind is Kind.RATE else 1
        found = self.random.choice([low - step, high + step])
        return Money(int(found)) if spec.kind is Kind.MONEY else found

    def _note(self, term: t.Term) -> None:
        if isinstance(term, t.Const):
            self.constants[term.kind].append(term.value)
        for row in getattr(term, "rows", ()):
            self._note(row.start)
        for case in getattr(term, "cases", ()):
            self._note(case.key)
        for child in children_of(term):
            self._note(child)


def _steps(kind: Kind) -> tuple[Any, ...]:
    return (0, Fraction(1, 10**6), Fraction(-1, 10**6)) if kind is Kind.RATE else (0, 1, -1)
