"""What is said of claims."""

CORRECTION_REASONS = {"illegible": "illisible", "incomplete": "incomplet", "wrong": "ne correspond pas", "outdated": "trop ancien"}

SAME_CHILD_ELSEWHERE = (
    "Un enfant de mêmes nom, prénom et date de naissance figure dans un autre foyer. "
    "Demandes de ce foyer pour cette prestation : {claims}. Les plafonds par enfant sont comptés ensemble."
)

VERBS = {
    "claims.population_entered": "Demandes d’une population synthétique écrites",
    "claims.imported": "Prestations reprises d’un système antérieur",
    "claims.started": "Demande commencée",
    "claims.answered": "Réponse enregistrée",
    "claims.paper_added": "Pièce ajoutée",
    "claims.paper_removed": "Pièce retirée",
    "claims.filed": "Demande déposée",
    "claims.keyed": "Demande saisie pour la personne",
    "claims.paper_came": "Pièce arrivée par courrier",
    "claims.message_written": "Message écrit à propos d’une demande",
    "claims.withdrawn": "Demande retirée par la personne",
    "claims.taken": "Demande prise en charge",
    "claims.paper_accepted": "Pièce vérifiée",
    "claims.correction_asked": "Correction demandée",
    "claims.paper_asked": "Pièce demandée",
    "claims.paper_corrected": "Pièce envoyée par la personne",
    "claims.reminded": "Rappel de ce qui est attendu",
    "claims.answered_late": "Demande reprise : la pièce est venue après le classement",
    "claims.granted": "Demande accordée",
    "claims.refused": "Demande refusée",
    "claims.closed": "Demande classée sans suite",
    "claims.closed_by_death": "Demandes closes par un décès",
    "claims.opened_again": "Demande rouverte pour être décidée à nouveau",
    "claims.reopened": "Demandes rouvertes : décès annulé",
    "claims.paid": "Demande payée par la banque",
    "claims.returned": "Virement retourné par la banque",
}

REFUSALS = {
    "claims.not_yours": "Cette demande ne vous est pas ouverte.",
    "claims.unknown_benefit": "Cette prestation n’existe pas ou n’est plus ouverte. Choisissez-en une dans « Mes droits ».",
    "claims.not_payable": (
        "« {name} » ne peut pas encore être demandée en ligne : son montant est à confirmer, ou elle n’est pas payée par virement."
    ),
    "claims.not_of_your_household": ("Cette personne ne figure pas dans votre foyer. Ajoutez-la dans « Mon foyer », puis recommencez."),
    "claims.opened_by_other_parent": (
        "Le droit est ouvert par l’autre parent de cet enfant : c’est à cette personne de faire la demande. "
        "Pour l’ouvrir vous-même, l’autre parent et vous devez le dire dans « Mon foyer », sous le nom de l’enfant."
    ),
    "claims.not_a_draft": "Cette demande est déjà déposée : elle ne peut plus être modifiée ici.",
    "claims.answer_refused": "La réponse donnée pour « {label} » n’est pas possible. Vérifiez-la, puis enregistrez à nouveau.",
    "claims.before_the_rules": (
        "Aucune demande n’est possible ici pour un jour d’avant le {first} : aucune règle plus ancienne n’y est gardée. Vérifiez l’année."
    ),
    "claims.changed_since_review": (
        "Votre demande a changé depuis que vous l’avez relue, dans une autre fenêtre : la voici telle qu’elle est maintenant. "
        "Relisez-la, puis envoyez."
    ),
    "claims.no_rights_then": (
        "Le {day}, cette personne n’avait pas de droits ouverts pour cette prestation. Vérifiez le jour où le dossier a été reçu."
    ),
    "claims.incomplete": "Il manque encore : {missing}. Complétez votre demande avant de l’envoyer.",
    "claims.no_rights": (
        "Vos droits ne sont pas ouverts aujourd’hui : la demande ne peut pas être déposée. Adressez-vous à votre correspondant."
    ),
    "claims.document_settled": "Cette pièce a déjà été traitée.",
    "claims.reason_missing": "Indiquez la raison en quelques mots : elle sera lue par la personne.",
    "claims.other_revision": (
        "Le {day} relève d’une autre version de la prestation que celle de cette demande. Classez-la sans suite, en disant pourquoi : "
        "la personne pourra en déposer une nouvelle."
    ),
    "claims.unknown_reason": "Choisissez une raison dans la liste : elle sera lue par la personne.",
    "claims.unknown_paper": "Choisissez la pièce, et dites en quelques mots ce que la personne doit envoyer.",
    "claims.asked_already": "Cette pièce est déjà demandée : la personne a encore le temps de répondre.",
    "claims.wrong_arrival": "Donnez le jour où le dossier complet est arrivé : aujourd’hui au plus tard.",
    "claims.begun_elsewhere": (
        "Cette demande est déjà commencée, en ligne ou avec une autre personne du service : "
        "la personne la termine dans son espace, ou le service instructeur la saisit avec elle."
    ),
    "claims.too_late_for_papers": "Cette demande n’attend plus de pièce : elle est décidée, retirée, ou close.",
    "claims.thread_closed": "Cette demande est retirée : plus personne n’y répond. Déposez-en une autre, ou écrivez depuis celle-là.",
    "claims.message_refused": "Écrivez votre message, en {longest} caractères au plus.",
    "claims.not_filed": "Cette demande est encore un brouillon : elle ne peut pas être décidée.",
}
