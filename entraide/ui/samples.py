"""What the gallery shows: invented names and amounts, long texts, and a form in each of its states."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from entraide.core.money import Money
from entraide.ui.components.icons import icon_names
from entraide.ui.components.texts import MONTHS
from entraide.ui.forms import DayInput, DocumentInput, MoneyField, ThreePartDateField
from entraide.ui.values import (
    AccountMenu,
    Act,
    ActiveFilter,
    Bar,
    BarChart,
    Cell,
    Column,
    Crumb,
    KeyHelp,
    NavigationItem,
    Outcome,
    Problem,
    RoleItem,
    Status,
    Step,
    StepState,
    Table,
    Task,
    Tone,
    WhyNode,
)


DAY = date(2024, 10, 15)
LONG = (
    "Centre communal d’action sociale et établissement public de coopération intercommunale à fiscalité propre du territoire des "
    "Coteaux-de-Champagne-en-Montagne-de-Reims, service mutualisé de l’enfance, de la jeunesse, des sports, de la culture et de la vie "
    "associative, antenne de Saint-Brice-Courcelles et de Tinqueux"
)
COLUMNS = (
    Column("Bénéficiaire", sort="name"),
    Column("Prestation", sort="benefit"),
    Column("Déposée le", sort="filed"),
    Column("État"),
    Column("Montant", numeric=True, sort="amount"),
)
STATES = (
    Status("À décider", Tone.AWAITING),
    Status("En paiement", Tone.PROGRESS),
    Status("Payée", Tone.SUCCESS),
    Status("Refusée", Tone.DANGER),
    Status("Bientôt hors délai", Tone.WARNING),
    Status("Brouillon", Tone.NEUTRAL),
)
NAMES = ("Amina Lefèvre", "Jean-Baptiste Moreau", "Élodie Roux", "Ousmane Diallo", "Maëlle Petit")
BENEFITS = ("Accueil de loisirs", "Rentrée scolaire", "Séjour enfant", "Chèque-vacances")


class SampleForm(forms.Form):
    """One field of each kind."""

    first_name = forms.CharField(label="Prénom de l’enfant", help_text="Comme sur la facture.", max_length=60)
    siblings = forms.IntegerField(label="Nombre d’enfants à charge", required=False)
    amount = MoneyField(label="Montant de la facture", help_text="Ce que vous avez payé, aides déduites.")
    born_on = ThreePartDateField(label="Date de naissance", help_text="Par exemple 12 3 2016.", birth=True)
    stay_on = forms.DateField(label="Premier jour d’accueil", widget=DayInput)
    tier = forms.ChoiceField(
        label="Avez-vous votre avis d’impôt ?",
        widget=forms.RadioSelect,
        choices=[("yes", "Oui, je l’ai sous la main"), ("later", "Je l’enverrai plus tard"), ("no", "Je préfère ne pas le donner")],
    )
    days = forms.MultipleChoiceField(
        label="Jours d’accueil",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("w", "Mercredi"), ("h", "Vacances scolaires")],
    )
    commune = forms.ChoiceField(label="Votre commune", choices=[("", "Choisissez"), ("51454", "Reims"), ("51573", "Tinqueux")])
    note = forms.CharField(label="Précisions", widget=forms.Textarea, required=False)
    invoice = forms.FileField(label="Facture", widget=DocumentInput, help_text="Photo nette ou PDF, 20 Mo au plus.")
    sworn = forms.BooleanField(label="Je certifie que ces renseignements sont exacts", help_text="Une fausse déclaration annule l’aide.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tier"].choice_hints = {"no": "Nous appliquerons la tranche la plus haute."}  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """The filters of a list."""

    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), ("todo", "À décider")])
    query = forms.CharField(label="Nom ou référence", required=False)
    since = forms.DateField(label="Déposée depuis", required=False, widget=DayInput)


def row(number: int) -> tuple[Any, ...]:
    """Make one row of the sample list."""
    name = NAMES[number % len(NAMES)]
    return (
        Cell(name, "#tableaux", note=f"D-2024-{number:05d}"),
        BENEFITS[number % len(BENEFITS)],
        date(2024, 1 + number % 9, 1 + number % 28),
        STATES[number % len(STATES)],
        Money(1250 + number * 977 % 40000),
    )


def many_rows() -> Sequence[int]:
    """Stand for ten thousand rows, made when they are shown."""
    return range(10_000)


def many_table(numbers: Sequence[int], sort: str) -> Table:
    """Make the page of the long list that is shown."""
    return Table("Dossiers de l’année", COLUMNS, [row(n) for n in numbers], ("Total de l’année", "", "", "", Money(194_823_377)), sort)


def filled_form() -> SampleForm:
    """Give the form as a person left it, with faults."""
    typed = {
        "first_name": "",
        "amount": "quarante euros",
        "born_on_day": "31",
        "born_on_month": "4",
        "born_on_year": "2016",
        "stay_on": "",
        "siblings": "2",
    }
    return SampleForm(typed, auto_id="bad_%s")


def reasons() -> list[WhyNode]:
    """Make a decision's tree with each outcome."""
    source, on = "Règlement des prestations, fiche Accueil de loisirs, révision 3", date(2024, 1, 1)
    return [
        WhyNode(
            "L’enfant a entre 3 et 13 ans",
            Outcome.PASS,
            "8 ans le 12 août 2024",
            "acte de naissance, vérifié le 3 mars 2022",
            "L’enfant à charge a 3 ans au moins et moins de 14 ans le premier jour d’accueil.",
            source,
            on,
        ),
        WhyNode(
            "Votre tranche est T2",
            Outcome.PASS,
            "Impôt ligne 14 : 1 180,00 €",
            "votre avis d’impôt 2023",
            "La tranche T2 va de 501 € à 1 500 € d’impôt indiqué ligne 14.",
            source,
            on,
            "3,20 € par jour",
        ),
        WhyNode(
            "Nombre de jours aidés",
            Outcome.CUT,
            "32 jours facturés",
            "facture du centre, juillet et août 2024",
            "L’aide est versée pour 30 jours au plus par année civile et par enfant.",
            source,
            on,
            "2 jours non aidés : − 6,40 €",
            (WhyNode("Déjà utilisés cette année", Outcome.PASS, "0 jour"), WhyNode("Plafond de l’année", Outcome.CUT, "30 jours")),
        ),
        WhyNode("L’autre parent ne demande pas la même aide", Outcome.UNKNOWN, "Nous ne vous l’avons pas encore demandé"),
        WhyNode("La demande est arrivée dans les 6 mois", Outcome.FAIL, "Reçue le 12 mars 2025", effect="L’aide est refusée"),
    ]


