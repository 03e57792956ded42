"""Documents kept are read locally, compared by their look, and shown page by page."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageEnhance

from entraide.integrations.uploads.inspection import inspect_upload
from entraide.integrations.uploads.looks import NEAR, bands_of, distance
from entraide.integrations.uploads.pages import PDF, PagesUnreadable, cut, reader_program, words_of
from tests.integrations.uploads.honest import fax, scan, text
from tests.integrations.uploads.reader import reader_in
from tests.integrations.uploads.samples import page, pdf, saved, with_text


def look(image: Image.Image) -> str:
    return inspect_upload(saved(image, quality=90), "photo.jpg").look


def test_the_words_of_a_pdf_are_read_without_any_reader():
    found = words_of(pdf(3, text("Facture n° 2024-117", "Total : 86,50 €")), reader="")
    assert found.text.split("\n") == ["Facture n° 2024-117", "Total : 86,50 €"]
    assert (found.method, len(found.look)) == ("text", 64)


def test_an_image_and_a_scanned_pdf_are_read_by_the_reader_alone(tmp_path):
    for content in (saved(page()), fax(), scan("/JPXDecode", "JPEG2000", no_jp2=True)):
        assert words_of(content, reader="").method == "none"
        found = words_of(content, reader=reader_in(tmp_path))
        assert found.method == "image" and "Total à payer : 86,50 €" in found.text


def test_a_reader_that_fails_or_never_ends_says_nothing(tmp_path):
    for program in (
        "#!/bin/sh\nexit 3\n",
        "#!/bin/sh\ncat >/dev/null; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n",
    ):
        assert words_of(saved(page()), reader=reader_in(tmp_path, program)).method == "none"
    assert words_of(b"%PDF-1.7 broken", reader="").method == "none"


def test_tesseract_reads_a_page_where_it_is_installed_and_its_absence_is_told_where_it_is_not():
    reader = reader_program("")
    found = words_of(saved(page(1_700, 2_400)), reader=reader)
    assert ("centre de loisirs" in found.text) == bool(reader)
    assert reader_program("/nowhere/tesseract") == ""


@pytest.mark.parametrize(
    "changed",
    [
        lambda image: image.resize((600, 800)),
        lambda image: ImageEnhance.Brightness(image).enhance(0.8),
        lambda image: ImageEnhance.Contrast(image).enhance(1.4),
        lambda image: image.convert("L").point(lambda value: 255 * (value > 128)),
        lambda image: Image.open(io.BytesIO(saved(image, quality=25))),
    ],
    ids=["reduced", "darker", "contrasted", "black and white", "compressed"],
)
def test_a_copy_of_an_image_looks_like_it_and_shares_a_band(changed):
    original = page()
    first, second = look(original), look(changed(original))
    assert distance(first, second) <= NEAR
    assert set(enumerate(bands_of(first))) & set(enumerate(bands_of(second)))


def test_another_paper_looks_otherwise():
    assert distance(look(page()), look(page(lines=12))) > 2 * NEAR


def test_a_printed_page_looks_like_its_own_drawing():
    content = pdf(1, text(*(f"Ligne {number} " * 6 for number in range(30))))
    drawn = pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil()
    assert distance(words_of(content, reader="").look, look(drawn)) <= NEAR


def test_an_image_kept_looks_as_it_did_when_it_came():
    found = inspect_upload(saved(page()), "photo.jpg")
    assert distance(words_of(found.content, reader="").look, found.look) <= NEAR // 2


def with_pages(document: pikepdf.Pdf) -> None:
    with_text(document, "first secret")
    for number, words in ((1, "second"), (2, "third secret")):
        document.pages[number].Resources = document.pages[0].Resources
        document.pages[number].Contents = pikepdf.Stream(document, f"BT /F1 12 Tf 60 720 Td ({words}) Tj ET".encode())


def test_pages_alone_leave_nothing_of_the_others():
    whole = inspect_upload(pdf(3, with_pages), "rapport.pdf").content
    part = cut(whole, PDF, [2])
    with pikepdf.open(io.BytesIO(part)) as document:
        assert len(document.pages) == 1
        streams = [each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
    assert any(b"second" in each for each in streams) and not any(b"secret" in each for each in streams)
    with pikepdf.open(io.BytesIO(cut(whole, PDF, [3, 1]))) as document:
        assert [b"third" in each.Contents.read_bytes() for each in document.pages] == [True, False]


def test_pages_that_are_not_there_are_not_given():
    whole, photo = pdf(2), saved(page())
    assert cut(photo, "image/jpeg", [1]) == photo
    for content, kind, pages in ((whole, PDF, [3]), (whole, PDF, [0]), (whole, PDF, []), (photo, "image/jpeg", [2])):
        with pytest.raises(ValueError, match="page"):
            cut(content, kind, pages)
    with pytest.raises(PagesUnreadable):
        cut(b"%PDF-1.7 broken", PDF, [1])
