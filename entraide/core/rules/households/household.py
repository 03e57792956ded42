"""A household as the whole catalogue is applied to it: who opens rights, whom the rights may be for, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from entraide.core.rules.households.openers import ChildOpener
from entraide.core.rules.language.answers import Usage
from entraide.core.rules.language.choices import Scope, Subject
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import Facts, Known, day_held


# What is known of the opener and holds for a benefit of the spouse or of a child too; anything else is a fact of the person.
SHARED = frozenset(
    {
        "status",
        "rights_since",
        "rights_ended_on",
        "tax_line_14",
        "has_two_notices",
        "partner_tax_line_14",
        "reference_income",
        "tax_half_shares",
        "household_size",
        "is_lone_parent",
        "monthly_resources",
        "monthly_charges",
        "career_years",
        "territory",
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: what is known, what is known for one benefit only (by its code), and what was used of ceilings by person."""

    name: str
    facts: Facts = field(default_factory=dict)
    own: Mapping[str, Facts] = field(default_factory=dict)
    used: Usage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Household:
    """The opener, whose `used` also holds what was used of ceilings by beneficiary and by household, the spouse and the children.

    `openers` tells of each child whose other parent is a beneficiary too who opens the rights; the child's facts hold it already.
    """

    opener: Person
    spouse: Person | None = None
    children: tuple[Person, ...] = ()
    openers: tuple[ChildOpener, ...] = ()

    def subjects_of(self, revision: Revision) -> tuple[Person, ...]:
        """List whom a benefit may be for."""
        if revision.subject is Subject.CHILD:
            return self.children
        if revision.subject is Subject.SPOUSE:
            return () if self.spouse is None else (self.spouse,)
        return (self.opener,)

    def facts_of(self, subject: Person, code: str) -> Facts:
        """Put together what is known for one benefit and one person: of the household, of the person, then for the benefit alone."""
        opener = self.opener
        if subject is opener:
            return {**opener.facts, **opener.own.get(code, {})}
        shared = {name: held for name, held in {**opener.facts, **opener.own.get(code, {})}.items() if name in SHARED}
        return {**shared, **subject.facts, **subject.own.get(code, {})}

    def asked_of(self, subject: Person, name: str) -> Person:
        """Tell whose fact it is that a benefit for `subject` wants to know."""
        return self.opener if name in SHARED else subject


@dataclass(frozen=True, slots=True)
class Spent:
    """What one line takes of a ceiling: of which key, held by whom, for an event of which day, how many cents, and for which line."""

    key: str
    holder: str
    event_on: date
    cents: int
    line: str


def is_of_person(scope: Scope) -> bool:
    """Tell whether a ceiling is counted by person, and not over the whole household (here, with one beneficiary)."""
    return scope in (Scope.SUBJECT, Scope.SUBJECT_OF_BENEFICIARY)


def rank_of(subject: Person, facts: Facts, event_fact: str) -> tuple[object, ...]:
    """Give the order in which persons are served: by event, then by birth, then by name; the same persons always come out the same."""
    known = sorted((name, str(held.value)) for name, held in facts.items() if isinstance(held, Known))
    return day_held(facts, event_fact) or date.max, day_held(facts, "born_on") or date.max, subject.name, known
