"""What accounts say: verbs of the audit trail, refusals."""

VERBS = {
    "accounts.created": "Compte créé",
    "accounts.imported": "Comptes créés en nombre",
    "accounts.activated": "Compte activé par la personne",
    "accounts.activation_issued": "Code d’activation émis",
    "accounts.password_link_sent": "Lien de choix du mot de passe envoyé",
    "accounts.role_given": "Rôle donné",
    "accounts.role_ended": "Rôle retiré",
    "accounts.hat_changed": "Changement de rôle",
    "accounts.second_factor_reset": "Second facteur retiré par un administrateur",
    "accounts.closed": "Compte fermé",
    "accounts.reopened": "Compte rouvert",
    "accounts.second_factors_rewrapped": "Secrets des seconds facteurs chiffrés à nouveau",
}

REFUSALS = {
    "accounts.activation_refused": (
        "Ces renseignements ne permettent pas d’activer un compte. Vérifiez le code reçu et vos réponses. "
        "Après cinq essais, ou si votre collectivité vous a remis le code elle-même, demandez à votre association un code par courrier."
    ),
    "accounts.too_many_attempts": "Trop d’essais ont été faits. Attendez {minutes} minutes, puis recommencez.",
    "accounts.codes_exhausted": (
        "Cinq essais ont échoué avec les codes de cette personne. Un administrateur de l’association doit lui en faire parvenir un nouveau."
    ),
    "accounts.address_taken": "Cette adresse électronique ouvre déjà un compte. Indiquez-en une autre.",
    "accounts.role_already_held": "Cette personne a déjà ce rôle.",
    "accounts.role_not_held": "Cette personne n’a pas ce rôle aujourd’hui.",
    "accounts.not_a_staff_role": "Ce rôle ne se donne pas ici : il vient de la collectivité ou du dossier de la personne.",
    "accounts.own_role": "Vous ne pouvez pas changer vos propres accès. Demandez-le à un autre administrateur.",
    "accounts.last_administrator": "C’est le dernier administrateur. Donnez d’abord ce rôle à une autre personne.",
    "accounts.not_administrator": "Seul un administrateur peut changer les comptes et les rôles.",
}
