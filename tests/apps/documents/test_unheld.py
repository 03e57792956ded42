"""A file lives as long as a row names it: it is kept in the act that joins it, and what nothing holds is destroyed."""

from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import filing, waiting
from entraide.apps.claims.refusals import DocumentSettled, NotADraft
from entraide.apps.documents import operations
from entraide.apps.documents.models import Document
from entraide.apps.documents.operations import SETTLING, destroy_unheld
from entraide.apps.documents.queries import OWN, unheld
from entraide.apps.mailroom.models import PostBatch
from entraide.apps.mailroom.operations.letting_go import DAYS_KEPT, let_go
from entraide.apps.mailroom.queries.envelopes import file_of_envelope, files_of
from entraide.config.schedule import destroy_what_nothing_holds
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.documents import DocumentFactory, DocumentLookFactory, DocumentReadingFactory
from tests.factories.mailroom import EnvelopeFactory, EnvelopeFileFactory, PostBatchFactory, PostItemFactory
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
SYSTEM = system_actor("suite")
LATER = {"actor": SYSTEM, "at": NOW + SETTLING + timedelta(minutes=1), "on": TODAY + timedelta(days=1), "limit": 50}
AGES = timedelta(days=DAYS_KEPT + 1)
MUCH_LATER = {"actor": SYSTEM, "at": NOW + AGES, "on": TODAY + AGES, "limit": 50}
NAMING = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if field.related_model is Document and model not in OWN
]


def photo():
    return SimpleUploadedFile("facture.jpg", families.photo(), "image/jpeg")


@pytest.mark.parametrize(("model", "field"), NAMING, ids=lambda each: getattr(each, "__name__", getattr(each, "name", "")))
def test_every_column_that_names_a_file_holds_it(model, field):
    asked = str(unheld().query)
    assert f'"{field.column}" = ("documents_document"."id")' in asked and f'"{model._meta.db_table}"' in asked


def test_what_no_row_names_is_destroyed_with_what_was_read_of_it_and_the_rest_stays():
    alone = DocumentFactory()
    DocumentLookFactory(document=alone)
    DocumentReadingFactory(document=alone)
    held = [EnvelopeFileFactory().document, PostBatchFactory().document]
    assert destroy_unheld(**LATER) == 1
    assert set(Document.objects.order_by("pk")) == set(held)
    assert AuditEntry.objects.get(verb="documents.destroyed").subject_id == alone.pk


def test_what_was_kept_less_than_a_day_ago_is_left_to_whatever_was_begun():
    DocumentFactory(added_at=LATER["at"] - SETTLING)
    assert destroy_unheld(**LATER) == 0


def test_a_file_that_a_row_came_to_name_meanwhile_is_left(monkeypatch):
    document = EnvelopeFileFactory().document
    # As listed a moment before the row was written.
    monkeypatch.setattr(operations, "unheld", chain([Document.objects.order_by("pk")], repeat(unheld())).__next__)
    assert destroy_unheld(**LATER) == 0
    assert Document.objects.get() == document


def test_a_paper_taken_out_of_a_draft_is_destroyed_and_those_that_stay_are_not():
    home = families.family()
    claim = Claim.objects.get(pk=families.drafted(home))
    paper = families.paper_of(claim, "invoice")
    filing.detach(claim_document_id=paper.pk, actor=home.actor, **AT)
    assert destroy_unheld(**LATER) == 1
    assert not Document.objects.filter(pk=paper.document_id).exists()
    assert claim.documents.count() == Document.objects.count() == 2


@pytest.mark.parametrize("settled", [{"set_aside_on": TODAY}, {"asked_again_on": TODAY}])
def test_an_envelope_from_which_nothing_was_entered_is_let_go_of_and_its_receipt_says_the_same(settled):
    officer = person(Role.CLAIMS_OFFICER)
    file = EnvelopeFileFactory(envelope=EnvelopeFactory(opened_at=NOW, **settled))
    assert let_go(**(MUCH_LATER | {"on": TODAY + timedelta(days=DAYS_KEPT)})) == 0
    assert (let_go(**MUCH_LATER), let_go(**MUCH_LATER), destroy_unheld(**MUCH_LATER)) == (1, 0, 1)
    file.refresh_from_db()
    assert (file.document, files_of(file.envelope_id), file.envelope.files.count()) == (None, [], 1)
    assert file_of_envelope(file.envelope_id, file_id=file.pk, actor=officer.actor) is None


