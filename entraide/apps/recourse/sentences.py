"""What is said of re-examinations and of complaints."""

VERBS: dict[str, str] = {
    "recourse.complaint_received": "Réclamation reçue",
    "recourse.complaint_taken": "Réclamation prise en charge",
    "recourse.complaint_answered": "Réponse donnée à une réclamation",
}

REFUSALS: dict[str, str] = {
    "recourse.not_yours": "Ce dossier ne vous est pas ouvert.",
    "recourse.words_missing": "Écrivez en quelques mots ce qui ne va pas, ou la réponse : la personne la lira.",
    "recourse.unknown_cause": "Choisissez dans la liste ce dont il s’agit.",
    "recourse.not_their_claim": "Cette demande n’est pas celle de la personne qui réclame. Choisissez-en une dans la liste, ou aucune.",
    "recourse.complaint_answered": "Cette réclamation a déjà reçu sa réponse. Rechargez la page pour la lire.",
    "recourse.change_missing": (
        "Dites ce que la réclamation a changé : le code de la règle, l’écran ou le texte. Si elle n’a rien changé, choisissez « rien »."
    ),
}
