"""What is said by mailroom."""

VERBS: dict[str, str] = {}

REFUSALS: dict[str, str] = {}