def charts() -> dict[str, BarChart]:
    """Make a series, a comparison and an empty chart."""
    rates = (("2019", 92.1), ("2020", 71.4), ("2021", 88.0), ("2022", 105.4), ("2023", 122.8))
    spent = (("Chèque-vacances", 146_310), ("Accueil de loisirs", 88_204), ("Rentrée scolaire", 61_912), (LONG, 12_030))
    series = [Bar(y, v, f"{v} %".replace(".", ","), v >= 100) for y, v in rates]
    money = [Bar(label, value, str(Money(value * 100)), not i) for i, (label, value) in enumerate(spent)]
    source = "comptes clos, jeu d’essai"
    return {
        "series": BarChart(
            "Le taux de retour dépasse 100 % depuis 2022",
            series,
            "Année",
            "Taux de retour",
            source,
            DAY,
            True,
            (100, "100 % : tout est revenu aux agents"),
        ),
        "comparison": BarChart("Les chèques-vacances font la moitié des aides", money, "Prestation", "Versé", source, DAY),
        "nothing": BarChart("Aucune aide versée pour l’instant", [Bar("2024", 0, "0 €")], "Année", "Versé", source, DAY),
    }


def tables() -> dict[str, Any]:
    """Make tables of no row, of one, with long text, and wide."""
    long_row = (Cell(LONG, "#tableaux", note=LONG[:90]), LONG[:120], DAY, STATES[4], Money(123_456_789_01))
    wide_columns = [Column("Prestation")] + [Column(month, numeric=True) for month in MONTHS]
    wide_rows = [(name, *[Money(1000 * (n + 7) * m) for m in range(1, 13)]) for n, name in enumerate(BENEFITS)]
    return {
        "none": Table("Virements retournés", COLUMNS, (), empty="Les virements que la banque refuse seront ici, avec son motif."),
        "one": Table("Une seule ligne", COLUMNS, [row(3)]),
        "long": Table("Textes longs", COLUMNS, [long_row], sort="-amount"),
        "wide": Table("Versé par mois", wide_columns, wide_rows, wide=True),
    }


