"""The criteria that the law keeps out of social action: what tells seniority, grade, post or manner of service, under any word."""

import re
import unicodedata
from collections.abc import Iterable

from entraide.core.refusals import Finding
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Faults


# « Les prestations d’action sociale […] sont attribuées indépendamment du grade, de l’emploi ou de la manière de servir »: code général de
# la fonction publique, article L731-3. Seniority goes by the grade and the career, which the whole working life of a medal does not.
_CRITERIA = {
    "l’ancienneté": (
        r"anciennete|seniority|(annees?|mois|duree|temps|etats?) de services?|(years?|months?|length) (of )?services?",
        r"services? (years?|months?)|(hired|recruited) (on|since|at)|embauche",
        r"(date|jour|annee) d ?(embauche|entree|recrutement|titularisation)",
    ),
    "le grade": (
        r"(?<!school )grades?|echelons?|cadres? d ?emplois?|categor(ie|y) (hierarchique|[abc])",
        r"indices? (bruts?|majores?)|pay (grade|scale)",
    ),
    "l’emploi occupé": (
        r"(emplois?|postes?|fonctions?|metiers?) (que vous )?(occup|exerc|tenu)\w*",
        r"(votre|intitule d[ue]|fiche de) (emploi(?! du temps)|poste|metier)|job( title)?|held post",
    ),
    "la manière de servir": (
        r"manieres? de servir|notation|(evaluation|appreciation)s? (annuelle|professionnelle|de l agent|du chef)\w*",
        r"entretiens? (professionnel|d evaluation)\w*|performance|merite?|rifseep|cia",
        # Aids and refunds that go by the name of a bonus are no reward for service.
        r"primes?(?! (d ?activite|de naissance|a la naissance|d ?assurance|d ?adoption|de noel|energie|a la conversion|de demenagement))",
    ),
}
_PATTERNS = {criterion: re.compile(rf"\b({'|'.join(words)})\b") for criterion, words in _CRITERIA.items()}
# Words that say a criterion only when they stand alone, as the name of a fact does.
_ALONE = {"emploi": "l’emploi occupé", "poste": "l’emploi occupé", "evaluation": "la manière de servir"}
_CODE = "rules.forbidden_criterion"
_LEVELS = frozenset("ABC")
_UNKNOWN = (
    "rules.unknown_word",
    "rules.unknown_word_close",
    "rules.word_not_here",
    "rules.unknown_fact",
    "rules.unknown_choice",
    "rules.fact_name",
)


def criterion_in(text: str) -> str:
    """Name the forbidden criterion that a text says, or nothing.

    >>> criterion_in("years_of_service"), criterion_in("Quel est votre grade ?"), criterion_in("la prime d’activité")
    ('l’ancienneté', 'le grade', '')
    """
    plain = _plain(text)
    return next((criterion for criterion, pattern in _PATTERNS.items() if pattern.search(plain)), _ALONE.get(plain, ""))


def note_forbidden_facts(specs: Iterable[FactSpec], fields: Fields) -> None:
    """Note each declared fact whose name, label, question or answers say a criterion that the law forbids."""
    for spec in specs:
        criterion = _criterion_of(spec)
        if criterion:
            fields.faults.add(
                "rules.forbidden_criterion", (*fields.at("facts"), spec.name), word=spec.label or spec.name, criterion=criterion
            )


def recast_unknown_words(faults: Faults) -> None:
    """Say of an unknown word that it is forbidden where it tells such a criterion: no other spelling of it would do."""
    said = {finding.where for finding in faults.found if finding.code == _CODE}
    kept: list[Finding] = []
    for finding in faults.found:
        word = str(finding.params.get("word", ""))
        criterion = criterion_in(word) if finding.code in _UNKNOWN else ""
        if not criterion:
            kept.append(finding)
        elif finding.where not in said:
            kept.append(Finding(_CODE, finding.where, {"word": word, "criterion": criterion}))
    faults.found[:] = kept


def _criterion_of(spec: FactSpec) -> str:
    said = (spec.name, spec.label, spec.question, *spec.choices)
    found = next((criterion for text in said if (criterion := criterion_in(text))), "")
    are_levels = bool(spec.choices) and {choice.upper() for choice in spec.choices} <= _LEVELS
    return found or ("le grade" if are_levels and "categor" in _plain(" ".join(said)) else "")


def _plain(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()
