"""What is said by recourse."""

VERBS: dict[str, str] = {}

REFUSALS: dict[str, str] = {}
