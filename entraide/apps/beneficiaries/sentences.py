"""What is said of acts on a person's file."""

VERBS = {
    "beneficiaries.dependant_added": "Ayant droit ajouté",
    "beneficiaries.dependant_confirmed": "Identité d’un ayant droit vérifiée",
    "beneficiaries.dependant_removed": "Ayant droit retiré du foyer",
    "beneficiaries.tax_line_recorded": "Impôt de la ligne 14 enregistré",
    "beneficiaries.bank_details_changed": "Coordonnées bancaires changées",
    "beneficiaries.ibans_rewrapped": "IBAN chiffrés à nouveau",
}

REFUSALS = {
    "beneficiaries.not_your_file": "Ce dossier n’est pas le vôtre : vous ne pouvez pas le modifier.",
}
