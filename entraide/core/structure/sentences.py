"""What is said of a structure event that is not possible, and of a movement that cannot be replayed: one sentence per code."""

from entraide.core.refusals import Finding


REFUSALS: dict[str, str] = {
    "structure.impossible_event": "Ce changement n’est pas possible. Motifs : {count}.",
    "structure.merger_with_itself": "« {name} » ne peut pas fusionner avec elle-même. Ajoutez un autre organisme.",
    "structure.one_body_after": "Un seul organisme résulte de ce changement : {count} sont indiqués.",
    "structure.one_body_before": "Une scission part d’un seul organisme : {count} sont indiqués.",
    "structure.split_into_one": "« {name} » ne se scinde pas en un seul organisme. Indiquez au moins deux organismes après la scission.",
    "structure.nobody_moves": "Indiquez au moins un organisme concerné.",
    "structure.named_twice": "« {name} » est indiqué deux fois. Gardez-le une seule fois.",
    "structure.two_sides": "Indiquez un organisme avant et un organisme après.",
    "structure.transfer_to_itself": "« {name} » ne peut pas se transférer un service à lui-même. Choisissez un autre organisme.",
    "structure.no_service": "Indiquez le nom du service transféré, tel qu’il figure sur les listes du personnel.",
    "structure.renaming_of_another": (
        "Un changement de nom garde le même SIREN. « {name} » en a un autre : c’est une fusion ou une scission."
    ),
    "structure.not_an_epci": "« {name} » n’est pas un EPCI : des communes ne peuvent ni y adhérer ni s’en retirer.",
    "structure.not_a_commune": "« {name} » n’est pas une commune : seules les communes adhèrent à un EPCI ou s’en retirent.",
    "structure.attached_to_itself": "« {name} » ne peut pas adhérer à lui-même.",
    "structure.attached_already": "« {name} » est déjà membre de « {parent} » ce jour-là.",
    "structure.not_attached": "« {name} » n’est pas membre de « {parent} » ce jour-là.",
    "structure.unknown_body": "Aucun organisme du répertoire n’a le SIREN {siren}.",
    "structure.false_siren": "« {siren} » n’est pas un SIREN : sa clé ne correspond pas. Vérifiez celui de « {name} ».",
    "structure.no_name": "Indiquez le nom de l’organisme de SIREN {siren}.",
    "structure.false_code": "« {code} » n’est pas le code INSEE d’une commune. Vérifiez celui de « {name} ».",
    "structure.unknown_service": (
        "Aucun agent de « {name} » n’est au service « {service} » ce jour-là. Choisissez un service de la liste."
    ),
    "structure.no_longer_exists": "« {name} » n’existe plus depuis le {until}.",
    "structure.exists_already": "« {name} » existe déjà ce jour-là : une scission ne peut pas le créer.",
    "structure.not_among_merged": "« {name} » existe déjà ce jour-là : ajoutez-le aux organismes qui fusionnent.",
    "structure.mixed_kinds": "Une commune ne fusionne pas avec un organisme d’une autre nature et n’en devient pas un.",
    "structure.before_last_event": (
        "« {name} » a déjà changé le {last} : un changement au {on} viendrait avant. Annulez d’abord le plus récent, ou corrigez la date."
    ),
    "structure.code_held": "Le code INSEE {code} est tenu par « {name} » : « {other} » ne peut pas l’avoir aussi.",
    "structure.no_code": "« {name} » est une commune : indiquez son code INSEE.",
    "structure.code_of_no_commune": "« {name} » n’est pas une commune : retirez son code INSEE.",
    "structure.nothing_changes": "« {name} » garde son nom et son code : il n’y a rien à changer.",
    "structure.mixed_movements": "{name} ({day}) : les lignes mêlent des mouvements de natures {mods}, qu’on ne sait pas lire ensemble.",
    "structure.other_siren": "{name} ({day}) : le fichier donne le SIREN {siren}, le répertoire {holder}. Celui du répertoire est gardé.",
    "structure.no_siren": "{name} ({code}, {day}) : aucune source ne donne son SIREN.",
    "structure.unknown_code": "Au {day}, aucune commune du répertoire ne tient le code INSEE {code}.",
    "structure.replay_lacks": "{code} {name} : absente après la reprise.",
    "structure.replay_keeps": "{code} {name} : encore là après la reprise.",
    "structure.replay_differs": "{code} : {name} ({siren}) après la reprise, {other} ({other_siren}) dans la liste.",
}


def sentence_of(finding: Finding) -> str:
    """Say one finding, its line first where it has one.

    >>> sentence_of(Finding("structure.unknown_code", "55298", {"code": "55298", "day": "01/01/2014"}))
    'Au 01/01/2014, aucune commune du répertoire ne tient le code INSEE 55298.'
    """
    sentence = REFUSALS[finding.code].format(**finding.params)
    return f"{finding.where.capitalize()}. {sentence}" if finding.where.startswith("ligne") else sentence
