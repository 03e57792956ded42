"""The reasons of an outcome as a decision keeps them."""

from typing import Any

from entraide.core.rules import Outcome


def plain_reasons(outcome: Outcome, act: str) -> list[dict[str, Any]]:
    """Write what refused, or what cut a grant, with its sentence; a closing has the officer's words only."""
    if act == "refuse":
        return [{"code": each.code, "sentence": each.sentence, "near": [miss.sentence for miss in each.misses]} for each in outcome.reasons]
    return [{"code": each.code, "sentence": each.sentence, "near": []} for each in outcome.cuts] if act == "grant" else []
