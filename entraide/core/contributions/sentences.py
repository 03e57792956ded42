"""What is said of a contribution that cannot be computed."""

REFUSALS = {
    "contributions.rate_missing": (
        "Le taux de {year} n’est pas publié pour un {head_class}. Publiez-le dans les paramètres, puis recommencez : rien n’a été appelé."
    ),
    "contributions.deposit_columns": "La première ligne du fichier doit porter les titres {expected}.",
    "contributions.deposit_number": "Ligne {line} : il manque le numéro du document.",
    "contributions.deposit_status": "Ligne {line}, {number} : le statut « {said} » n’est pas connu.",
    "contributions.deposit_day": "Ligne {line}, {number} : « {said} » n’est pas une date ; écrivez 2024-10-15 ou 15/10/2024.",
    "contributions.deposit_unknown": "Ligne {line} : aucun document ne porte le numéro {number}.",
    "contributions.deposit_order": "Ligne {line}, {number} : « {said} » ne peut pas suivre « {held} ».",
    "contributions.deposit_future": "Ligne {line}, {number} : le {said} n’est pas encore passé.",
    "contributions.deposit_before": "Ligne {line}, {number} : le {said} est avant le dernier statut, du {held}.",
}
