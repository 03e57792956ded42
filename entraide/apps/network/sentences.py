"""What is said of the network: acts and refusals."""

VERBS = {
    "network.mandates_imported": "Mandats repris d’un système antérieur",
    "network.committees_imported": "Table des comités régionaux complétée",
    "network.mandate_given": "Mandat donné",
    "network.mandate_ended": "Mandat terminé",
}

REFUSALS = {
    "network.not_mandate_keeper": "Seul un chargé d’animation ou un administrateur peut donner ou terminer un mandat.",
    "network.mandate_held": "Ce mandat est déjà tenu, ou le sera bientôt. Terminez-le d’abord, puis donnez-le à nouveau.",
    "network.mandate_not_held": "Personne ne tient ce mandat aujourd’hui.",
}
