"""A correspondent helps without seeing: an envelope goes in, three words come out, whatever it holds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.documents.models import Document
from entraide.apps.documents.operations import READ_KINDS, NewFile
from entraide.apps.documents.queries import waiting_to_be_read
from entraide.apps.mailroom.models import Envelope
from entraide.apps.mailroom.operations.envelopes import MOST_FILES, ask_again, deposit, enter, open_envelope, set_aside
from entraide.apps.mailroom.queries.envelopes import envelope, files_for_claim, waiting_envelopes, word_of
from entraide.apps.mailroom.refusals import EmptyEnvelope, EnvelopeSealed, EnvelopeSettled, NotOfYourStaff, NotTheirClaim, NotYours
from entraide.core.workflow.claims import ClaimState
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.claims import ClaimFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory
from tests.integrations.uploads.test_inspection import drawing, saved
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db
WHEN = {"at": NOW, "on": TODAY}
FILE = NewFile(b"\xff\xd8 photo", "facture.jpg", "image/jpeg", "supporting")


def correspondent_and_agent():
    who = person(Role.CORRESPONDENT)
    return who, BeneficiaryFactory(affiliation__member=who.member)


def test_an_envelope_gives_a_receipt_and_keeps_its_files():
    who, agent = correspondent_and_agent()
    key = deposit(beneficiary_id=agent.pk, files=[FILE, FILE], actor=who.actor, **WHEN)
    found = Envelope.objects.get(pk=key)
    assert (found.files.count(), found.member, word_of(found)) == (2, who.member, "reçu")


@pytest.mark.parametrize("count", [0, MOST_FILES + 1])
def test_an_envelope_is_neither_empty_nor_bottomless(count):
    who, agent = correspondent_and_agent()
    with pytest.raises(EmptyEnvelope):
        deposit(beneficiary_id=agent.pk, files=[FILE] * count, actor=who.actor, **WHEN)
    assert not Document.objects.exists()


def test_nobody_deposits_for_somebody_of_another_staff_nor_without_a_mandate():
    who, _ = correspondent_and_agent()
    with pytest.raises(NotOfYourStaff):
        deposit(beneficiary_id=BeneficiaryFactory().pk, files=[FILE], actor=who.actor, **WHEN)
    with pytest.raises(NotYours):
        deposit(beneficiary_id=BeneficiaryFactory().pk, files=[FILE], actor=person(Role.CLAIMS_OFFICER).actor, **WHEN)


def test_who_deposited_never_opens_it_again():
    who, agent = correspondent_and_agent()
    key = deposit(beneficiary_id=agent.pk, files=[FILE], actor=who.actor, **WHEN)
    assert envelope(key, who.actor) is None
    with pytest.raises(NotYours):
        open_envelope(envelope_id=key, actor=who.actor, **WHEN)


def test_no_machine_reads_what_is_sealed_until_somebody_opens_it():
    who, agent = correspondent_and_agent()
    key = deposit(beneficiary_id=agent.pk, files=[FILE], actor=who.actor, **WHEN)
    assert waiting_to_be_read(READ_KINDS, 10) == []
    open_envelope(envelope_id=key, actor=person(Role.CLAIMS_OFFICER).actor, **WHEN)
    assert waiting_to_be_read(READ_KINDS, 10) == [Envelope.objects.get().files.get().document_id]


def test_an_envelope_is_settled_once():
    officer = person(Role.CLAIMS_OFFICER).actor
    row, claim = EnvelopeFactory(opened_at=NOW), ClaimFactory()
    with pytest.raises(NotTheirClaim):
        enter(envelope_id=row.pk, claim_id=claim.pk, actor=officer, **WHEN)
    enter(envelope_id=row.pk, claim_id=ClaimFactory(beneficiary=row.beneficiary).pk, actor=officer, **WHEN)
    for act in (ask_again, set_aside):
        with pytest.raises(EnvelopeSettled):
            act(envelope_id=row.pk, actor=officer, **WHEN)
    assert not waiting_envelopes().exists()


def test_what_nobody_opened_is_entered_in_no_claim_and_its_files_are_offered_for_none():
    officer = person(Role.CLAIMS_OFFICER).actor
    file = EnvelopeFileFactory()
    row = file.envelope
    claim = ClaimFactory(beneficiary=row.beneficiary)
    with pytest.raises(EnvelopeSealed):
        enter(envelope_id=row.pk, claim_id=claim.pk, actor=officer, **WHEN)
    Envelope.objects.filter(pk=row.pk).update(claim=claim)
    assert files_for_claim(claim.pk, officer) == []
    Envelope.objects.filter(pk=row.pk).update(opened_at=NOW)
    assert files_for_claim(claim.pk, officer) == [file]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (ClaimState.SUBMITTED, "reçu"),
        (ClaimState.IN_REVIEW, "reçu"),
        (ClaimState.AWAITING_CORRECTION, "à compléter"),
        (ClaimState.GRANTED, "décidé"),
        (ClaimState.REFUSED, "décidé"),
    ],
)
def test_a_correspondent_reads_one_of_three_words(state, word):
    assert word_of(EnvelopeFactory(claim=ClaimFactory(state=state))) == word


def test_an_envelope_asked_again_is_to_complete_and_one_set_aside_is_over():
    officer = person(Role.CLAIMS_OFFICER).actor
    again, aside = EnvelopeFactory(), EnvelopeFactory()
    ask_again(envelope_id=again.pk, actor=officer, **WHEN)
    set_aside(envelope_id=aside.pk, actor=officer, **WHEN)
    assert [word_of(Envelope.objects.get(pk=row.pk)) for row in (again, aside)] == ["à compléter", "décidé"]


def page_with(claim_kwargs):
    who, agent = correspondent_and_agent()
    row = EnvelopeFactory(member=who.member, beneficiary=agent)
    row.claim = ClaimFactory(beneficiary=agent, **claim_kwargs)
    row.save(update_fields=["claim"])
    client, url = signed_in(who), reverse("correspondent:envelopes")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(url)
    return page.status_code, len(asked), row.reference in text_of(page), "décidé" in text_of(page), "solidarity" in text_of(page)


def test_nothing_tells_a_confidential_claim_from_another():
    plain, hidden = page_with({}), page_with({"is_confidential": True, "benefit_code": "solidarity"})
    assert plain == hidden
    assert plain[0] == 200 and plain[2:] == (True, False, False)


def test_a_correspondent_seals_photographs_and_reads_the_receipt():
    who, agent = correspondent_and_agent()
    client, url = signed_in(who), reverse("correspondent:envelope", args=[agent.pk])
    photographs = [SimpleUploadedFile(f"page-{n}.jpg", saved(drawing(), "JPEG")) for n in (1, 2)]
    told = text_of(client.post(url, {"files": photographs}, follow=True))
    assert "est scellée et déposée" in told and Envelope.objects.get().reference in told


def test_one_file_that_cannot_be_taken_keeps_the_whole_envelope_open():
    who, agent = correspondent_and_agent()
    client, url = signed_in(who), reverse("correspondent:envelope", args=[agent.pk])
    sent = client.post(
        url, {"files": [SimpleUploadedFile("page.jpg", saved(drawing(), "JPEG")), SimpleUploadedFile("devis.docx", b"PK\x03\x04 word/")]}
    )
    assert sent.status_code == 422 and "« devis.docx » : C’est un document de bureautique" in text_of(sent)
    heavy = client.post(url, {"files": [SimpleUploadedFile("page.jpg", b"\xff\xd8" + bytes(25_999_998))]})
    assert heavy.status_code == 422 and "« page.jpg » : Ce fichier est trop gros : 26 Mo, pour 10 Mo au plus" in text_of(heavy)
    many = client.post(url, {"files": [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8") for n in range(MOST_FILES + 1)]})
    assert many.status_code == 422 and f"de 1 à {MOST_FILES} fichiers" in text_of(many)
    page, hollow = SimpleUploadedFile("page.jpg", saved(drawing(), "JPEG")), SimpleUploadedFile("avis.pdf", b"")
    named = client.post(url, {"files": [page, hollow]})
    assert named.status_code == 422 and "Sans contenu : « avis.pdf »." in text_of(named)
    empty = client.post(url, {})
    assert empty.status_code == 422 and "Choisissez au moins un fichier" in text_of(empty)
    assert not Envelope.objects.exists() and not Document.objects.exists()
