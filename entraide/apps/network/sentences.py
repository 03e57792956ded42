"""What is said of the network: acts and refusals."""

VERBS = {
    "network.mandates_imported": "Mandats repris d’un système antérieur",
    "network.committees_imported": "Table des comités régionaux complétée",
    "network.mandate_given": "Mandat donné",
    "network.mandate_ended": "Mandat terminé",
    "network.mandate_handed_over": "Mandat passé à une autre personne",
    "network.campaign_opened": "Campagne de désignation ouverte",
    "network.campaign_closed": "Campagne de désignation close",
    "network.members_reminded": "Adhérents relancés pour désigner leurs délégués",
    "network.newcomers_asked": "Nouveaux adhérents invités à désigner leurs délégués",
    "network.designation_received": "Délégué désigné",
    "network.designation_confirmed": "Désignation confirmée, mandat donné",
    "network.seat_given": "Siège donné au bureau d’une délégation",
    "network.seat_left": "Siège quitté au bureau d’une délégation",
}

REFUSALS = {
    "network.not_mandate_keeper": "Seul un chargé d’animation ou un administrateur peut donner ou terminer un mandat.",
    "network.mandate_held": "Ce mandat est déjà tenu, ou le sera bientôt. Terminez-le d’abord, puis donnez-le à nouveau.",
    "network.staff_holds_no_mandate": (
        "Cette adresse est celle d’une personne de l’association, qui n’agit pour aucune collectivité. "
        "Choisissez une personne de la collectivité."
    ),
    "network.body_gone": "Cette collectivité n’existe pas ce jour-là : donnez le mandat chez celle qui lui a succédé.",
    "network.no_membership": (
        "Cette collectivité n’adhère pas, et aucune adhésion n’est à venir : personne n’a à agir pour elle. "
        "Enregistrez d’abord son adhésion."
    ),
    "network.other_college": (
        "Cette personne est déjà déléguée de l’autre collège de cette collectivité. "
        "Choisissez quelqu’un d’autre, ou terminez d’abord cet autre mandat."
    ),
    "network.mandate_not_held": "Personne ne tient ce mandat aujourd’hui.",
    "network.same_holder": "Cette personne tient déjà ce mandat. Indiquez l’adresse de celle qui prend la suite.",
    "network.campaign_running": "La campagne « {title} » est en cours. Clôturez-la avant d’en ouvrir une autre.",
    "network.campaign_dates_cross": (
        "Ces dates se croisent : la date limite vient après aujourd’hui, et les mandats commencent à la date limite ou après. Corrigez-les."
    ),
    "network.campaign_closed": "Cette campagne est close. Demandez à votre antenne de changer le mandat.",
    "network.designations_waiting": "Des désignations reçues attendent encore : {count}. Confirmez-les, puis clôturez la campagne.",
    "network.reminded_lately": "Tous les adhérents attendus ont été relancés depuis moins de {days} jours. Attendez avant de recommencer.",
    "network.not_designator": "Seuls le correspondant de cette collectivité et l’association peuvent y désigner un délégué.",
    "network.not_asked": "Cette collectivité n’est plus invitée à désigner : elle n’adhérera plus quand les mandats commenceront.",
    "network.designation_confirmed": "Cette désignation est confirmée : le mandat est donné. Pour en changer, écrivez à votre antenne.",
    "network.designation_not_received": "Personne n’est encore désigné ici. Attendez la réponse de la collectivité, ou saisissez-la.",
    "network.designation_incomplete": "Indiquez le nom du délégué et son adresse électronique.",
    "network.act_in_future": "L’acte de désignation ne peut pas être daté d’un jour à venir. Vérifiez sa date.",
    "network.same_delegate": "Cette personne est déjà désignée par l’autre collège. Choisissez quelqu’un d’autre.",
    "network.no_delegate_mandate": "Cette personne n’est pas déléguée de ce collège dans le département. Donnez-lui d’abord son mandat.",
    "network.seat_held": "Cette personne siège déjà à ce bureau.",
    "network.function_held": "Cette fonction est déjà tenue. Libérez-la d’abord, ou choisissez-en une autre.",
    "network.bureau_full": "Ce bureau compte déjà {most} personnes, le plus qui soit permis.",
    "network.seat_not_held": "Cette personne ne siège plus à ce bureau.",
}
