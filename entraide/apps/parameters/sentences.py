"""What is said of parameters."""

VERBS = {"parameters.imported": "Paramètres des règles importés"}
REFUSALS = {
    "tariff.division_unknown": (
        "« {written} » n’est pas une façon de diviser l’année des cotisations : écrivez l’un de ces mots ({known}). Rien n’est publié."
    ),
}
