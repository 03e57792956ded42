"""What is said of acts on a person's file."""

VERBS = {
    "beneficiaries.dependant_added": "Ayant droit ajouté",
    "beneficiaries.dependant_confirmed": "Identité d’un ayant droit vérifiée",
    "beneficiaries.dependant_removed": "Ayant droit retiré du foyer",
    "beneficiaries.opener_named": "Choix du parent qui ouvre le droit",
    "beneficiaries.custody_changed": "Garde d’un enfant changée",
    "beneficiaries.tax_line_recorded": "Impôt de la ligne 14 enregistré",
    "beneficiaries.bank_details_changed": "Coordonnées bancaires changées",
    "beneficiaries.ibans_rewrapped": "IBAN chiffrés à nouveau",
    "beneficiaries.imported": "Bénéficiaires repris d’un système antérieur",
    "beneficiaries.dependants_imported": "Ayants droit repris d’un système antérieur",
    "beneficiaries.tax_lines_imported": "Lignes 14 reprises d’un système antérieur",
    "beneficiaries.accounts_linked": "Comptes rattachés aux dossiers",
    "beneficiaries.roster_previewed": "Liste du personnel envoyée",
    "beneficiaries.roster_doubts_answered": "Doutes d’une liste du personnel réglés",
    "beneficiaries.roster_set_aside": "Liste du personnel abandonnée",
    "beneficiaries.roster_applied": "Liste du personnel appliquée",
    "beneficiaries.roster_undone": "Liste du personnel annulée",
}

REFUSALS = {
    "beneficiaries.account_already_open": "Cette personne a déjà un compte. Elle peut demander un nouveau mot de passe.",
    "beneficiaries.file_not_open": (
        "Aucun droit n’est ouvert aujourd’hui sur ce dossier : votre collectivité ne l’a pas, ou ne l’a plus, sur sa liste. "
        "Appelez votre association si vous pensez que c’est une erreur."
    ),
    "beneficiaries.spouse_already_held": (
        "Votre foyer compte déjà {name} comme conjoint. Si votre situation a changé, retirez d’abord cette personne de votre foyer."
    ),
    "beneficiaries.no_such_choice": "Ce choix n’est pas possible pour cet enfant. Ouvrez « Mon foyer », puis choisissez à nouveau.",
    "beneficiaries.no_address": "Le dossier de cette personne n’a pas d’adresse électronique. Remettez-lui un courrier.",
    "beneficiaries.not_your_file": "Ce dossier n’est pas le vôtre : vous ne pouvez pas le modifier.",
    "beneficiaries.not_your_member": "Vous n’êtes pas correspondant de cette collectivité : sa liste ne peut pas être changée par vous.",
    "beneficiaries.roster_faults": (
        "Ce fichier contient des erreurs ({count}). Rien n’a été changé : corrigez-les, puis envoyez le fichier à nouveau."
    ),
    "beneficiaries.roster_not_waiting": (
        "Cette liste n’attend plus d’être appliquée. Rien n’a été changé : envoyez votre fichier à nouveau."
    ),
    "beneficiaries.staff_has_changed": (
        "Votre personnel a changé depuis cette vérification. Rien n’a été appliqué : envoyez votre fichier à nouveau, "
        "puis regardez ce qui change."
    ),
    "beneficiaries.doubts_remain": "Des doutes restent sans réponse ({count}). Dites pour chacun s’il s’agit de la même personne.",
    "beneficiaries.removes_too_many": (
        "Cette liste retire {count} personnes sur {staff} : il en manque peut-être une partie. "
        "Confirmez qu’elle est complète pour l’appliquer."
    ),
    "beneficiaries.not_the_last_roster": "Seule la dernière liste appliquée peut être annulée. Rien n’a été changé.",
    "beneficiaries.something_rests_on_roster": (
        "Cette liste ne peut plus être annulée : depuis, une demande, un compte, un code d’activation, un compte bancaire, un ayant "
        "droit ou une correction concerne une personne qu’elle a changée. Envoyez une nouvelle liste qui corrige ce qui doit l’être."
    ),
}
