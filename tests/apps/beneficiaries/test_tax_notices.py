"""A notice is sent, read once by one officer, and gone: line 14 stays, with who read it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry, AuditPayload
from entraide.apps.beneficiaries import refusals
from entraide.apps.beneficiaries.models import Dependant, TaxLine, TaxNotice
from entraide.apps.beneficiaries.operations.tax_notices import Reading, SentNotice, check_notice, hold_next_notice, send_back, send_notice
from entraide.apps.beneficiaries.policies import NotYourFile
from entraide.apps.beneficiaries.queries.tax_notices import HELD_FOR, asked_notices, notice_file, notice_on_desk, tax_line_history
from entraide.apps.documents.models import Document
from entraide.apps.documents.operations import destroy
from entraide.apps.documents.queries import storage_names
from entraide.apps.notifications.models import Message
from entraide.core.money import Money
from entraide.ui.refusals import say
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, DependantFactory, KinshipFactory, TaxCampaignFactory, TaxNoticeFactory
from tests.factories.thread import AT, paper_from


pytestmark = pytest.mark.django_db
YEAR = 2023


def sent_by(someone, *, year=YEAR, partner=False):
    """Send a notice, and the partner's."""
    paper = paper_from(someone.actor, "avis.jpg")
    other = paper_from(someone.actor, "avis-2.jpg") if partner else None
    key = send_notice(beneficiary_id=someone.beneficiary.pk, sent=SentNotice(year, paper, other), actor=someone.actor, **AT)
    return TaxNotice.objects.get(pk=key)


def reading_of(notice, euros=800, *, year=YEAR, partner=None):
    """Read what lies on the desk."""
    twins = TaxNotice.objects.filter(beneficiary_id=notice.beneficiary_id, notice_year=notice.notice_year, state="sent")
    files = frozenset(twins.order_by("pk").values_list("document_id", flat=True))
    return Reading(files, year, Money.of(euros), None if partner is None else Money.of(partner))


@pytest.fixture
def nadia(db):
    return person(Role.BENEFICIARY)


@pytest.fixture
def camille(db):
    return person(Role.CLAIMS_OFFICER)


def test_a_checked_notice_leaves_its_line_and_no_file(nadia, camille, django_capture_on_commit_callbacks):
    notice = sent_by(nadia)
    stored = storage_names()
    assert default_storage.exists(stored[0])
    with django_capture_on_commit_callbacks(execute=True):
        check_notice(notice_id=notice.pk, reading=reading_of(notice), actor=camille.actor, **AT)
    notice.refresh_from_db()
    line = TaxLine.objects.get()
    assert (line.notice_year, line.line_14, line.partner_line_14, line.proof) == (YEAR, Money.of(800), None, "notice")
    assert (line.checked_by, line.checked_on) == (camille.account.pk, TODAY)
    assert (notice.state, notice.document_id, notice.decided_by) == ("checked", None, camille.account.pk)
    assert not Document.objects.exists() and not default_storage.exists(stored[0])
    assert "est vérifié" in Message.objects.get().subject


def test_the_trail_tells_of_the_check_and_nothing_of_the_content(nadia, camille):
    notice = sent_by(nadia)
    check_notice(notice_id=notice.pk, reading=reading_of(notice), actor=camille.actor, **AT)
    entry = AuditEntry.objects.get(verb="beneficiaries.tax_notice_checked")
    assert AuditPayload.objects.get(entry=entry).content == {"year": YEAR, "notices": 1}
    destroyed = AuditEntry.objects.get(verb="documents.destroyed")
    assert AuditPayload.objects.get(entry=destroyed).content == {"kind": "supporting"}


def test_both_partners_notices_are_read_and_destroyed_together(nadia, camille):
    notice = sent_by(nadia, partner=True)
    check_notice(notice_id=notice.pk, reading=reading_of(notice, 800, partner=450), actor=camille.actor, **AT)
    assert TaxLine.objects.get().partner_line_14 == Money.of(450)
    assert list(TaxNotice.objects.order_by("pk").values_list("state", "document_id")) == [("checked", None), ("checked", None)]
    assert not Document.objects.exists()


