"""The words of a payroll for a status, a sex, a contract, a position and a time share."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise
from entraide.core.roster.values import CivilSex, Status
from entraide.core.tabular.cells import CellFault, read_text, shown
from entraide.core.tabular.lines import read_word


POSITION_WORDS: Mapping[str, Position] = {
    **{normalise(position.label): position for position in Position},
    **dict.fromkeys(("activite", "position d activite", "actif", "active", "temps partiel"), Position.IN_SERVICE),
    **dict.fromkeys(("mise a disposition", "mad"), Position.LENT),
    **dict.fromkeys(("detachement entrant", "detache", "detachee", "accueil en detachement"), Position.SECONDED_IN),
    **dict.fromkeys(("detachement sortant", "detachement", "en detachement"), Position.SECONDED_OUT),
    **dict.fromkeys(("conge parental", "conge sans traitement", "conge sans solde", "conge non remunere"), Position.UNPAID_LEAVE),
    **dict.fromkeys(("en disponibilite", "dispo", "mise en disponibilite"), Position.AVAILABILITY),
    **dict.fromkeys(("spv", "pompier volontaire"), Position.VOLUNTEER_FIREFIGHTER),
}
STATUS_WORDS: Mapping[str, Status] = {
    **dict.fromkeys(
        (
            "actif",
            "active",
            "actif ve",
            "actif active",
            "agent",
            "titulaire",
            "stagiaire",
            "contractuel",
            "contractuelle",
            "fonctionnaire",
            "cdi",
            "cdd",
            *POSITION_WORDS,
        ),
        Status.ACTIVE,
    ),
    **dict.fromkeys(("retraite", "retraitee", "retraite e", "pensionne", "pensionnee", "en retraite"), Status.RETIREE),
    **dict.fromkeys(
        (
            "apprenti",
            "apprentie",
            "apprenti e",
            "apprentissage",
            "alternant",
            "alternante",
            "alternant e",
            "alternance",
            "contrat d apprentissage",
            "contrat de professionnalisation",
        ),
        Status.APPRENTICE,
    ),
}
SEX_WORDS: Mapping[str, CivilSex] = {
    **dict.fromkeys(("f", "femme", "feminin", "mme", "madame", "mlle", "mademoiselle", "2"), CivilSex.FEMALE),
    **dict.fromkeys(("m", "h", "homme", "masculin", "mr", "monsieur", "1"), CivilSex.MALE),
}
read_status = partial(read_word, words=STATUS_WORDS, expected="actif, retraité, apprenti, alternant")
read_sex = partial(read_word, words=SEX_WORDS, expected="F ou M, Mme ou M.")

_CIVIL_SERVANTS = ("fonctionnaire", "titulaire", "stagiaire", "fonctionnaire titulaire", "fonctionnaire stagiaire", "permanent", "cnracl")
_OPEN_ENDED = ("cdi", "contrat a duree indeterminee", "contractuel cdi", "contractuelle cdi")
_FIXED_TERM = (
    "cdd",
    "contrat a duree determinee",
    "contractuel cdd",
    "contractuelle cdd",
    "contrat",
    "vacataire",
    "saisonnier",
    "saisonniere",
)
_APPRENTICES = ("apprenti", "apprentie", "apprentissage", "contrat d apprentissage", "alternance", "contrat de professionnalisation")
CONTRACT_WORDS: Mapping[str, Contract] = {
    **dict.fromkeys(_CIVIL_SERVANTS, Contract.PERMANENT),
    **dict.fromkeys(_OPEN_ENDED, Contract.OPEN_ENDED),
    **dict.fromkeys(_FIXED_TERM, Contract.FIXED_TERM),
    **dict.fromkeys(_APPRENTICES, Contract.APPRENTICESHIP),
}
STATUS_CONTRACTS: Mapping[str, Contract] = {
    word: CONTRACT_WORDS[word] for word in ("fonctionnaire", "titulaire", "stagiaire", "cdi", "cdd")
}
"""What a word of the status says of the contract, where the list has no column for it."""
STATUS_POSITIONS: Mapping[str, Position] = {word: position for word, position in POSITION_WORDS.items() if word not in ("actif", "active")}
"""The same of the position: « actif » only tells an agent from a retiree."""
TIME_WORDS: Mapping[str, int] = {
    **dict.fromkeys(("temps plein", "temps complet", "plein temps", "tc", "complet", "plein"), 100),
    **dict.fromkeys(("mi temps", "demi temps"), 50),
}
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?) ?/ ?35", re.ASCII)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?(%?)", re.ASCII)

read_contract = partial(read_word, words=CONTRACT_WORDS, expected="titulaire, CDI, CDD, apprentissage")
read_position = partial(read_word, words=POSITION_WORDS, expected=", ".join(position.label for position in Position))


def read_time_share(value: str) -> int:
    """Read a time share as a whole percentage of full time: « 80 % », « 80 », « 0,8 », « 28/35 », « temps complet ».

    >>> read_time_share("80 %"), read_time_share("0,8"), read_time_share("28/35"), read_time_share("Temps complet"), read_time_share("1")
    (80, 80, 80, 100, 100)

    :raises CellFault: if it is none of these, or not between 1 % and 100 %.
    """
    text = read_text(value)
    word = TIME_WORDS.get(normalise(text))
    hours, share = _HOURS.fullmatch(text), _SHARE.fullmatch(text)
    if word:
        return word
    if hours:
        percent = _number(hours[1]) * 100 / 35
    elif share:
        percent = _number(share[1])
        percent *= 100 if percent <= 1 and not share[2] else 1
    else:
        percent = Fraction(0)
    if not 1 <= round(percent) <= 100:
        raise CellFault("roster.bad_time_share", value=shown(text))
    return round(percent)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))
