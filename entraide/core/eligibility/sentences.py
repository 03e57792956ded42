"""Why a person has rights or not, in French."""

REASONS = {
    "eligibility.lasting_contract": "Le contrat n’a pas de terme : la condition de six mois est remplie.",
    "eligibility.six_months": "Les contrats comptent {days} jours en tout : six mois au moins.",
    "eligibility.too_short": "Les contrats comptent {days} jours en tout : il en faut {wanted}, soit six mois.",
    "eligibility.contract_unknown": "La nature ou la fin du contrat n’est pas connue.",
    "eligibility.paid_leave": "Congé non rémunéré, après six mois payés dans l’année, et l’employeur cotise.",
    "eligibility.leave_too_early": "Congé non rémunéré, avec {days} jours payés dans l’année : il en faut {wanted}.",
    "eligibility.leave_without_contribution": "Congé non rémunéré, et l’employeur ne cotise pas pour cette personne.",
    "eligibility.leave_contribution_unknown": "Congé non rémunéré : on ne sait pas si l’employeur cotise pour cette personne.",
    "eligibility.availability": "La disponibilité n’ouvre pas de droits.",
    "eligibility.seconded_out": "Le détachement hors de la collectivité n’ouvre pas de droits chez elle.",
    "eligibility.volunteer_firefighter": "Le volontariat des sapeurs-pompiers n’ouvre pas de droits.",
    "eligibility.retiree_designated": "Personne retraitée, désignée par la collectivité.",
    "eligibility.retiree_by_amicale": "Personne retraitée, désignée par une amicale ou un COS.",
    "eligibility.retiree_not_designated": "Personne retraitée que personne n’a désignée.",
    "eligibility.retiree_unknown": "Personne retraitée : on ne sait pas si elle est désignée.",
    "eligibility.kept_to_year_end": "La personne est partie dans l’année : ses droits vont jusqu’au 31 décembre.",
    "eligibility.children_of_the_year": "Après le décès, seules les aides aux enfants continuent jusqu’au 31 décembre.",
    "eligibility.died": "Les droits s’arrêtent avec le décès.",
    "eligibility.widowed": "Veuf ou veuve : le conjoint d’un agent décédé n’ouvre pas de droits.",
    "eligibility.nothing_held": "Aucun emploi ni retraite n’est connu ce jour-là.",
}
