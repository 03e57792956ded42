"""A paper that is too large is refused before it is read."""

from django.core.files.uploadedfile import UploadedFile

from entraide.integrations.uploads.inspection import DEFAULT_LIMITS
from entraide.portals.beneficiary.forms.claims import PaperForm


def sent(size: int) -> PaperForm:
    """Give the form as it arrives with a file of a size; the file has no content, so that reading it would fail."""
    return PaperForm({}, {"file": UploadedFile(None, "facture.pdf", "application/pdf", size)})


def test_a_paper_that_is_too_large_is_refused_without_being_read():
    form = sent(DEFAULT_LIMITS.max_bytes + 1)
    assert "11 Mo" in form.errors["file"][0]
    assert "10 Mo" in form.errors["file"][0]


def test_a_paper_of_the_largest_size_is_taken():
    assert sent(DEFAULT_LIMITS.max_bytes).is_valid()
