"""Paper and calls go into the same file as what is typed by the person; paper is in time by the day on which it was received."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.refusals import OwnHousehold
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking, deciding, filing, keying
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.replays import replay
from entraide.apps.claims.refusals import NotYourClaim
from entraide.apps.notifications.models import Message
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.thread import AT, BENEFIT, PAPERS, to_correct_by


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
LAST_DAY = date(2025, 2, 23)
LATE = LAST_DAY + timedelta(days=10)
POST = system_actor("post")


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def keyed(home, who, arrival, *, on=TODAY, benefit=BENEFIT):
    new = NewClaim(home.opener.beneficiary.pk, benefit, home.child)
    return keying.key(claim=new, arrival=arrival, actor=who.actor, at=NOW, on=on)


def filled(home, who, arrival, *, on=TODAY):
    claim_id = keyed(home, who, arrival, on=on)
    when = {"actor": who.actor, "at": NOW, "on": on}
    typed = families.Typed()
    filing.answer(
        claim_id=claim_id, answers={"stay_ended_on": typed.stay_ended_on, "expense": typed.expense, "tax_line_14": typed.line_14}, **when
    )
    for kind in PAPERS:
        filing.attach(claim_id=claim_id, requirement=kind, document_id=families.kept(who.actor, name=f"{kind}.jpg"), **when)
    return claim_id


def filed(home, who, arrival, *, on=TODAY):
    claim_id = filled(home, who, arrival, on=on)
    filing.file(claim_id=claim_id, actor=who.actor, at=NOW, on=on)
    return Claim.objects.get(pk=claim_id)


def test_a_paper_claim_keeps_the_day_of_its_receipt_apart_from_the_day_of_its_filing(home, officer):
    claim = filed(home, officer, keying.Arrival("paper", TODAY - timedelta(days=4)))
    assert (claim.channel, claim.received_on, claim.filed_on) == ("paper", TODAY - timedelta(days=4), TODAY)
    assert (claim.complete_on, claim.due_on) == (claim.received_on, claim.received_on + timedelta(days=filing.DAYS_TO_DECIDE))
    assert claim.keyed_by == officer.account.pk


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2018, 6, 1)])
def test_a_day_of_receipt_without_rights_is_refused_and_leaves_no_draft(home, officer, day):
    with pytest.raises(refusals.NoRightsThen):
        keyed(home, officer, keying.Arrival("paper", day))
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("arrival", "status"),
    [
        (keying.Arrival("paper", LAST_DAY), "granted"),
        (keying.Arrival("paper", LAST_DAY + timedelta(days=1)), "refused"),
        (keying.Arrival("phone"), "refused"),
    ],
)
def test_paper_is_in_time_by_its_receipt_and_a_call_by_its_filing(home, officer, arrival, status):
    claim = filed(home, officer, arrival, on=LATE)
    assert (claim.time_bar, reassessed(claim)[1].outcome.status) == (LAST_DAY, status)
    assert claim.filed_on == LATE


def test_a_claim_received_in_time_and_keyed_late_is_granted_and_decided_again_alike(home, officer):
    claim = filed(home, officer, keying.Arrival("paper", LAST_DAY), on=LATE)
    when = {"actor": officer.actor, "at": NOW, "on": LATE}
    checking.take(claim_id=claim.pk, **when)
    for paper in claim.documents.filter(state="received").order_by("pk"):
        checking.accept_paper(claim_document_id=paper.pk, values={}, **when)
    deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), **when)
    assert replay(claim.decisions.get()).is_equal


def test_a_claim_received_late_is_not_granted(home, officer):
    claim = filed(home, officer, keying.Arrival("paper", LAST_DAY + timedelta(days=1)), on=LATE)
    when = {"actor": officer.actor, "at": NOW, "on": LATE}
    checking.take(claim_id=claim.pk, **when)
    for paper in claim.documents.filter(state="received").order_by("pk"):
        checking.accept_paper(claim_document_id=paper.pk, values={}, **when)
    with pytest.raises(TransitionRefused):
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), **when)


@pytest.mark.parametrize(
    "arrival",
    [
        keying.Arrival("paper"),
        keying.Arrival("envelope"),
        keying.Arrival("paper", TODAY + timedelta(days=1)),
        keying.Arrival("phone", TODAY),
    ],
)
def test_paper_comes_on_a_day_gone_by_and_a_call_has_none(home, officer, arrival):
    with pytest.raises(refusals.WrongArrival):
        keyed(home, officer, arrival)
    assert not Claim.objects.exists()


def test_the_contact_centre_keys_calls_alone_and_reads_no_draft_that_was_begun_without_it(home):
    agent = person(Role.CONTACT_AGENT)
    with pytest.raises(NotYourClaim):
        keyed(home, agent, keying.Arrival("paper", TODAY))
    claim_id = filing.start(
        beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=home.child, actor=home.actor, **AT
    )
    later = {"at": NOW + timedelta(hours=1), "on": TODAY}
    new = NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child)
    with pytest.raises(refusals.BegunElsewhere):
        keying.key(claim=new, arrival=keying.Arrival("phone"), actor=agent.actor, **later)
    assert Claim.objects.get(pk=claim_id).channel == "online"


def test_the_contact_centre_goes_on_with_its_own_calls_and_with_no_draft_of_others(home, officer):
    agent, colleague = person(Role.CONTACT_AGENT), person(Role.CONTACT_AGENT)
    new = {"claim": NewClaim(home.opener.beneficiary.pk, BENEFIT, home.child), "at": NOW + timedelta(hours=1), "on": TODAY}
    claim_id = keyed(home, agent, keying.Arrival("phone"))
    assert keying.key(**new, arrival=keying.Arrival("phone"), actor=agent.actor) == claim_id
    with pytest.raises(refusals.BegunElsewhere):
        keying.key(**new, arrival=keying.Arrival("phone"), actor=colleague.actor)
    keying.key(**new, arrival=keying.Arrival("paper", TODAY), actor=officer.actor)
    with pytest.raises(refusals.BegunElsewhere):
        keying.key(**new, arrival=keying.Arrival("phone"), actor=agent.actor)
    with pytest.raises(NotYourClaim):
        filing.answer(claim_id=claim_id, answers={}, actor=agent.actor, **AT)
    assert Claim.objects.get(pk=claim_id).channel == "paper"


def test_an_officer_goes_on_with_the_draft_that_the_person_has(home, officer):
    claim_id = families.drafted(home)
    assert keyed(home, officer, keying.Arrival("phone")) == claim_id


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.CLAIMS_MANAGER, Role.ACCOUNTANT_PREPARES])
def test_nobody_else_keys(home, role):
    with pytest.raises(NotYourClaim):
        keyed(home, person(role), keying.Arrival("phone"))


def test_an_officer_keys_nothing_of_their_own_household(home):
    officer = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
    with pytest.raises(OwnHousehold):
        keyed(home, officer, keying.Arrival("paper", TODAY))
    with pytest.raises(NotYourClaim):
        filing.answer(claim_id=families.drafted(home), answers={}, actor=officer.actor, **AT)


def test_nobody_keys_in_a_confidential_claim(officer):
    hidden = ClaimFactory(is_confidential=True, state="draft", keyed_by=officer.account.pk)
    with pytest.raises(NotYourClaim):
        filing.answer(claim_id=hidden.pk, answers={}, actor=officer.actor, **AT)
    with pytest.raises(NotYourClaim):
        filing.file(claim_id=hidden.pk, actor=officer.actor, **AT)
    with pytest.raises(NotYourClaim):
        keying.add_posted(paper=keying.Posted(hidden.pk, "invoice", hidden.pk, TODAY), actor=officer.actor, **AT)


def test_what_was_not_begun_to_be_keyed_is_the_person_s_alone(home, officer):
    with pytest.raises(NotYourClaim):
        filing.file(claim_id=families.drafted(home), actor=officer.actor, **AT)


def test_an_officer_who_sorts_post_files_the_draft_that_it_completes(home, officer):
    claim_id = families.drafted(home)
    Claim.objects.get(pk=claim_id).documents.filter(requirement="invoice").delete()
    assert keying.add_posted(paper=keying.Posted(claim_id, "invoice", families.kept(home.actor), TODAY), actor=officer.actor, **AT)
    assert Claim.objects.get(pk=claim_id).keyed_by == officer.account.pk


def test_what_the_person_completes_themselves_is_in_time_by_its_filing(home, officer):
    claim_id = filled(home, officer, keying.Arrival("paper", TODAY - timedelta(days=9)))
    filing.file(claim_id=claim_id, actor=home.actor, **AT)
    claim = Claim.objects.get(pk=claim_id)
    assert (claim.channel, claim.received_on, claim.counted_on) == ("online", None, TODAY)


def test_the_last_paper_that_comes_by_post_files_the_draft_as_of_that_day(home):
    claim_id = families.drafted(home)
    Claim.objects.get(pk=claim_id).documents.filter(requirement="invoice").delete()
    paper = keying.Posted(claim_id, "invoice", families.kept(home.actor), TODAY - timedelta(days=2))
    assert keying.add_posted(paper=paper, actor=POST, **AT)
    claim = Claim.objects.get(pk=claim_id)
    assert (claim.state, claim.channel, claim.received_on, claim.filed_on) == ("submitted", "paper", TODAY - timedelta(days=2), TODAY)


def test_who_sent_a_paper_is_told_the_day_it_came_and_not_the_day_it_was_entered(home, officer):
    came = TODAY - timedelta(days=4)
    filed(home, officer, keying.Arrival("paper", came))
    told = Message.objects.get(subject__endswith="est déposée")
    assert f"le {came:%d/%m/%Y}" in told.body and f"{TODAY:%d/%m/%Y}" not in told.body


def test_a_paper_that_completes_nothing_leaves_a_draft_without_a_day_of_receipt(home):
    claim_id = families.drafted(home)
    Claim.objects.get(pk=claim_id).documents.filter(requirement__in=["invoice", "family_record"]).delete()
    paper = keying.Posted(claim_id, "invoice", families.kept(home.actor), TODAY)
    assert not keying.add_posted(paper=paper, actor=POST, **AT)
    claim = Claim.objects.get(pk=claim_id)
    assert (claim.state, claim.received_on, claim.channel, claim.documents.filter(requirement="invoice").count()) == (
        "draft",
        None,
        "online",
        1,
    )


def test_a_paper_by_post_answers_what_is_awaited(officer):
    someone = person(Role.BENEFICIARY)
    awaited = to_correct_by(someone, officer)
    keying.add_posted(paper=keying.Posted(awaited.claim_id, "invoice", families.kept(someone.actor), TODAY), actor=POST, **AT)
    awaited.refresh_from_db()
    assert (awaited.state, Claim.objects.get(pk=awaited.claim_id).state) == ("replaced", "in_review")


def test_a_paper_for_a_claim_under_way_is_added_and_one_for_a_decided_claim_refused(home, officer):
    claim = families.filed(home)
    sent = keying.Posted(claim.pk, "invoice", families.kept(home.actor), TODAY)
    keying.add_posted(paper=sent, actor=POST, **AT)
    assert claim.documents.filter(requirement="invoice", state="received").count() == 2
    filing.withdraw(claim_id=claim.pk, actor=home.actor, **AT)
    with pytest.raises(refusals.TooLateForPapers):
        keying.add_posted(paper=sent, actor=POST, **AT)
