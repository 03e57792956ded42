"""What is said of opening records that cannot be imported, one sentence per fault."""

from entraide.core.refusals import Finding
from entraide.core.tabular.sentences import REFUSALS as CELL_REFUSALS


REFUSALS: dict[str, str] = {
    "opening.missing_file": "Il manque le fichier {file}.",
    "opening.unknown_file": "Le fichier {file} n’est pas attendu. Les fichiers possibles : {expected}.",
    "opening.missing_column": "Il manque la colonne {column}.",
    "opening.unknown_column": "La colonne « {column} » n’est pas attendue. Les colonnes possibles : {expected}.",
    "opening.bad_code": "{column} : « {value} » n’a pas la forme attendue, par exemple {example}.",
    "opening.before_birth": "{column} vient avant la naissance ({born_on}).",
    "opening.ends_before": "{column} vient avant since ({since}).",
    "opening.unwritable_holder": "{column} : la banque ne peut pas écrire « {value} » sur un virement. Écrivez ce nom en lettres latines.",
    "opening.in_the_future": "{column} : le {value} vient après le jour de la reprise ({on}).",
    "opening.negative": "{column} : un appel ne peut pas être négatif ({amount}).",
    "opening.not_positive": "{column} : une prestation réglée est supérieure à zéro ({amount}).",
    "opening.twice": "Cette ligne est déjà à la ligne {first} ({key}).",
    "opening.differs": "{key} n’a pas le même nom ou la même date de naissance qu’à la ligne {first}.",
    "opening.account_differs": "{key} n’a pas le même IBAN qu’à la ligne {first}.",
    "opening.unknown_member": "{column} : aucun adhérent {value} dans members.csv.",
    "opening.unknown_beneficiary": "{column} : aucun bénéficiaire {value} dans beneficiaries.csv.",
    "opening.unknown_dependant": "{column} : {value} n’est pas un ayant droit de ce bénéficiaire dans dependants.csv.",
    "opening.not_on_staff": "{column} : ce bénéficiaire n’est pas inscrit par l’adhérent {value}.",
    "opening.which_member": "{column} : ce bénéficiaire est inscrit par plusieurs adhérents ; indiquez lequel.",
    "opening.unknown_benefit": "{column} : la prestation « {value} » n’est pas au catalogue.",
}


def sentence_of(finding: Finding) -> str:
    """Say one finding of opening records, its file and line first.

    >>> sentence_of(Finding("opening.missing_file", "", {"file": "members.csv"}))
    'Il manque le fichier members.csv.'
    """
    sentence = {**CELL_REFUSALS, **REFUSALS}[finding.code].format(**finding.params)
    return f"{finding.where} : {sentence}" if finding.where else sentence
