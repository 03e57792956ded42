"""The JSON of `rules evaluate` and `rules entitlements`: stable keys, values written as the files write them."""

from collections.abc import Mapping
from typing import Any

from entraide.config.rules.decisions import Decided
from entraide.config.rules.faults import faults_json
from entraide.core.money import Money
from entraide.core.rules import FactSpec, Kind, Native, Outcome, Revision, TraceNode, noun_of
from entraide.core.rules.exploring.nearest import Nearest
from entraide.core.rules.language.constants import write
from entraide.core.rules.language.known import Value, kind_of_native, to_reckon
from entraide.core.rules.language.terms import Const
from entraide.core.rules.telling.explanation import calculation_of, comparisons_of, is_held, origin_of


Plain = dict[str, Any]


def decision_json(decided: Decided) -> Plain:
    """Write one decision whole."""
    return {
        "benefit": decided.revision.code,
        "name": decided.revision.name,
        "revision": _revision(decided.revision),
        "filed_on": decided.filed_on.isoformat(),
        **outcome_json(decided.outcome, decided.revision.specs),
        "conditions": [_condition(step) for step in decided.outcome.trace.children if step.word == "condition"],
        "calculation": [
            {"what": step.said, "value": value_of(step.node), "source": origin_of(step.node)}
            for amount in decided.outcome.trace.children
            if amount.word == "amount"
            for step in calculation_of(amount)
        ],
        "ceilings": [_ceiling(step) for step in decided.outcome.trace.children if step.word == "ceiling"],
        "nearest": nearest_json(decided.nearest),
        "reopens": [{"ceiling": key, "on": day.isoformat()} for key, day in decided.reopens.items()],
        "unread": list(decided.unread),
    }


def outcome_json(outcome: Outcome, specs: Mapping[str, FactSpec]) -> Plain:
    """Write an answer: its status, its bounds, why it is refused, what is missing."""
    return {
        "status": outcome.status.value,
        "amount": money_of(outcome.amount),
        "low": money_of(outcome.low),
        "high": money_of(outcome.high),
        "last_day": outcome.last_day.isoformat() if outcome.last_day else None,
        "reasons": [
            {
                "code": reason.code,
                "sentence": reason.sentence,
                "comparisons": [
                    {
                        "fact": miss.fact,
                        "value": native_of(miss.value),
                        "limit": native_of(miss.limit),
                        "distance": native_of(miss.distance),
                        "alone": miss.is_alone,
                        "sentence": miss.sentence,
                    }
                    for miss in reason.misses
                ],
            }
            for reason in outcome.reasons
        ],
        "missing": [_question(specs, name) for name in outcome.missing],
        "cuts": [
            {"code": each.code, "before": money_of(each.before), "after": money_of(each.after), "sentence": each.sentence}
            for each in outcome.cuts
        ],
        "faults": faults_json(outcome.faults),
    }


def nearest_json(nearest: Nearest | None) -> Plain | None:
    """Write what would turn a refusal round."""
    if nearest is None:
        return None
    return {
        "changes": [
            {
                "fact": change.fact,
                "before": native_of(change.before),
                "after": native_of(change.after),
                "fixed": change.is_fixed,
                "sentence": change.sentence,
            }
            for change in nearest.changes
        ],
        "status": nearest.outcome.status.value,
        "amount": money_of(nearest.outcome.amount),
    }


def money_of(amount: Money | None) -> str | None:
    """Write an amount as the files do."""
    return None if amount is None else str(write(Const(Kind.MONEY, amount.cents)))


def native_of(value: Native | None) -> str | int | bool | None:
    """Write a value as the files do."""
    kind = kind_of_native(value)
    return None if value is None or kind is None else _plain(kind, to_reckon(value))


def value_of(node: TraceNode) -> Any:
    """Write what a node holds: a value, or an interval."""
    low = _plain(node.kind, node.low)
    return low if node.is_settled else {"from": low, "to": _plain(node.kind, node.high)}


def _plain(kind: Kind, value: Value) -> str | int | bool:
    if kind is Kind.MONEY and not isinstance(value, int):
        value = round(value)  # type: ignore[arg-type]
    return write(Const(kind, value))


def _revision(revision: Revision) -> Plain:
    return {
        "since": revision.since.isoformat(),
        "source": revision.source,
        "confidence": revision.confidence.value,
        "digest": revision.digest,
    }


def _condition(step: TraceNode) -> Plain:
    comparisons = [
        {
            "what": noun_of(each.held),
            "holds": each.holds,
            "value": value_of(each.held),
            "limits": [value_of(limit) for limit in each.limits],
            "read": [{"name": node.name, "kind": node.word, "value": value_of(node), "source": origin_of(node)} for node in each.read],
        }
        for each in comparisons_of(step)
    ]
    return {"code": step.name, "sentence": step.label, "holds": is_held(step), "comparisons": comparisons}


def _ceiling(step: TraceNode) -> Plain:
    used, limit = step.children
    return {"key": step.name, "period": step.label, "used": value_of(used), "limit": value_of(limit)}


def _question(specs: Mapping[str, FactSpec], name: str) -> Plain:
    spec = specs[name]
    return {"fact": name, "label": spec.label, "question": spec.question}
