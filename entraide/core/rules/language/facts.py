"""The closed table of facts: what may be asked about a person or an expense, in which words, and who can prove it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entraide.core.money import Money
from entraide.core.rules.language.known import Kind, Native, Value, kind_of_native, to_reckon


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
    bounds: tuple[Value, Value] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Reckon once the least and the greatest value that stand in while the fact is not known."""
        object.__setattr__(self, "bounds", (to_reckon(self.low), to_reckon(self.high)))

    def fault_in(self, value: object) -> str:
        """Name what is wrong with a value as a code of `writing.faults.FAULTS`, or nothing."""
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


def _count(name: str, said: tuple[str, str, str], proved_by: tuple[str, ...], *, unit: str, bounds: tuple[int, int]) -> FactSpec:
    return FactSpec(name, Kind.COUNT, *said, unit, *bounds, proved_by=proved_by)


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
    _count(
        "care_days",
        ("le nombre de jours de garde", "Combien de jours de garde avez-vous payés ?", ""),
        ("invoice",),
        unit="jours",
        bounds=(0, 366),
    ),
    _count(
        "care_half_days",
        ("le nombre de demi-journées de garde", "Combien de demi-journées de garde avez-vous payées ?", "En plus des jours entiers."),
        ("invoice",),
        unit="demi-journées",
        bounds=(0, 732),
    ),
    _count(
        "paid_months",
        ("le nombre de mois payés", "Combien de mois avez-vous payés ?", ""),
        ("invoice",),
        unit="mois",
        bounds=(0, 12),
    ),
    _flag(
        "has_two_notices",
        "votre conjoint a son propre avis d’impôt",
        "Votre conjoint a-t-il son propre avis d’impôt, à part du vôtre ?",
        "C’est le cas du concubinage. Répondez non si vous déclarez ensemble ou si vous vivez seul.",
        ("tax_notice", "family_record"),
    ),
    _money(
        "partner_tax_line_14",
        "l’impôt de la ligne 14 de votre conjoint",
        "Quel montant est écrit à la ligne 14 de l’avis d’impôt de votre conjoint ?",
        "Indiquez 0 s’il n’est pas imposable.",
        ("tax_notice",),
        high=10_000_000,
    ),
    _money(
        "reference_income",
        "le revenu fiscal de référence",
        "Quel est le revenu fiscal de référence de votre foyer ?",
        "Il est écrit sur la première page de l’avis d’impôt.",
        ("tax_notice",),
        high=1_000_000,
    ),
    _count(
        "tax_half_shares",
        (
            "le nombre de demi-parts fiscales",
            "Combien de demi-parts compte votre foyer fiscal ?",
            "Le nombre de parts est écrit sur l’avis d’impôt : 2,5 parts font 5 demi-parts.",
        ),
        ("tax_notice",),
        unit="demi-parts",
        bounds=(2, 40),
    ),
    _count(
        "household_size",
        ("le nombre de personnes du foyer", "Combien de personnes vivent au foyer, vous compris ?", ""),
        ("tax_notice", "family_record"),
        unit="personnes",
        bounds=(1, 20),
    ),
    _flag(
        "is_lone_parent",
        "vous élevez seul votre enfant",
        "Élevez-vous seul un ou plusieurs enfants ?",
        "La lettre T figure alors sur l’avis d’impôt.",
        ("tax_notice", "family_record"),
    ),
    _choice(
        "custody",
        "la garde de l’enfant",
        "Où l’enfant vit-il ?",
        {"full": "à votre foyer", "alternating": "en garde alternée entre deux foyers"},
        ("family_record", "custody_judgment"),
    ),
    _flag(
        "other_parent_is_beneficiary",
        "l’autre parent est lui aussi bénéficiaire",
        "L’autre parent est-il lui aussi bénéficiaire ?",
        "",
        ("family_record",),
    ),
    _flag(
        "opens_right",
        "vous ouvrez le droit pour cet enfant",
        "Est-ce vous qui ouvrez le droit pour cet enfant ?",
        "Quand les deux parents sont bénéficiaires au même foyer, un seul ouvre le droit.",
        ("family_record",),
    ),
    _money(
        "base_amount",
        "ce qu’accorde la prestation de base",
        "Combien la prestation de base accorde-t-elle ?",
        "",
        ("decision",),
    ),
    _money(
        "monthly_resources",
        "les ressources du mois",
        "Quelles sont les ressources du foyer dans le mois ?",
        "Salaires, pensions, allocations et aides, pour tout le foyer.",
        ("budget_sheet",),
    ),
    _money(
        "monthly_charges",
        "les charges du mois",
        "Quelles sont les charges du foyer dans le mois ?",
        "Dépenses courantes, crédits et plans d’apurement.",
        ("budget_sheet",),
    ),
    _count(
        "career_years",
        (
            "le nombre d’années d’activité professionnelle",
            "Combien d’années d’activité professionnelle comptez-vous ?",
            "Toute la carrière compte, quels que soient les employeurs.",
        ),
        ("career_record", "medal_certificate"),
        unit="ans",
        bounds=(0, 60),
    ),
    _choice(
        "territory",
        "votre lieu de résidence",
        "Où résidez-vous ?",
        {"metropole": "en métropole", "overseas": "outre-mer"},
        ("roster",),
    ),
)

FACTS: dict[str, FactSpec] = {spec.name: spec for spec in _SPECS}
