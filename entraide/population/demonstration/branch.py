"""What the branch of the demonstration has done: made up from end to end; communes are those of the public tables."""

from dataclasses import dataclass
from datetime import date

from entraide.population.demonstration.setup import CU_SIREN


OFFICER, OFFICER_NAME = "laure.perrin@exemple.fr", "Laure Perrin"
KNOWN_SINCE = date(2017, 1, 1)
# Bodies that do not belong, beyond the neighbours: Marne, Ardennes, Aube.
FARTHER = (
    *("51108", "51230", "51649", "51506", "51030", "51388", "51535"),
    *("08105", "08409", "08362", "08328", "10387", "10323", "10362", "10268"),
)
# Members, then bodies that might become one.
FISMES, WARMERIVILLE, BAZANCOURT, MUIZON = "215102328", "215106121", "215100389", "215103649"
GUEUX, LOIVRE, COURCY = "215102633", "215103086", "215101718"
TINQUEUX, EPERNAY, CHALONS, SEDAN = "215105321", "215102120", "215101015", "210803722"

VACANT = ((COURCY, "correspondent", date(2024, 6, 28)), (LOIVRE, "delegate_staff", date(2024, 9, 2)))

SEATED_ON = date(2024, 3, 14)
# The treasurer is missing, and says so.
BUREAU = (
    (CU_SIREN, "elected", "president"),
    (CU_SIREN, "staff", "vice_president"),
    (FISMES, "elected", "secretary"),
    (WARMERIVILLE, "staff", "member"),
)

CAMPAIGN = "Désignations de l’automne 2024"
OPENED_ON, DUE_ON, MANDATES_ON = date(2024, 9, 16), date(2024, 11, 30), date(2025, 1, 1)
CONFIRMED_ON = date(2024, 10, 8)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a member named for one college, by which act, and whether the branch has confirmed it."""

    siren: str
    college: str
    name: str
    email: str
    act_on: date | None
    act_number: str
    received_on: date
    is_confirmed: bool = False


NAMED = (
    Answer(FISMES, "elected", "Martine Colson", "martine.colson@exemple.fr", date(2024, 9, 19), "2024-071", date(2024, 9, 24), True),
    Answer(FISMES, "staff", "Yohan Tellier", "yohan.tellier@exemple.fr", date(2024, 9, 19), "2024-071", date(2024, 9, 24), True),
    Answer(WARMERIVILLE, "elected", "Denis Aubry", "denis.aubry@exemple.fr", date(2024, 9, 26), "D-24-38", date(2024, 9, 30), True),
    Answer(BAZANCOURT, "staff", "Leïla Haddad", "leila.haddad@exemple.fr", None, "", date(2024, 10, 3)),
    Answer(MUIZON, "elected", "Gérard Poix", "gerard.poix@exemple.fr", date(2024, 10, 7), "24/55", date(2024, 10, 9)),
    Answer(GUEUX, "staff", "Solène Maillard", "solene.maillard@exemple.fr", date(2024, 10, 10), "2024-112", date(2024, 10, 14)),
)


@dataclass(frozen=True, slots=True)
class Said:
    """An exchange, noted on a day: planned where it is held later."""

    siren: str
    kind: str
    held_on: date
    noted_on: date
    met: str
    summary: str


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised to a body, and the day on which it was kept."""

    siren: str
    what: str
    due_on: date
    made_on: date
    kept_on: date | None = None


EXCHANGES = (
    Said(TINQUEUX, "visit", date(2024, 9, 12), date(2024, 9, 12), "la directrice des ressources humaines", "Présentation du catalogue."),
    Said(EPERNAY, "meeting", date(2024, 9, 26), date(2024, 9, 26), "la direction générale", "Comparaison avec l’amicale du personnel."),
    Said(MUIZON, "call", date(2024, 10, 2), date(2024, 10, 2), "le correspondant", "Trouve les délais de paiement trop longs."),
    Said(CHALONS, "letter", date(2024, 10, 3), date(2024, 10, 3), "", "Envoi du règlement et du tableau des prestations."),
    Said(TINQUEUX, "visit", date(2024, 10, 10), date(2024, 9, 30), "la directrice des ressources humaines", "Présenter l’estimation."),
    Said(COURCY, "visit", date(2024, 10, 22), date(2024, 10, 7), "la secrétaire de mairie", "Trouver un nouveau correspondant."),
    Said(EPERNAY, "meeting", date(2024, 11, 5), date(2024, 10, 11), "le comité social territorial", "Répondre aux questions des agents."),
)
PROMISES = (
    Promised(TINQUEUX, "Envoyer une estimation de cotisation.", date(2024, 9, 20), date(2024, 9, 12), date(2024, 9, 18)),
    Promised(MUIZON, "Donner les délais de paiement du trimestre.", date(2024, 10, 11), date(2024, 10, 2)),
    Promised(EPERNAY, "Préparer une page pour le comité social territorial.", date(2024, 10, 25), date(2024, 9, 26)),
    Promised(COURCY, "Rappeler pour fixer la relève du correspondant.", date(2024, 10, 18), date(2024, 10, 7)),
)
# A body and its stages, each with its day and its reason.
FOLLOWED = (
    (TINQUEUX, (("spotted", date(2024, 6, 3), ""), ("met", date(2024, 9, 12), ""), ("offered", date(2024, 9, 18), ""))),
    (EPERNAY, (("spotted", date(2024, 5, 14), ""), ("met", date(2024, 9, 26), ""))),
    (CHALONS, (("spotted", date(2024, 10, 3), ""),)),
    (SEDAN, (("spotted", date(2024, 3, 4), ""), ("lost", date(2024, 7, 2), "Garde son comité d’œuvres sociales."))),
)
FLAGGED = (MUIZON, date(2024, 10, 2), "Mécontent des délais, compare avec un comité d’œuvres sociales.")
TARGETS = (
    ({"committee": "Nord-Est"}, {"new_members": 12, "new_heads": 300, "visits": 40}),
    ({"department": "51"}, {"new_members": 3, "visits": 8}),
)
