"""What is said of each piece of evidence."""

from entraide.core.duplicates.values import Evidence, Kind


EVIDENCE: dict[Kind, str] = {
    Kind.SAME_NAMES: "Mêmes nom et prénom, nés le même jour, le {born}.",
    Kind.SWAPPED_NAMES: "Les mêmes mots dans un autre ordre, nés le même jour, le {born}.",
    Kind.SPELLING: "Le nom ou le prénom s’écrit presque pareil, nés le même jour, le {born}.",
    Kind.HOMONYMS: "Mêmes nom et prénom.",
    Kind.NEAR_BIRTH: "Des naissances qu’une faute de frappe sépare : {first} et {second}.",
    Kind.EXCHANGED_BIRTH: "Mêmes nom et prénom ; la naissance de l’un est celle de l’autre, jour et mois échangés : {first} et {second}.",
    Kind.OTHER_FAMILY_NAME: "Même prénom, nés le même jour, le {born}, sous deux noms de famille.",
    Kind.SPOUSE_NAME: "L’un porte le nom de famille du conjoint de l’autre : {name}.",
    Kind.PREVIOUS_NAME: "L’un s’appelle, ou s’est appelé, comme l’autre : {name}, avec la même naissance.",
    Kind.IBAN: "Payés sur le même compte bancaire.",
    Kind.EMAIL: "Même adresse électronique : {email}.",
    Kind.STAFF_NUMBER: "Même matricule chez le même employeur : {number}.",
    Kind.SAME_MEMBER: "Le même employeur les compte, ou les a comptés, tous les deux.",
    Kind.SHARED_CHILD: "Le même enfant figure dans les deux foyers.",
    Kind.TWINS: "Même nom de famille, nés le {born}, mais deux prénoms différents : ce sont peut-être des jumeaux.",
    Kind.CIVIL_SEX: "Le sexe à l’état civil n’est pas le même.",
    Kind.TWO_FULL_TIMES: "Deux temps complets en même temps, dans deux départements : une personne ne peut pas tenir les deux.",
    Kind.TWO_STAFF_NUMBERS: "Le même employeur les compte en même temps sous deux matricules.",
    Kind.PARTNERS: "L’un est le conjoint de l’autre.",
    Kind.DEATH: "Le décès de l’un est connu, et l’autre a commencé un emploi depuis.",
}


def sentence_of(evidence: Evidence) -> str:
    """Say one piece of evidence.

    >>> from entraide.core.duplicates.values import Weight
    >>> sentence_of(Evidence(Kind.STAFF_NUMBER, Weight.STRONG, {"number": "00042"}))
    'Même matricule chez le même employeur : 00042.'
    """
    return EVIDENCE[evidence.kind].format(**evidence.params)
