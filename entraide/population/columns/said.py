"""What a revision always says, whatever the table: its steps, the facts that they need, and what they may miss; worked out once."""

from dataclasses import dataclass
from functools import lru_cache

from entraide.core.rules.language import terms as t
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.parts import children_of, facts_used
from entraide.population.columns.frame import parameters_of


# The reasons of all claims, and those that come after the conditions.
GENERAL_CODES = ("audience", "event_happened", "born_before_event", "opener", "rights_open", "rights_not_ended", "time_bar")
LAST_CODES = ("amount_withheld", "ceiling_claims", "ceiling_amount", "nothing_to_pay")
# Read for every claim, whatever its rule says.
ALWAYS_READ = ("status", "rights_since", "rights_ended_on", "opens_right", "expense")


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """The audience and the conditions by code, each with whether it is dear to read; every term.

    `needs` names the facts that the reading of settled rows cannot do without, `checked` those whose values must be plausible,
    `may_miss` the facts and the parameters (`parameter:key`) that a row may miss.
    """

    own: tuple[tuple[str, t.Term], ...]
    dear: tuple[bool, ...]
    terms: tuple[t.Term, ...]
    codes: tuple[str, ...]
    needs: frozenset[str]
    checked: tuple[str, ...]
    parameters: frozenset[str]
    may_miss: tuple[str, ...]
    reads_tier: bool


@lru_cache(maxsize=4096)
def said_by(revision: Revision) -> Said:
    """Work out what a revision says; the answer depends on nothing else, so that it may be kept."""
    audience = t.OneOf(t.Fact("status"), tuple(t.Const(Kind.CHOICE, status) for status in revision.audience))
    own = (("audience", audience), *((condition.code, condition.term) for condition in revision.conditions))
    others = (revision.amount, *(ceiling.amount for ceiling in revision.ceilings))
    terms = (*(term for _, term in own), *(term for term in others if term is not None))
    parameters = [key for term in terms for key in parameters_of(term)]
    named = [name for term in terms for name in sorted(facts_used(term))]
    born = {"born_on"} if "born_on" in revision.facts else set[str]()
    needs = frozenset({revision.event_fact} | born).union(*(_needed(term, revision.event_fact) for term in terms))
    return Said(
        own=own,
        dear=tuple(is_dear(term) for _, term in own),
        terms=terms,
        codes=tuple(dict.fromkeys((*GENERAL_CODES, *(condition.code for condition in revision.conditions), *LAST_CODES))),
        needs=needs,
        checked=tuple(dict.fromkeys((*revision.facts, *ALWAYS_READ))),
        parameters=frozenset(parameters),
        may_miss=tuple(dict.fromkeys(("status", *revision.facts, *named, *(f"parameter:{key}" for key in parameters)))),
        reads_tier=any(_reads_tier(term) for term in terms),
    )


def is_dear(term: t.Term) -> bool:
    """Tell whether a condition takes more than a few comparisons."""
    if isinstance(term, t.TaxTier | t.Lookup | t.Match | t.DividedBy | t.Times | t.Plus | t.Minus):
        return True
    if isinstance(term, t.AtLeast | t.AtMost | t.MoreThan | t.LessThan) and isinstance(term.left, t.Age):
        return not isinstance(term.limit, t.Const)
    if isinstance(term, t.Between) and isinstance(term.value, t.Age):
        return not (isinstance(term.low, t.Const) and isinstance(term.high, t.Const))
    return isinstance(term, t.Age) or any(is_dear(child) for child in children_of(term))


def _needed(term: t.Term, event_fact: str) -> frozenset[str]:
    """Name the facts that a term reads where every fact is known."""
    if isinstance(term, t.Fact):
        return frozenset({term.name})
    if isinstance(term, t.Age):
        return frozenset({"born_on", event_fact})
    if isinstance(term, t.TaxTier):
        return frozenset({"tax_line_14", "has_two_notices"})
    return frozenset[str]().union(*(_needed(child, event_fact) for child in _below(term)))


def _reads_tier(term: t.Term) -> bool:
    return isinstance(term, t.TaxTier) or any(_reads_tier(child) for child in _below(term))


def _below(term: t.Term) -> tuple[t.Term, ...]:
    """List what is read below a term where every fact is known: nothing stands in then."""
    return (term.value,) if isinstance(term, t.WhenWithheld) else children_of(term)
