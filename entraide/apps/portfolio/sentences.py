"""What is said of the portfolio: acts and refusals."""

VERBS = {
    "portfolio.exchange_noted": "Échange noté",
    "portfolio.exchange_told": "Compte rendu d’un échange prévu",
    "portfolio.exchange_cancelled": "Échange prévu annulé",
    "portfolio.promised": "Promesse faite",
    "portfolio.promise_kept": "Promesse tenue",
    "portfolio.followed": "Organisme suivi",
    "portfolio.stage_moved": "Étape d’un organisme suivi",
    "portfolio.flagged": "Compte signalé à risque",
    "portfolio.unfollowed": "Suivi terminé",
    "portfolio.targets_set": "Objectifs fixés",
}

REFUSALS = {
    "portfolio.not_keeper": "Seuls un chargé d’animation et de développement et la direction tiennent le portefeuille.",
    "portfolio.nothing_said": "Écrivez en quelques mots de quoi il s’agit.",
    "portfolio.exchange_too_far": "Cette date est à plus de deux ans d’aujourd’hui. Vérifiez l’année.",
    "portfolio.exchange_to_come": "Cet échange est prévu le {held_on}. Son compte rendu s’écrit à partir de ce jour.",
    "portfolio.exchange_told": "Le compte rendu de cet échange est déjà écrit.",
    "portfolio.promise_in_the_past": "Une promesse se fait pour aujourd’hui ou plus tard. Corrigez la date.",
    "portfolio.promise_too_far": "Une promesse se fait jusqu’au {last} au plus tard. Vérifiez l’année.",
    "portfolio.promise_kept": "Cette promesse est déjà tenue.",
    "portfolio.is_member": "Cet organisme adhère : il n’est pas à conquérir. Vous pouvez le signaler à risque.",
    "portfolio.not_member": "Cet organisme n’adhère pas : il ne peut pas être à risque. Suivez-le comme un adhérent possible.",
    "portfolio.body_gone": "Cet organisme n’existe plus ce jour-là : écrivez chez celui qui l’a repris.",
    "portfolio.already_followed": "Cet organisme est déjà suivi.",
    "portfolio.not_followed": "Cet organisme n’est pas suivi.",
    "portfolio.stage_not_next": "Cette étape ne vient pas après l’étape actuelle. Choisissez une étape suivante.",
    "portfolio.reason_missing": "Dites pourquoi en une phrase : la personne qui lira le dossier en a besoin.",
    "portfolio.unknown_area": "Ce comité ou cette délégation n’existe pas. Choisissez dans la liste.",
}
