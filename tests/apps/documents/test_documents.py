"""Files are encrypted one by one, open only with their key, and survive its rotation."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.documents.models import Document
from entraide.apps.documents.operations import NewFile, destroy, keep, receive, rewrap_keys
from entraide.apps.documents.queries import content_of, documents
from entraide.integrations.keyring import KeyLost, Keyring, keyring
from entraide.integrations.uploads.inspection import DEFAULT_LIMITS, require_size
from entraide.integrations.uploads.refusals import RefusedUpload
from entraide.orm import acts
from tests.factories.base import NOW, TODAY


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
INVOICE = NewFile(b"facture de Lina", "facture.pdf", "application/pdf", "supporting", 2)


def test_a_file_reads_back_and_its_store_holds_nothing_of_it():
    key = keep(file=INVOICE, **ACT)
    assert content_of(key) == INVOICE.content
    with default_storage.open(Document.objects.get(pk=key).storage_name) as stored:
        assert b"Lina" not in stored.read()
    described = documents([key])[key]
    assert (described.name, described.pages, described.size) == ("facture.pdf", 2, len(INVOICE.content))
    entry = AuditEntry.objects.get(verb="documents.kept", subject_id=key)
    # The name of a file tells of a person, and must go with the file.
    assert entry.payload.content == {"kind": INVOICE.kind}


def test_what_was_dropped_on_its_way_is_too_big_and_not_empty():
    # It has no content: reading it would fail.
    dropped = UploadedFile(None, "facture.pdf", "application/pdf", DEFAULT_LIMITS.max_bytes + 1)
    with pytest.raises(RefusedUpload) as refused:
        receive(sent=dropped, kind="supporting")
    assert (refused.value.code, refused.value.params) == ("uploads.too_big", {"size": 11, "limit": 10})
    require_size(DEFAULT_LIMITS.max_bytes)


def test_the_same_content_has_the_same_fingerprint_and_another_key():
    first, second = (Document.objects.get(pk=keep(file=INVOICE, **ACT)) for _ in range(2))
    assert first.fingerprint == second.fingerprint
    assert bytes(first.wrapped_key) != bytes(second.wrapped_key)


def test_a_stored_file_that_was_altered_does_not_open():
    document = Document.objects.get(pk=keep(file=INVOICE, **ACT))
    with default_storage.open(document.storage_name) as stored:
        content = bytearray(stored.read())
    content[-1] ^= 1
    default_storage.delete(document.storage_name)
    with default_storage.open(document.storage_name, "wb") as stored:
        stored.write(bytes(content))
    with pytest.raises(KeyLost):
        content_of(document.pk)


def test_rotation_wraps_every_key_again_and_old_files_still_open(settings):
    key = keep(file=INVOICE, **ACT)
    before = keyring()
    before.rotated().write(settings.ENTRAIDE_KEYRING)
    assert rewrap_keys(**ACT) == 1
    assert rewrap_keys(**ACT) == 0
    latest = Keyring.read(settings.ENTRAIDE_KEYRING)
    alone = Keyring(latest.current, {latest.current: latest.keys[latest.current]}, latest.hashing)
    alone.write(settings.ENTRAIDE_KEYRING)
    assert content_of(key) == INVOICE.content


def test_a_new_key_takes_the_name_of_no_other_also_where_an_old_one_was_taken_away():
    ring = Keyring.generate().rotated()
    alone = Keyring(ring.current, {ring.current: ring.keys[ring.current]}, ring.hashing)
    assert alone.rotated().keys.items() > alone.keys.items()


def test_a_file_destroyed_while_keys_are_wrapped_again_keeps_no_other_from_it(settings, monkeypatch):
    gone, other = (keep(file=INVOICE, **ACT) for _ in range(2))
    keyring().rotated().write(settings.ENTRAIDE_KEYRING)
    wrap = Keyring.encrypt

    def slow(ring, data, *, about):
        if about == f"data key of {gone}":
            destroy(document_id=gone, **ACT)
        return wrap(ring, data, about=about)

    monkeypatch.setattr(Keyring, "encrypt", slow)
    assert rewrap_keys(**ACT) == 1
    assert keyring().is_current(Document.objects.get().wrapped_key) and Document.objects.get().pk == other


def test_keys_wrapped_again_stay_so_where_a_later_file_does_not_open(settings, monkeypatch):
    first, last = (keep(file=INVOICE, **ACT) for _ in range(2))
    keyring().rotated().write(settings.ENTRAIDE_KEYRING)
    monkeypatch.setattr(acts, "BATCH", 1)
    unwrap = Keyring.decrypt

    def lost(ring, sealed, *, about):
        if about == f"data key of {last}":
            raise KeyLost(about)
        return unwrap(ring, sealed, about=about)

    with monkeypatch.context() as patched, pytest.raises(KeyLost):
        patched.setattr(Keyring, "decrypt", lost)
        rewrap_keys(**ACT)
    assert {row.pk for row in Document.objects.order_by("pk") if keyring().is_current(row.wrapped_key)} == {first}
    assert rewrap_keys(**ACT) == 1


def test_a_lost_key_is_said_and_nothing_opens(settings):
    key = keep(file=INVOICE, **ACT)
    Keyring.generate().write(settings.ENTRAIDE_KEYRING)
    with pytest.raises(KeyLost):
        content_of(key)