def test_an_envelope_that_waits_or_was_entered_is_kept():
    EnvelopeFileFactory()
    entered = EnvelopeFileFactory()
    entered.envelope.claim_id = families.drafted(families.family())
    entered.envelope.save(update_fields=["claim"])
    assert (let_go(**MUCH_LATER), destroy_unheld(**MUCH_LATER)) == (0, 0)


def test_a_scan_is_let_go_of_once_each_of_its_parts_is_settled_long_ago():
    officer = person(Role.CLAIMS_OFFICER)
    batch = PostBatchFactory(split_at=NOW)
    item = PostItemFactory(batch=batch)
    assert let_go(**MUCH_LATER) == 0
    item.state, item.sorted_at, item.sorted_by = "set_aside", NOW + timedelta(days=9), officer.account.pk
    item.save()
    assert let_go(**MUCH_LATER) == 0
    later = MUCH_LATER | {"at": MUCH_LATER["at"] + timedelta(days=9)}
    assert (let_go(**later), destroy_unheld(**later)) == (1, 1)
    assert PostBatch.objects.get().document is None
    client = signed_in(officer)
    assert "plus conservé" in client.get(reverse("staff:mail_item", args=[item.pk])).content.decode()
    assert client.get(reverse("staff:mail_page", args=[item.pk, 1])).status_code == 404


def test_the_schedule_destroys_until_nothing_is_left_today():
    DocumentFactory()
    at, on = LATER["at"], LATER["on"]
    assert [destroy_what_nothing_holds(at, on) for _ in range(2)] == [1, 0]
    DocumentFactory()
    assert [destroy_what_nothing_holds(at, day) for day in (on, on + timedelta(days=1))] == [0, 1]


def refuse(error):
    def refused(**_):
        raise error

    return refused


def test_nothing_is_kept_of_a_paper_that_a_draft_or_a_claim_did_not_take(monkeypatch):
    home, officer = families.family(), person(Role.CLAIMS_OFFICER)
    draft = families.drafted(home)
    ClaimDocument.objects.filter(claim=draft, requirement="invoice").delete()
    claim = families.taken(families.family(), officer)
    owner = signed_in(home.opener)
    kept = Document.objects.count()
    monkeypatch.setattr(filing, "attach", refuse(NotADraft()))
    owner.post(reverse("beneficiary:papers", args=[draft]), {"requirement": "invoice", "file": photo()})
    Claim.objects.filter(pk=draft).update(keyed_by=officer.account.pk)
    signed_in(officer).post(reverse("staff:keying", args=[draft]), {"act": "invoice", "invoice-file": photo()})
    assert Document.objects.count() == kept
    paper = waiting.ask_paper(claim_id=claim.pk, wanted=waiting.WantedPaper("other", "Envoyez."), actor=officer.actor, **AT)
    Claim.objects.filter(pk=claim.pk).update(beneficiary=home.opener.beneficiary)
    monkeypatch.setattr(waiting, "correct_paper", refuse(DocumentSettled()))
    answer = owner.post(reverse("beneficiary:correct_paper", args=[claim.pk, paper]), {"file": photo()})
    assert "déjà été traitée" in answer.content.decode()
    assert Document.objects.count() == kept


def test_nothing_is_kept_of_what_came_with_words_that_were_not_taken():
    home, officer = families.family(), person(Role.CLAIMS_OFFICER)
    claim = families.taken(home, officer)
    filing.withdraw(claim_id=claim.pk, actor=home.actor, **AT)
    kept = Document.objects.count()
    signed_in(home.opener).post(reverse("beneficiary:write", args=[claim.pk]), {"text": "Voici.", "file": photo()})
    signed_in(officer).post(reverse("staff:claim_write", args=[claim.pk]), {"text": "Voici.", "file": photo()})
    signed_in(home.opener).post(reverse("beneficiary:contest", args=[claim.pk]), {"text": "Voici.", "file": photo()})
    assert Document.objects.count() == kept


def test_what_was_taken_is_kept():
    home = families.family()
    claim = families.filed(home)
    kept = Document.objects.count()
    signed_in(home.opener).post(reverse("beneficiary:write", args=[claim.pk]), {"text": "Voici.", "file": photo()})
    assert Document.objects.count() == kept + 1
