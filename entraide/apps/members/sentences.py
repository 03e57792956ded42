"""What the audit trail says of members."""

VERBS = {"members.imported": "Adhérents repris d’un système antérieur"}
