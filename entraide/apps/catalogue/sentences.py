"""What the audit trail says of the catalogue."""

VERBS = {"catalogue.published": "Fiche de prestation publiée"}
