"""« Pourquoi ? »: each condition of a decision, the value held, where it came from, the rule's text, its source and its day."""

from collections.abc import Iterator

from entraide.apps.claims.models import Decision
from entraide.core.money import Money
from entraide.core.rules import FACTS, Kind, Proof, Published, TraceNode, from_json, noun_of, show, show_node
from entraide.core.rules.language.parameters import ParameterBook
from entraide.ui.values import Outcome, WhyNode


HEADINGS = {"amount": "Le calcul du montant", "ceiling": "Le plafond {label}"}
ILLUSTRATIVE = " (valeur d’exemple, sans source publique)"
UNCHECKED = " (valeur à confirmer)"
BY_YOU, BY_THE_PERSON = "déclaré par vous", "déclaré par la personne, à vérifier"


def why(decision: Decision, *, parameters: ParameterBook, declared: str = BY_YOU) -> list[WhyNode]:
    """Explain a decision from the trace that it kept; `parameters` only lend their names, `declared` says what nobody has checked."""
    return explained(from_json(decision.trace), parameters=parameters, declared=declared)


def amount_by_rule(decision: Decision) -> Money:
    """Give what the rule came to, in the trace that a decision kept: whoever decided may have granted less."""
    return Money(int(from_json(decision.trace).low))


def explained(root: TraceNode, *, parameters: ParameterBook, declared: str = BY_YOU) -> list[WhyNode]:
    """Explain a trace, with what each step read under it: what refuses first, then the amount, then the rest in the order of reading."""
    rule = root.origin if isinstance(root.origin, Published) else None
    steps = sorted(root.children, key=lambda step: (_outcome(step) is not Outcome.FAIL, step.word != "amount"))
    return [_step(step, rule, parameters, declared) for step in steps]


def _step(step: TraceNode, rule: Published | None, parameters: ParameterBook, declared: str) -> WhyNode:
    label = step.label[:1].upper() + step.label[1:]
    return WhyNode(
        condition=HEADINGS.get(step.word, "{heading}").format(heading=label, label=step.label),
        outcome=_outcome(step),
        value=_value(step),
        rule=_sentence(step),
        source=rule.source if rule else "",
        source_on=rule.since if rule else None,
        effect=_effect(step),
        children=[_leaf(leaf, parameters, declared) for leaf in _leaves(step)],
    )


def _outcome(step: TraceNode) -> Outcome:
    if not step.is_settled:
        return Outcome.UNKNOWN
    if step.kind is Kind.FLAG:
        return Outcome.PASS if step.low else Outcome.FAIL
    if any(node.word == "capped_at" and _is_cut(node) for node in step.walk()):
        return Outcome.CUT
    return Outcome.PASS if step.low > 0 else Outcome.FAIL


def _is_cut(node: TraceNode) -> bool:
    value, limit = node.children
    return value.is_settled and limit.is_settled and value.low > limit.low


def _value(step: TraceNode) -> str:
    if step.word == "ceiling":
        used, limit = step.children
        return f"{show_node(used)} déjà pris sur {show_node(limit)}"
    return show_node(step) if step.kind is Kind.MONEY else ""


def _sentence(step: TraceNode) -> str:
    return "" if step.word == "ceiling" else f"{step.label[:1].upper()}{step.label[1:]}."


def _effect(step: TraceNode) -> str:
    nodes = [node for node in step.walk() if node.withheld]
    own = {node.name: node.label for node in nodes if node.word == "fact" and node.label}
    withheld = ", ".join(own.get(name) or FACTS[name].label for name in dict.fromkeys(name for node in nodes for name in node.withheld))
    return f"Sans justificatif pour {withheld} : le cas prévu par la règle s’applique." if withheld else ""


def _leaves(step: TraceNode) -> Iterator[TraceNode]:
    """Give each fact and each parameter that a step read, once, leaving out what was never asked."""
    seen: set[str] = set()
    for node in step.walk():
        named = node.word in {"fact", "parameter", "age_in_civil_year", "age_on_event_day", "last_day", "tax_tier"}
        key = node.name or node.word
        if named and node.is_settled and key not in seen:
            seen.add(key)
            yield node


NAMES = {
    "age_in_civil_year": "Âge atteint dans l’année civile",
    "age_on_event_day": "Âge le jour de l’événement",
    "last_day": "Dernier jour pour déposer la demande",
    "tax_tier": "Tranche d’imposition",
}


def _leaf(node: TraceNode, parameters: ParameterBook, declared: str) -> WhyNode:
    if isinstance(node.origin, Published):
        spec = parameters.specs.get(node.name)
        note = (ILLUSTRATIVE if node.origin.confidence == "illustrative" else "") + ("" if node.origin.checked else UNCHECKED)
        label = (spec.label if spec else node.name) + note
        return WhyNode(_capital(label), Outcome.HELD, show(node.kind, node.low), source=node.origin.source, source_on=node.origin.since)
    label = noun_of(node) if node.word == "fact" else NAMES[node.word]
    return WhyNode(_capital(label), Outcome.HELD, _shown(node), proven_by=_proof(node, declared))


def _shown(node: TraceNode) -> str:
    return show(node.kind, node.low) if node.word in {"tax_tier", "last_day"} else show_node(node)


def _proof(node: TraceNode, declared: str) -> str:
    if isinstance(node.origin, Proof):
        return f"vérifié par {node.origin.by}, d’après : {node.origin.source}, le {node.origin.on:%d/%m/%Y}"
    return declared if node.word == "fact" else "calculé"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