def test_a_second_reading_supersedes_the_first_and_both_stay_told(nadia, camille):
    for euros in (800, 950):
        notice = sent_by(nadia)
        check_notice(notice_id=notice.pk, reading=reading_of(notice, euros), actor=camille.actor, **AT)
    found = tax_line_history(nadia.beneficiary.pk)
    assert [(line.line_14, line.is_current) for line in found] == [(Money.of(950), True), (Money.of(800), False)]
    assert TaxNotice.objects.count() == 1


def test_the_second_of_two_officers_is_told_who_was_first_and_changes_nothing(nadia, camille):
    notice, julien = sent_by(nadia), person(Role.CLAIMS_OFFICER)
    reading = reading_of(notice)
    check_notice(notice_id=notice.pk, reading=reading, actor=camille.actor, **AT)
    with pytest.raises(refusals.NoticeSettled) as told:
        check_notice(notice_id=notice.pk, reading=reading, actor=julien.actor, **AT)
    assert camille.account.name in say(told.value) and "il est vérifié" in say(told.value) and "10 h 00" in say(told.value)
    with pytest.raises(refusals.NoticeSettled):
        send_back(notice_id=notice.pk, reason="illegible", document_ids=reading.document_ids, actor=julien.actor, **AT)
    assert TaxLine.objects.get().checked_by == camille.account.pk


def test_a_file_replaced_under_the_officers_eyes_is_not_checked_blindly(nadia, camille):
    notice = sent_by(nadia)
    seen = reading_of(notice)
    sent_by(nadia)
    with pytest.raises(refusals.NoticeReplaced):
        check_notice(notice_id=notice.pk, reading=seen, actor=camille.actor, **AT)
    assert Document.objects.count() == 1 and not TaxLine.objects.exists()


def test_a_notice_sent_back_is_destroyed_and_says_why_and_what_to_do(nadia, camille):
    notice = sent_by(nadia)
    files = reading_of(notice).document_ids
    with pytest.raises(refusals.UnknownNoticeReason):
        send_back(notice_id=notice.pk, reason="tired", document_ids=files, actor=camille.actor, **AT)
    send_back(notice_id=notice.pk, reason="other_year", document_ids=files, actor=camille.actor, **AT)
    notice.refresh_from_db()
    assert (notice.state, notice.reason, notice.document_id) == ("sent_back", "other_year", None)
    assert not Document.objects.exists() and not TaxLine.objects.exists()
    assert "Envoyez l’avis d’impôt 2023" in Message.objects.get().body
    assert [each.pk for each in asked_notices(nadia.beneficiary.pk)] == [notice.pk]
    assert sent_by(nadia).reason == ""


def test_sending_one_notice_after_two_takes_the_partners_away(nadia):
    sent_by(nadia, partner=True)
    sent_by(nadia)
    assert [(each.is_partners, each.state) for each in TaxNotice.objects.order_by("pk")] == [(False, "sent")]
    assert Document.objects.count() == 1


def test_a_notice_of_another_year_proves_that_year_and_the_one_asked_for_is_awaited_still(nadia, camille):
    campaign = TaxCampaignFactory(notice_year=2024)
    TaxNoticeFactory(beneficiary=nadia.beneficiary, notice_year=2024, campaign=campaign)
    notice = sent_by(nadia, year=2024)
    check_notice(notice_id=notice.pk, reading=reading_of(notice, year=2023), actor=camille.actor, **AT)
    assert TaxLine.objects.get().notice_year == 2023
    states = TaxNotice.objects.order_by("notice_year").values_list("notice_year", "state", "campaign_id")
    assert list(states) == [(2023, "checked", None), (2024, "asked", campaign.pk)]


def test_a_file_of_the_year_that_was_read_waits_for_its_own_turn(nadia, camille):
    waiting, notice = sent_by(nadia, year=2023), sent_by(nadia, year=2024)
    check_notice(notice_id=notice.pk, reading=reading_of(notice, year=2023), actor=camille.actor, **AT)
    assert [each.pk for each in TaxNotice.objects.filter(state="sent")] == [waiting.pk]
    assert Document.objects.get().pk == waiting.document_id


