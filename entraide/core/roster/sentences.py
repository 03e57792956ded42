"""What is said of a nominative list that cannot be applied, one sentence per fault."""

from entraide.core.refusals import Finding
from entraide.core.tabular.sentences import REFUSALS as CELL_REFUSALS


REFUSALS: dict[str, str] = {
    "roster.missing_column": "Il manque la colonne « {column} ». Titres trouvés : {found}.",
    "roster.column_twice": "Deux colonnes peuvent être « {column} » : « {first} » et « {second} ». Gardez-en une seule.",
    "roster.social_security_column": (
        "La colonne {column} contient des numéros de sécurité sociale. L’association n’en garde jamais : "
        "retirez cette colonne de votre fichier, puis renvoyez-le. Rien n’a été gardé."
    ),
    "roster.social_security_number": "{column} : c’est un numéro de sécurité sociale. L’association n’en garde jamais : retirez-le.",
    "roster.impossible_birth": "{column} : le {value} est impossible pour une personne de la liste {year}.",
    "roster.arrived_too_young": "{column} : le {value}, cette personne avait {age} ans. Vérifiez les deux dates.",
    "roster.arrival_after_year": (
        "{column} : le {value} vient après l’année {year} de la liste. Mettez cette personne sur la liste suivante."
    ),
    "roster.departure_before_arrival": "{column} : le {value} vient avant l’arrivée, le {since}.",
    "roster.contract_before_arrival": "{column} : le {value} vient avant l’arrivée, le {since}. Vérifiez les deux dates.",
    "roster.bad_time_share": "{column} : « {value} » n’est pas une part de temps. Écrivez un pourcentage de 1 à 100, par exemple 80 %.",
    "roster.departed_long_ago": "{column} : le {value} est trop ancien pour la liste {year}. Retirez cette ligne.",
    "roster.same_person_twice": (
        "{name} est déjà à la ligne {first}, avec la même date de naissance. Gardez une seule ligne ; "
        "s’il s’agit de deux personnes, ajoutez à l’une son second prénom."
    ),
    "roster.same_matricule_twice": "{column} : « {value} » est déjà à la ligne {first}. Chaque personne a le sien.",
}


def sentence_of(finding: Finding) -> str:
    """Say one finding of the list, its line first.

    >>> sentence_of(Finding("tabular.blank", "ligne 4", {"column": "Nom"}))
    'Ligne 4. Nom : la cellule est vide, elle doit être remplie.'
    """
    sentence = {**CELL_REFUSALS, **REFUSALS}[finding.code].format(**finding.params)
    return f"{finding.where.capitalize()}. {sentence}" if finding.where else sentence
