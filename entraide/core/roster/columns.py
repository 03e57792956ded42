"""The columns of the nominative list and the titles under which payrolls export them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.tabular.cells import shown


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, the title shown, the other titles known, and those used only when none of the former is there."""

    key: str
    label: str
    synonyms: tuple[str, ...]
    fallbacks: tuple[str, ...] = ()
    is_required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(
        "matricule",
        "Matricule",
        (
            "matricule agent",
            "n matricule",
            "no matricule",
            "numero matricule",
            "numero agent",
            "n agent",
            "id agent",
            "identifiant agent",
            "numero de matricule",
            "n paie",
            "n de paie",
            "numero de paie",
        ),
    ),
    Column(
        "family_name",
        "Nom",
        ("nom d usage", "nom usuel", "nom marital", "nom de l agent", "nom agent"),
        ("nom de famille", "nom de naissance", "nom patronymique", "nom naissance", "patronyme"),
        is_required=True,
    ),
    Column("given_name", "Prénom", ("prenoms", "prenom usuel", "prenom de l agent", "prenom agent", "premier prenom"), is_required=True),
    Column(
        "born_on",
        "Date de naissance",
        ("date naissance", "ne e le", "ne le", "nee le", "naissance", "ddn", "dt naissance", "date naiss", "date de naiss"),
        is_required=True,
    ),
    Column("civil_sex", "Sexe", ("genre", "sexe civil"), ("civilite", "titre", "civ", "m mme", "mme m")),
    Column(
        "email",
        "Courriel",
        (
            "email",
            "e mail",
            "mail",
            "adresse mail",
            "adresse email",
            "adresse e mail",
            "adresse courriel",
            "adresse electronique",
            "adresse de courriel",
            "mel",
            "mel professionnel",
            "mail professionnel",
            "email professionnel",
            "courriel professionnel",
        ),
    ),
    Column(
        "status",
        "Statut",
        ("situation", "statut agent", "situation administrative", "type d agent", "categorie d agent"),
        ("position",),
        is_required=True,
    ),
    Column(
        "since",
        "Date d’arrivée",
        (
            "arrivee",
            "arrive le",
            "date arrivee",
            "date d entree",
            "date entree",
            "entree",
            "entree le",
            "date d embauche",
            "date embauche",
            "date de recrutement",
            "date de debut",
            "date debut",
            "debut de presence",
            "debut presence",
        ),
        is_required=True,
    ),
    Column(
        "until",
        "Date de départ",
        (
            "depart",
            "date depart",
            "date de sortie",
            "date sortie",
            "sortie",
            "sortie le",
            "date de fin",
            "date fin",
            "date de radiation",
            "radiation",
            "fin de presence",
            "fin presence",
        ),
    ),
    Column(
        "service",
        "Service",
        ("direction", "affectation", "service d affectation", "pole", "unite"),
        ("direction service", "service direction"),
    ),
    Column("contract", "Contrat", ("type de contrat", "nature du contrat", "nature de contrat", "type contrat", "nature contrat")),
    Column(
        "contract_until",
        "Fin de contrat",
        ("fin contrat", "date fin contrat", "date de fin de contrat", "date de fin contrat", "terme du contrat", "echeance du contrat"),
    ),
    Column("position", "Position", ("position administrative", "position statutaire", "libelle position")),
    Column(
        "time_share",
        "Temps de travail",
        ("quotite", "quotite de travail", "quotite travail", "taux d emploi", "taux emploi", "taux d activite", "temps travail"),
    ),
)

LABELS: Mapping[str, str] = {column.key: column.label for column in COLUMNS}


NOTHING_SAID: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The place of each column recognised, by key, and the titles that are left aside."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]


def map_columns(header: Sequence[str], said: Mapping[str, str] = NOTHING_SAID) -> tuple[ColumnMap, tuple[Finding, ...]]:
    """Recognise the columns of a list, whatever their order, case and accents.

    `said` is what someone said of titles, which counts before any synonym: a title and the key of its column, or nothing where it is not
    to be read. The findings name each required column that is missing with what was found instead, and each column given twice;
    with any finding the map must not be used.

    >>> columns, findings = map_columns(["NOM", "Prenom", "Né(e) le", "statut", "Date d'entrée"])
    >>> dict(columns.places), findings
    ({'family_name': 0, 'given_name': 1, 'born_on': 2, 'status': 3, 'since': 4}, ())
    """
    answers = {normalise(title): key for title, key in said.items()}
    titles: dict[str, list[int]] = {}
    for place, title in enumerate(header):
        titles.setdefault(normalise(title), []).append(place)
    places: dict[str, int] = {}
    findings: list[Finding] = []
    found = ", ".join(shown(title) for title in header[:40] if title.strip()) or "aucun titre"
    for column in COLUMNS:
        candidates = _candidates(column, titles, answers)
        if len(candidates) > 1:
            first, second = (shown(header[place]) for place in candidates[:2])
            findings.append(Finding("roster.column_twice", "ligne 1", {"column": column.label, "first": first, "second": second}))
        elif candidates:
            places[column.key] = candidates[0]
        elif column.is_required:
            findings.append(Finding("roster.missing_column", "ligne 1", {"column": column.label, "found": found}))
    used = set(places.values())
    ignored = tuple(title for place, title in enumerate(header) if place not in used and title.strip())
    return ColumnMap(places, ignored), tuple(findings)


def _candidates(column: Column, titles: Mapping[str, Sequence[int]], answers: Mapping[str, str]) -> list[int]:
    named = sorted(place for name, key in answers.items() if key == column.key for place in titles.get(name, ()))
    if named:
        return named
    for names in ((normalise(column.label), *column.synonyms), column.fallbacks):
        places = sorted(place for name in dict.fromkeys(names) if name not in answers for place in titles.get(name, ()))
        if places:
            return places
    return []


def can_be_named(header: Sequence[str]) -> bool:
    """Tell whether someone may say which title is which column: titles differ, and there are enough of them.

    >>> can_be_named(["Patronyme", "Petit nom", "Né", "Rôle", "Début"]), can_be_named(["Nom", "nom", "a", "b", "c"]), can_be_named(["Nom"])
    (True, False, False)
    """
    titles = [normalise(title) for title in header if title.strip()]
    return len(set(titles)) == len(titles) >= sum(column.is_required for column in COLUMNS)
