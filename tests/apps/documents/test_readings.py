"""What files say is read on this machine, corrected by people, and compared; it proposes and decides nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from PIL import ImageEnhance, ImageFilter

import entraide
from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.documents import operations, queries
from entraide.apps.documents.models import Document, DocumentLook, DocumentReading
from entraide.apps.documents.operations import Bill, NewFile, destroy, keep, read, receive, tell_bill
from entraide.apps.documents.queries import Lookalike, lookalikes, pages_of, readings_of, waiting_to_be_read
from entraide.apps.documents.tasks import read_later
from entraide.config.schedule import read_papers
from entraide.core.money import Money
from entraide.integrations.uploads.refusals import RefusedUpload
from tests.factories.base import NOW, TODAY
from tests.integrations.uploads.daemon import VIRUS, clamd
from tests.integrations.uploads.honest import text
from tests.integrations.uploads.reader import reader_in
from tests.integrations.uploads.samples import jpeg_with, page, pdf, saved, segment


PACKAGE = Path(entraide.__file__).parent
pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
BANDS = ("look", "band_1", "band_2", "band_3", "band_4")
BILL = ("Facture n° 2024-117", "Date : 03/10/2024", "Mme Zoé Müller", "Total à payer : 86,50 €")


def kept(content: bytes, name: str = "facture"):
    return keep(file=receive(sent=ContentFile(content, name), kind="supporting").file, **ACT)


def bill(*lines: str):
    """Keep a printed bill and read it."""
    key = kept(pdf(1, text(*(lines or BILL))))
    read(document_id=key, **ACT)
    return key


def test_what_a_bill_says_is_found_and_its_words_are_not_kept():
    key = bill()
    found = readings_of([key])[key]
    assert (found.method, found.bill, found.is_told) == ("text", ("2024117", Money(8650), date(2024, 10, 3)), False)
    assert (found.names, found.numbers) == (("Zoé Müller",), ("2024-117",))
    assert "Date" not in str(DocumentReading.objects.values().get())
    assert AuditEntry.objects.get(verb="documents.read").subject_id == key


def test_a_file_is_read_once_and_one_that_is_gone_is_left():
    key = kept(pdf(1, text(*BILL)))
    assert read(document_id=key, **ACT) and not read(document_id=key, **ACT)
    destroy(document_id=key, **ACT)
    assert not read(document_id=key, **ACT)
    assert not DocumentReading.objects.exists() and not DocumentLook.objects.exists()


def test_a_file_that_goes_or_is_read_while_it_is_read_is_left(monkeypatch):
    gone, other = (kept(pdf(1, text(*BILL)), name) for name in ("facture", "autre"))
    understood = operations.read_paper

    def meanwhile(act):
        def reading(words):
            monkeypatch.setattr(operations, "read_paper", understood)
            act()
            return understood(words)

        monkeypatch.setattr(operations, "read_paper", reading)

    meanwhile(lambda: destroy(document_id=gone, **ACT))
    assert not read(document_id=gone, **ACT)
    meanwhile(lambda: read(document_id=other, **ACT))
    assert not read(document_id=other, **ACT)
    assert DocumentReading.objects.get().document_id == other


def test_without_a_reader_an_image_says_nothing_and_is_not_tried_again(settings, tmp_path):
    key = kept(saved(page()))
    read(document_id=key, **ACT)
    assert readings_of([key])[key].method == "none"
    assert waiting_to_be_read(["supporting"], 9) == []
    other = kept(saved(page(lines=9)))
    settings.ENTRAIDE_TESSERACT = reader_in(tmp_path)
    read(document_id=other, **ACT)
    assert readings_of([other])[other].bill == ("2024117", Money(8650), date(2024, 10, 3))


def test_what_a_person_says_counts_over_what_the_machine_read():
    key = bill()
    tell_bill(document_id=key, bill=Bill("2024-118", Money(9000), date(2024, 10, 4)), **ACT)
    found = readings_of([key])[key]
    assert found.bill == ("2024118", Money(9000), date(2024, 10, 4)) and found.is_told
    assert found.amounts == (Money(8650),)


def test_the_worker_reads_a_file_once_it_is_kept(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        key = kept(pdf(1, text(*BILL)))
        read_later(key)
        assert readings_of([key]) == {}
    assert readings_of([key])[key].method == "text"


def test_the_schedule_reads_what_the_worker_has_not():
    key, letter = kept(pdf(1, text(*BILL))), keep(file=NewFile(pdf(), "a.pdf", "application/pdf", "reminder"), **ACT)
    assert read_papers(NOW, TODAY) == 1
    assert set(readings_of([key, letter])) == {key}
    assert read_papers(NOW, TODAY) == 0


def alike_to(key):
    """Give the files that look like one."""
    return lookalikes([key])[key]


def test_the_same_file_sent_twice_is_exactly_alike():
    photo = saved(page())
    first, second = kept(photo), kept(photo)
    assert alike_to(first) == [Lookalike(second, "exact")]
    assert alike_to(second) == [Lookalike(first, "exact")]


def test_a_copy_lightened_reduced_and_compressed_looks_alike():
    original = page()
    copy = ImageEnhance.Brightness(original.resize((700, 933))).enhance(0.85)
    first, second, other = kept(saved(original)), kept(saved(copy, quality=40)), kept(saved(page(lines=12)))
    (found,) = alike_to(second)
    assert (found.document_id, found.resemblance) == (first, "similar")
    assert 0 < found.distance <= 14
    assert alike_to(other) == []


def test_a_form_filled_otherwise_is_no_copy_once_it_is_read():
    other = (line.replace("2024-117", "2024-118").replace("86,50", "91,00").replace("03/10", "04/10") for line in BILL)
    first, second = bill(), bill(*other)
    assert alike_to(first) == []
    unread = kept(pdf(1, text(*(line.replace("Zoé", "Léo") for line in BILL))))
    DocumentLook.objects.create(document_id=unread, **dict(DocumentLook.objects.filter(pk=second).values(*BANDS).get()))
    assert {(each.document_id, each.resemblance) for each in alike_to(unread)} == {(first, "similar"), (second, "similar")}


def test_the_same_bill_photographed_anew_is_told_by_its_number_amount_and_day():
    first = bill()
    second = kept(saved(page(lines=9)))
    assert alike_to(second) == []
    tell_bill(document_id=second, bill=Bill("2024/117", Money(8650), date(2024, 10, 3)), **ACT)
    assert alike_to(second) == [Lookalike(first, "same_bill")] and alike_to(first) == [Lookalike(second, "same_bill")]
    tell_bill(document_id=first, bill=Bill("2024/117", Money(8700), date(2024, 10, 3)), **ACT)
    assert alike_to(second) == alike_to(first) == []


def test_files_of_another_kind_are_never_compared():
    photo = saved(page())
    first = kept(photo)
    keep(file=receive(sent=ContentFile(photo, "a.jpg"), kind="deliberation").file, **ACT)
    assert alike_to(first) == []


def test_files_alike_are_found_in_as_many_trips_however_many_there_are_and_are_asked_for(django_assert_max_num_queries, monkeypatch):
    photo = saved(page())
    first, *others = [kept(photo) for _ in range(4)]
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 5):
        assert len(alike_to(first)) == 3
    # What goes in one trip to PostgreSQL is asked one by one of SQLite, which lies in the process.
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 11):
        assert {key: len(found) for key, found in lookalikes([first, *others]).items()} == dict.fromkeys([first, *others], 3)
    monkeypatch.setattr(queries, "MOST_CANDIDATES", 2)
    assert len(alike_to(first)) == 2


def test_pages_of_a_file_are_given_alone():
    key = kept(pdf(3))
    assert pages_of(key, [2]).startswith(b"%PDF-")
    with pytest.raises(ValueError, match="pages"):
        pages_of(key, [4])


def test_what_is_sent_is_scanned_where_the_setting_names_an_antivirus_and_nothing_is_kept_when_it_is_silent(settings):
    infected = jpeg_with(segment(0xFE, VIRUS))
    assert receive(sent=ContentFile(infected, "a.jpg"), kind="supporting").file.media_type == "image/jpeg"
    with clamd() as settings.ENTRAIDE_CLAMAV, pytest.raises(RefusedUpload, match="virus"):
        receive(sent=ContentFile(infected, "a.jpg"), kind="supporting")
    with pytest.raises(RefusedUpload, match="ne répond pas"):
        receive(sent=ContentFile(saved(page()), "a.jpg"), kind="supporting")
    assert not Document.objects.exists()


def test_the_sender_is_told_at_once_that_a_photograph_is_blurred_or_small():
    for photo, code in ((page(300, 400), "uploads.hard_to_read"), (page().filter(ImageFilter.GaussianBlur(6)), "uploads.blurred")):
        assert code in [doubt.code for doubt in receive(sent=ContentFile(saved(photo), "a.jpg"), kind="supporting").doubts]


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("IMG_0001.HEIC", "IMG_0001.jpg"),
        ("photo.JPG", "photo.JPG"),
        ("Reçu n° 2.1", "Reçu n° 2.1.jpg"),
        ("facture.pdf.png", "facture.pdf.jpg"),
        ("", "piece.jpg"),
        ("a" * 10_000 + ".jpg", "a" * 195 + ".jpg"),
    ],
)
def test_a_photograph_is_named_after_what_it_has_become(name, kept_as):
    assert receive(sent=ContentFile(saved(page()), name), kind="supporting").file.name == kept_as


def test_what_strangers_send_comes_in_by_one_door():
    calls = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if "inspect_upload(" in path.read_text("utf-8")}
    assert calls == {"apps/documents/operations.py", "integrations/uploads/inspection.py"}
