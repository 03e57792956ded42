"""The closed table of facts: what may be asked about a person or an expense, in which words, and who can prove it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entraide.core.money import Money
from entraide.core.rules.known import Kind, Native, Value, kind_of_native, to_reckon


FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact: its kind and unit, the French noun phrase and question, the bounds past which a value is a slip, and who can prove it."""

    name: str
    kind: Kind
    label: str
    question: str
    hint: str = ""
    unit: str = ""
    low: Native = 0
    high: Native = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    proved_by: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[Value, Value]:
        """The least and the greatest value to reckon with while the fact is not known."""
        return to_reckon(self.low), to_reckon(self.high)

    def fault_in(self, value: object) -> str:
        """Name what is wrong with a value as a code of `sentences.FAULTS`, or nothing."""
        if kind_of_native(value) is not self.kind:
            return "rules.fact_of_another_kind"
        if self.kind is Kind.CHOICE:
            return "" if value in self.choices else "rules.fact_of_no_choice"
        low, high = self.bounds
        return "" if low <= to_reckon(value) <= high else "rules.fact_not_plausible"  # type: ignore[operator, arg-type]


def _money(name: str, label: str, question: str, hint: str, proved_by: tuple[str, ...], *, high: int = 100_000) -> FactSpec:
    return FactSpec(name, Kind.MONEY, label, question, hint, "EUR", Money(0), Money(high * 100), proved_by=proved_by)


def _date(name: str, label: str, question: str, hint: str, proved_by: tuple[str, ...]) -> FactSpec:
    return FactSpec(name, Kind.DATE, label, question, hint, "", FIRST_DAY, LAST_DAY, proved_by=proved_by)


def _rate(name: str, label: str, question: str, hint: str, proved_by: tuple[str, ...]) -> FactSpec:
    return FactSpec(name, Kind.RATE, label, question, hint, "%", Fraction(0), Fraction(1), proved_by=proved_by)


def _count(name: str, label: str, question: str, unit: str, proved_by: tuple[str, ...], *, high: int) -> FactSpec:
    return FactSpec(name, Kind.COUNT, label, question, "", unit, 0, high, proved_by=proved_by)


def _flag(name: str, label: str, question: str, hint: str, proved_by: tuple[str, ...]) -> FactSpec:
    return FactSpec(name, Kind.FLAG, label, question, hint, "", False, True, proved_by=proved_by)


def _choice(name: str, label: str, question: str, choices: Mapping[str, str], proved_by: tuple[str, ...]) -> FactSpec:
    codes = sorted(choices)
    return FactSpec(name, Kind.CHOICE, label, question, "", "", codes[0], codes[-1], choices, proved_by)


STATUSES = {
    "active": "agent en activité",
    "retiree": "retraité",
    "apprentice": "apprenti ou alternant",
}

_SPECS = (
    _choice("status", "votre situation", "Quelle est votre situation dans votre collectivité ?", STATUSES, ("roster",)),
    _date("rights_since", "l’ouverture de vos droits", "Depuis quand vos droits sont-ils ouverts ?", "", ("roster",)),
    _date("rights_ended_on", "la fin de vos droits", "Quel est le dernier jour de vos droits ?", "", ("roster",)),
    _date(
        "born_on",
        "la date de naissance",
        "Quelle est la date de naissance ?",
        "",
        ("roster", "family_record", "birth_certificate"),
    ),
    _rate(
        "disability_rate",
        "le taux de handicap",
        "Quel est le taux de handicap reconnu ?",
        "Il est écrit sur la notification de la MDPH. Indiquez 0 % s’il n’y en a pas.",
        ("disability_notice",),
    ),
    _flag(
        "is_dependent",
        "l’enfant est à votre charge",
        "L’enfant est-il à votre charge ?",
        "À charge fiscalement, ou en garde alternée.",
        ("tax_notice", "family_record"),
    ),
    _money(
        "tax_line_14",
        "l’impôt de la ligne 14",
        "Quel montant est écrit à la ligne 14 de votre avis d’impôt ?",
        "« Impôt sur le revenu net avant corrections », pour tout le foyer. Indiquez 0 si vous n’êtes pas imposable.",
        ("tax_notice",),
        high=10_000_000,
    ),
    _money(
        "expense",
        "la dépense",
        "Combien avez-vous payé, aides déduites ?",
        "Le total de vos factures acquittées, après déduction des aides reçues par ailleurs.",
        ("invoice",),
    ),
    _date(
        "stay_ended_on",
        "la fin de l’accueil ou du séjour",
        "Quel jour l’accueil ou le séjour s’est-il terminé ?",
        "Pour plusieurs jours ou semaines sur une même facture : le dernier jour.",
        ("invoice", "attendance_certificate"),
    ),
    _date(
        "term_started_on",
        "la rentrée",
        "Quel jour la rentrée a-t-elle eu lieu ?",
        "Le premier jour de cours inscrit sur le certificat de scolarité.",
        ("school_certificate", "apprenticeship_contract"),
    ),
    _flag(
        "is_in_higher_education",
        "l’enfant suit des études supérieures",
        "L’enfant suit-il des études après le baccalauréat ?",
        "",
        ("school_certificate",),
    ),
    _date("event_on", "la date de l’événement", "Quel jour l’événement a-t-il eu lieu ?", "", ("civil_record", "invoice")),
    _date("theory_passed_on", "la réussite au code", "Quel jour avez-vous réussi l’épreuve du code ?", "", ("theory_certificate",)),
    _date("plan_opened_on", "l’ouverture du plan", "Quel jour le plan d’épargne a-t-il été ouvert ?", "", ("savings_plan",)),
    _money("saved_amount", "le montant épargné", "Combien épargnez-vous au total ?", "200 ou 400 €.", ("savings_plan",), high=10_000),
    _count("care_days", "le nombre de jours de garde", "Combien de jours de garde avez-vous payés ?", "jours", ("invoice",), high=366),
    _choice(
        "territory",
        "votre lieu de résidence",
        "Où résidez-vous ?",
        {"metropole": "en métropole", "overseas": "outre-mer"},
        ("roster",),
    ),
)

FACTS: dict[str, FactSpec] = {spec.name: spec for spec in _SPECS}
