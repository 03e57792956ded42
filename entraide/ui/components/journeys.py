"""Components that tell a claim's life and reasons: steps, two-person acts, the tree of why."""

from collections.abc import Sequence
from typing import Any

from django.template import Library

from entraide.ui.values import Act, Outcome, Step, StepState, WhyNode


register = Library()

STEP_LOOKS = {
    StepState.DONE: ("check", "Fait"),
    StepState.CURRENT: ("hourglass", "En cours"),
    StepState.AWAITING: ("bell", "À vous"),
    StepState.FAILED: ("x", "Arrêté"),
    StepState.UPCOMING: ("circle-dashed", "À venir"),
}
OUTCOME_LOOKS = {
    Outcome.PASS: ("check", "Remplie"),
    Outcome.FAIL: ("x", "Non remplie"),
    Outcome.CUT: ("scissors", "Limité"),
    Outcome.UNKNOWN: ("circle-question-mark", "À préciser"),
    Outcome.HELD: ("circle-dot", ""),
}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(steps: Sequence[Step], label: str = "Où en est la demande") -> dict[str, Any]:
    """`{% timeline steps %}`: a list of `Step(label, state, on, detail)`; state done, current, awaiting, failed, upcoming."""
    rows = [{"step": step, "icon": STEP_LOOKS[step.state][0], "word": STEP_LOOKS[step.state][1]} for step in steps]
    return {"rows": rows, "label": label}


@register.inclusion_tag("ui/components/two_person_act.html")
def two_person_act(first: Act, second: Act) -> dict[str, Any]:
    """`{% two_person_act prepared released %}`: two `Act(label, who, at)`; the one without `who` is awaited."""
    return {"acts": (first, second)}


def why_rows(nodes: Sequence[WhyNode]) -> list[dict[str, Any]]:
    """Give each condition its icon and word, and its own conditions under it."""
    return [
        {
            "node": node,
            "icon": OUTCOME_LOOKS[node.outcome][0],
            "word": OUTCOME_LOOKS[node.outcome][1],
            "children": why_rows(node.children),
        }
        for node in nodes
    ]


@register.inclusion_tag("ui/components/why.html")
def why(nodes: Sequence[WhyNode]) -> dict[str, Any]:
    """`{% why nodes %}`: a list of `WhyNode(condition, outcome, value, proven_by, rule, source, source_on, effect, children)`.

    outcome: pass, fail, cut, unknown.
    """
    return {"rows": why_rows(nodes), "nested": False}
