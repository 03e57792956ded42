"""What is said of a contribution that cannot be computed."""

REFUSALS = {
    "contributions.rate_missing": (
        "Le taux de {year} n’est pas publié pour un {head_class}. Publiez-le dans les paramètres, puis recommencez : rien n’a été appelé."
    ),
}
