"""The French sentence of every fault in a rule, in its file, or in the facts that it is given."""

from entraide.core.refusals import Finding
from entraide.core.rules.language.known import Kind


FAULTS = {
    "rules.fact_of_another_kind": "« {fact} » n’a pas la forme attendue.",
    "rules.fact_not_plausible": "« {fact} » n’est pas plausible : la valeur attendue est entre {low} et {high}.",
    "rules.fact_of_no_choice": "« {fact} » ne fait pas partie des réponses possibles.",
    "rules.parameter_without_value": "Le paramètre « {key} » n’a pas de valeur pour ce jour.",
    "rules.parameter_never_valued": "Le paramètre « {key} » n’a aucune valeur : donnez-lui au moins la première, avec sa source.",
    "rules.amount_unknown": "Aucune source ne donne le montant de cette prestation : elle est présentée, elle ne peut pas être versée.",
    "rules.not_a_value": "« {written} » n’est pas une valeur : écrivez « 120 EUR », « 50 % », 12, 2024-09-01, true ou le nom d’un fait.",
    "rules.too_exact": "« {written} » a trop de décimales : deux au plus pour un montant, quatre au plus pour un taux.",
    "rules.unknown_word": "« {word} » ne fait pas partie du vocabulaire.",
    "rules.unknown_word_close": "« {word} » ne fait pas partie du vocabulaire : vouliez-vous écrire « {close} » ?",
    "rules.word_not_here": "« {word} » n’a pas sa place ici ; les mots possibles sont : {known}.",
    "rules.not_one_word": "Un seul mot est attendu ici, ou un mot et ses compléments ; il y a : {words}.",
    "rules.not_one_comparison": (
        "« {word} » attend une comparaison et une seule : « at_most », « at_least », « equals »… ; pour deux bornes, « between: […, …] »."
    ),
    "rules.not_a_list": "Une liste de {count} élément(s) au moins est attendue ici, entre crochets : « […, …] ».",
    "rules.not_a_pair": (
        "Une liste de {count} éléments, ni plus ni moins, est attendue ici : « […, …] ». Une virgule les sépare : écrivez « 32.5 % »."
    ),
    "rules.not_a_mapping": "Des lignes « clé : valeur » sont attendues ici.",
    "rules.not_a_constant": "Une valeur écrite en toutes lettres est attendue ici, pas un calcul.",
    "rules.not_a_text": "Un texte est attendu ici, entre guillemets s’il ressemble à un nombre.",
    "rules.text_too_long": "Ce texte compte {length} caractères : {longest} au plus sont possibles ici.",
    "rules.not_a_flag": "« true » ou « false » est attendu ici.",
    "rules.not_a_day": "Une date est attendue ici, par exemple 2024-09-01.",
    "rules.not_a_count": "Un nombre entier est attendu ici, par exemple 6.",
    "rules.count_not_plausible": "Un nombre entier de {low} à {high} est attendu ici.",
    "rules.unknown_choice": "« {word} » n’est pas possible ici : {choices}.",
    "rules.missing_word": "Il manque « {word} ».",
    "rules.no_source": "Chaque valeur a une source : « source » est vide.",
    "rules.unknown_fact": "« {word} » n’est pas un fait : employez un fait de la table, ou déclarez-le sous « facts ».",
    "rules.event_not_a_date": "L’événement « {word} » doit être une date : employez par exemple « event_on ».",
    "rules.other_kind": "Il faut ici {expected}, et non {found} : écrivez par exemple « {instead} ».",
    "rules.mixed_kinds": "On ne peut pas mêler {left} et {right} : écrivez par exemple « {instead} ».",
    "rules.mixed_units": "On ne peut pas mêler {left} et {right} : {instead}.",
    "rules.rate_in_euros": "« {written} » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « {instead} ».",
    "rules.cannot_multiply": "On ne peut pas multiplier {left} par {right} : multipliez par un taux (« 50 % ») ou par un nombre (12).",
    "rules.unknown_parameter": "Le paramètre « {key} » n’existe pas : écrivez l’une des clés de « parameters.yaml » ({known}).",
    "rules.scale_order": "Les lignes d’un barème vont en montant : rangez-les de la plus petite à la plus grande, chacune une fois.",
    "rules.scale_gap": "Le barème ne dit rien sous {start} : commencez-le à {low}.",
    "rules.case_missing": "Tous les cas ne sont pas prévus : ajoutez {cases} ou « otherwise ».",
    "rules.amount_may_be_negative": "Ce montant peut être négatif : encadrez-le par « max: [0 EUR, …] ».",
    "rules.overflow": "Ce calcul peut dépasser ce qui se compte : resserrez les bornes de ses faits, ou multipliez moins de taux.",
    "rules.parameter_not_plausible": "Cette valeur n’est pas plausible : elle est attendue entre {low} et {high}.",
    "rules.fact_without_document": (
        "Aucune pièce demandée ne prouve « {label} », donc aucune demande ne pourrait être accordée : ajoutez « {word} » aux « proves » "
        "d’une pièce ({proofs})."
    ),
    "rules.illustrative_unsaid": (
        "Le montant est un exemple (« confidence: illustrative ») : dites dans « illustrative » ce qu’aucune source ne donne."
    ),
    "rules.forbidden_criterion": (
        "« {word} » dit {criterion}, critère que la loi écarte : les prestations d’action sociale « sont attribuées indépendamment "
        "du grade, de l’emploi ou de la manière de servir » (code général de la fonction publique, article L731-3). Employez le revenu "
        "(tax_tier, reference_income) ou la situation familiale (household_size, tax_half_shares, is_lone_parent)."
    ),
    "rules.rights_in_rule": (
        "« {word} » ne s’écrit ni dans une condition ni dans un montant : la plateforme vérifie elle-même les droits ouverts, et leur "
        "durée serait une ancienneté."
    ),
    "rules.bounds_reversed": "Les bornes sont à l’envers : écrivez « between: [{low}, {high}] ».",
    "rules.ceiling_of_nothing": "Ce plafond vaut toujours 0 EUR, donc personne ne recevrait rien : écrivez un montant, ou enlevez-le.",
    "rules.unreachable_never": "Jamais vrai : {why}.",
    "rules.unreachable_always": "Toujours vrai, donc sans effet : {why}.",
    "rules.unreachable_alternative": "Déjà couvert par une autre possibilité ({why}) : enlevez l’une des deux.",
    "rules.unreachable_row": "La ligne qui commence à {row} n’est jamais atteinte : {why}.",
    "rules.unreachable_case": "Le cas « {case} » ne se présente jamais : {why}.",
    "rules.unreachable_otherwise": "« otherwise » ne sert jamais : tous les cas sont déjà prévus.",
    "rules.case_twice": "Le cas « {case} » est prévu deux fois.",
    "rules.two_revisions_one_day": "Deux révisions, ou deux valeurs, commencent le même jour : changez le « since » de l’une.",
    "rules.cannot_divide": "On ne peut pas diviser {left} par {right} : divisez par un nombre (12) ou par une valeur de même sorte.",
    "rules.may_divide_by_zero": "Ce diviseur peut être nul : écrivez par exemple « max: [1, …] ».",
    "rules.not_an_amount": "« {written} » n’est pas un montant : écrivez par exemple « 2.14 EUR ».",
    "rules.fact_already_shared": "« {word} » est déjà un fait de la table commune : employez-le sans le déclarer.",
    "rules.fact_name": "« {word} » ne convient pas comme nom de fait : des minuscules sans accent, par exemple « rental_months ».",
    "rules.fact_without_question": "Le fait « {word} » n’a pas de question : écrivez « question: … », telle que la lira le bénéficiaire.",
    "rules.fact_bounds": "Le fait « {word} » n’a pas de bornes plausibles : écrivez par exemple « between: [0, 12] », dans son unité.",
    "rules.fact_choices": "Un choix se déclare avec « choices: [… , …] », deux réponses au moins ; les autres faits n’en ont pas.",
    "rules.fact_unit": "Seul un nombre a une unité à déclarer : un montant est en euros, un taux en pour cent.",
    "rules.case_without_answer": "Un cas attend une réponse et une seule : {answers}.",
    "rules.file_too_big": "Le fichier dépasse {limit} octets.",
    "rules.file_not_text": "Le fichier n’est pas un texte en UTF-8.",
    "rules.file_not_yaml": "Le fichier ne se lit pas : {problem}.",
    "rules.file_with_alias": "Les renvois (& et *) sont refusés : répétez la valeur.",
    "rules.file_key_twice": "« {word} » est écrit deux fois.",
    "rules.file_too_deep": "Le fichier est imbriqué sur plus de {limit} niveaux.",
    "rules.file_not_found": "Le fichier n’existe pas.",
    "rules.file_not_readable": "Le fichier ne peut pas être ouvert : vérifiez que c’est un fichier, et que vous pouvez le lire.",
    "rules.comment_inside": "Un commentaire n’est gardé qu’en tête du fichier : déplacez-le avant la première ligne.",
    "rules.case_fails": "Le cas « {title} » n’a pas la réponse attendue : {mismatches}.",
    "rules.no_such_fact": "Aucune prestation ne lit « {word} » : effacez cette ligne, ou corrigez le nom.",
    "rules.no_such_fact_close": "Aucune prestation ne lit « {word} » : vouliez-vous écrire « {close} » ?",
    "rules.fact_written_otherwise": "« {fact} » : « {written} » n’est pas {kind} ; écrivez par exemple « {instead} ».",
    "rules.fact_given_and_withheld": "« {word} » est à la fois donné et sans justificatif : gardez l’un des deux.",
    "rules.born_after_event": "La naissance, le {born}, est après l’événement, le {event} : corrigez l’une des deux dates.",
    "rules.said_by_other_parent": "« {word} » ne s’écrit pas avec « other_parent », qui le dit déjà : gardez l’un des deux.",
    "rules.custody_for_one_benefit": "Avec « other_parent », la garde est la même partout : écrivez « custody » sous l’enfant.",
    "rules.opener_fact_missing": "Pour choisir entre vous et l’autre parent, il manque votre « {word} » : écrivez-le sous « facts ».",
    "rules.named_without_other_parent": "« opener_named » choisit entre deux parents : décrivez l’autre sous « other_parent ».",
    "rules.parents_alike": (
        "Les deux parents ont les mêmes dates : dites lequel ils ont désigné, « opener_named: self » (vous) ou « opener_named: other »."
    ),
    "rules.unknown_ceiling": "Aucun plafond ne s’appelle « {word} » ici.",
    "rules.unknown_ceiling_close": "Aucun plafond ne s’appelle « {word} » ici : vouliez-vous écrire « {close} » ?",
    "rules.unknown_benefit": "Aucune prestation n’a le code « {word} ».",
    "rules.unknown_benefit_close": "Aucune prestation n’a le code « {word} » : vouliez-vous écrire « {close} » ?",
    "rules.no_complement": "« {word} » n’est pas un complément local : il est compté sans « --with ».",
    "rules.no_revision": "La prestation « {code} » n’existe pas encore ce jour-là : sa première révision commence le {first}.",
    "rules.folder_empty": "Le dossier ne contient aucune fiche : un fichier .yaml par prestation est attendu.",
    "rules.folder_not_found": "Le dossier n’existe pas.",
    "rules.ceiling_shared_differently": (
        "Le plafond « {key} » est aussi celui de « {other} », qui le compte autrement : écrivez les mêmes « per », « over », « years », "
        "« claims » et « amount », ou une autre clé."
    ),
    "rules.complement_of_nothing": "Aucune prestation du catalogue ne s’appelle « {word} » : un complément s’ajoute à l’une d’elles.",
    "rules.complement_in_a_circle": "Ce complément s’ajoute, de proche en proche, à lui-même : {chain}.",
    "rules.fact_declared_differently": "« {other} » déclare « {word} » autrement : écrivez-le de même, ou donnez-lui un autre nom.",
    "rules.benefit_code": "« {word} » ne convient pas comme code : des minuscules sans accent, des tirets, par exemple « sejour-nature ».",
    "rules.benefit_file_name": "Un fichier a le nom de sa prestation : appelez-le « {word}.yaml », ou écrivez « benefit: {file} ».",
    "rules.benefit_twice": "La prestation « {word} » est déjà décrite dans un autre fichier.",
}

KINDS = {
    Kind.MONEY: "un montant",
    Kind.DATE: "une date",
    Kind.RATE: "un taux",
    Kind.COUNT: "un nombre",
    Kind.FLAG: "une condition",
    Kind.CHOICE: "un choix",
}


def say_fault(finding: Finding) -> str:
    """Say one fault in French, its place first where it has one.

    >>> say_fault(Finding("rules.missing_word", "a.yaml:3:1", {"word": "source"}))
    'a.yaml:3:1 : Il manque « source ».'
    """
    said = FAULTS[finding.code].format(**finding.params)
    return f"{finding.where} : {said}" if finding.where else said
