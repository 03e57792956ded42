"""Nobody of the staff acts on what is about their own household, whatever the act and its door."""

from datetime import timedelta
from uuid import uuid4

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.refusals import OwnHousehold
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing, keying, thread, waiting
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.desk.operations import opinions
from entraide.apps.mailroom.models import PostBatch
from entraide.apps.mailroom.operations import envelopes
from entraide.apps.mailroom.operations.sorting import Destination, sort_item
from entraide.apps.mailroom.translation import cover_for
from entraide.apps.recourse.operations import complaints, reexaminations
from entraide.core.money import Money
from tests.apps.mailroom.test_scanning import page, posted, scan, sheet
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, KinshipFactory
from tests.factories.mailroom import EnvelopeFactory, PostItemFactory
from tests.factories.recourse import ComplaintFactory
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
REPLY = complaints.Reply("Voici.", is_founded=True, changed="nothing")


@pytest.fixture
def home():
    return families.family()


def one_of(home, tie, role=Role.CLAIMS_OFFICER):
    """Give one of the staff who is that person, or the other parent of their child."""
    if tie == "self":
        return person(role, beneficiary=home.opener.beneficiary)
    parent = BeneficiaryFactory()
    KinshipFactory(beneficiary=parent, dependant_id=home.child)
    return person(role, beneficiary=parent)


def keyed_draft(home):
    claim_id = families.drafted(home)
    Claim.objects.filter(pk=claim_id).update(keyed_by=uuid4(), channel="paper", received_on=TODAY)
    return claim_id


def key(home, actor):
    new = NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child)
    keying.key(claim=new, arrival=keying.Arrival("paper", TODAY), actor=actor, **AT)


def answer(home, actor):
    filing.answer(claim_id=keyed_draft(home), answers={"expense": Money.of(9)}, actor=actor, **AT)


def file(home, actor):
    filing.file(claim_id=keyed_draft(home), actor=actor, **AT)


def sort(home, actor):
    destination = Destination(families.drafted(home), "invoice", 1, 2)
    sort_item(item_id=PostItemFactory().pk, destination=destination, actor=actor, **AT)


def correct(home, actor):
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.taken(home, officer)
    wanted = waiting.WantedPaper("other", "Envoyez.")
    paper = waiting.ask_paper(claim_id=claim.pk, wanted=wanted, actor=officer.actor, **AT)
    waiting.correct_paper(claim_document_id=paper, document_id=families.kept(actor), actor=actor, **AT)


def write(home, actor):
    thread.write(claim_id=families.filed(home).pk, text="Bonjour.", actor=actor, **AT)


def opinion(home, actor):
    expert = person(Role.EXPERT)
    question = opinions.Question(expert.account.pk, "Est-ce juste ?", {}, TODAY)
    opinions.ask_opinion(claim_id=families.filed(home).pk, question=question, actor=actor, **AT)


def contest(home, actor):
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.decide(families.checked(home, officer), officer, "refuse", note="Non.")
    contested = reexaminations.Contested("Je conteste.", "paper", TODAY - timedelta(days=9))
    reexaminations.ask(claim_id=claim.pk, contested=contested, actor=actor, **AT)


def complain(home, actor):
    said = complaints.Said("delay", "Toujours rien.", "phone")
    complaints.receive(beneficiary_id=home.opener.beneficiary.pk, said=said, actor=actor, **AT)


def take_complaint(home, actor):
    complaints.take(complaint_id=ComplaintFactory(beneficiary=home.opener.beneficiary).pk, actor=actor, **AT)


def answer_complaint(home, actor):
    complaints.answer(complaint_id=ComplaintFactory(beneficiary=home.opener.beneficiary).pk, reply=REPLY, actor=actor, **AT)


def open_envelope(home, actor):
    envelopes.open_envelope(envelope_id=EnvelopeFactory(beneficiary=home.opener.beneficiary).pk, actor=actor, **AT)


def set_aside(home, actor):
    envelopes.set_aside(envelope_id=EnvelopeFactory(beneficiary=home.opener.beneficiary).pk, actor=actor, **AT)


BY_THE_DESK = [key, answer, file, sort, correct, write, opinion, contest, complain, open_envelope, set_aside]


@pytest.mark.parametrize("tie", ["self", "parent"])
@pytest.mark.parametrize("act", BY_THE_DESK, ids=lambda act: act.__name__)
def test_an_officer_does_nothing_for_their_own_household(home, act, tie):
    with pytest.raises(OwnHousehold):
        act(home, one_of(home, tie).actor)


@pytest.mark.parametrize("act", [take_complaint, answer_complaint], ids=lambda act: act.__name__)
def test_nobody_answers_the_complaint_of_their_own_household(home, act):
    with pytest.raises(OwnHousehold):
        act(home, one_of(home, "parent", Role.CONTACT_AGENT).actor)


def test_a_colleague_does_it_and_the_person_themselves_too(home):
    answer(home, person(Role.CLAIMS_OFFICER).actor)
    take_complaint(home, person(Role.CLAIMS_MANAGER).actor)
    complain(home, home.actor)
    write(home, home.actor)


def test_the_post_of_one_s_own_household_is_left_to_a_colleague(home):
    officer = one_of(home, "parent")
    claim = Claim.objects.get(pk=families.drafted(home))
    claim.documents.filter(requirement="invoice").delete()
    (item,) = posted(scan(sheet(cover_for(claim.reference, "invoice")), page()), officer.actor)
    assert (item.state, item.reason, item.document) == ("to_sort", "household", None)
    claim.refresh_from_db()
    assert (claim.state, PostBatch.objects.get().split_at) == ("draft", NOW)
    destination = Destination(claim.pk, "invoice", item.last_page, item.last_page)
    sort_item(item_id=item.pk, destination=destination, actor=person(Role.CLAIMS_OFFICER).actor, **AT)
    claim.refresh_from_db()
    assert claim.state == "submitted"
