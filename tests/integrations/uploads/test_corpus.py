"""Hostile files are refused, each with its sentence; odd files of honest people are taken."""

import io

import pikepdf
import pytest
from PIL import Image

from entraide.integrations.uploads.inspection import inspect_upload
from tests.integrations.uploads.honest import HONEST
from tests.integrations.uploads.hostile import HOSTILE
from tests.integrations.uploads.samples import EICAR, page, pdf, saved, with_text
from tests.integrations.uploads.table import PAGE, TABLES, outcome, rendered


def titles(samples):
    return [sample.what for sample in samples]


def test_the_corpora_are_large_and_each_file_is_told_apart():
    for samples in TABLES.values():
        assert len(samples) >= 60
        assert len(set(titles(samples))) == len(samples)


@pytest.mark.parametrize("sample", HOSTILE, ids=titles(HOSTILE))
def test_a_hostile_file_is_never_kept_as_safe(sample):
    assert sample.code
    assert outcome(sample) == sample.code


@pytest.mark.parametrize("sample", HONEST, ids=titles(HONEST))
def test_an_odd_file_of_an_honest_person_is_taken_and_opens(sample):
    assert not sample.code
    found = inspect_upload(sample.make(), sample.name)
    if found.media_type == "application/pdf":
        with pikepdf.open(io.BytesIO(found.content)) as document:
            assert len(document.pages) == found.pages
    else:
        image = Image.open(io.BytesIO(found.content))
        image.load()
        assert image.size == (found.width, found.height)
        assert max(image.size) <= 2_400 and not image.getexif() and "icc_profile" not in image.info and "comment" not in image.info


def test_the_page_of_files_tried_says_what_happens():
    text = PAGE.read_text("utf-8")
    for name, samples in TABLES.items():
        assert rendered(text, name, [sample.code for sample in samples]) == text
        assert f"<!-- {name} -->" in text


def test_the_text_and_the_form_of_a_pdf_survive_its_rewriting():
    found = inspect_upload(pdf(1, lambda document: with_text(document, "Facture 117")), "facture.pdf")
    with pikepdf.open(io.BytesIO(found.content)) as document:
        assert b"Facture 117" in document.pages[0].Contents.read_bytes()


def test_the_test_file_of_antivirus_programs_is_known_wherever_it_stands_in_a_file_that_would_be_taken():
    for content in (saved(page()) + EICAR, pdf(1) + EICAR):
        with pytest.raises(Exception, match="virus"):
            inspect_upload(content, "piece")
