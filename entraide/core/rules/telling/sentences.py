"""The French reading: the sentence of any term, condition, refusal and cut; sentences are made from the tree, never typed."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from entraide.core.money import Money, Rounding
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.facts import FACTS
from entraide.core.rules.language.known import Kind, Value
from entraide.core.rules.language.parts import AGE_WORDS
from entraide.core.rules.language.trace import TraceNode


AGES = {"age_in_civil_year": "l’âge atteint dans l’année civile", "age_on_event_day": "l’âge le jour de l’événement"}
TIER = "la tranche d’imposition"

# Units that end in s in the singular too.
INVARIABLE = frozenset({"mois", "fois", "repas", "cours", "colis"})

# What the nodes of a trace hold, facts and parameters aside.
NOUNS = AGES | {
    "tax_tier": TIER,
    "value": "la valeur écrite dans la règle",
    "filed_on": "le dépôt",
    "last_day": "le dernier jour pour déposer",
    "used": "déjà accordé ou demandé",
    "limit": "le plafond",
}

# The steps that every decision goes through beside the benefit's own conditions.
STEPS = {
    "audience": "la prestation est ouverte à votre situation",
    "event_happened": "l’événement a eu lieu",
    "born_before_event": "la personne était née le jour de l’événement",
    "rights_open": "vos droits étaient ouverts le jour de l’événement",
    "opener": "vous ouvrez le droit pour cet enfant : un seul de ses parents l’ouvre",
    "rights_not_ended": "vos droits n’avaient pas pris fin le jour de l’événement",
    "time_bar": "la demande arrive dans le délai",
}

REASONS = {
    "condition": "Condition non remplie : {sentence}.",
    "withheld": "Cette condition ne peut pas être vérifiée sans justificatif : {sentence}.",
    "amount_withheld": "Le montant ne peut pas être calculé sans justificatif.",
    "time_bar": "La demande arrive hors délai : le dernier jour pour la déposer était le {last_day}.",
    "ceiling_claims": "Cette aide a déjà été accordée ou demandée pour la période ({period}) : {used} sur {limit}.",
    "ceiling_amount": "Le plafond de la période ({period}) est atteint : {used} déjà utilisés ou réservés, pour un plafond de {limit}.",
    "nothing_to_pay": "Il ne reste rien à verser : le calcul donne 0 €.",
}

CUTS = {
    "capped_at": "Le montant est ramené de {before} à {after}, dans la limite de {limit}.",
    "ceiling": "Le montant est ramené de {before} à {after} : c’est ce qui reste sous le plafond ({period}).",
    "late_bill": "La facture de {before} du {event_on} n’est pas comptée : elle pouvait être présentée jusqu’au {last_day} inclus.",
    "other_period": "La facture de {before} du {event_on} n’est pas comptée : elle relève d’une autre période, donc d’une autre demande.",
    "future_bill": "La facture de {before} du {event_on} n’est pas comptée : elle est datée d’un jour à venir.",
    "one_bill": "La facture de {before} du {event_on} n’est pas comptée : une demande en porte une seule, la dernière, du {counted_on}.",
}

# By which rule one of two parents who are both beneficiaries opens the rights of their child.
OPENERS = {
    "only_one": "Un seul des parents est bénéficiaire : c’est lui qui ouvre le droit.",
    "declared": "Les parents ont désigné celui qui ouvre le droit.",
    "oldest_rights": "Les parents n’ont pas choisi l’un d’eux : le droit est ouvert par celui dont les droits sont les plus anciens.",
    "elder": "Les droits des deux parents datent du même jour : le droit est ouvert par l’aîné des deux.",
    "lowest_key": "Les parents ont le même âge et des droits de même date : le droit est ouvert par le premier dossier.",
    "alternating": (
        "L’enfant est en garde alternée : aucun des parents n’est choisi. Chacun demande sa part de ce que la prestation partage ; "
        "ce qu’elle ne partage pas revient au premier qui dépose."
    ),
}

PERIODS = {
    "event": "pour le même événement",
    "civil_year": "par année civile",
    "school_year": "par année scolaire",
    "rolling_years": "par période de {years} ans",
    "lifetime": "une fois pour toutes",
}


def show(kind: Kind, value: Value, *, unit: str = "", choices: Mapping[str, str] | None = None) -> str:
    """Write a value as French readers do.

    >>> show(Kind.COUNT, 1, unit="ans"), show(Kind.RATE, Fraction(13, 40))
    ('1 an', '32,5\\xa0%')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, str):
        return (choices or {}).get(value, value)
    if kind is Kind.MONEY:
        return _exact_money(value) if isinstance(value, Fraction) and value.denominator > 1 else str(whole_money(value))
    if kind is Kind.RATE:
        return f"{_decimal(value * 100)}\xa0%"
    words = unit[:-1] if -2 < value < 2 and unit.endswith("s") and unit not in INVARIABLE else unit
    return f"{_decimal(value)} {words}".rstrip()