def lists() -> dict[str, Any]:
    """Make tasks, steps, acts, crumbs, keys and filters."""
    at = datetime(2024, 10, 14, 12, 5, tzinfo=UTC)
    return {
        "tasks": [
            Task("Votre enfant", Status("Fait", Tone.SUCCESS), "#listes"),
            Task("La facture", Status("À faire", Tone.AWAITING), "#listes", "Une photo suffit."),
            Task("Votre relevé d’identité bancaire", Status("Pas encore possible", Tone.NEUTRAL, "lock"), hint="Après la facture."),
        ],
        "steps": [
            Step("Demande déposée", StepState.DONE, date(2024, 9, 12)),
            Step(
                "Facture à reprendre",
                StepState.AWAITING,
                date(2024, 9, 20),
                "La date de la facture est illisible.",
            ),
            Step("Décision", StepState.CURRENT, detail="En général sous 9 jours."),
            Step("Virement", StepState.UPCOMING),
        ],
        "refused_steps": [Step("Demande déposée", StepState.DONE, date(2024, 9, 12)), Step("Refusée : hors délai", StepState.FAILED, DAY)],
        "prepared": Act("Préparé par", "Nadia Ferrand", at),
        "released": Act("Libéré par", "Paul Garnier", at),
        "awaited": Act("Libéré par"),
        "crumbs": [Crumb("Accueil", "#"), Crumb("Adhérents", "#"), Crumb("Communauté urbaine du Grand Reims")],
        "keys": [KeyHelp("a", "Accorder"), KeyHelp("c", "Demander une correction"), KeyHelp("j", "Dossier suivant")],
        "active": [ActiveFilter("À décider", "?"), ActiveFilter("Depuis le 1er septembre", "?")],
        "problems": [
            Problem("Ligne 12 : naissance dans le futur."),
            Problem("Ligne 40 : deux fois la même personne.", "#faits"),
        ],
    }


def shell() -> dict[str, Any]:
    """Make the header: a person with three roles and four places."""
    roles = (
        RoleItem("beneficiary", "Bénéficiaire", True),
        RoleItem("officer", "Instructrice"),
        RoleItem("delegate", "Déléguée des agents"),
    )
    places = (
        NavigationItem("Mes droits", "#contenu", "heart-handshake", current=True),
        NavigationItem("Mes demandes", "#contenu", "file-text", badge_count=2),
        NavigationItem("Mon foyer", "#contenu", "users"),
        NavigationItem("Messages", "#contenu", "mail", badge_count=1),
    )
    return {
        "navigation": places,
        "account": AccountMenu("Amina Lefèvre", "amina.lefevre@exemple.fr", "#", "#", "#", roles),
        "demonstration_banner": "Démonstration figée au 15 octobre 2024 : données synthétiques",
    }


def everything() -> dict[str, Any]:
    """Gather all that the gallery's templates name."""
    return {
        **shell(),
        **lists(),
        "charts": charts(),
        "tables": tables(),
        "reasons": reasons(),
        "form": SampleForm(),
        "bad_form": filled_form(),
        "kept_form": SampleForm(auto_id="kept_%s"),
        "filters": FilterForm(auto_id="filter_%s"),
        "sample_messages": [Message(constants.SUCCESS, "Votre adresse est modifiée."), Message(constants.ERROR, "Ce code a expiré.")],
        "statuses": STATES,
        "icons": icon_names(),
        "long": LONG,
        "no_page": Paginator([], 10).get_page(1),
        "money": Money(123456),
        "less": Money(-6640),
        "rate": Decimal("1.2281"),
        "day": DAY,
        "instant": datetime(2024, 3, 12, 13, 5, tzinfo=UTC),
        "days": {"far": date(2025, 3, 31), "near": date(2024, 10, 20), "last": DAY, "past": date(2024, 9, 30)},
        "zero": 0,
        "one": 1,
        "many_count": 21300,
    }
