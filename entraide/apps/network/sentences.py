"""What the audit trail says of the network."""

VERBS = {
    "network.mandates_imported": "Mandats repris d’un système antérieur",
    "network.committees_imported": "Table des comités régionaux complétée",
}
