"""What the audit trail says of messages."""

VERBS = {
    "notifications.account_mail": "Courriel de sécurité envoyé",
}
