"""What is said of the register: acts and refusals."""

VERBS = {
    "members.reference_imported": "Fichier de référence importé",
    "members.register_replayed": "Mouvements réels rejoués sur le répertoire",
    "members.imported": "Adhérents repris d’un système antérieur",
    "members.population_entered": "Adhérents d’une population synthétique écrits",
    "members.registered": "Organisme inscrit au registre",
    "members.attached": "Organisme rattaché à un autre",
    "members.membership_opened": "Adhésion ouverte",
    "members.membership_changed": "Termes d’une adhésion changés",
    "members.notice_given": "Préavis de départ enregistré",
    "members.notice_withdrawn": "Préavis de départ retiré",
    "members.exit_followed": "Droits et mandats terminés avec l’adhésion",
    "members.membership_closed": "Adhésion close",
    "members.membership_cancelled": "Adhésion à venir annulée",
    "members.establishment_recorded": "Établissement enregistré",
    "members.establishment_corrected": "Établissement corrigé",
    "members.establishment_ended": "Établissement fermé",
    "members.billing_references_corrected": "Références de facturation corrigées",
    "members.contact_recorded": "Contact enregistré",
    "members.contact_changed": "Contact corrigé",
    "members.contact_ended": "Contact retiré",
}

REFUSALS = {
    "members.memberships_held": (
        "Cette base contient déjà des adhésions. Rien n’a été écrit : une population synthétique s’écrit dans une base sans adhérent."
    ),
    "members.register_moved": "Le répertoire a changé entre-temps (changement au {on}). Vérifiez de nouveau, puis recommencez.",
    "members.register_not_empty": (
        "Le répertoire contient déjà {count} organismes : les mouvements réels se rejouent sur un répertoire vide. "
        "Pour mettre à jour un répertoire, utilisez « entraide reference import »."
    ),
    "members.later_list": (
        "La liste est de {year}, et nous sommes le {today} : elle réécrirait le présent avec ce qui n’est pas encore. Rien n’a été changé. "
        "Donnez une liste de l’année, ou prenez celle-ci d’avance : ses changements prendront effet le {day} (--force)."
    ),
    "members.older_list": (
        "Le répertoire est à jour de {held} : la liste de {year} est plus ancienne. Rien n’a été changé. Donnez une liste plus récente."
    ),
    "members.too_many_closed": (
        "Cette liste ferait disparaître {count} organismes sur {total}. Elle semble incomplète : rien n’a été changé. "
        "Donnez la liste nationale entière."
    ),
    "members.to_prepare": "{name} ({code}) : adhérent concerné par un changement du {day}. Préparez-le à l’écran « Structures ».",
    "members.held_by_another": (
        "{code} {name} : ce code est tenu au répertoire par « {holder} » ({siren}). "
        "C’est un changement de structure : importez les mouvements d’abord."
    ),
    "members.absent_kept": (
        "Absents de la liste : {count}. Rien n’est fermé tant que des lignes sont laissées : corrigez-les, "
        "puis importez la liste à nouveau."
    ),
    "members.absent_but_member": "« {name} » ({siren}) n’est plus dans la liste, mais adhère encore : préparez le changement de structure.",
    "members.code_unknown": "{code} {name} : aucun organisme du répertoire ne tient ce code, et ce fichier ne donne pas de SIREN.",
    "members.not_register_keeper": "Seul un chargé d’animation ou un administrateur écrit dans le registre.",
    "members.not_own_member": "Vous ne pouvez corriger que les contacts et les références de votre propre organisme.",
    "members.no_contract": "Aucune adhésion ne court ce jour-là. Ouvrez-en une d’abord.",
    "members.no_notice": "Aucun préavis n’est enregistré pour cette adhésion.",
    "members.fact_not_found": "Cette ligne a été changée ou retirée entre-temps. Revenez à la page de l’organisme pour la voir à jour.",
    "members.not_billed": "Aucun établissement n’est facturé aujourd’hui. Demandez à votre chargé d’animation d’en enregistrer un.",
    "members.siret_known": (
        "Ce SIRET est déjà celui d’un établissement de cet organisme depuis le {since} ({name}). Rien n’a été remplacé : "
        "pour le corriger, ouvrez cet établissement depuis la page de l’organisme."
    ),
    "members.name_missing": "Écrivez le nom de l’organisme.",
    "members.siren_known": "Cet organisme est déjà au registre, sous le nom « {name} ». Ouvrez sa page plutôt que de l’inscrire à nouveau.",
    "members.code_for_a_commune": "Seule une commune a un code INSEE. Laissez cette réponse vide.",
    "members.code_missing": "Indiquez le code INSEE de la commune, par exemple 51454.",
    "members.code_of_no_department": "Aucun département ne commence par ce code INSEE. Vérifiez-le.",
    "members.code_elsewhere": "Ce code INSEE est du département {found}, et vous avez indiqué {department}. Vérifiez les deux.",
    "members.unknown_department": "Le département {department} n’existe pas. Écrivez son numéro, par exemple 51, 2A ou 974.",
    "members.bad_code": "Un code INSEE de commune compte cinq signes, par exemple 51454 ou 2A004.",
    "members.code_held": "Le code {code} est déjà celui de {name}. Un changement de structure le fait passer d’une commune à l’autre.",
    "members.since_to_come": "Le {day} est à venir. Un organisme s’inscrit au registre une fois qu’il existe.",
    "members.closed_year": (
        "L’année {year} est close depuis le {closed} : ses chiffres sont définitifs. Choisissez un jour à partir du 1er janvier {first}."
    ),
    "members.day_too_far": "Le {day} est trop loin : choisissez un jour jusqu’au {last}. Vérifiez l’année.",
    "members.body_absent": "« {name} » n’existe pas le {day}. Vérifiez la date, ou cherchez l’organisme qui lui a succédé.",
    "members.body_gone": ("« {name} » n’existe que jusqu’au {last} : rien ne s’y ajoute plus. Cherchez l’organisme qui lui a succédé."),
    "members.attached_to_itself": "Un organisme n’est pas rattaché à lui-même.",
    "members.attached_in_a_circle": "« {name} » est déjà rattaché à cet organisme. Deux organismes ne dépendent pas l’un de l’autre.",
    "members.epci_of_communes": "Seule une commune est membre d’un EPCI, et d’un EPCI seulement.",
    "members.contact_name_missing": "Écrivez le nom du contact.",
    "members.contact_known": "« {name} » est déjà parmi les contacts, avec les mêmes coordonnées.",
    "members.contact_unreachable": "Indiquez au moins une adresse électronique ou un numéro de téléphone.",
}

# Whom a contract covers, by its scope; then each part that a partial one names.
SCOPE_LABELS = {"full": "tout le personnel", "partial": "une partie du personnel", "territorial": "adhésion de territoire"}
COVER_LABELS = {"structure": "venus de {}", "service": "service {}", "retirees": "retraités"}
