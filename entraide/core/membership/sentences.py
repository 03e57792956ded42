"""What is said of a contract of membership, or of how a body is billed, that cannot be."""

REFUSALS: dict[str, str] = {
    "membership.entry_day": (
        "Une adhésion commence un 1er janvier ou un 1er septembre ; le {day} n’en est pas un. La prochaine date possible est le {next}."
    ),
    "membership.notice_to_come": (
        "Le préavis est daté du {day}, et nous sommes le {today}. Indiquez le jour où nous l’avons reçu, aujourd’hui au plus tard."
    ),
    "membership.notice_before_entry": (
        "Le préavis est daté du {notice}, et l’adhésion commence le {since} : on ne quitte pas une adhésion qui n’a pas commencé. "
        "Vérifiez la date de réception."
    ),
    "membership.notice_late": (
        "Le préavis est de {months} mois avant la fin de l’année. Reçu le {notice}, il met fin à l’adhésion le {last} au plus tôt."
    ),
    "membership.exit_day": "Une adhésion prend fin un 31 décembre ; le {last} n’en est pas un. Choisissez la fin d’une année.",
    "membership.exit_before_entry": "L’adhésion ne peut pas finir le {last} : elle commence le {since}.",
    "membership.exit_after_end": "L’adhésion prend déjà fin le {last}. Choisissez la fin de cette année-là, ou d’une année d’avant.",
    "membership.covers_for_nothing": "Seule une adhésion partielle dit qui elle couvre. Retirez cela, ou choisissez « partielle ».",
    "membership.covers_missing": "Une adhésion partielle dit qui elle couvre : une ancienne structure, un service ou les retraités.",
    "membership.cover_twice": "La même partie du personnel est citée deux fois. Retirez-en une.",
    "membership.service_missing": "Écrivez le nom du service couvert, comme dans vos listes du personnel.",
    "membership.structure_missing": "Indiquez le SIREN de l’ancienne structure dont le personnel est couvert.",
    "membership.structure_itself": "L’ancienne structure est l’organisme lui-même. Indiquez celle dont le personnel vient.",
    "membership.payer_itself": "Un organisme n’est pas son propre intermédiaire. Laissez vide s’il paie pour lui-même.",
    "membership.payer_absent": "« {payer} » n’existe pas pendant toute cette adhésion. Choisissez un intermédiaire qui existe à ces dates.",
    "membership.payer_paid_for": "Un autre organisme paie déjà pour {payer}. Choisissez un intermédiaire qui paie pour lui-même.",
    "membership.payer_of_others": "Cet organisme paie lui-même pour d’autres : personne ne peut payer pour lui sur cette période.",
    "membership.crosses": "Une adhésion existe déjà du {since} au {last}. Deux adhésions ne se croisent pas : changez la date d’entrée.",
    "membership.crosses_open": "Une adhésion court déjà depuis le {since}. Terminez-la d’abord, ou changez ses termes.",
    "membership.deliberation_to_come": "La délibération est datée du {day}, un jour à venir. Indiquez le jour où elle a été prise.",
    "membership.bad_siren": "Un SIREN compte neuf chiffres ; celui-ci a {count} signes. Vérifiez-le sur un courrier de l’organisme.",
    "membership.siren_key": "Ce SIREN est faux : sa clé ne correspond pas. Vérifiez ses neuf chiffres.",
    "membership.bad_siret": "Un SIRET compte quatorze chiffres ; celui-ci a {count} signes. Vérifiez-le sur une facture de l’organisme.",
    "membership.siret_key": "Ce SIRET est faux : sa clé ne correspond pas. Vérifiez ses quatorze chiffres.",
    "membership.siret_of_another": "Ce SIRET commence par {other} : il n’est pas de cet organisme, dont le SIREN est {siren}.",
    "membership.bad_service_code": "Un code service de Chorus Pro a {longest} signes au plus : lettres, chiffres, points ou tirets.",
    "membership.bad_engagement": "Un numéro d’engagement a {longest} signes au plus : lettres, chiffres, points ou tirets.",
}