def whole_money(cents: int | Fraction) -> Money:
    """Give the amount that a person reads of exact cents: to the nearest, as a figure to show and never to pay."""
    return Money(cents) if type(cents) is int else Money.rounded(Fraction(cents), Rounding.HALF_UP)


def _exact_money(cents: Fraction) -> str:
    """Write an amount that is no whole number of cents, so that it stands on its own side of a limit."""
    return f"{_decimal(cents / 100)}\xa0€"


def sentence(term: t.Term) -> str:
    """Say a term in French: a clause for a condition, a noun phrase for a value; no capital, no full stop."""
    return str(_SAYERS[type(term)](term))


def noun_of(node: TraceNode) -> str:
    """Name what a node of a trace holds."""
    if node.word == "fact":
        return node.label or FACTS[node.name].label
    return node.label if node.word == "parameter" else NOUNS.get(node.word, "le résultat du calcul")


def unit_of(node: TraceNode) -> str:
    """Give the unit in which the value of a node is counted."""
    if node.word == "fact" and node.label:
        return node.unit
    return FACTS[node.name].unit if node.word == "fact" else "ans" if node.word in AGES else ""


def show_node(node: TraceNode) -> str:
    """Write what a node holds: its value, or the interval that is still possible."""
    choices = FACTS[node.name].choices if node.word == "fact" and not node.label else {}
    low = show(node.kind, node.low, unit=unit_of(node), choices=choices)
    if node.is_settled:
        return low
    high = show(node.kind, node.high, unit=unit_of(node), choices=choices)
    return "à préciser" if node.kind in (Kind.FLAG, Kind.CHOICE) else f"entre {low} et {high}"


def _decimal(value: int | Fraction) -> str:
    """Write a number with a comma, at most five decimals."""
    if type(value) is int:
        return str(value)
    if value.denominator == 1:
        return str(value.numerator)
    exact = Decimal(round(value * 10**5)) / 10**5
    return f"{exact.normalize():f}".replace(".", ",")


def _unit(term: t.Term) -> str:
    return term.spec.unit if isinstance(term, t.Fact) else "ans" if isinstance(term, t.Age) else ""


def _say_beside(term: t.Term, beside: t.Term) -> str:
    """Say a constant with the unit and the choices of what it stands beside."""
    if not isinstance(term, t.Const):
        return sentence(term)
    choices = beside.spec.choices if isinstance(beside, t.Fact) else {}
    return show(term.kind, term.value, unit=_unit(beside), choices=choices)


def _is_day(term: t.Term) -> bool:
    return term.spec.kind is Kind.DATE if isinstance(term, t.Fact) else isinstance(term, t.Const) and term.kind is Kind.DATE


def _say_comparison(number: str, day: str, computed: str) -> Callable[[t.Comparison], str]:
    def say(term: t.Comparison) -> str:
        is_day = _is_day(term.left) or _is_day(term.limit)
        shape = day if is_day else number if isinstance(term.limit, t.Const) else computed
        return f"{sentence(term.left)} {shape.format(_say_beside(term.limit, term.left))}"

    return say


