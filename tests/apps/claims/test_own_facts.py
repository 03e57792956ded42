"""A benefit asks for facts of its own: they are typed, read on papers, decided, explained and replayed as its revision declares them."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimFact, Decision
from entraide.apps.claims.operations import checking, filing
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.claims.queries.explanations import why
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.replays import replay
from entraide.apps.claims.refusals import AnswerRefused, Incomplete
from entraide.apps.parameters.queries import parameter_book
from entraide.core.money import Money
from entraide.ui.refusals import say
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.rules import publish_benefit
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
HEAD = """\
benefit: musique
name: Pratique musicale
theme: Loisirs
summary: Une aide pour la location d’un instrument.
subject: child
event: lesson_on
reads_parameters_on: event
audience: [active, retiree]
paid_by: transfer
facts:
  lesson_on: {kind: date, label: le premier cours, question: Quel jour a eu lieu le premier cours ?, proved_by: [invoice]}
"""
MUSIC = f"""\
{HEAD}\
  rental_months:
    kind: count
    label: le nombre de mois de location
    question: Pendant combien de mois louez-vous l’instrument ?
    unit: mois
    between: [0, 12]
    proved_by: [invoice]
  instrument:
    kind: choice
    label: l’instrument
    question: Quel instrument ?
    choices: [violon, piano à queue]
    proved_by: [invoice]
revisions:
  - since: 2020-01-01
    source: Texte d’essai
    confidence: M
    amount:
      times:
        - {{match: instrument, cases: {{violon: 10 EUR, piano à queue: 20 EUR}}}}
        - rental_months
    deadline: {{months: 12, after: event}}
    documents:
      - {{kind: invoice, label: Facture du loueur, proves: [lesson_on, rental_months, instrument]}}
"""
# The same names, made of something else.
LATER = f"""\
{HEAD}\
  rental_months: {{kind: date, label: la location, question: Depuis quand louez-vous ?, proved_by: [invoice]}}
  instrument: {{kind: flag, label: un instrument, question: Louez-vous un instrument ?, proved_by: [invoice]}}
revisions:
  - since: 2024-09-01
    source: Texte d’essai
    confidence: M
    amount: 15 EUR
    deadline: {{months: 12, after: event}}
    documents:
      - {{kind: invoice, label: Facture du loueur, proves: [lesson_on]}}
"""
ANSWERS = {"lesson_on": date(2024, 9, 12), "rental_months": 9, "instrument": "piano à queue"}
TYPED = {"lesson_on_day": "12", "lesson_on_month": "9", "lesson_on_year": "2024", "rental_months": "9", "instrument": "piano à queue"}


@pytest.fixture
def home():
    publish_benefit(MUSIC)
    return families.family()


@pytest.fixture
def draft(home):
    owner = home.opener.beneficiary.pk
    key = filing.start(beneficiary_id=owner, benefit_code="musique", dependant_id=home.child, actor=home.actor, **AT)
    return Claim.objects.get(pk=key)


def answer(draft, home, answers):
    filing.answer(claim_id=draft.pk, answers=answers, actor=home.actor, **AT)
    draft.refresh_from_db()


def join_papers(draft, home):
    for kind in ("invoice", "family_record"):
        document_id = families.kept(home.actor, name=f"{kind}.jpg")
        filing.attach(claim_id=draft.pk, requirement=kind, document_id=document_id, actor=home.actor, **AT)


@pytest.fixture
def filed(draft, home):
    answer(draft, home, ANSWERS)
    join_papers(draft, home)
    filing.file(claim_id=draft.pk, actor=home.actor, **AT)
    return Claim.objects.get(pk=draft.pk)


def test_the_form_asks_the_benefit_s_own_questions_with_its_own_choices(draft, home):
    client = signed_in(home.opener)
    page = client.get(reverse("beneficiary:questions", args=[draft.pk])).content.decode()
    for words in ("Quel jour a eu lieu le premier cours ?", "Pendant combien de mois louez-vous l’instrument ?", "piano à queue"):
        assert words in page
    assert client.post(reverse("beneficiary:questions", args=[draft.pk]), TYPED).status_code == 302
    draft.refresh_from_db()
    assert draft_of(draft, on=TODAY).assessment.outcome.high == Money.of(180)
    assert draft.event_on is None and draft_of(draft, on=TODAY).assessment.event_on == date(2024, 9, 12)


def test_an_answer_outside_the_bounds_that_the_benefit_writes_is_refused(draft, home):
    with pytest.raises(AnswerRefused) as refused:
        answer(draft, home, {"rental_months": 13})
    assert "nombre de mois de location" in say(refused.value)
    draft.refresh_from_db()
    assert draft.answers == {}


def test_what_is_missing_is_named_in_the_benefit_s_own_words(draft, home):
    answer(draft, home, {name: value for name, value in ANSWERS.items() if name != "instrument"})
    with pytest.raises(Incomplete) as refused:
        filing.file(claim_id=draft.pk, actor=home.actor, **AT)
    assert "l’instrument" in say(refused.value)


def test_an_answer_that_another_revision_understands_otherwise_is_asked_again(draft, home):
    answer(draft, home, ANSWERS)
    publish_benefit(
        MUSIC.replace("since: 2020-01-01", "since: 2024-09-01")
        .replace("[violon, piano à queue]", "[violon, orgue]")
        .replace("piano à queue: 20 EUR", "orgue: 30 EUR")
    )
    assert draft_of(draft, on=TODAY).unanswered == ("instrument",)


def test_an_answer_that_the_revision_of_the_event_does_not_understand_is_not_kept_with_the_claim(draft, home):
    answer(draft, home, ANSWERS)
    publish_benefit(LATER)
    join_papers(draft, home)
    filing.file(claim_id=draft.pk, actor=home.actor, **AT)
    assert set(ClaimFact.objects.filter(claim=draft).values_list("name", flat=True)) == {"lesson_on"}
    assert reassessed(Claim.objects.get(pk=draft.pk))[1].outcome.amount == Money.of(15)


def test_the_officer_reads_the_benefit_s_own_facts_on_its_paper_and_the_decision_replays(filed, home):
    officer = person(Role.CLAIMS_OFFICER)
    desk = signed_in(officer)
    checking.take(claim_id=filed.pk, actor=officer.actor, **AT)
    page = desk.get(reverse("staff:claim", args=[filed.pk])).content.decode()
    assert "Le nombre de mois de location" in page and "piano à queue" in page
    paper = families.paper_of(filed, "invoice")
    form = next(view.reading for view in desk.get(reverse("staff:claim", args=[filed.pk])).context["papers"] if view.id == paper.pk)
    read = {"lesson_on": "2024-09-12", "rental_months": "8", "instrument": "violon"}
    sent = desk.post(reverse("staff:paper_accept", args=[paper.pk]), {form.add_prefix(name): value for name, value in read.items()})
    assert sent.status_code == 302
    assert ClaimFact.objects.get(claim=filed, name="instrument", superseded_at__isnull=True).value == "violon"
    families.accept_all(filed, officer)
    assert families.decide(filed, officer).state == "granted"
    decision = Decision.objects.get(claim=filed)
    assert decision.cents == Money.of(80) and replay(decision).is_equal
    told = {leaf.condition: leaf.value for node in why(decision, parameters=parameter_book()) for leaf in node.children}
    assert told["L’instrument"] == "violon" and told["Le nombre de mois de location"] == "8 mois"
