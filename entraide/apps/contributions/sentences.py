"""What is said of contributions."""

VERBS = {
    "contributions.imported": "Lignes de cotisation reprises d’un système antérieur",
    "contributions.called": "Cotisation appelée",
    "contributions.adjusted": "Cotisation régularisée",
    "contributions.campaign_opened": "Campagne de cotisation ouverte",
    "contributions.campaign_stopped": "Campagne de cotisation arrêtée",
    "contributions.campaign_resumed": "Campagne de cotisation reprise",
    "contributions.campaign_done": "Campagne de cotisation terminée",
    "contributions.campaign_reckoned": "Campagne de cotisation calculée, sans rien écrire",
    "contributions.campaign_launched": "Campagne de cotisation lancée",
    "contributions.campaign_dropped": "Campagne de cotisation abandonnée avant son lancement",
    "contributions.campaign_interrupted": "Campagne de cotisation interrompue",
    "contributions.call_cancelled": "Appel de cotisation annulé",
    "contributions.disputed": "Ligne de cotisation contestée",
    "contributions.dispute_answered": "Réponse donnée à une contestation",
    "contributions.dispute_withdrawn": "Contestation retirée",
    "contributions.trajectory_recorded": "Trajectoire de cotisation enregistrée",
    "contributions.trajectory_ended": "Trajectoire de cotisation retirée",
    "contributions.documents_issued": "Documents de cotisation émis",
    "contributions.document_replaced": "Document de cotisation annulé et remplacé",
    "contributions.received": "Cotisations reçues d’après les lignes de la banque",
    "contributions.deposited": "Documents remis au dossier d’échange",
    "contributions.statuses_read": "Statuts de dépôt lus",
    "contributions.formats_checked": "Fichiers Factur-X contrôlés",
    "contributions.reminded": "Débiteurs de cotisations relancés",
    "contributions.left_out": "Document laissé de côté des relances",
    "contributions.taken_in_again": "Document remis dans les relances",
    "contributions.plan_agreed": "Échéancier convenu",
    "contributions.plan_ended": "Échéancier terminé",
    "contributions.line_settled": "Ligne de banque rapprochée à la main",
    "contributions.receipts_undone": "Encaissement annulé",
    "contributions.surplus_applied": "Trop-perçu affecté à d’autres documents",
    "contributions.surplus_refunded": "Trop-perçu remboursé",
}

