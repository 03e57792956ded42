"""A decision is contested once, in time, and somebody else answers: confirmed with words, or decided again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditPayload
from entraide.apps.beneficiaries.refusals import OwnHousehold
from entraide.apps.claims.models import Claim, ClaimDocument, Decision
from entraide.apps.claims.queries.contesting import contest_by
from entraide.apps.notifications.models import Message
from entraide.apps.recourse.models import Reexamination
from entraide.apps.recourse.operations import reexaminations as operations
from entraide.apps.recourse.operations.reexaminations import (
    DAYS_TO_ANSWER,
    LONGEST,
    Contested,
    ask,
    conclude,
    confirm,
    open_claim,
    withdraw,
)
from entraide.apps.recourse.queries.reexaminations import contestable, examined, reexamination, reexaminations
from entraide.apps.recourse.refusals import (
    AnsweredAlready,
    AskedAlready,
    GivenUp,
    NothingDecided,
    NotYours,
    OwnDecision,
    TooLate,
    WordsRefused,
)
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory, DecisionFactory
from tests.factories.recourse import ReexaminationFactory
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WHEN = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")
WORDS = "Mes revenus ont baissé, voici mon avis."


@pytest.fixture
def first():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def second():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def refused(home, first):
    return families.decide(families.checked(home, first), first, "refuse", note="La facture n’est pas à votre nom.")


def asked(home, claim, words=WORDS, *, on=TODAY, **kwargs):
    return ask(claim_id=claim.pk, contested=Contested(words, **kwargs), actor=home.actor, at=NOW, on=on)


def test_a_person_contests_and_knows_until_when_they_are_answered(home, refused):
    paper = families.kept(home.actor, name="avis.jpg")
    row = Reexamination.objects.get(pk=asked(home, refused, documents=(paper,)))
    assert (row.state, row.decision, row.due_on) == ("asked", refused.decisions.get(), TODAY + timedelta(days=DAYS_TO_ANSWER))
    assert ClaimDocument.objects.filter(claim=refused, document_id=paper).exists()
    assert f"{row.due_on:%d/%m/%Y}" in Message.objects.order_by("pk").last().body


def test_the_same_words_twice_are_one_and_other_words_are_refused(home, refused):
    assert asked(home, refused) == asked(home, refused)
    with pytest.raises(AskedAlready):
        asked(home, refused, "Et encore.")
    assert Reexamination.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n", "a" * (LONGEST + 1), "a\0b", "x" * 10_000])
def test_words_that_say_nothing_or_too_much_are_refused(home, refused, words):
    with pytest.raises(WordsRefused):
        asked(home, refused, words)
    assert not Reexamination.objects.exists()


def test_the_last_day_is_included_and_a_letter_counts_by_the_day_it_came(home, refused):
    last = contest_by(TODAY)
    assert last == date(2024, 12, 15)
    late = last + timedelta(days=1)
    with pytest.raises(TooLate):
        asked(home, refused, on=late)
    contested = Contested(WORDS, "paper", last)
    key = ask(claim_id=refused.pk, contested=contested, actor=person(Role.CONTACT_AGENT).actor, at=NOW, on=late)
    row = Reexamination.objects.get(pk=key)
    assert (row.asked_on, row.due_on) == (last, last + timedelta(days=DAYS_TO_ANSWER))


@pytest.mark.parametrize("channel", ["online", "phone", "pigeon"])
def test_only_what_came_by_post_counts_by_another_day_and_no_day_is_to_come(home, refused, channel):
    late = contest_by(TODAY) + timedelta(days=1)
    agent = person(Role.CONTACT_AGENT).actor
    with pytest.raises(TooLate):
        ask(claim_id=refused.pk, contested=Contested(WORDS, channel, TODAY), actor=agent, at=NOW, on=late)
    with pytest.raises(TooLate):
        ask(claim_id=refused.pk, contested=Contested(WORDS, "paper", late + timedelta(days=9)), actor=agent, at=NOW, on=late)


def test_nothing_is_contested_before_a_decision_nor_for_another(home, refused):
    with pytest.raises(NotYours):
        asked(home, families.filed(families.family()))
    other = families.family()
    with pytest.raises(NothingDecided):
        asked(other, families.filed(other))
    hidden = DecisionFactory(claim=ClaimFactory(state="refused", is_confidential=True), outcome="refused", cents=Money(0)).claim
    with pytest.raises(NotYours):
        ask(claim_id=hidden.pk, contested=Contested(WORDS, "phone"), actor=person(Role.CONTACT_AGENT).actor, **WHEN)


def test_who_decided_neither_sees_it_in_the_queue_nor_answers(home, refused, first, second):
    key = asked(home, refused)
    assert [row.pk for row in reexaminations(second.actor)] == [key] and not reexaminations(first.actor).exists()
    for act in (
        lambda: confirm(reexamination_id=key, answer="Non.", actor=first.actor, **WHEN),
        lambda: open_claim(reexamination_id=key, actor=first.actor, **WHEN),
    ):
        with pytest.raises(OwnDecision):
            act()
    client, url = signed_in(first), reverse("staff:reexamination", args=[key])
    assert client.get(url).status_code == 404
    assert client.post(url, {"answer": "Non."}).status_code == 404
    assert client.post(reverse("staff:reexamination_open", args=[key])).status_code == 404


def test_nobody_answers_about_their_own_household(home, refused):
    key = asked(home, refused)
    own = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
    assert reexamination(key, own.actor) is None
    with pytest.raises(OwnHousehold):
        confirm(reexamination_id=key, answer="Oui.", actor=own.actor, **WHEN)


def test_a_confirmed_decision_stands_and_the_person_reads_why(home, refused, second):
    key = asked(home, refused)
    confirm(reexamination_id=key, answer="La facture est au nom d’une autre personne.", actor=second.actor, **WHEN)
    row = Reexamination.objects.get(pk=key)
    assert (row.state, row.answered_by, Decision.objects.filter(claim=refused).count()) == ("confirmed", second.account.pk, 1)
    told = Message.objects.order_by("pk").last().body
    assert "au nom d’une autre personne" in told and "Une décision se réexamine une fois" in told
    for act in (
        lambda: confirm(reexamination_id=key, answer="Encore.", actor=second.actor, **WHEN),
        lambda: open_claim(reexamination_id=key, actor=second.actor, **WHEN),
        lambda: withdraw(reexamination_id=key, actor=home.actor, **WHEN),
    ):
        with pytest.raises(AnsweredAlready):
            act()


def test_a_claim_opened_again_and_decided_is_the_answer(home, refused, second):
    key = asked(home, refused)
    assert open_claim(reexamination_id=key, actor=second.actor, **WHEN) == refused.pk
    with pytest.raises(AnsweredAlready):
        open_claim(reexamination_id=key, actor=person(Role.CLAIMS_OFFICER).actor, **WHEN)
    with pytest.raises(AnsweredAlready):
        withdraw(reexamination_id=key, actor=home.actor, **WHEN)
    assert conclude(actor=SYSTEM, **WHEN) == 0
    families.decide(Claim.objects.get(pk=refused.pk), second)
    assert [conclude(actor=SYSTEM, **WHEN) for _ in range(2)] == [1, 0]
    row = Reexamination.objects.get(pk=key)
    assert (row.state, row.new_decision.outcome, row.new_decision.way) == ("changed", "granted", "reexamination")
    assert row.answer.startswith(f"Après réexamen, {row.new_decision.cents} vous sont accordés.")
    shown = text_of(signed_in(home.opener).get(reverse("beneficiary:claim", args=[refused.pk])))
    assert "Après réexamen" in shown.split("Notre réponse")[1]


def test_what_was_granted_first_is_told_apart_from_the_decision_to_come(home, first, second):
    granted = families.decide(families.checked(home, first), first)
    open_claim(reexamination_id=asked(home, granted), actor=second.actor, **WHEN)
    answer = signed_in(home.opener).get(reverse("beneficiary:claim", args=[granted.pk]))
    labels = [step.label for step in answer.context["steps"]]
    assert labels == ["Demande déposée", "Première décision : paiement à venir", "Vérification en cours", "Nouvelle décision"]


def test_an_answer_that_cannot_be_noted_keeps_no_other_from_it(first, second, monkeypatch, caplog):
    homes = [families.family() for _ in range(2)]
    claims = [families.decide(families.checked(home, first), first, "refuse", note="Non.") for home in homes]
    keys = [asked(home, claim) for home, claim in zip(homes, claims, strict=True)]
    for key, claim in zip(keys, claims, strict=True):
        open_claim(reexamination_id=key, actor=second.actor, **WHEN)
        families.decide(Claim.objects.get(pk=claim.pk), second)
    words = operations.reasons_in_words

    def said(decision):
        if decision.claim_id == claims[0].pk:
            raise ValueError("the reason has no words")
        return words(decision)

    monkeypatch.setattr(operations, "reasons_in_words", said)
    assert conclude(actor=SYSTEM, **WHEN) == 1 and "the reason has no words" in caplog.text
    assert [Reexamination.objects.get(pk=key).state for key in keys] == ["asked", "changed"]


def test_the_trail_keeps_nothing_of_what_a_person_wrote(home, refused, second):
    key = asked(home, refused)
    open_claim(reexamination_id=key, actor=second.actor, **WHEN)
    kept = [str(payload.content) for payload in AuditPayload.objects.filter(entry__subject_id=refused.pk).order_by("pk")]
    assert any(str(key) in each for each in kept) and not any(WORDS in each for each in kept)


def test_decided_the_same_again_is_confirmed_and_may_be_contested_once_more(home, refused, second):
    key = asked(home, refused)
    open_claim(reexamination_id=key, actor=second.actor, **WHEN)
    families.decide(Claim.objects.get(pk=refused.pk), second, "refuse", note="La facture n’est pas à votre nom.")
    conclude(claim_id=refused.pk, actor=SYSTEM, **WHEN)
    assert Reexamination.objects.get(pk=key).state == "confirmed"
    assert asked(home, refused, "Je maintiens.") != key


def test_a_person_gives_up_before_anybody_answered(home, refused, second):
    key = asked(home, refused)
    with pytest.raises(NotYours):
        withdraw(reexamination_id=key, actor=families.family().actor, **WHEN)
    withdraw(reexamination_id=key, actor=home.actor, **WHEN)
    with pytest.raises(AnsweredAlready):
        confirm(reexamination_id=key, answer="Oui.", actor=second.actor, **WHEN)


@pytest.mark.parametrize("words", [WORDS, "Autrement dit."])
def test_what_was_given_up_is_said_to_be_so_and_no_answer_is_promised(home, refused, words):
    withdraw(reexamination_id=asked(home, refused), actor=home.actor, **WHEN)
    with pytest.raises(GivenUp):
        asked(home, refused, words)
    said = text_of(signed_in(home.opener).post(reverse("beneficiary:contest", args=[refused.pk]), {"text": words}))
    assert "puis retiré" in said and "enregistrée" not in said


def test_those_that_wait_come_first_and_are_counted_in_one_query(django_assert_num_queries, second):
    late = ReexaminationFactory(due_on=TODAY - timedelta(days=1))
    soon = ReexaminationFactory(due_on=TODAY + timedelta(days=1))
    done = ReexaminationFactory(state="confirmed", answer="Non.", answered_on=TODAY)
    hidden = ReexaminationFactory(decision__claim__is_confidential=True)
    assert list(reexaminations(second.actor)) == [late, soon, done] and hidden not in reexaminations(second.actor)
    with django_assert_num_queries(1):
        found = examined(since=date(2024, 1, 1), until=date(2025, 1, 1), on=TODAY)
    assert (found.asked, found.confirmed, found.changed, found.late) == (4, 1, 0, 1)


def test_a_person_asks_in_their_space_and_reads_the_answer(home, refused, second):
    client = signed_in(home.opener)
    page, form = (reverse(f"beneficiary:{name}", args=[refused.pk]) for name in ("claim", "contest"))
    assert form in client.get(page).content.decode()
    empty = client.post(form, {"text": " "})
    assert empty.status_code == 422 and "Dites en quelques mots" in text_of(empty)
    long = client.post(form, {"text": "x" * 10_000})
    assert long.status_code == 422 and "x" * 10_000 in long.content.decode()
    sent = client.post(form, {"text": f"{WORDS}\0 <b>"}, follow=True)
    assert "Votre demande de réexamen est enregistrée" in text_of(sent) and "&lt;b&gt;" in sent.content.decode()
    assert client.get(form).status_code == 302
    again = client.post(form, {"text": "Autre chose."})
    assert again.status_code == 422 and "déjà demandé" in text_of(again)
    confirm(reexamination_id=Reexamination.objects.get().pk, answer="Rien ne change.", actor=second.actor, **WHEN)
    assert "Rien ne change." in text_of(client.get(page))


def test_another_person_answers_at_the_desk(home, refused, second):
    key = asked(home, refused)
    client, url = signed_in(second), reverse("staff:reexamination", args=[key])
    assert WORDS in text_of(client.get(url)) and refused.reference in text_of(client.get(reverse("staff:reexaminations")))
    assert client.post(url, {"answer": ""}).status_code == 422
    opened = client.post(reverse("staff:reexamination_open", args=[key]))
    assert opened.url == reverse("staff:claim", args=[refused.pk])
    assert "sera la réponse" in text_of(client.get(url))
    late = client.post(url, {"answer": "Finalement non."})
    assert late.status_code == 422 and "Finalement non." in late.content.decode()


def test_what_the_desk_decides_again_is_the_answer_at_once(home, refused, second):
    key = asked(home, refused)
    client = signed_in(second)
    client.post(reverse("staff:reexamination_open", args=[key]))
    sent = client.post(reverse("staff:claim_grant", args=[refused.pk]), {"grant-key": "01a203cf-104c-7b7a-9a78-564d21fa8efa"})
    assert sent.status_code == 302, text_of(sent)
    assert Reexamination.objects.get(pk=key).state == "changed"
    assert reverse("staff:claim_reopen", args=[refused.pk]) in client.get(reverse("staff:claim", args=[refused.pk])).content.decode()


def test_the_contact_centre_writes_down_what_is_contested(refused):
    agent = person(Role.CONTACT_AGENT)
    url, typed = reverse("staff:reexamination_new", args=[refused.beneficiary_id]), {"channel": "phone", "received_on": "15/10/2024"}
    client = signed_in(agent)
    assert client.post(url, typed | {"claim": str(refused.pk), "words": ""}).status_code == 422
    client.post(url, typed | {"claim": str(refused.pk), "words": WORDS})
    assert Reexamination.objects.get().channel == "phone"
    assert contestable(refused.beneficiary_id, actor=agent.actor) == []
    assert "Aucune décision de cette personne ne peut être contestée" in text_of(client.get(url))


def test_a_decision_found_wrong_is_opened_again_by_somebody_else(refused, first, second):
    url = reverse("staff:claim_reopen", args=[refused.pk])
    own = signed_in(first).post(url, {"reason": "Je me suis trompé."})
    assert own.status_code == 422 and "une autre personne doit la revoir" in text_of(own)
    signed_in(second).post(url, {"reason": "La facture est bien à son nom."})
    assert Claim.objects.get(pk=refused.pk).state == "in_review"
    assert "il n’y a rien à rouvrir" in text_of(signed_in(second).get(url))
