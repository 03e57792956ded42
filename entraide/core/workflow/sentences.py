"""What the tables of transitions say in French: one sentence per reason that closes an act."""

REFUSALS: dict[str, str] = {
    "workflow.refused": "{reason}",
    "workflow.not_from_here": "Cette action n’est plus possible : l’état a changé entre-temps.",
    "workflow.wrong_actor": "Cette action ne vous revient pas.",
    # Claims.
    "workflow.own_claim": "Vous ne pouvez pas instruire votre propre demande.",
    "workflow.household_claim": "Vous ne pouvez pas instruire la demande d’une personne de votre foyer.",
    "workflow.own_decision": "Vous avez pris la décision dont il s’agit : une autre personne doit la revoir.",
    "workflow.already_decided": "Cette demande a déjà reçu une décision.",
    "workflow.documents_missing": "Il manque {count} pièce(s) justificative(s).",
    "workflow.documents_to_correct": "{count} pièce(s) justificative(s) restent à corriger.",
    "workflow.documents_to_check": "{count} pièce(s) justificative(s) attendent d’être vérifiées.",
    "workflow.facts_unproved": "Avant d’accorder, vérifiez : {facts}.",
    "workflow.hints_to_look_into": "{count} indice(s) demandent le regard d’un gestionnaire.",
    "workflow.nothing_to_correct": "Indiquez d’abord quelle pièce est à corriger, et pourquoi.",
    "workflow.time_barred": "La date limite de dépôt est dépassée : la demande ne peut pas être accordée.",
    "workflow.outcome_refused": "Les règles de la prestation conduisent à un refus.",
    "workflow.outcome_unknown": "Les règles ne peuvent pas encore conclure : une information manque.",
    "workflow.amount_not_positive": "Le montant accordé doit être supérieur à zéro.",
    "workflow.amount_above_rules": "Le montant accordé ne peut pas dépasser {allowed}, montant donné par les règles.",
    # Acts that are looked at before they are applied.
    "workflow.act_impossible": "Ce changement n’est plus possible tel quel. Abandonnez-le, puis préparez-en un autre.",
    "workflow.act_has_changed": (
        "La situation a changé depuis le dernier aperçu : rien n’a été appliqué. Relisez l’aperçu d’aujourd’hui, enregistrez-le, "
        "puis appliquez."
    ),
    "workflow.act_too_early": "Ce changement prend effet le {day}. Il reste prêt : appliquez-le à partir de ce jour.",
    # Payments.
    "workflow.order_in_batch": (
        "Le virement de cette demande est dans un lot qui n’est pas encore parti. Faites annuler ce lot par la comptabilité, puis décidez."
    ),
    "workflow.order_gone": (
        "{gone} sont déjà partis à la banque pour cette demande : le montant ne peut plus descendre en dessous. La plateforme ne "
        "redemande pas encore une somme versée : gardez au moins ce montant, et signalez l’écart à la comptabilité."
    ),
    "workflow.order_came_back": (
        "Le virement de cette demande est revenu de la banque. Attendez que la personne donne un autre compte, ou n’accordez rien : "
        "un autre montant repartirait vers le même compte."
    ),
    "workflow.bank_amount_differs": "Le montant porté par la banque ({bank}) n’est pas celui du paiement ({ordered}).",
    "workflow.other_attempt": "La ligne de la banque porte sur une autre émission de ce virement.",
    "workflow.same_bank_details": "De nouvelles coordonnées bancaires sont nécessaires pour émettre à nouveau ce virement.",
    "workflow.too_many_attempts": "Ce virement a déjà été émis {count} fois : payez par un autre moyen.",
    "workflow.same_person": "Le lot doit être validé par une autre personne que celle qui l’a préparé.",
    "workflow.empty_batch": "Le lot ne contient aucun virement.",
    "workflow.total_differs": "Le total du lot ({held}) n’est plus celui qui a été préparé ({prepared}).",
    "workflow.execution_day_past": "La date d’exécution demandée est passée : préparez un nouveau lot.",
}
