"""What is filed is what was checked; the page of a claim says which paper, what was answered, and why, in whoever's word it was."""

from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.checking import Correction, ask_correction, take
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.notifications.models import Message
from entraide.core.money import Money
from entraide.core.workflow.claims import ClaimState
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
INVOICE = "Facture acquittée de l’accueil de loisirs"


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def client(home):
    return signed_in(home.opener)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def page(client, name, *args):
    answer = client.get(reverse(f"beneficiary:{name}", args=args), follow=True)
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def stamp(client, claim_id):
    return page(client, "check", claim_id).split('name="stamp" value="')[1].split('"')[0]


def test_what_changed_since_it_was_checked_is_shown_again_and_not_filed(client, home):
    key = families.drafted(home)
    before = stamp(client, key)
    filing.answer(claim_id=key, answers={"expense": Money.of(60)}, actor=home.actor, **AT)
    shown = client.post(reverse("beneficiary:check", args=[key]), {"stamp": before}, follow=True).content.decode()
    assert "a changé depuis que vous l’avez relue" in shown and "60,00" in shown
    assert Claim.objects.get(pk=key).state == ClaimState.DRAFT
    client.post(reverse("beneficiary:check", args=[key]), {"stamp": stamp(client, key)})
    assert Claim.objects.get(pk=key).state == ClaimState.SUBMITTED


def test_a_paper_joined_or_removed_elsewhere_is_a_change_too(client, home):
    key = families.drafted(home)
    before = stamp(client, key)
    filing.attach(claim_id=key, requirement="invoice", document_id=families.kept(home.actor), actor=home.actor, **AT)
    assert stamp(client, key) != before
    client.post(reverse("beneficiary:check", args=[key]), {"stamp": before})
    assert Claim.objects.get(pk=key).state == ClaimState.DRAFT


def test_until_it_is_decided_a_claim_shows_what_was_answered_and_what_it_may_come_to(client, home, officer):
    claim = families.filed(home)
    shown = page(client, "claim", claim.pk)
    assert "Vos réponses" in shown and "300,00 €" in shown and "Estimation" in shown and "120,00 €" in shown
    take(claim_id=claim.pk, actor=officer.actor, **AT)
    families.accept_all(Claim.objects.get(pk=claim.pk), officer)
    families.decide(claim, officer)
    assert "Estimation" not in page(client, "claim", claim.pk)


def test_who_filed_after_another_claim_that_takes_the_ceiling_reads_so(client, home, officer):
    first, second = families.filed(home), families.filed(home)
    assert "Une autre demande passe avant" not in page(client, "claim", first.pk)
    shown = page(client, "claim", second.pk)
    assert "Une autre demande passe avant" in shown and "rien, tant que l’autre demande" in shown
    told = signed_in(officer).get(reverse("staff:claim", args=[second.pk])).content.decode().replace("\xa0", " ")
    assert "1 demande en cours par ailleurs" in told


@pytest.mark.parametrize(("act", "is_said"), [("grant", True), ("refuse", False)])
def test_what_goes_on_being_paid_is_said_to_who_was_granted_something(client, home, officer, act, is_said):
    claim = families.decide(families.checked(home, officer), officer, act, note="Voir la facture.")
    reopen(claim_id=claim.pk, reason="À revoir.", due_on=AT["on"], actor=person(Role.CLAIMS_OFFICER).actor, **AT)
    shown = page(client, "claim", claim.pk)
    assert "relue par une autre personne" in shown and ("continue d’être versé" in shown) is is_said


def test_which_paper_is_to_be_sent_again_is_said_wherever_it_is_asked(client, home, officer):
    claim = families.taken(home, officer)
    paper = families.paper_of(claim, "invoice")
    ask_correction(claim_document_id=paper.pk, correction=Correction("illegible", "Reprenez-la à plat."), actor=officer.actor, **AT)
    body = Message.objects.filter(subject__startswith="Une pièce est à corriger").get().body
    assert INVOICE in body
    card = page(client, "claim", claim.pk).split("Une pièce est à renvoyer")[1].split("Envoyer la pièce")[0]
    assert INVOICE in card and paper.document.name in card
    shown = page(client, "correct_paper", claim.pk, paper.pk)
    assert INVOICE in shown and f"à la place du fichier « {paper.document.name} »" in shown


