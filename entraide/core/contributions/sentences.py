"""What is said of a contribution that cannot be computed."""

REFUSALS = {
    "contributions.rate_missing": (
        "Personne n’a dit le taux de {year} de cette catégorie ({head_class}). "
        "Publiez-le dans les paramètres, puis recommencez : rien n’a été appelé."
    ),
}
