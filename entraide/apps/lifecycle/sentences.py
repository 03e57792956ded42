"""What is said of acts with effects in many apps."""

VERBS = {
    "lifecycle.structure_drafted": "Changement de structure préparé",
    "lifecycle.structure_settled": "Changement de structure réglé",
    "lifecycle.structure_applied": "Changement de structure appliqué",
    "lifecycle.structure_undone": "Changement de structure annulé",
    "lifecycle.structure_set_aside": "Changement de structure abandonné",
    "lifecycle.duplicates_searched": "Doublons recherchés",
    "lifecycle.persons_told_apart": "Deux personnes dites distinctes",
    "lifecycle.person_merge_drafted": "Réunion de deux fiches préparée",
    "lifecycle.person_merge_applied": "Deux fiches réunies",
    "lifecycle.person_merge_undone": "Réunion de deux fiches annulée",
    "lifecycle.person_merge_set_aside": "Réunion de deux fiches abandonnée",
    "lifecycle.death_drafted": "Décès préparé",
    "lifecycle.death_applied": "Décès enregistré",
    "lifecycle.death_undone": "Décès annulé",
    "lifecycle.death_set_aside": "Décès abandonné",
    "lifecycle.heirs_contact_changed": "Contact de la succession changé",
    "lifecycle.heirs_file_closed": "Dossier de succession fermé",
}

REFUSALS = {
    "lifecycle.not_structure_keeper": "Seul un chargé d’animation ou un administrateur prépare ou applique un changement de structure.",
    "lifecycle.closed_year": (
        "L’année {year} est close depuis le {closed} : ses chiffres sont définitifs. Choisissez un jour à partir du 1er janvier {first}."
    ),
    "lifecycle.day_too_far": "Le {day} est trop loin : choisissez un jour jusqu’au {last}. Vérifiez l’année.",
    "lifecycle.choice_elsewhere": "Choisissez parmi les organismes qui existent après ce changement.",
    "lifecycle.later_act": "Un changement du {day} concerne aussi ces organismes et vient après celui-ci. Annulez-le d’abord.",
    "lifecycle.register_built_upon": (
        "Le nom, le code, le rattachement, l’adhésion ou un établissement d’un de ces organismes a changé depuis. "
        "Ce changement ne peut plus être annulé : préparez le changement inverse, à sa date."
    ),
    "lifecycle.staff_built_upon": (
        "Des personnes déplacées ont changé de situation depuis, ou d’autres sont arrivées. "
        "Ce changement ne peut plus être annulé : préparez le changement inverse, à sa date."
    ),
    "lifecycle.mandates_built_upon": (
        "Un mandat a été donné ou terminé depuis pour un de ces organismes. "
        "Ce changement ne peut plus être annulé : préparez le changement inverse, à sa date."
    ),
    "lifecycle.claims_built_upon": (
        "Une demande déplacée a été décidée depuis, ou une personne déplacée en a déposé une. "
        "Ce changement ne peut plus être annulé : préparez le changement inverse, à sa date."
    ),
    "lifecycle.money_built_upon": (
        "Le nouvel organisme a été appelé à cotiser depuis. "
        "Ce changement ne peut plus être annulé : préparez le changement inverse, à sa date."
    ),
    "lifecycle.not_your_duplicates": "Votre rôle ne permet pas de comparer ni de réunir des fiches. Demandez à un gestionnaire.",
    "lifecycle.merge_with_oneself": "Les deux fiches sont la même. Choisissez deux fiches différentes.",
    "lifecycle.merge_of_own_file": "L’une de ces fiches est la vôtre. Demandez à un collègue de s’en charger.",
    "lifecycle.nobody_to_merge": "L’une de ces fiches est vide : personne n’y est connu. Il n’y a rien à réunir.",
    "lifecycle.already_absorbed": "L’une de ces fiches a déjà été réunie avec une autre. Partez de la fiche {reference}.",
    "lifecycle.one_is_dead": (
        "Le décès de {name} est connu sur une fiche et pas sur l’autre. Vérifiez qu’il s’agit de la même personne, enregistrez le décès "
        "sur les deux fiches, puis réunissez-les."
    ),
    "lifecycle.notice_to_check_first": (
        "Les deux fiches ont un avis d’impôt {year}, et celui de la fiche {reference} attend d’être vérifié. Vérifiez-le d’abord."
    ),
    "lifecycle.merge_unsettled": "Dites laquelle des deux fiches a raison pour : {facts}.",
    "lifecycle.merge_has_changed": "L’une des fiches a changé depuis cet aperçu. Rien n’a été fait : regardez le nouvel aperçu.",
    "lifecycle.merge_not_waiting": "Cette réunion n’attend plus : elle a été faite, annulée ou abandonnée.",
    "lifecycle.merge_not_applied": "Cette réunion n’est pas en vigueur : il n’y a rien à annuler.",
    "lifecycle.built_upon_merge": "Cette réunion ne peut plus être annulée : {what}. Rien n’a été changé.",
    "lifecycle.not_death_keeper": (
        "Votre rôle ne permet pas d’enregistrer un décès, ou il s’agit de votre propre dossier : demandez à un autre gestionnaire."
    ),
    "lifecycle.death_day_refused": "Un décès se place entre la naissance, le {born}, et aujourd’hui. Vérifiez la date.",
    "lifecycle.death_already_known": "Le décès de cette personne est déjà enregistré, ou préparé. Ouvrez son dossier de succession.",
    "lifecycle.death_not_waiting": "Ce décès est déjà enregistré, annulé ou abandonné : rien n’a été fait une deuxième fois.",
    "lifecycle.death_has_changed": "La situation a changé depuis cet aperçu. Rien n’a été fait : regardez à nouveau ce qui suit.",
    "lifecycle.death_not_applied": "Ce décès n’est pas en vigueur : il n’y a rien à annuler ni à fermer.",
    "lifecycle.built_upon_death": (
        "Ce décès ne peut plus être annulé : l’emploi, l’identité ou le foyer a été corrigé depuis. Annulez d’abord cette correction."
    ),
    "lifecycle.still_owed": "Ce dossier ne peut pas être fermé : il reste {what}.",
}

# On what two persons may differ, before they are joined.
FACTS = {
    "identity": "L’identité",
    "account": "Le compte de connexion",
    "bank": "Le compte bancaire",
    "tax_line": "L’impôt de la ligne 14",
    "affiliation": "L’emploi chez un même employeur",
    "principal": "L’employeur principal",
    "kinship": "Un ayant droit commun",
    "spouse": "Le conjoint",
}


def label_of_fact(fact: str) -> str:
    """Say what two persons differ on, from its code, as "identity" or "tax_line:2024".

    >>> label_of_fact("tax_line:2024")
    'L’impôt de la ligne 14'
    """
    return FACTS[fact.partition(":")[0]]