def test_the_papers_of_a_claim_are_told_apart_by_what_they_are(client, home):
    claim = families.filed(home)
    shown = page(client, "claim", claim.pk)
    assert all(label in shown for label in (INVOICE, "Avis d’impôt", "Livret de famille"))


def test_a_refusal_in_the_officer_s_own_word_is_the_reason_that_is_read_and_the_rule_is_told_apart(client, home, officer):
    claim = families.checked(home, officer)
    families.decide(claim, officer, "refuse", note="La facture est celle d’un autre centre.")
    shown = page(client, "why", claim.pk)
    told, rule = shown.split("Ce que la règle disait", 1)[0], shown.split("<h2>Ce que la règle disait</h2>")[1]
    assert "La facture est celle d’un autre centre." in told and "Remplie" not in told
    assert "Remplie" in rule.split("<details")[1]


def test_who_is_granted_less_than_the_rule_gives_reads_both_amounts_and_the_word_before_the_calculation(client, home, officer):
    claim = families.decide(families.checked(home, officer), officer, amount=Money.of("60.50"), note="Un autre organisme a payé le reste.")
    told, rule = page(client, "why", claim.pk).split("<h2>Ce que la règle disait</h2>")
    assert "Pourquoi 60,50 € ?" in told and "La règle donnait 120,00 € : il vous est accordé 60,50 €." in told
    assert "Un autre organisme a payé le reste." in told and "120,00 €" in rule


def test_what_holds_is_folded_where_the_rule_decided(client, home, officer):
    families.granted(home, officer)
    shown = page(client, "why", Claim.objects.get().pk)
    before, folded = shown.split("conditions remplies", 1)
    assert "Ce que la règle disait" not in shown
    assert "Le calcul du montant" in before and "L’âge" not in before.split("<h1>")[1] and "L’âge" in folded


def test_where_too_few_were_decided_the_day_of_the_answer_is_said_and_nothing_else(client, home):
    assert "Nous comptons vous répondre avant le 5 novembre 2024" in page(client, "check", families.drafted(home))
    claim = families.filed(home, child=families.child_of(home.opener, given_name="Noé"))
    shown = page(client, "claim", claim.pk)
    assert "Trop peu de demandes" not in shown and "Réponse attendue avant le 5 novembre 2024" in shown


def test_the_page_of_a_benefit_leads_to_what_was_asked_already(client, home, officer):
    claim = families.filed(home)
    link = f'href="{reverse("beneficiary:claim", args=[claim.pk])}"'
    assert link in page(client, "benefit", BENEFIT)
    families.child_of(home.opener, given_name="Noé", born_on=date(2018, 1, 2))
    assert page(client, "benefit", BENEFIT).count(link) == 1


def test_the_page_of_a_benefit_goes_on_with_what_was_begun_before_it_offers_to_begin_again(client, home):
    assert "Faire une demande" in page(client, "benefit", BENEFIT)
    key = families.drafted(home)
    shown = page(client, "benefit", BENEFIT)
    assert "Faire une demande" not in shown and shown.index("Continuer ma demande") < shown.index("Recommencer")
    assert shown.count(f'href="{reverse("beneficiary:claim", args=[key])}"') == 2


def test_home_names_the_paper_that_is_awaited_and_its_last_day(client, home, officer):
    claim = families.taken(home, officer)
    paper = families.paper_of(claim, "invoice")
    ask_correction(claim_document_id=paper.pk, correction=Correction("illegible", "Reprenez-la à plat."), actor=officer.actor, **AT)
    assert f"{INVOICE}, avec les dates de présence, à envoyer avant le 14 novembre 2024 inclus." in page(client, "home")


def test_a_complaint_is_offered_last_on_the_page_of_a_claim(client, home):
    shown = page(client, "claim", families.filed(home).pk)
    assert shown.index("Le suivi") < shown.index("Vos pièces") < shown.index("Faire une réclamation")


def test_an_answer_sent_late_as_it_changes_is_not_told_twice(client, home):
    claim = families.filed(home)
    client.post(reverse("beneficiary:questions", args=[claim.pk]), {"expense": "12", "changed": "expense"})
    shown = client.post(reverse("beneficiary:questions", args=[claim.pk]), {"expense": "12"}, follow=True).content.decode()
    assert shown.count("Votre demande est déjà envoyée") == 1
