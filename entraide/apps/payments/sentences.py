"""What is said of payments."""

VERBS = {
    "payments.ordered": "Paiement ordonné",
    "payments.given_up": "Paiement abandonné : la décision a changé",
    "payments.reissued": "Paiement émis à nouveau",
    "payments.batch_prepared": "Lot de virements préparé",
    "payments.batch_released": "Lot de virements validé",
    "payments.batch_transmitted": "Lot de virements transmis à la banque",
    "payments.batch_cancelled": "Lot de virements annulé",
    "payments.statement_read": "Relevé de banque lu",
}

REFUSALS = {
    "payments.not_an_accountant": "Cette action revient à un comptable, sous le rôle qui lui est confié.",
    "payments.nothing_to_pay": (
        "Aucun paiement n’est prêt : soit rien n’est dû, soit les coordonnées bancaires manquent ou sont à corriger. "
        "Vérifiez la liste « À payer »."
    ),
    "payments.statement_read_already": "Ce relevé ({identification}) a déjà été lu : rien n’a été changé.",
    "payments.lines_read_already": (
        "Ce relevé reprend des lignes déjà lues dans le relevé {identification} ({count} sur {total}) : rien n’a été changé. "
        "S’il en contient d’autres, demandez à la banque un relevé qui ne porte qu’elles."
    ),
    "payments.execution_day_past": "Ce jour est passé : choisissez aujourd’hui ou un jour à venir.",
    "payments.execution_day_far": "Ce jour est dans plus de {days} jours : vérifiez la date, surtout l’année.",
    "payments.bank_details_changed": (
        "Depuis la préparation, {count} personne(s) de ce lot ont changé de compte. Annulez le lot, puis préparez-le à nouveau."
    ),
    "payments.holder_unwritable": (
        "La banque ne peut pas écrire le nom du titulaire du compte pour le virement « {label} ». Annulez le lot, puis préparez-le à "
        "nouveau : ce paiement attendra que la personne corrige ce nom."
    ),
    "payments.not_reissuable": "Ce virement ne peut pas repartir vers le même compte : attendez de nouvelles coordonnées bancaires.",
}

# What to do about a bank line that speaks of a transfer of ours and moved none, by what was found.
LEFT_TO_SETTLE = {
    "amount_differs": "La banque porte un autre montant que le virement : rien n’a été payé ici. Demandez-lui l’explication.",
    "other_attempt": "La ligne porte sur une ancienne émission de ce virement, remplacée depuis : vérifiez qu’il n’est pas payé deux fois.",
    "not_expected": (
        "Ce virement était déjà payé, déjà retourné, pas encore transmis, ou n’est pas nommé par la banque : "
        "retrouvez-le, et vérifiez qu’il n’est ni payé deux fois ni resté impayé."
    ),
    "batch_differs": "Le débit ne fait pas le total du lot : demandez à la banque le détail des virements, puis importez-le.",
}
