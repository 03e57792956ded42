"""What accounts say: verbs of the audit trail, refusals."""

VERBS = {
    "accounts.created": "Compte créé",
    "accounts.activated": "Compte activé par la personne",
    "accounts.activation_issued": "Code d’activation émis",
    "accounts.role_given": "Rôle donné",
    "accounts.role_ended": "Rôle retiré",
    "accounts.hat_changed": "Changement de rôle",
}

REFUSALS = {
    "accounts.activation_refused": (
        "Ces renseignements ne permettent pas d’activer un compte. Vérifiez le code reçu et votre réponse ; "
        "après cinq essais, demandez un nouveau code."
    ),
    "accounts.too_many_attempts": "Trop d’essais ont été faits. Attendez {minutes} minutes, puis recommencez.",
    "accounts.address_taken": "Cette adresse électronique ouvre déjà un compte. Indiquez-en une autre.",
    "accounts.role_already_held": "Cette personne a déjà ce rôle.",
}
