"""What is said of acts on a person's file."""

VERBS = {
    "beneficiaries.population_entered": "Population synthétique écrite",
    "beneficiaries.dependant_added": "Ayant droit ajouté",
    "beneficiaries.dependant_confirmed": "Identité d’un ayant droit vérifiée",
    "beneficiaries.dependant_removed": "Ayant droit retiré du foyer",
    "beneficiaries.opener_named": "Choix du parent qui ouvre le droit",
    "beneficiaries.custody_changed": "Garde d’un enfant changée",
    "beneficiaries.tax_line_recorded": "Impôt de la ligne 14 enregistré",
    "beneficiaries.tax_notice_sent": "Avis d’impôt envoyé",
    "beneficiaries.tax_notice_checked": "Avis d’impôt vérifié et détruit",
    "beneficiaries.tax_notice_sent_back": "Avis d’impôt à renvoyer, fichier détruit",
    "beneficiaries.tax_campaign_opened": "Campagne des avis d’impôt ouverte",
    "beneficiaries.tax_notices_asked": "Avis d’impôt demandés",
    "beneficiaries.tax_notices_reminded": "Avis d’impôt demandés à nouveau",
    "beneficiaries.cards_issued": "Cartes émises",
    "beneficiaries.cards_revoked": "Cartes annulées",
    "beneficiaries.bank_details_changed": "Coordonnées bancaires changées",
    "beneficiaries.ibans_rewrapped": "IBAN chiffrés à nouveau",
    "beneficiaries.imported": "Bénéficiaires repris d’un système antérieur",
    "beneficiaries.dependants_imported": "Ayants droit repris d’un système antérieur",
    "beneficiaries.tax_lines_imported": "Lignes 14 reprises d’un système antérieur",
    "beneficiaries.accounts_linked": "Comptes rattachés aux dossiers",
    "beneficiaries.roster_previewed": "Liste du personnel envoyée",
    "beneficiaries.roster_kept_unread": "Liste du personnel envoyée, colonnes à nommer",
    "beneficiaries.roster_columns_named": "Colonnes d’une liste du personnel nommées",
    "beneficiaries.roster_columns_forgotten": "Colonnes retenues pour un adhérent oubliées",
    "beneficiaries.roster_drafted": "Formulaire du personnel commencé",
    "beneficiaries.roster_draft_kept": "Page du formulaire du personnel enregistrée",
    "beneficiaries.roster_confirmed": "Personnel confirmé sans changement",
    "beneficiaries.roster_campaign_opened": "Campagne des listes du personnel ouverte",
    "beneficiaries.roster_reminded": "Relance des listes du personnel envoyée",
    "beneficiaries.roster_doubts_answered": "Doutes d’une liste du personnel réglés",
    "beneficiaries.roster_set_aside": "Liste du personnel abandonnée",
    "beneficiaries.roster_applied": "Liste du personnel appliquée",
    "beneficiaries.roster_undone": "Liste du personnel annulée",
    "beneficiaries.employment_changed": "Emploi d’une personne changé",
    "beneficiaries.employment_undone": "Acte sur l’emploi d’une personne annulé",
    "beneficiaries.union_recorded": "Union enregistrée dans un foyer",
    "beneficiaries.union_confirmed": "Union vérifiée",
    "beneficiaries.separated": "Séparation enregistrée",
    "beneficiaries.dependant_died": "Décès d’un ayant droit enregistré",
    "beneficiaries.dependant_linked": "Ayant droit rattaché à son propre dossier",
    "beneficiaries.dependant_unlinked": "Ayant droit détaché de son propre dossier",
    "beneficiaries.certificate_asked": "Certificat demandé à un enfant majeur",
    "beneficiaries.certificate_received": "Certificat envoyé par un enfant majeur",
}

# Why a notice is sent back: what the officer chooses, then what the person is told to do.
NOTICE_REASONS = {
    "illegible": "on ne peut pas tout lire",
    "incomplete": "la page de la ligne 14 manque",
    "other_year": "ce n’est pas l’avis de la bonne année",
    "other_person": "l’avis est au nom de quelqu’un d’autre",
    "not_a_notice": "ce n’est pas un avis d’impôt",
}
NOTICE_REMEDIES = {
    "illegible": "Prenez la photo à plat, en pleine lumière, la page entière.",
    "incomplete": "Envoyez toutes les pages, avec celle où figure la ligne 14.",
    "other_year": "Envoyez l’avis d’impôt {year}, celui que vous avez reçu en {year}.",
    "other_person": "Envoyez l’avis à votre nom, et celui de votre conjoint s’il est imposé à part.",
    "not_a_notice": "L’avis d’impôt se télécharge sur impots.gouv.fr, dans « Documents ».",
}
REVOCATIONS = {
    "lost": "carte perdue ou volée",
    "damaged": "abîmée ou illisible",
    "mistaken": "faite par erreur",
    "renewed": "remplacée par une nouvelle",
    "rights_ended": "fin des droits",
    "death": "décès",
    "left_household": "départ du foyer",
}

