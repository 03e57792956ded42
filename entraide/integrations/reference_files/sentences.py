"""What is said of a reference file that cannot be read."""

REFUSALS: dict[str, str] = {
    "reference.unknown_layout": (
        "Les colonnes de « {file} » ne sont pas celles attendues. Trouvées : {found}. Colonnes attendues : {expected}."
    ),
    "reference.which_year": (
        "Ni le nom de « {file} » ni ses colonnes ne disent de quelle année il est. "
        "Nommez-le comme l’éditeur (par exemple v_commune_2026.csv) ou précisez --year."
    ),
    "reference.other_year": "« {file} » est de l’année {said}, et --year dit {year}. Rien n’a été changé. Retirez --year.",
    "reference.no_file": "Aucun fichier à cet endroit : {file}.",
    "reference.no_shipped_year": "Les fichiers livrés vont de {first} à {last} : pour l’année {year}, donnez le fichier avec --file.",
    "reference.bad_number": "« {value} » n’est pas un nombre d’habitants.",
    "reference.bad_code": "« {value} » n’est pas un code INSEE (cinq caractères).",
    "reference.bad_day": "« {value} » n’est pas une date (attendu : 2026-01-01).",
    "reference.no_name": "Le nom manque.",
    "reference.siren_twice": "Le SIREN {siren} est déjà à la ligne {first}.",
    "reference.code_twice": "Le code INSEE {code} est déjà à la ligne {first}.",
}