REFUSALS = {
    "contributions.ground_missing": "Dites ce que vous contestez, en une phrase.",
    "contributions.line_withdrawn": "Cette ligne a été retirée par une régularisation : il n’y a plus rien à contester.",
    "contributions.dispute_open": "Cette ligne est déjà contestée : la réponse viendra ici.",
    "contributions.answer_missing": "Écrivez la réponse : l’adhérent la lira.",
    "contributions.dispute_answered": "La contestation est {state} : elle n’attend plus de réponse.",
    "contributions.dispute_changes_nothing": (
        "La liste dit toujours ce qui a été appelé : accepter ne changerait rien. "
        "Faites d’abord corriger la liste, ou expliquez pourquoi la ligne est juste."
    ),
    "contributions.trajectory_empty": "Donnez au moins un tarif de départ, de zéro euro ou plus.",
    "contributions.trajectory_too_long": "Une trajectoire arrive au tarif national en {longest} ans au plus, avec un palier au moins.",
    "contributions.trajectory_too_far": "La première année d’une trajectoire va de {first} à {last}.",
    "contributions.floor_above_rate": "Un plancher est un tarif d’entrée : {rate} au plus, le tarif national d’un {head_class} en {year}.",
    "contributions.floor_too_early": "Les comptes de {year} sont clos : un plancher commence en {first} ou plus tard.",
    "contributions.source_missing": "Dites quel texte le décide : la délibération, l’offre ou la convention.",
    "contributions.no_trajectory": "Cet adhérent n’a pas de trajectoire : il paie le tarif national.",
    "contributions.no_list": "Un contrat est en vigueur, mais personne n’est sur la liste du personnel.",
    "contributions.no_contract": "Des personnes sont sur la liste, mais aucun contrat d’adhésion n’est en vigueur dans l’année.",
    "contributions.nobody_counted": (
        "Personne de la liste ne compte : le contrat n’en couvre aucune, ou chacune compte pour un autre adhérent."
    ),
    "contributions.imported_call": "L’appel de l’année vient d’un système antérieur : il n’y a pas de jours par personne à régulariser.",
    "contributions.adjusted_since": "L’adhérent a été régularisé depuis, sur une liste plus récente que celle de cette campagne.",
    "contributions.called_already": "L’appel de {year} est déjà fait : ce qui change depuis se régularise.",
    "contributions.not_called": "La plateforme n’a pas fait l’appel de {year} : il n’y a rien à régulariser.",
    "contributions.cancelled_already": "L’appel de {year} est déjà annulé : rien n’en reste. Vous pouvez appeler cet adhérent de nouveau.",
    "contributions.campaign_made": "L’appel de {year} a déjà sa campagne : ouvrez-la, ou régularisez.",
    "contributions.campaign_open": "Une campagne n’est pas terminée ({kind} {year}) : terminez-la, ou abandonnez-la, d’abord.",
    "contributions.campaign_state": "La campagne est {state} : cette action n’a plus lieu d’être.",
    "contributions.due_too_far": "L’échéance du {due_on} est trop lointaine : choisissez un jour jusqu’au {last_on}.",
    "contributions.nothing_to_cancel": "Aucun appel de {year} fait par cette campagne n’est encore en vigueur : il n’y a rien à annuler.",
    "contributions.call_paid": (
        "De l’argent a été reçu sur un de ses documents : reprenez d’abord ce paiement, ou régularisez au lieu d’annuler."
    ),
    "contributions.call_disputed": "Une de ses lignes est contestée : répondez d’abord à la contestation.",
    "contributions.call_deposited": "Un de ses documents est déjà déposé : annulez cet appel à part, sur le compte de l’adhérent.",
    "contributions.credited_too_much": (
        "Des avoirs ont déjà rendu plus qu’un de ses documents ne demandait : régularisez au lieu d’annuler."
    ),
    "contributions.call_held": (
        "Ligne {line} : l’appel de {year} de l’adhérent {siren} est déjà fait ici. Retirez ses lignes de {year} du fichier, "
        "ou annulez d’abord cet appel."
    ),
    "contributions.nobody_to_call": "Aucun adhérent n’a de contrat ni de liste en {year} : il n’y a personne à appeler.",
    "contributions.nothing_to_adjust": "Aucun appel de {year} n’est connu : il n’y a rien à régulariser.",
    "contributions.not_an_accountant": "Cette action revient à un comptable.",
    "contributions.not_found": "Ce que vous demandez n’existe pas, ou plus.",
    "contributions.due_before_issued": "L’échéance ({due_on}) précède le jour d’émission ({issued_on}) : choisissez un jour plus tardif.",
    "contributions.issued_before_last": (
        "Le document {number} est daté du {last_on} : les numéros suivent les jours, le prochain ne peut pas être daté du {issued_on}."
    ),
    "contributions.taken_back": "Le document {number} est déjà annulé.",
    "contributions.nothing_stands": "Des avoirs ont déjà rendu tout le montant du document {number} : il n’y a rien à remplacer.",
    "contributions.reason_missing": "Dites pourquoi : la raison reste écrite sur le document.",
    "contributions.not_printed": "Le document {number} n’est pas encore imprimé : il n’y a pas de fichier à contrôler.",
    "contributions.check_not_run": "Le contrôle n’a pas pu se faire : le fichier n’a pas de facture lisible, ou l’outil manque.",
    "contributions.debtor_incomplete": (
        "{name} n’a pas d’établissement facturé : enregistrez son SIRET sur sa fiche, puis recommencez. Rien n’a été émis."
    ),
    "contributions.line_taken": "Cette ligne de banque a été rapprochée entre-temps, ou n’est pas un encaissement.",
    "contributions.nothing_chosen": "Choisissez le document que cette ligne paie.",
    "contributions.more_than_owed": (
        "La ligne porte {amount}, il reste {owed} à payer sur ce que vous avez choisi. Ajoutez un document, ou gardez le trop-perçu."
    ),
    "contributions.no_surplus": "Rien n’a été perçu en trop sur le document {number}.",
    "contributions.other_debtor": (
        "{number} n’est pas adressé à {name} : son trop-perçu ne peut pas le payer. "
        "Si l’argent venait d’un autre, reprenez le paiement, puis rapprochez la ligne des deux documents."
    ),
    "contributions.nothing_owed": "Plus rien n’est dû sur ce que vous avez choisi.",
    "contributions.refund_too_high": (
        "La banque a débité {amount}, le trop-perçu n’est que de {surplus} : ce débit rembourse autre chose, ou plusieurs documents."
    ),
    "contributions.list_changed": "La liste a changé entre-temps : relisez-la, puis recommencez. Rien n’est parti.",
    "contributions.hold_in_the_past": "Choisissez aujourd’hui ou un jour plus tardif.",
    "contributions.plan_differs": (
        "Les parts font {planned}, il reste dû {owed} : elles doivent faire la même somme, chacune à un jour différent."
    ),
    "contributions.plan_in_the_past": "Chaque part doit être due aujourd’hui ou plus tard, et d’un montant.",
}
