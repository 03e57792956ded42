"""What a workflow leaves open."""

from typing import Any

from entraide.core.workflow.engine import Workflow, offers


def open_acts(workflow: Workflow[Any, Any], state: Any, facts: Any) -> list[str]:
    """Name the acts open from a state for these facts, in the order of the table."""
    return [offer.transition.name for offer in offers(workflow, state, facts) if offer.is_open]
