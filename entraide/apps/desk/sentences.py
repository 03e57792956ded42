"""What is said of the work at the desk."""

PLANNED = "Une décision groupée est déjà prévue pour cette demande."
NOT_WAITING = "Cette demande n’attend pas de décision."

VERBS: dict[str, str] = {
    "desk.automated": "Décision sans intervention mise en route",
    "desk.automation_stopped": "Décision sans intervention arrêtée",
    "desk.sample_set": "Part relue des décisions des gestionnaires changée",
    "desk.looked_again": "Second regard rendu",
    "desk.opinion_asked": "Avis demandé à un expert",
    "desk.opinion_given": "Avis rendu par un expert",
    "desk.opinion_cancelled": "Demande d’avis annulée",
    "desk.noted": "Note écrite pour les collègues",
    "desk.planned_together": "Décisions groupées prévues",
    "desk.made_together": "Décisions groupées prises",
    "desk.not_made": "Décision groupée impossible pour une demande",
    "desk.seated": "Antennes d’un gestionnaire indiquées",
    "desk.away": "Absence déclarée",
    "desk.back": "Absence terminée ou annulée",
    "desk.handed_over": "Demande confiée à un gestionnaire",
    "desk.view_kept": "Vue enregistrée",
    "desk.view_renamed": "Vue renommée",
    "desk.view_dropped": "Vue supprimée",
    "desk.withdrawn_together": "Décisions groupées annulées avant leur effet",
}

REFUSALS: dict[str, str] = {
    "desk.not_yours": "Cet acte ne revient pas à votre rôle.",
    "desk.not_automatable": (
        "Cette prestation ne peut pas être décidée sans intervention : elle ne peut pas être demandée en ligne aujourd’hui, ou elle est "
        "confidentielle."
    ),
    "desk.automation_stopped": "Cet automatisme est déjà arrêté.",
    "desk.automation_changed": (
        "Quelqu’un a changé cet automatisme depuis l’affichage de cette page : rien n’a été enregistré. Voyez ce qui est en vigueur, "
        "puis enregistrez à nouveau si vous le voulez toujours."
    ),
    "desk.reason_wanted": "Dites pourquoi en quelques mots : l’historique le garde.",
    "desk.cause_wanted": "Dites d’où vient l’erreur : la cause est comptée.",
    "desk.own_decision": "Cette décision est la vôtre : une autre personne doit la relire.",
    "desk.looked_already": "Quelqu’un a déjà relu cette décision.",
    "desk.question_wanted": "Écrivez la question, cochez au moins une page, et donnez un jour à venir pour la réponse.",
    "desk.not_an_expert": "Cette personne ne peut pas donner d’avis sur cette demande. Choisissez-en une autre.",
    "desk.opinion_is_over": "Cet avis n’est plus attendu.",
    "desk.advice_wanted": "Dites votre avis, puis expliquez-le en quelques mots : le gestionnaire décide d’après eux.",
    "desk.note_wanted": "Écrivez la note, en {longest} caractères au plus.",
    "desk.nothing_planned": "Cochez de 1 à {limit} demandes, puis choisissez ce qu’il faut en décider.",
    "desk.planned_already": "Une de ces demandes est déjà dans une autre décision groupée. Rechargez la liste, puis cochez à nouveau.",
    "desk.planned_elsewhere": "Une décision groupée est prévue pour cette demande. Annulez-la avant de décider à la main.",
    "desk.nobody_here": "Aucun gestionnaire de cette antenne n’est présent aujourd’hui : rien n’a été réparti.",
    "desk.share_changed": (
        "Depuis l’affichage de cette répartition, des demandes ont été confiées, prises ou déposées, ou quelqu’un s’est absenté : "
        "rien n’a été confié. Voici la répartition d’après ce qui reste."
    ),
    "desk.span_backwards": "Le dernier jour d’absence doit suivre le premier, et n’être pas déjà passé.",
    "desk.name_taken": "Vous avez déjà une vue de ce nom. Choisissez-en un autre.",
    "desk.bulk_is_made": "Ces décisions sont prises : elles ne peuvent plus être annulées ici. Un réexamen reste possible, une par une.",
}
