"""A revision in sentences: every word of the closed lists has its own, and each shape of ceiling, deadline and paper is said."""

from datetime import date

import pytest

from entraide.core.money import Money
from entraide.core.rules import Ceiling, Confidence, Deadline, DeadlineStart, DocumentRequirement, PaidBy, Period, Revision, Scope, Subject
from entraide.core.rules import describe as d
from entraide.core.rules import terms as t
from entraide.core.rules.definition import ContributionEvent, FiscalRegime, ReadsOn, Taxation


REVISION = Revision(
    code="essai",
    name="Essai",
    theme="Essai",
    summary="Un essai.",
    subject=Subject.CHILD,
    event_fact="event_on",
    reads_parameters_on=ReadsOn.EVENT,
    audience=("active", "retiree"),
    since=date(2024, 1, 1),
    source="Essai",
    confidence=Confidence.OFFICIAL,
    paid_by=PaidBy.SUPPLIER_ORDER,
    amount=t.Match(t.TaxTier(), (t.Case(t.count(1), t.Parameter("shared")),), t.money(5)),
    ceilings=(Ceiling("essai", Scope.HOUSEHOLD, Period.CIVIL_YEAR, amount=t.Parameter("most")),),
    documents=(
        DocumentRequirement("invoice", "Facture", ("expense", "event_on"), condition=t.Equals(t.Fact("custody"), t.Parameter("x"))),
    ),
)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (d.SUBJECTS, Subject),
        (d.PAYMENTS, PaidBy),
        (d.SCOPES, Scope),
        (d.CONFIDENCE, Confidence),
        (d.READS_ON, ReadsOn),
        (d.REGIMES, FiscalRegime),
        (d.CONTRIBUTION_EVENTS, ContributionEvent),
    ],
)
def test_every_word_of_a_closed_list_has_its_sentence(table: dict[str, str], words: type) -> None:
    assert list(table) == list(words)  # type: ignore[call-overload]
    assert len(set(table.values())) == len(table)


def test_whom_it_is_for_and_how_it_is_paid() -> None:
    assert d.say_audience(REVISION) == "agent en activité, retraité ; pour chaque enfant"
    assert d.say_payment(REVISION) == "par commande à un fournisseur"


def test_postage_is_said_where_there_is_some() -> None:
    priced = Revision(**{name: getattr(REVISION, name) for name in _given()} | {"postage": Money(214)})
    assert d.say_payment(priced).endswith("fournisseur ; 2,14\xa0€ de frais d’envoi par commande, à la charge du bénéficiaire")


def _given() -> list[str]:
    return [name for name, field in Revision.__dataclass_fields__.items() if field.init]


@pytest.mark.parametrize(
    ("ceiling", "said"),
    [
        (Ceiling("a", Scope.SUBJECT, Period.EVENT, claims=1), "1 demande par personne concernée, pour le même événement"),
        (Ceiling("a", Scope.BENEFICIARY, Period.LIFETIME, claims=2), "2 demandes par bénéficiaire, une fois pour toutes"),
        (
            Ceiling("a", Scope.HOUSEHOLD, Period.ROLLING_YEARS, claims=2, amount=t.money(50), years=3),
            "2 demandes et 50,00\xa0€ par foyer, par période de 3 ans",
        ),
        (
            Ceiling("a", Scope.SUBJECT_OF_BENEFICIARY, Period.CIVIL_YEAR, claims=1, bills_cumulated=True),
            "1 demande par personne concernée dans chaque foyer, par année civile ; les factures de la période s’additionnent",
        ),
    ],
)
def test_a_ceiling_says_what_it_counts_over_whom_and_when(ceiling: Ceiling, said: str) -> None:
    assert d.say_ceiling(ceiling) == said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (None, "aucune source ne dit le délai"),
        (Deadline(6), "6 mois après l’événement, dernier jour inclus"),
        (Deadline(0, DeadlineStart.CIVIL_YEAR_END), "jusqu’à la fin de l’année civile de l’événement, dernier jour inclus"),
    ],
)
def test_a_deadline_says_from_when_it_runs(deadline: Deadline | None, said: str) -> None:
    assert d.say_deadline(deadline) == said


def test_a_paper_says_what_it_proves_and_when_it_is_asked_for() -> None:
    plain = DocumentRequirement("invoice", "Facture", ("expense",), optional=True)
    assert d.say_document(plain, REVISION) == "Facture (prouve : la dépense ; facultatif)"
    assert d.say_document(REVISION.documents[0], REVISION).startswith(
        "Facture (prouve : la dépense, la date de l’événement ; seulement si la garde de l’enfant est"
    )


@pytest.mark.parametrize(
    ("taxation", "said"),
    [
        (Taxation(), "aucune source ne dit si l’aide est imposable"),
        (Taxation(FiscalRegime.EXEMPT, ContributionEvent.CHRISTMAS), "non imposable ; événement : Noël"),
    ],
)
def test_taxation_says_the_regime_and_the_event(taxation: Taxation, said: str) -> None:
    assert d.say_taxation(taxation) == said


def test_the_shared_values_of_conditions_amounts_ceilings_and_papers_are_named() -> None:
    tiers = ("partner_tax_line_share", "shared", "tax_tier_1_at_most", "tax_tier_2_at_most")
    assert d.parameters_of(REVISION) == ("most", *tiers, "x")
