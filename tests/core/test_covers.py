"""Cover sheets: what is written is read back, and pages part where a sheet says so, or where one may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.covers import Cover, PageSeen, Part, parted, read_cover


PLAIN = PageSeen()
OURS = PageSeen(("ENTRAIDE/1/D-1/invoice/5f",))
BILL = PageSeen(("https://pay.example/42",))
SPOILT = PageSeen((), is_damaged=True)


def test_a_cover_is_read_as_it_was_written():
    cover = Cover("D-02XM-1SJD-P", "invoice", "5f3a")
    assert read_cover(cover.text) == cover


@pytest.mark.parametrize("text", ["", "D-02XM-1SJD-P", "ENTRAIDE/2/D-1/invoice/5f", "ENTRAIDE/1/D-1//5f", "ENTRAIDE/1/D-1/invoice/5f/more"])
def test_what_is_no_cover_that_we_understand_is_not_read(text):
    assert read_cover(text) is None


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ([], []),
        ([PLAIN, PLAIN], [Part(1, 2, "", False)]),
        ([OURS, PLAIN, PLAIN], [Part(1, 3, OURS.cover, True)]),
        ([PLAIN, OURS, PLAIN], [Part(1, 1, "", False), Part(2, 3, OURS.cover, True)]),
        ([OURS, OURS, PLAIN], [Part(1, 1, OURS.cover, True), Part(2, 3, OURS.cover, True)]),
        ([OURS, BILL, PLAIN], [Part(1, 3, OURS.cover, True)]),
    ],
)
def test_pages_part_at_covers_and_a_code_on_a_bill_parts_nothing(pages, parts):
    assert parted(pages) == parts


def test_a_cover_that_does_not_read_keeps_its_pages_from_the_claim_before():
    before, after = parted([OURS, PLAIN, SPOILT, PLAIN])
    assert (before.content, after.cover, after.has_sheet, after.content) == ((2,), "", True, (4,))


def test_a_sheet_of_which_one_code_of_two_reads_is_read():
    seen = PageSeen(OURS.codes, is_damaged=True)
    assert parted([seen, PLAIN]) == [Part(1, 2, OURS.cover, True)]


@given(st.lists(st.sampled_from([PLAIN, OURS, BILL, SPOILT]), max_size=40))
def test_every_page_is_in_exactly_one_part(pages):
    parts = parted(pages)
    assert [number for part in parts for number in range(part.first, part.last + 1)] == list(range(1, len(pages) + 1))
    assert all(set(part.content) <= set(range(part.first, part.last + 1)) for part in parts)