def _listed(words: list[str], link: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {link} {words[-1]}"


def _say_all(term: t.All) -> str:
    return " et ".join(f"({sentence(part)})" if isinstance(part, t.All | t.Any | t.Not) else sentence(part) for part in term.terms)


def _say_any(term: t.Any) -> str:
    """Say cases one after the other; one that is made of several conditions is set apart by words, better heard than brackets."""
    parts = [f"({sentence(part)})" if isinstance(part, t.Any | t.Not) else sentence(part) for part in term.terms]
    return (", ou bien " if any(isinstance(part, t.All) for part in term.terms) else " ou ").join(parts)


def _say_not(term: t.Not) -> str:
    inner = term.term
    if isinstance(inner, t.Fact):
        return f"{inner.spec.label} : non"
    if isinstance(inner, t.Any):
        return f"aucun de ces cas ne se présente : {' ; '.join(sentence(part) for part in inner.terms)}"
    return f"ce cas ne se présente pas : {sentence(inner)}"


def _say_tiers(term: t.Match, over: t.Term) -> str:
    cases = _listed([f"{_say_beside(case.gives, case.gives)} en tranche {case.key.value}" for case in term.cases], "et")
    withheld = f" (sans avis d’impôt : tranche {sentence(term.over.instead)})" if isinstance(term.over, t.WhenWithheld) else ""
    return f"{cases}{withheld}"


def _say_match(term: t.Match) -> str:
    over = term.over.value if isinstance(term.over, t.WhenWithheld) else term.over
    if isinstance(over, t.TaxTier):
        return _say_tiers(term, over)
    if term.cases[0].key.kind is Kind.FLAG:
        return _say_either(term)
    cases = [f"{sentence(case.gives)} pour « {_say_beside(case.key, over)} »" for case in term.cases]
    rest = [] if term.otherwise is None else [f"{sentence(term.otherwise)} sinon"]
    return f"selon {sentence(term.over)} : {_listed(cases + rest, 'et')}"


def _say_either(term: t.Match) -> str:
    gives = {bool(case.key.value): case.gives for case in term.cases}
    yes, no = (gives.get(answer, term.otherwise) for answer in (True, False))
    said = [] if yes is None else [f"{sentence(yes)} si {sentence(term.over)}"]
    return _listed([*said, *([] if no is None else [f"{sentence(no)} sinon"])], "et")


def _say_lookup(term: t.Lookup) -> str:
    starts = [_say_beside(row.start, term.over) for row in term.rows]
    spans = [f"moins de {starts[1]}", *(f"à partir de {start}" for start in starts[1:])] if len(starts) > 1 else ["toujours"]
    rows = " ; ".join(f"{span}, {sentence(row.gives)}" for span, row in zip(spans, term.rows, strict=True))
    return f"selon {sentence(term.over)} : {rows}"


def _say_times(term: t.Times) -> str:
    for rate, of in ((term.right, term.left), (term.left, term.right)):
        if isinstance(rate, t.Const) and rate.kind is Kind.RATE:
            return f"{sentence(rate)} {_of(_operand(of))}"
        if isinstance(rate, t.Match) and (parts := _parts_of_whole(rate)):
            whole, aside = sentence(of), _listed(parts, "et")
            # Within the brackets that end the sentence already.
            return f"{whole[:-1]} ; {aside})" if whole.endswith(")") else f"{whole} ({aside})"
    return f"{_operand(term.left)} × {_operand(term.right)}"


def _parts_of_whole(term: t.Match) -> list[str]:
    """Say the cases that leave only a part of an amount, where another case leaves it whole; nothing where none does."""
    rates = [case.gives.value for case in term.cases if isinstance(case.gives, t.Const) and case.gives.kind is Kind.RATE]
    if len(rates) < len(term.cases) or 1 not in rates or term.otherwise is not None or term.cases[0].key.kind is not Kind.CHOICE:
        return []
    kept = [case for case, rate in zip(term.cases, rates, strict=True) if rate != 1]
    return [f"{sentence(case.gives)} de ce montant pour « {_say_beside(case.key, term.over)} »" for case in kept]


def _operand(term: t.Term) -> str:
    """Say a term that stands in a calculation: between brackets where it is itself made of several parts."""
    return f"({sentence(term)})" if isinstance(term, _COMPOUND) else sentence(term)


def _of(noun: str) -> str:
    """Put "de" before a noun phrase, with its contractions.

    >>> _of("le montant épargné"), _of("la dépense"), _of("12,00 €")
    ('du montant épargné', 'de la dépense', 'de 12,00 €')
    """
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if noun.startswith(article):
            return contracted + noun.removeprefix(article)
    return f"d’{noun}" if noun[:1] in "aeéiou" else f"de {noun}"


_COMPOUND = (t.Lookup, t.Match, t.Capped, t.Plus, t.Minus, t.Times, t.DividedBy, t.Min, t.Max, t.WhenWithheld)
_SAYERS: Mapping[type, Callable[[Any], str]] = {
    t.Const: lambda term: show(term.kind, term.value),
    t.Fact: lambda term: term.spec.label,
    t.Parameter: lambda term: term.label or f"le paramètre « {term.key} »",
    t.Age: lambda term: AGES[AGE_WORDS[term.at]],
    t.TaxTier: lambda term: TIER,
    t.Plus: lambda term: f"la somme {_listed([_of(sentence(part)) for part in term.terms], 'et')}",
    t.Minus: lambda term: f"{sentence(term.left)} moins {sentence(term.right)}",
    t.Times: _say_times,
    t.DividedBy: lambda term: f"{_operand(term.left)} ÷ {_operand(term.right)}",
    t.Min: lambda term: f"le plus petit entre {_listed([sentence(part) for part in term.terms], 'et')}",
    t.Max: lambda term: f"le plus grand entre {_listed([sentence(part) for part in term.terms], 'et')}",
    t.Capped: lambda term: f"{sentence(term.value)}, dans la limite {_of(sentence(term.limit))}",
    t.Lookup: _say_lookup,
    t.Match: _say_match,
    t.WhenWithheld: lambda term: f"{sentence(term.value)} (sans justificatif : {sentence(term.instead)})",
    t.AtLeast: _say_comparison("est de {} au moins", "est le {} au plus tôt", "atteint {}"),
    t.AtMost: _say_comparison("est de {} au plus", "est le {} au plus tard", "ne dépasse pas {}"),
    t.MoreThan: _say_comparison("est de plus de {}", "est après le {}", "dépasse {}"),
    t.LessThan: _say_comparison("est de moins de {}", "est avant le {}", "reste sous {}"),
    t.Equals: _say_comparison("est : {}", "est le {}", "est égal à {}"),
    t.Between: lambda term: (
        f"{sentence(term.value)} est entre {_say_beside(term.low, term.value)} et {_say_beside(term.high, term.value)} inclus"
    ),
    t.OneOf: lambda term: f"{sentence(term.value)} est : {_listed([_say_beside(item, term.value) for item in term.among], 'ou')}",
    t.All: _say_all,
    t.Any: _say_any,
    t.Not: _say_not,
}
