"""What the audit trail says of files."""

VERBS = {
    "documents.kept": "Fichier conservé",
    "documents.destroyed": "Fichier détruit",
    "documents.rewrapped": "Clés de fichiers renouvelées",
}
