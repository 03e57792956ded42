"""What the audit trail says of files."""

VERBS = {
    "documents.kept": "Fichier conservé",
    "documents.read": "Fichier lu par la machine",
    "documents.told": "Facture décrite",
    "documents.destroyed": "Fichier détruit",
    "documents.rewrapped": "Clés de fichiers renouvelées",
}
