"""A partner reads one large word, learns nobody's name, and writes nothing; the saved page carries all it needs."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Card
from entraide.apps.beneficiaries.operations.cards import issue_card, revoke_card
from entraide.apps.beneficiaries.queries.cards import token_of, trusted_list
from entraide.core.cards.values import CardStanding
from entraide.integrations.card_signing import PublishedKeys, published_keys
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.beneficiaries import CardFactory
from tests.factories.thread import AT
from tests.harness.budgets import queries_of


pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def nadia(db):
    return person(Role.BENEFICIARY)


@pytest.fixture
def card(nadia):
    return Card.objects.get(pk=issue_card(beneficiary_id=nadia.beneficiary.pk, actor=nadia.actor, **AT))


def checked(client, token):
    return client.get(reverse("public:card_check", args=[token]))


def test_the_word_and_its_sentence_follow_the_card(client, nadia, card):
    token = token_of(card)
    assert "VALABLE Cette carte ouvre droit à l’avantage. Elle vaut jusqu’au 31/01/2025 inclus." in text_of(checked(client, token))
    revoke_card(card_id=card.pk, reason="lost", actor=nadia.actor, **AT)
    assert "PLUS VALABLE Cette carte a été annulée." in text_of(checked(client, token))
    expired = CardFactory(until=TODAY, issued_on=TODAY - timedelta(days=200))
    assert "PLUS VALABLE Cette carte ne vaut plus depuis le 15/10/2024." in text_of(checked(client, token_of(expired)))
    assert "INCONNUE Le code est incomplet." in text_of(checked(client, token[:-9]))
    assert "INCONNUE La signature" in text_of(checked(client, token.replace("20250201", "20990201")))
    assert "INCONNUE Ce code n’est pas celui d’une carte." in text_of(checked(client, "bonjour"))
    assert "INCONNUE Ce code n’est pas" in text_of(checked(client, "E1." + "x" * 2000))


def test_another_associations_card_is_said_to_be_so(client, card, settings):
    token = token_of(card)
    settings.ENTRAIDE_CARD_ASSOCIATION = "autre"
    assert "INCONNUE Cette carte est celle d’une autre association." in text_of(checked(client, token))


def test_a_check_names_nobody_writes_nothing_and_is_kept_nowhere(client, nadia, card):
    answer = checked(client, token_of(card))
    name = nadia.beneficiary.identities.get()
    for private in (name.family_name, name.given_name, nadia.beneficiary.reference, nadia.account.email):
        assert private not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies
    assert len(queries_of(client, reverse("public:card_check", args=[token_of(card)]))) <= 2


def test_the_code_may_be_pasted_alone_or_as_an_address(client, card):
    token = token_of(card)
    for code in (token, f"https://entraide.example/carte/{token}/", f" {token[:50]} {token[50:]}"):
        assert client.get("/carte/", {"code": code}).headers["Location"] == reverse("public:card_check", args=[token])
    assert "Collez le texte" in text_of(client.get("/carte/", {"code": "  "}))
    assert "Collez le texte" not in text_of(client.get("/carte/"))


def test_keys_and_list_are_published_and_agree(client, nadia, card):
    revoke_card(card_id=card.pk, reason="lost", actor=nadia.actor, **AT)
    keys = PublishedKeys.read(client.get("/carte/cles/").content.decode())
    assert keys.public == published_keys().public
    found = trusted_list(client.get("/carte/annulees/").content.decode(), keys)
    assert (found.numbers, found.listed_on) == ((card.number,), TODAY)


def test_the_served_checker_runs_under_the_strict_policy_and_the_saved_one_carries_all(client, card):
    served = client.get("/carte/hors-ligne/")
    assert "unsafe-inline" not in served.headers["Content-Security-Policy"]
    assert re.search(r'<script type="module" src="[^"]*card-checker\.js"></script>', served.content.decode())
    saved = client.get("/carte/hors-ligne/fichier/")
    page = saved.content.decode()
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="verificateur-de-cartes-2024-10-15.html')
    assert "src=" not in page and "href=" not in page and "crypto.subtle" in page
    carried = json.loads(re.search(r'<script id="card-carried" type="application/json">(.+?)</script>', page, re.DOTALL)[1])
    assert trusted_list(carried["list"], PublishedKeys.read(carried["published"])) is not None
    assert {*carried["sentences"]} == {*carried["tones"]} == {*CardStanding}