@pytest.mark.parametrize("year", [2021, 2025])
def test_a_year_whose_notice_does_not_serve_is_refused(nadia, camille, year):
    with pytest.raises(refusals.NoticeYearRefused) as refused:
        sent_by(nadia, year=year)
    assert f"L’avis de {year}" in say(refused.value) and "2022 à 2024" in say(refused.value)
    notice = sent_by(nadia)
    with pytest.raises(refusals.NoticeYearRefused):
        check_notice(notice_id=notice.pk, reading=reading_of(notice, year=year), actor=camille.actor, **AT)


def test_nobody_checks_the_notice_of_their_own_household(camille, nadia):
    twice = person(Role.CLAIMS_OFFICER, beneficiary=BeneficiaryFactory())
    own = sent_by(nadia)
    TaxNotice.objects.filter(pk=own.pk).update(beneficiary=twice.beneficiary)
    own.refresh_from_db()
    with pytest.raises(refusals.OwnHousehold):
        check_notice(notice_id=own.pk, reading=reading_of(own), actor=twice.actor, **AT)
    assert hold_next_notice(actor=twice.actor, at=NOW) is None
    assert hold_next_notice(actor=camille.actor, at=NOW) == own.pk


def test_the_notice_of_whoever_shares_a_child_or_is_the_spouse_is_neither_given_nor_shown(nadia):
    twice = person(Role.CLAIMS_OFFICER, beneficiary=BeneficiaryFactory())
    child = KinshipFactory(beneficiary=twice.beneficiary).dependant
    notice = sent_by(nadia)
    assert notice_file(notice.pk, actor=twice.actor) == notice.document_id
    KinshipFactory(beneficiary=nadia.beneficiary, dependant=child)
    assert notice_file(notice.pk, actor=twice.actor) is None and notice_on_desk(notice.pk, actor=twice.actor) is None
    spouses = person(Role.BENEFICIARY)
    theirs = sent_by(spouses)
    Dependant.objects.filter(pk=child.pk).update(beneficiary=spouses.beneficiary)
    assert notice_file(theirs.pk, actor=twice.actor) is None and hold_next_notice(actor=twice.actor, at=NOW) is None
    of_mine = person(Role.BENEFICIARY)
    openers = sent_by(of_mine)
    KinshipFactory(beneficiary=of_mine.beneficiary, dependant=DependantFactory(beneficiary=twice.beneficiary))
    assert notice_file(openers.pk, actor=twice.actor) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLAIMS_OFFICER])
def test_only_a_claims_officer_settles_a_notice(nadia, role):
    notice, other = sent_by(nadia), person(role)
    with pytest.raises(NotYourFile):
        check_notice(notice_id=notice.pk, reading=reading_of(notice), actor=other.actor, **AT)
    with pytest.raises(NotYourFile):
        hold_next_notice(actor=other.actor, at=NOW)


def test_nobody_sends_the_notice_of_another(nadia):
    other = person(Role.BENEFICIARY)
    with pytest.raises(NotYourFile):
        send_notice(beneficiary_id=nadia.beneficiary.pk, sent=SentNotice(YEAR, paper_from(other.actor)), actor=other.actor, **AT)


def test_two_officers_are_never_given_the_same_notice(camille):
    notices = [sent_by(person(Role.BENEFICIARY)) for _ in range(3)]
    julien = person(Role.CLAIMS_OFFICER)
    first, second = hold_next_notice(actor=camille.actor, at=NOW), hold_next_notice(actor=julien.actor, at=NOW)
    assert [first, second] == [notices[0].pk, notices[1].pk]
    assert hold_next_notice(actor=camille.actor, at=NOW, but=first) == notices[2].pk
    assert hold_next_notice(actor=camille.actor, at=NOW + timedelta(minutes=1), but=notices[2].pk) == first
    assert hold_next_notice(actor=julien.actor, at=NOW + HELD_FOR + timedelta(minutes=2), but=second) == first


def test_a_destroyed_file_is_gone_even_before_the_store_has_deleted_it(nadia):
    key = paper_from(nadia.actor)
    destroy(document_id=key, actor=nadia.actor, **AT)
    assert not Document.objects.filter(pk=key).exists()
    with pytest.raises(Document.DoesNotExist):
        destroy(document_id=key, actor=nadia.actor, **AT)
