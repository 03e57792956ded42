"""What the audit trail says of parameters."""

VERBS = {"parameters.imported": "Paramètres des règles importés"}
