"""What is said of contributions."""

VERBS = {"contributions.imported": "Lignes de cotisation reprises d’un système antérieur", "contributions.called": "Cotisation appelée"}
