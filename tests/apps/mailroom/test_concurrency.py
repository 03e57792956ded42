"""Two scans, or one scan twice, at the same moment: neither waits for the other for ever, and what came once is there once."""

from functools import cache

import pytest
from django.db import connection

from entraide.apps.accounts.roles import Role
from entraide.apps.documents.operations import NewFile
from entraide.apps.documents.queries import content_of
from entraide.apps.mailroom.models import PostBatch, PostItem
from entraide.apps.mailroom.operations import scanning, sorting
from entraide.apps.mailroom.operations.scanning import split, take_in
from entraide.apps.mailroom.operations.sorting import Destination, sort_item
from entraide.apps.mailroom.refusals import ScannedTwice
from entraide.apps.mailroom.translation import cover_for
from tests.apps.mailroom.test_scanning import CAME, POST, WHEN, lacking, page, scan, scanned, sheet
from tests.factories.actors import person
from tests.harness.together import Crossing, together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER).actor


def two_scans(officer):
    """Take in two scans that name the same two claims, each in another order."""
    claims = [lacking("invoice", "family_record") for _ in range(2)]
    kinds = {"invoice": claims, "family_record": claims[::-1]}
    parts = {kind: [part for claim in each for part in (sheet(cover_for(claim.reference, kind)), page())] for kind, each in kinds.items()}
    return [scanned(scan(*each), officer) for each in parts.values()]


def test_two_scans_that_name_the_same_claims_in_another_order_are_both_parted(monkeypatch, officer):
    first, second = two_scans(officer)
    # Their codes are read beforehand: what is left is to write.
    read = cache(scanning._found_in)
    monkeypatch.setattr(scanning, "_found_in", read)
    for batch in PostBatch.objects.order_by("pk"):
        read(content_of(batch.document_id), batch.page_count)
    crossing = Crossing(monkeypatch, scanning, "add_posted")
    counts = together(
        lambda: split(batch_id=first, actor=POST, **WHEN), crossing.second(lambda: split(batch_id=second, actor=POST, **WHEN))
    )
    assert counts == [2, 2]


def test_one_scan_parted_twice_at_once_is_parted_once(officer):
    first, _ = two_scans(officer)
    counts = together(*[lambda: split(batch_id=first, actor=POST, **WHEN)] * 2)
    assert sorted(counts) == [0, 2] and PostItem.objects.filter(batch_id=first).count() == 2


def test_a_scan_that_is_cut_on_the_way_goes_on_where_it_stood(monkeypatch, officer):
    first, _ = two_scans(officer)
    put, calls = scanning.add_posted, []

    def cut_short(**kwargs):
        calls.append(kwargs["paper"].claim_id)
        if len(calls) == 2:
            raise ConnectionError("the server stops")
        return put(**kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(scanning, "add_posted", cut_short)
        with pytest.raises(ConnectionError):
            split(batch_id=first, actor=POST, **WHEN)
    (kept,) = PostItem.objects.filter(batch_id=first)
    assert split(batch_id=first, actor=POST, **WHEN) == 2
    assert list(PostItem.objects.filter(batch_id=first).order_by("first_page").values_list("claim_id", flat=True)) == calls
    assert PostItem.objects.filter(pk=kept.pk, state="filed").exists() and PostBatch.objects.get(pk=first).split_at is not None


def test_the_same_scan_taken_in_twice_at_once_is_taken_in_once_and_the_other_is_told_so(monkeypatch, officer):
    file = NewFile(page(), "courrier.pdf", "application/pdf", "post")
    crossing = Crossing(monkeypatch, scanning, "keep")

    def taken():
        return take_in(file=file, received_on=CAME, actor=officer, **WHEN)

    answers = together(taken, crossing.second(taken))
    assert [type(each) for each in answers if not isinstance(each, type(PostBatch.objects.get().pk))] == [ScannedTwice]


def test_pages_are_cut_out_before_the_transaction_that_sorts_them(monkeypatch, officer):
    claim = lacking("invoice")
    batch = scanned(scan(page(), page()), officer)
    split(batch_id=batch, actor=POST, **WHEN)
    cut, inside = sorting.pages_of, []

    def watched(*args):
        inside.append(connection.in_atomic_block)
        return cut(*args)

    monkeypatch.setattr(sorting, "pages_of", watched)
    item = PostItem.objects.get(batch_id=batch)
    sort_item(item_id=item.pk, destination=Destination(claim.pk, "invoice", 1, 2), actor=officer, **WHEN)
    item.refresh_from_db()
    assert (inside, item.state) == ([False], "filed")
