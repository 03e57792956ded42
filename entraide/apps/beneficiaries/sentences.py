"""What is said of acts on a person's file."""

VERBS = {
    "beneficiaries.dependant_added": "Ayant droit ajouté",
    "beneficiaries.dependant_confirmed": "Identité d’un ayant droit vérifiée",
    "beneficiaries.dependant_removed": "Ayant droit retiré du foyer",
    "beneficiaries.tax_line_recorded": "Impôt de la ligne 14 enregistré",
    "beneficiaries.bank_details_changed": "Coordonnées bancaires changées",
    "beneficiaries.ibans_rewrapped": "IBAN chiffrés à nouveau",
    "beneficiaries.imported": "Bénéficiaires repris d’un système antérieur",
    "beneficiaries.dependants_imported": "Ayants droit repris d’un système antérieur",
    "beneficiaries.tax_lines_imported": "Lignes 14 reprises d’un système antérieur",
    "beneficiaries.accounts_linked": "Comptes rattachés aux dossiers",
}

REFUSALS = {
    "beneficiaries.account_already_open": "Cette personne a déjà un compte. Elle peut demander un nouveau mot de passe.",
    "beneficiaries.no_address": "Le dossier de cette personne n’a pas d’adresse électronique. Remettez-lui un courrier.",
    "beneficiaries.not_your_file": "Ce dossier n’est pas le vôtre : vous ne pouvez pas le modifier.",
}
