"""What is said of a contribution that cannot be computed."""

REFUSALS = {
    "contributions.rate_missing": (
        "Le taux de {year} n’est pas publié pour un {head_class}. Publiez-le dans les paramètres, puis recommencez : rien n’a été appelé."
    ),
    "contributions.rate_provisional": (
        "Le taux de {year} n’est pas voté pour un {head_class} : {rate} est le dernier connu, à confirmer. Publiez-le dans les paramètres, "
        "ou demandez expressément l’appel à un taux provisoire. Rien n’a été appelé."
    ),
    "contributions.year_not_open": "La cotisation de {year} s’appelle à partir du 1er octobre {opens_in}.",
    "contributions.year_closed": "Les comptes de {year} sont clos : la première année qui peut encore être appelée est {first}.",
    "contributions.year_lapsed": (
        "Ce qui était dû pour {year} est prescrit (quatre ans, loi du 31 décembre 1968) : la première année qui peut encore être "
        "régularisée est {first}."
    ),
    "contributions.issued_in_future": "Le {issued_on} n’est pas encore passé : un document est daté d’aujourd’hui au plus tard.",
    "contributions.issued_too_early": (
        "Un document de {year} ne peut pas être daté du {issued_on} : le premier jour possible est le {first_on}, "
        "l’appel n’étant pas ouvert ou les comptes étant clos avant."
    ),
    "contributions.deposit_columns": "La première ligne du fichier doit porter les titres {expected}.",
    "contributions.deposit_unreadable": "Ce fichier ne se lit pas comme un tableau : un guillemet n’est sans doute pas refermé.",
    "contributions.deposit_early": "Ligne {line}, {number} : le {said} est avant l’émission du document, du {held}.",
    "contributions.deposit_number": "Ligne {line} : il manque le numéro du document.",
    "contributions.deposit_status": "Ligne {line}, {number} : le statut « {said} » n’est pas connu.",
    "contributions.deposit_day": "Ligne {line}, {number} : « {said} » n’est pas une date ; écrivez 2024-10-15 ou 15/10/2024.",
    "contributions.deposit_unknown": "Ligne {line} : aucun document ne porte le numéro {number}.",
    "contributions.deposit_order": "Ligne {line}, {number} : « {said} » ne peut pas suivre « {held} ».",
    "contributions.deposit_future": "Ligne {line}, {number} : le {said} n’est pas encore passé.",
    "contributions.deposit_before": "Ligne {line}, {number} : le {said} est avant le dernier statut, du {held}.",
}
