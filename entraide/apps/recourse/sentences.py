"""What is said of re-examinations and of complaints."""

VERBS: dict[str, str] = {
    "recourse.reexamination_asked": "Réexamen demandé",
    "recourse.reexamination_withdrawn": "Réexamen retiré par la personne",
    "recourse.reexamination_opened": "Demande rouverte à la suite d’un réexamen",
    "recourse.reexamination_confirmed": "Décision confirmée après réexamen",
    "recourse.reexamination_concluded": "Réexamen conclu par une nouvelle décision",
    "recourse.complaint_received": "Réclamation reçue",
    "recourse.complaint_taken": "Réclamation prise en charge",
    "recourse.complaint_answered": "Réponse donnée à une réclamation",
}

REFUSALS: dict[str, str] = {
    "recourse.not_yours": "Ce dossier ne vous est pas ouvert.",
    "recourse.words_missing": "Écrivez en quelques mots ce qui ne va pas, ou la réponse : la personne la lira.",
    "recourse.nothing_decided": "Cette demande n’a pas de décision à réexaminer. Attendez notre réponse, ou écrivez-nous depuis là.",
    "recourse.too_late": (
        "Le réexamen de cette décision pouvait être demandé jusqu’au {day} inclus. "
        "Si votre situation a changé, déposez une nouvelle demande."
    ),
    "recourse.asked_already": "Le réexamen de cette décision est déjà demandé : réponse attendue avant le {due_on}.",
    "recourse.given_up": (
        "Le réexamen de cette décision a été demandé, puis retiré : la décision tient. "
        "Si votre situation a changé, déposez une nouvelle demande."
    ),
    "recourse.answered_already": "Ce réexamen a déjà sa réponse, ou a été retiré.",
    "recourse.own_decision": "Vous avez pris cette décision : une autre personne doit la réexaminer.",
    "recourse.words_refused": "Écrivez ce que vous avez à dire, en {longest} caractères au plus.",
    "recourse.unknown_cause": "Choisissez dans la liste ce dont il s’agit.",
    "recourse.not_their_claim": "Cette demande n’est pas celle de la personne qui réclame. Choisissez-en une dans la liste, ou aucune.",
    "recourse.complaint_answered": "Cette réclamation a déjà reçu sa réponse.",
    "recourse.change_missing": (
        "Dites ce que la réclamation a changé : le code de la règle, l’écran ou le texte. Si elle n’a rien changé, choisissez « rien »."
    ),
}
