"""What a term is made of: the word that it goes by, the terms below it, and the facts that it names."""

from entraide.core.rules.language import terms as t


AGE_WORDS = {t.AgeAt.CIVIL_YEAR: "age_in_civil_year", t.AgeAt.EVENT: "age_on_event_day"}

# What the tier reads: line 14, then whether the partner has a notice apart, and its line 14.
TIER_FACTS = ("tax_line_14", "has_two_notices", "partner_tax_line_14")

# The word that each term goes by in files and in traces; the codec, the sentences and the evaluation hold one entry for each.
WORD_OF: dict[type, str] = {
    t.Const: "value",
    t.Fact: "fact",
    t.Parameter: "parameter",
    t.Age: "age",
    t.TaxTier: "tax_tier",
    t.Plus: "plus",
    t.Minus: "minus",
    t.Times: "times",
    t.DividedBy: "divided_by",
    t.Min: "min",
    t.Max: "max",
    t.Capped: "capped_at",
    t.Lookup: "lookup",
    t.Match: "match",
    t.WhenWithheld: "when_withheld",
    t.AtLeast: "at_least",
    t.AtMost: "at_most",
    t.MoreThan: "more_than",
    t.LessThan: "less_than",
    t.Equals: "equals",
    t.Between: "between",
    t.OneOf: "one_of",
    t.All: "all",
    t.Any: "any",
    t.Not: "not",
}


def children_of(term: t.Term) -> tuple[t.Term, ...]:
    """List the terms that a term is made of, in the order of reading."""
    found: list[t.Term] = []
    for name in term.__dataclass_fields__:
        value = getattr(term, name)
        for part in value if isinstance(value, tuple) else (value,):
            inner = part.gives if isinstance(part, t.Row | t.Case) else part
            if type(inner) in WORD_OF:
                found.append(inner)
    return tuple(found)


def facts_used(term: t.Term) -> frozenset[str]:
    """Name every fact that a term may read, the event aside.

    >>> sorted(facts_used(t.All((t.AtMost(t.Age(t.AgeAt.EVENT), t.count(12)), t.Fact("is_dependent")))))
    ['born_on', 'is_dependent']
    """
    below = frozenset[str]().union(*(facts_used(child) for child in children_of(term)))
    if isinstance(term, t.Fact):
        return below | {term.name}
    if isinstance(term, t.Age):
        return below | {"born_on"}
    return below | {*TIER_FACTS} if isinstance(term, t.TaxTier) else below
