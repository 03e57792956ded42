"""The criteria that the law keeps out of social action: what tells seniority, grade, post or manner of service, under any word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from entraide.core.refusals import Finding
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.definition import Revision
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.language.parts import children_of
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.marks import Faults, Path
from entraide.core.rules.writing.reading import Reading


# « Les prestations d’action sociale […] sont attribuées indépendamment du grade, de l’emploi ou de la manière de servir »: code général de
# la fonction publique, article L731-3. Seniority goes by the grade and the career, which the whole working life of a medal does not.
_CRITERIA = {
    "l’ancienneté": (
        r"anciennete|seniority|(annees?|mois|duree|temps|etats?) de services?|(years?|months?|length) (of )?services?",
        r"services? (years?|months?)|hired|hir(e|ing) date|embauch\w*|recrut\w*|recruit\w*|tenure|length of employment",
        r"(annees?|mois|temps|jours?)( passee?s?| de travail| de presence)? (a|au|chez|dans|pour|au sein de) (la |le |l |votre |notre )?"
        r"(mairie|commune|ville|collectivite|etablissement|employeur|administration|intercommunalite|fonction publique)",
        r"depuis (quand|combien de temps|combien d annees|combien de mois)( y)? "
        r"(travaillez|servez|exercez|etes vous (agent|employ|en poste))\w*",
        r"years? (at|in|with|for) (the |your )?(town hall|city|council|employer|company|job|post)",
        r"how long have you (been employed|worked|served|been (work|serv)ing)",
        r"(date|jour|annee) d ?(embauche|entree|recrutement|titularisation)",
    ),
    "le grade": (
        r"(?<!school )grades?|echelons?|cadres? d ?emplois?|categor(ie|y) (hierarchique|[abc])",
        r"indices? (bruts?|majores?)|(pay|salary) (grade|scale|band)|avancements?",
        r"(?:etes vous|est vous|statut|personnel|agents?|poste|emploi|fonctions?)( de| un| une)? cadres?|is cadre",
        r"encadrez(?!( vous)? (des |les )?enfants)|encadrement d (une equipe|agents)|line manager|are you a manager",
        # One may hold a licence, a card or a right without being established in a post.
        r"titulaires?(?! (d|du|des|de (la|l|votre|cette)|de ce)\b)|titularis\w*|titulaire de la fonction publique",
    ),
    "l’emploi occupé": (
        r"(emplois?|postes?|fonctions?|metiers?) (que vous )?(occup|exerc|tenu)\w*",
        r"duree (du|de votre|de son|d un) contrat(?! (d |de )?(assurance|location|bail|pret|accueil|garde|abonnement))",
        r"contract (length|duration|type)|length of (your |the )?contract|type de contrat de travail|agents? contractuels?",
        r"(votre|intitule d[ue]|fiche de) (emploi(?! du temps)|poste|metier)|job( title)?|held post",
    ),
    "la manière de servir": (
        r"manieres? de servir|notation|(evaluation|appreciation)s? (annuelle|professionnelle|de l agent|du chef)\w*",
        r"entretiens? (professionnel|d evaluation)\w*|performance|merite?|rifseep|cia",
        r"sanctions?|blames?|disciplinaires?|disciplinary|reprimand\w*|appraisals?|votre note(?! d)|note (chiffree|professionnelle)",
        # Aids and refunds that go by the name of a bonus are no reward for service.
        r"primes?(?! (d ?activite|de naissance|a la naissance|d ?assurance|d ?adoption|de noel|energie|a la conversion|de demenagement))",
    ),
}
_PATTERNS = {criterion: re.compile(rf"\b({'|'.join(words)})\b") for criterion, words in _CRITERIA.items()}
# Words that say a criterion only when they stand alone, as the name of a fact does.
_ALONE = {"emploi": "l’emploi occupé", "poste": "l’emploi occupé", "evaluation": "la manière de servir", "cadre": "le grade"}
# To have no work, or to look for some, is a situation of the family and no post that one holds.
_WITHOUT_WORK = re.compile(r"\b(sans|demandeu(r|se)s? d|recherche d un|recherche d|perte d un|perte d|retour a l|pole) emplois?\b")
# What the platform reads itself for every claim; in a rule, how long rights have been open would tell seniority.
_RIGHTS = frozenset({"rights_since", "rights_ended_on"})
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
    plain = _WITHOUT_WORK.sub("chomage", _plain(text))
    return next((criterion for criterion, pattern in _PATTERNS.items() if pattern.search(plain)), _ALONE.get(plain, ""))


def note_forbidden(revision: Revision, fields: Fields, reading: Reading) -> None:
    """Note what says a criterion that the law forbids: declared facts, names of conditions, documents, and the length of one's rights."""
    for spec in revision.own_facts:
        _note((*fields.at("facts"), spec.name), _criterion_of(spec), fields)
    for condition in revision.conditions:
        _note((*fields.at("conditions"), condition.code), _first((condition.code,)), fields)
    for rank, document in enumerate(revision.documents):
        _note((*fields.at("documents"), rank, "label"), _first((document.label,)), fields)
    for leaf in leaves_of(revision):
        if isinstance(leaf, t.Fact) and leaf.name in _RIGHTS and id(leaf) in reading.paths:
            fields.faults.add("rules.rights_in_rule", reading.paths[id(leaf)], word=leaf.name)


def leaves_of(revision: Revision) -> Iterator[t.Term]:
    """Go through the leaves of every term of a revision, in the order of reading."""
    beside = (*(ceiling.amount for ceiling in revision.ceilings), *(document.condition for document in revision.documents))
    stack = [*(term for term in reversed(beside) if term is not None), *reversed(revision.terms)]
    while stack:
        term = stack.pop()
        below = children_of(term)
        if not below:
            yield term
        stack.extend(reversed(below))


def _note(path: Path, found: tuple[str, str], fields: Fields) -> None:
    word, criterion = found
    if criterion:
        fields.faults.add(_CODE, path, word=word, criterion=criterion)


def _first(texts: Iterable[str]) -> tuple[str, str]:
    """Give the first text that says a criterion, and which one; nothing where none does."""
    return next(((text, criterion) for text in texts if (criterion := criterion_in(text))), ("", ""))


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


def _criterion_of(spec: FactSpec) -> tuple[str, str]:
    said = (spec.name, spec.label, spec.question, spec.hint, *spec.choices)
    are_levels = bool(spec.choices) and {choice.upper() for choice in spec.choices} <= _LEVELS
    found = _first(said)
    return found if found[1] or not (are_levels and "categor" in _plain(" ".join(said))) else (spec.label, "le grade")


def _plain(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()
