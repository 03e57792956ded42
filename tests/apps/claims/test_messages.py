"""The thread of a claim: the person and the desk write to each other, their files stand on the shelf of papers, nobody else reads it."""

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimMessage
from entraide.apps.claims.operations import filing, thread
from entraide.apps.claims.queries.thread import thread_of, unread_claims
from entraide.apps.claims.refusals import NotYourClaim
from entraide.apps.notifications.models import Message, Outgoing
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
SAID = "La facture est-elle lisible ?"


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def claim(home):
    return families.filed(home)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def write(claim, who, text=SAID, **joined):
    return thread.write(claim_id=claim.pk, text=text, actor=who.actor, **AT, **joined)


def told(home):
    return list(
        Message.objects.filter(beneficiary_id=home.opener.beneficiary.pk).order_by("sent_at", "pk").values_list("subject", flat=True)
    )


def test_each_side_reads_what_the_other_wrote_until_it_says_so(claim, home, officer):
    write(claim, home)
    (one,) = thread_of(claim, officer.actor)
    assert (one.message.text, one.is_mine, one.is_new, one.author) == (SAID, False, True, home.opener.account.name)
    assert [each.is_new for each in thread_of(claim, home.actor)] == [False]
    assert unread_claims([claim.pk], from_person=True) == {claim.pk: 1}
    assert thread.mark_read(claim_id=claim.pk, actor=officer.actor, at=NOW) == 1
    assert thread.mark_read(claim_id=claim.pk, actor=officer.actor, at=NOW) == 0
    assert unread_claims([claim.pk], from_person=True) == {}


def test_the_answer_of_the_desk_is_told_to_the_person_and_its_mail_says_nothing(claim, home, officer):
    before = told(home)
    write(claim, home)
    assert told(home) == before
    write(claim, officer, "Oui, tout se lit.")
    assert [subject for subject in told(home) if subject not in before] == [f"Un message à propos de votre demande {claim.reference}"]
    assert all("lit" not in str(mail.content) for mail in Outgoing.objects.order_by("pk"))


def test_what_is_joined_stands_on_the_shelf_of_papers(claim, home, officer):
    document_id = families.kept(home.actor, name="attestation.jpg")
    key = write(claim, home, documents=[document_id])
    paper = ClaimDocument.objects.get(message_id=key)
    assert (paper.claim_id, paper.document_id, paper.requirement, paper.state) == (claim.pk, document_id, thread.JOINED, "received")
    assert [paper.pk for each in thread_of(claim, officer.actor) for paper in each.papers] == [paper.pk]


def test_a_claim_that_was_decided_may_still_be_asked_about(claim, home, officer):
    granted = families.granted(families.family(), officer)
    assert thread.write(claim_id=granted.pk, text=SAID, actor=officer.actor, **AT)


def test_nobody_else_writes_nor_reads(claim, home):
    for who in (families.family().opener, person(Role.CONTACT_AGENT), person(Role.CORRESPONDENT), person(Role.DIRECTOR)):
        with pytest.raises(NotYourClaim):
            write(claim, who)
        with pytest.raises(NotYourClaim):
            thread.mark_read(claim_id=claim.pk, actor=who.actor, at=NOW)
    write(claim, home)
    assert thread_of(claim, families.family().actor) == []
    assert thread_of(claim, person(Role.CORRESPONDENT).actor) == []


def test_the_thread_of_a_confidential_claim_is_hidden_as_the_claim_is(claim, home, officer):
    write(claim, home)
    Claim.objects.filter(pk=claim.pk).update(is_confidential=True)
    assert thread_of(claim, officer.actor) == [] and thread_of(claim, home.actor) == []
    for who in (home, officer):
        with pytest.raises(NotYourClaim):
            write(claim, who)


def test_a_draft_and_a_withdrawn_claim_have_no_thread(claim, home):
    draft = Claim.objects.get(pk=families.drafted(families.family()))
    with pytest.raises(NotYourClaim):
        write(draft, home)
    own = families.family()
    with pytest.raises(refusals.NotFiled):
        thread.write(claim_id=families.drafted(own), text=SAID, actor=own.actor, **AT)
    filing.withdraw(claim_id=claim.pk, actor=home.actor, **AT)
    with pytest.raises(refusals.ThreadClosed):
        write(claim, home)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (thread.LONGEST + 1)])
def test_a_message_says_something_and_not_too_much(claim, home, text):
    with pytest.raises(refusals.MessageRefused):
        write(claim, home, text)
    assert not ClaimMessage.objects.exists()