REFUSALS = {
    "beneficiaries.real_persons_held": (
        "Cette base contient des personnes qui ne sont pas synthétiques. Rien n’a été écrit : donnez une base vide par DATABASE_URL."
    ),
    "beneficiaries.synthetic_persons_held": (
        "Cette base contient déjà des personnes synthétiques. Rien n’a été écrit : une population s’écrit une fois, dans une base vide."
    ),
    "beneficiaries.notice_year_refused": "L’avis de {year} n’existe pas encore, ou ne sert plus. Choisissez une année de {first} à {last}.",
    "beneficiaries.notice_settled": "{who} s’est occupé de cet avis à {when} : {what}. Rien n’a été changé par vous.",
    "beneficiaries.notice_replaced": "La personne vient d’envoyer un autre fichier. Lisez celui qui s’affiche maintenant.",
    "beneficiaries.own_household": "Cela concerne votre foyer : demandez à un ou une collègue de s’en charger.",
    "beneficiaries.unknown_notice_reason": "Choisissez dans la liste pourquoi cet avis est à renvoyer.",
    "beneficiaries.campaign_too_early": (
        "Les avis de {year} ne se demandent pas aujourd’hui. Une campagne porte sur l’année en cours, dès août, ou sur la précédente."
    ),
    "beneficiaries.no_rights_for_card": (
        "Aucun droit n’est ouvert aujourd’hui pour cette carte. Appelez votre association si vous pensez que c’est une erreur."
    ),
    "beneficiaries.account_already_open": "Cette personne a déjà un compte. Elle peut demander un nouveau mot de passe.",
    "beneficiaries.file_not_open": (
        "Aucun droit n’est ouvert aujourd’hui sur ce dossier : votre collectivité ne l’a pas, ou ne l’a plus, sur sa liste. "
        "Appelez votre association si vous pensez que c’est une erreur."
    ),
    "beneficiaries.spouse_already_held": (
        "Votre foyer compte déjà {name} comme conjoint. Si vous êtes séparés, ou si c’était une erreur, ouvrez « Mon foyer », puis "
        "« Nous sommes séparés » sous son nom."
    ),
    "beneficiaries.oneself_in_household": (
        "Cette personne, c’est vous : vous faites déjà partie de votre foyer. Vérifiez le prénom et la date de naissance."
    ),
    "beneficiaries.child_too_old": "Un enfant naît après son parent. Vérifiez l’année de naissance.",
    "beneficiaries.no_such_choice": "Ce choix n’est pas possible pour cet enfant. Ouvrez « Mon foyer », puis choisissez à nouveau.",
    "beneficiaries.no_address": "Le dossier de cette personne n’a pas d’adresse électronique. Remettez-lui un courrier.",
    "beneficiaries.not_your_file": "Ce dossier n’est pas le vôtre : vous ne pouvez pas le modifier.",
    "beneficiaries.not_your_member": "Vous n’êtes pas correspondant de cette collectivité : sa liste ne peut pas être changée par vous.",
    "beneficiaries.roster_faults": (
        "Ce fichier contient des erreurs ({count}). Rien n’a été changé : corrigez-les, puis envoyez le fichier à nouveau."
    ),
    "beneficiaries.columns_to_name": (
        "Les titres de ce fichier ne sont pas tous reconnus. Dites quelle colonne donne quel renseignement : c’est retenu ensuite."
    ),
    "beneficiaries.roster_year_refused": "Aucune liste de {year} ne se reçoit aujourd’hui : choisissez {years}.",
    "beneficiaries.columns_unsaid": (
        "Dites, pour chaque renseignement obligatoire, quelle colonne de votre fichier le donne, chaque colonne une seule fois."
    ),
    "beneficiaries.added_twice": "{name} est déjà dans votre personnel. Dites ce qui change sur sa ligne plutôt que d’ajouter un agent.",
    "beneficiaries.roster_campaign_already_open": "La campagne {year} est déjà ouverte. Relancez plutôt ceux qui n’ont pas répondu.",
    "beneficiaries.roster_campaign_dates": (
        "Une campagne {year} s’ouvre à partir de novembre de l’année précédente, et sa date limite vient après aujourd’hui, "
        "au plus tard le 31 décembre {year}."
    ),
    "beneficiaries.not_campaign_keeper": "Seul un chargé de développement ouvre ou relance la campagne des listes.",
    "beneficiaries.roster_not_waiting": (
        "Cette liste n’attend plus d’être appliquée. Rien n’a été changé : envoyez votre fichier à nouveau."
    ),
    "beneficiaries.staff_has_changed": (
        "Votre personnel a changé depuis cette vérification. Rien n’a été appliqué : envoyez votre fichier à nouveau, "
        "puis regardez ce qui change."
    ),
    "beneficiaries.doubts_remain": "Des doutes restent sans réponse ({count}). Dites pour chacun s’il s’agit de la même personne.",
    "beneficiaries.removes_too_many": (
        "Cette liste retire {count} de vos {staff} personnes : il en manque peut-être une partie. "
        "Confirmez qu’elle est complète pour l’appliquer."
    ),
    "beneficiaries.not_the_last_roster": "Seule la dernière liste appliquée peut être annulée. Rien n’a été changé.",
    "beneficiaries.something_rests_on_roster": (
        "Cette liste ne peut plus être annulée : depuis, une demande, un compte, un code d’activation, un compte bancaire, un ayant "
        "droit ou une correction concerne une personne qu’elle a changée. Envoyez une nouvelle liste qui corrige ce qui doit l’être."
    ),
    "beneficiaries.death_to_come": "Ce jour est à venir : un décès s’enregistre une fois connu. Vérifiez la date.",
    "beneficiaries.not_the_same": (
        "Le nom ou la date de naissance diffèrent : {dependant} n’est pas {person}. "
        "Corrigez l’un des dossiers, ou cherchez une autre personne."
    ),
    "beneficiaries.union_not_held": "Ce foyer ne compte pas ce conjoint aujourd’hui. Ouvrez le foyer et choisissez à nouveau.",
    "beneficiaries.certificate_refused": (
        "Ce code et cette date de naissance ne permettent pas d’envoyer un document. Vérifiez-les ; un code sert une fois, "
        "pendant 30 jours. Sinon, demandez un nouveau lien à votre parent."
    ),
    "beneficiaries.not_grown_up": "Ce lien est fait pour un enfant majeur de votre foyer. Pour un mineur, envoyez le document vous-même.",
    "beneficiaries.not_employment_keeper": (
        "Votre rôle ne permet pas cet acte, ou il s’agit de votre propre dossier : demandez à un autre gestionnaire."
    ),
    "beneficiaries.member_does_not_belong": (
        "{member} n’a pas d’adhésion le {on}. Vérifiez la date, ou faites d’abord enregistrer l’adhésion."
    ),
    "beneficiaries.already_there": (
        "Cette personne est déjà dans le personnel de {member} à cette date. Changez son contrat ou sa position, ou vérifiez la date."
    ),
    "beneficiaries.same_employer": (
        "Cette personne est déjà chez cet employeur : une mutation mène chez un autre. Pour un autre contrat ou un autre service, "
        "changez le contrat."
    ),
    "beneficiaries.not_there": "Cette personne n’est pas dans le personnel de cette collectivité le {on}. Vérifiez la date.",
    "beneficiaries.separation_misdated": (
        "Le {on} ne convient pas. Indiquez un jour entre le {since}, depuis lequel ce foyer compte cette personne, et aujourd’hui ; "
        "pour un jour plus ancien, appelez votre association."
    ),
    "beneficiaries.dates_cross": "Les dates se croisent : {first}, puis {second}. La seconde doit venir après la première.",
    "beneficiaries.before_birth": "{name} : naissance le {on}. Un emploi ne commence ni ne finit avant. Vérifiez l’année.",
    "beneficiaries.person_has_died": "{name} : décès le {on}. Plus rien ne peut être enregistré après ce jour.",
    "beneficiaries.not_eligible": "Cette personne n’ouvre pas de droits. {reason} Corrigez le contrat s’il est inexact.",
    "beneficiaries.nothing_changes": "Tout est déjà ainsi : rien n’a été changé.",
    "beneficiaries.employment_has_changed": (
        "La situation de cette personne a changé depuis cet aperçu. Rien n’a été appliqué : regardez à nouveau ce qui suit."
    ),
    "beneficiaries.something_rests_on_act": (
        "Cet acte ne peut plus être annulé : depuis, un autre acte ou une demande repose sur lui. Enregistrez un nouvel acte qui corrige."
    ),
}
