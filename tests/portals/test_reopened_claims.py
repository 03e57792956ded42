"""A claim decided and opened again, on the screens: what the person reads, what the contact centre reads, what the desk is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import checking, waiting
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import PaymentOrder
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
PART, FULL = Money.of(70), Money.of(120)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def second():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def home():
    return families.family()


def shown(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode().replace("\xa0", " ").replace("\u202f", " ")


def opened(claim, second):
    reopen(claim_id=claim.pk, reason="Une erreur.", due_on=TODAY, actor=second.actor, **AT)


def asked(claim, officer, words="Envoyez le livret."):
    return waiting.ask_paper(claim_id=claim.pk, wanted=waiting.WantedPaper("other", words), actor=officer.actor, **AT)


def paid(**changes):
    PaymentOrder.objects.update(state="settled", settled_on=TODAY, **changes)


def test_a_paid_claim_that_awaits_a_paper_again_stands_among_what_awaits_the_person(home, officer, second):
    claim = families.granted(home, officer)
    paid()
    me, agent = signed_in(home.opener), signed_in(person(Role.CONTACT_AGENT))
    assert "Payée" in shown(me, "beneficiary:claims")
    opened(claim, second)
    assert "Payée" not in shown(me, "beneficiary:claims")
    assert "réponse prévue avant" in shown(agent, "staff:person", claim.beneficiary_id)
    asked(claim, second)
    assert [line.claim for line, _ in me.get(reverse("beneficiary:claims")).context["awaiting"]] == [claim]
    assert "une correction est attendue de la personne" in shown(agent, "staff:person", claim.beneficiary_id)


def test_a_claim_that_awaits_a_paper_is_not_also_under_way_because_money_is_due(home, officer, second):
    claim = families.granted(home, officer)
    assert [line.claim for line, _ in signed_in(home.opener).get(reverse("beneficiary:home")).context["under_way"]] == [claim]
    opened(claim, second)
    asked(claim, second)
    drawn = signed_in(home.opener).get(reverse("beneficiary:home")).context
    assert ([line.claim for line, *_ in drawn["awaiting"]], drawn["under_way"]) == ([claim], [])


def test_a_transfer_that_came_back_is_said_though_the_claim_is_opened_again(home, officer, second):
    claim = families.granted(home, officer)
    PaymentOrder.objects.update(state="returned", return_reason="Compte clos.")
    opened(claim, second)
    assert "returned" in signed_in(home.opener).get(reverse("beneficiary:claims")).context["awaiting"][0][0].order.state
    assert "retourné" in shown(signed_in(person(Role.CONTACT_AGENT)), "staff:person", claim.beneficiary_id)


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ({"amount": PART, "note": "Part."}, {}, "50,00 € partiront avec le prochain lot de virements, en plus des 70,00 € déjà accordés"),
        ({}, {}, "rien ne part en plus des 120,00 € déjà accordés"),
        ({}, {"amount": "70,00", "note": "Part."}, "70,00 € en tout : ce montant remplace celui de 120,00 €"),
        ({"act": "refuse", "note": "Non."}, {}, "120,00 € partiront avec le prochain lot de virements, et la personne est prévenue"),
        ({}, {"act": "refuse", "note": "Non."}, "Le paiement de 120,00 € est abandonné"),
    ],
)
def test_the_desk_is_told_what_leaves_and_not_what_was_granted_in_all(home, officer, second, first, then, words):
    claim = families.decide(families.checked(home, officer), officer, **first)
    opened(claim, second)
    desk, then = signed_in(second), dict(then)
    act = then.pop("act", "grant")
    page = desk.get(reverse("staff:claim", args=[claim.pk]))
    form = next(each.form for each in page.context["acts"] if each.name == act)
    sent = {form.add_prefix(name): value for name, value in ({"key": form["key"].value()} | then).items()}
    answer = desk.post(reverse(f"staff:claim_{act}", args=[claim.pk]), sent, follow=True)
    (said,) = (str(each) for each in answer.context["messages"])
    assert words in said.replace("\xa0", " ").replace("\u202f", " ")


def test_what_is_granted_again_says_until_when_it_may_be_contested(home, officer, second):
    claim = families.decide(families.checked(home, officer), officer, amount=PART, note="Part.")
    opened(claim, second)
    families.decide(claim, second)
    assert "Demandez un réexamen" in Message.objects.filter(beneficiary_id=claim.beneficiary_id).order_by("pk").last().body


def test_a_paper_sent_while_another_is_awaited_says_what_is_still_awaited(home, officer):
    claim = families.taken(home, officer)
    for kind in ("invoice", "tax_notice"):
        correction = checking.Correction("illegible", "")
        checking.ask_correction(claim_document_id=families.paper_of(claim, kind).pk, correction=correction, actor=officer.actor, **AT)
    said = []
    for kind in ("invoice", "tax_notice"):
        photo = SimpleUploadedFile(f"{kind}.jpg", families.photo(), "image/jpeg")
        url = reverse("beneficiary:correct_paper", args=[claim.pk, families.paper_of(claim, kind).pk])
        said.append([str(each) for each in signed_in(home.opener).post(url, {"file": photo}, follow=True).context["messages"]][-1])
    assert "attend encore" in said[0] and "avis d’impôt" in said[0].lower() and "reprend" not in said[0]
    assert said[1] == "Votre pièce est envoyée. L’examen de votre demande reprend."


def test_a_paper_that_was_asked_and_has_not_come_has_no_file_at_its_address(home, officer):
    claim = families.taken(home, officer)
    key, there = asked(claim, officer), families.paper_of(claim, "invoice")
    me, desk = signed_in(home.opener), signed_in(officer)
    addresses = {
        reverse("beneficiary:paper", args=[claim.pk, key]): me,
        reverse("staff:paper_file", args=[key]): desk,
        reverse("staff:papers_compared", args=[key, there.pk]): desk,
        reverse("staff:papers_compared", args=[there.pk, key]): desk,
    }
    assert [client.get(address).status_code for address, client in addresses.items()] == [404] * 4
