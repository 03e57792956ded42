"""A revision is told whole, from its tree alone."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from entraide.core.money import Money
from entraide.core.rules import (
    Ceiling,
    Confidence,
    Deadline,
    DeadlineStart,
    DocumentRequirement,
    Kind,
    PaidBy,
    Period,
    ReadsOn,
    Scope,
    Subject,
)
from entraide.core.rules.language import terms as t
from entraide.core.rules.language.choices import ContributionEvent, FiscalRegime
from entraide.core.rules.language.definition import Taxation
from entraide.core.rules.telling.fiche import (
    CONFIDENCE,
    EVENTS,
    NO_AMOUNT,
    NO_DEADLINE,
    NOTHING_PAID,
    PAID_BY,
    READ_ON,
    REGIMES,
    SCOPES,
    SUBJECTS,
    fiche_of,
    parameters_of,
)
from entraide.core.rules.telling.sentences import sentence, show
from tests.scenarios.reading import revisions_of


EVENT = date(2024, 3, 31)
LEISURE = next(revision for revision in revisions_of("accueil-de-loisirs") if revision.since.year == 2021)


def test_a_revision_is_told_part_by_part() -> None:
    fiche = fiche_of(LEISURE, on=EVENT)
    assert fiche.for_whom.endswith("; pour chaque enfant")
    assert fiche.event == "la fin de l’accueil ou du séjour"
    assert fiche.conditions[0].startswith("L’âge atteint dans l’année civile est de 12 ans au plus")
    assert fiche.amount.endswith("dans la limite de la dépense")
    assert fiche.ceilings == ("1 demande par personne concernée, par année civile, les factures de la période s’additionnent",)
    assert fiche.deadline == "6 mois après l’événement ; pour un événement du 31/03/2024, jusqu’au 30/09/2024 inclus"
    assert fiche.documents[1].startswith("Avis d’impôt de l’année précédente")
    assert fiche.documents[1].endswith("(facultatif)")
    assert fiche.documents[2].endswith(", si l’âge atteint dans l’année civile est de plus de 12 ans")
    assert (fiche.paid_by, fiche.postage, fiche.taxation) == ("par virement", "", "")


def test_what_is_not_known_is_said() -> None:
    fiche = fiche_of(replace(LEISURE, amount=None, deadline=None), on=EVENT)
    assert (fiche.amount, fiche.deadline) == (NO_AMOUNT, NO_DEADLINE)
    assert fiche_of(replace(LEISURE, amount=None, paid_by=PaidBy.SERVICE), on=EVENT).amount == NOTHING_PAID


@pytest.mark.parametrize(
    ("deadline", "within", "last"),
    [
        (Deadline(0), "Le jour même de l’événement", "31/03/2024"),
        (Deadline(0, DeadlineStart.CIVIL_YEAR_END), "Dans l’année civile de l’événement", "31/12/2024"),
        (Deadline(1, DeadlineStart.CIVIL_YEAR_END), "1 mois après la fin de l’année civile de l’événement", "31/01/2025"),
    ],
)
def test_a_deadline_shows_its_last_day(deadline: Deadline, within: str, last: str) -> None:
    fiche = fiche_of(replace(LEISURE, deadline=deadline), on=EVENT)
    assert fiche.deadline == f"{within} ; pour un événement du 31/03/2024, jusqu’au {last} inclus"


def test_postage_taxation_and_sums_are_told() -> None:
    ceiling = Ceiling("x", Scope.HOUSEHOLD, Period.ROLLING_YEARS, claims=2, amount=t.money(300), years=2)
    told = replace(
        LEISURE,
        postage=Money(214),
        taxation=Taxation(FiscalRegime.EXEMPT, ContributionEvent.CHRISTMAS),
        ceilings=(ceiling,),
        documents=(DocumentRequirement("invoice", "Facture", ("expense",)),),
    )
    fiche = fiche_of(told, on=EVENT)
    assert fiche.postage.replace("\xa0", " ") == "Frais d’envoi à votre charge : 2,14 € par commande"
    assert fiche.taxation == "N’est pas imposable ; événement : Noël"
    assert fiche.ceilings[0].replace("\xa0", " ") == "2 demandes et 300,00 € par foyer, par période de 2 ans"
    assert fiche.documents == ("Facture",)


def test_the_parameters_of_a_revision_are_named_once() -> None:
    twice = replace(LEISURE, amount=t.Plus((t.Parameter("base"), t.Times(t.Parameter("base"), t.Const(Kind.RATE, Fraction(1, 2))))))
    assert parameters_of(twice) == ("base",)
    ceiling = replace(LEISURE.ceilings[0], amount=t.Parameter("most"))
    assert parameters_of(replace(twice, ceilings=(ceiling,))) == ("base", "most")
    assert len(parameters_of(LEISURE)) == 3


def test_every_choice_of_a_file_has_its_words() -> None:
    said = ((SUBJECTS, Subject), (PAID_BY, PaidBy), (SCOPES, Scope), (READ_ON, ReadsOn), (CONFIDENCE, Confidence))
    for table, choices in (*said, (REGIMES, FiscalRegime), (EVENTS, ContributionEvent)):
        assert set(table) == set(choices)


def test_a_parameter_is_called_by_its_french_name_once_it_is_read_from_a_file() -> None:
    assert fiche_of(replace(LEISURE, amount=t.Parameter("base", "la base nationale")), on=EVENT).amount == "La base nationale"


WHOLE, HALF = (t.Case(t.Const(Kind.CHOICE, home), t.percent(share)) for home, share in (("full", 100), ("alternating", 50)))
LONE = t.Fact("is_lone_parent")
YES, NO = (t.Case(t.Const(Kind.FLAG, answer), t.money(euros)) for answer, euros in ((True, 60), (False, 40)))


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (t.Times(t.Fact("saved_amount"), t.percent(50)), "50 % du montant épargné"),
        (t.Times(t.percent(50), t.Parameter("base", "avoir fiscal")), "50 % d’avoir fiscal"),
        (t.Times(t.Fact("care_days"), t.money(4)), "le nombre de jours de garde × 4,00 €"),
        (t.Times(t.Fact("care_days"), t.Plus((t.money(4), t.money(1)))), "le nombre de jours de garde × (la somme de 4,00 € et de 1,00 €)"),
        (t.DividedBy(t.Fact("expense"), t.Fact("care_days")), "la dépense ÷ le nombre de jours de garde"),
        (
            t.Match(
                t.Fact("is_lone_parent"), (t.Case(t.Const(Kind.FLAG, True), t.money(60)), t.Case(t.Const(Kind.FLAG, False), t.money(40)))
            ),
            "60,00 € si vous élevez seul votre enfant et 40,00 € sinon",
        ),
        (
            t.Match(LONE, (NO,), t.money(60)),
            "60,00 € si vous élevez seul votre enfant et 40,00 € sinon",
        ),
        (
            t.Times(t.Fact("expense"), t.Match(t.Fact("custody"), (WHOLE, HALF))),
            "la dépense (50 % de ce montant pour « en garde alternée entre deux foyers »)",
        ),
        (
            t.Times(t.WhenWithheld(t.Fact("expense"), t.money(4)), t.Match(t.Fact("custody"), (WHOLE, HALF))),
            "la dépense (sans justificatif : 4,00 € ; 50 % de ce montant pour « en garde alternée entre deux foyers »)",
        ),
        (
            t.Times(t.Fact("expense"), t.Match(t.Fact("custody"), (HALF,), t.percent(100))),
            "la dépense × (selon la garde de l’enfant : 50 % pour « en garde alternée entre deux foyers » et 100 % sinon)",
        ),
        (
            t.Not(t.Any((LONE, t.Fact("is_dependent")))),
            "aucun de ces cas ne se présente : vous élevez seul votre enfant ; l’enfant est à votre charge",
        ),
        (
            t.Any((t.Not(LONE), t.Fact("is_dependent"))),
            "(vous élevez seul votre enfant : non) ou l’enfant est à votre charge",
        ),
        (
            t.Not(t.AtLeast(t.Fact("care_days"), t.count(3))),
            "ce cas ne se présente pas : le nombre de jours de garde est de 3 jours au moins",
        ),
        (t.Lookup(t.Fact("care_days"), (t.Row(t.count(0), t.money(5)),)), "selon le nombre de jours de garde : toujours, 5,00 €"),
    ],
)
def test_a_calculation_is_said_as_people_say_it(term: t.Term, said: str) -> None:
    assert sentence(term).replace("\xa0", " ") == said


def test_an_amount_that_is_no_whole_cent_keeps_the_side_of_the_limit_it_stands_on() -> None:
    assert show(Kind.MONEY, Fraction(100001, 2)).replace("\xa0", " ") == "500,005 €"
    assert show(Kind.MONEY, Fraction(50000)) == show(Kind.MONEY, 50000)
