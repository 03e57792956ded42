"""A scan of the post finds its claims by itself; what does not is sorted by hand, and nothing is lost, doubled or shown to who may not."""

import random
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import filing
from entraide.apps.claims.refusals import NotYourClaim, TooLateForPapers
from entraide.apps.documents.models import Document
from entraide.apps.documents.operations import receive
from entraide.apps.documents.queries import content_of
from entraide.apps.mailroom.models import PostBatch, PostItem
from entraide.apps.mailroom.operations import scanning
from entraide.apps.mailroom.operations.scanning import BATCH_LIMITS, split, take_in
from entraide.apps.mailroom.operations.sorting import Destination, set_item_aside, sort_item
from entraide.apps.mailroom.queries.post import cover_sheets, image_of, post_item, to_sort
from entraide.apps.mailroom.refusals import (
    ItemSettled,
    NoSuchPages,
    NotAScan,
    NotYetReceived,
    NotYours,
    PagesLost,
    ScannedTwice,
    UnknownClaim,
)
from entraide.apps.mailroom.translation import cover_for
from entraide.core.contributions.call_document import Address, Party
from entraide.core.covers import Cover
from entraide.integrations.printing.covers import Sheet, printed_covers
from entraide.integrations.uploads.refusals import RefusedUpload
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.mailroom import PostItemFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WHEN = {"at": NOW, "on": TODAY}
POST = system_actor("post")
CAME = TODAY - timedelta(days=1)
SENDER = Party("Entraide", "00000002600013", Address("1 rue de l’Exemple", "78280", "Guyancourt"))


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER).actor


def sheet(cover):
    return printed_covers([Sheet("Facture", (("Demande", cover.reference),), cover.text)], sender=SENDER, on=TODAY)


def page(text="facture"):
    whole = pikepdf.new()
    whole.add_blank_page(page_size=(595, 842))
    whole.docinfo["/Title"] = text
    output = BytesIO()
    whole.save(output)
    return output.getvalue()


def scan(*parts):
    """Put sheets and pages in one PDF, as a scanner does."""
    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(BytesIO(part)) as one:
            whole.pages.extend(one.pages)
    output = BytesIO()
    whole.save(output)
    return output.getvalue()


def scanned(content, officer, *, name="courrier.pdf", received_on=CAME):
    file = receive(sent=SimpleUploadedFile(name, content), kind="post", limits=BATCH_LIMITS).file
    return take_in(file=file, received_on=received_on, actor=officer, **WHEN)


def posted(content, officer):
    batch_id = scanned(content, officer)
    split(batch_id=batch_id, actor=POST, **WHEN)
    return list(PostItem.objects.filter(batch_id=batch_id).order_by("first_page"))


def lacking(*kinds):
    """Give a draft that lacks papers of these kinds."""
    home = families.family()
    claim = Claim.objects.get(pk=families.drafted(home))
    claim.documents.filter(requirement__in=kinds).delete()
    return claim


def test_a_scan_finds_its_claims_and_a_draft_that_becomes_complete_is_filed_as_of_the_day_it_came(officer):
    one, other = lacking("invoice"), lacking("invoice", "family_record")
    covers = [cover_for(one.reference, "invoice"), cover_for(other.reference, "family_record")]
    items = posted(scan(sheet(covers[0]), page(), page(), sheet(covers[1]), page()), officer)
    assert [(item.state, item.claim, item.requirement) for item in items] == [("filed", one, "invoice"), ("filed", other, "family_record")]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.channel, one.received_on, one.filed_on) == ("submitted", "paper", CAME, TODAY)
    assert (other.state, other.received_on) == ("draft", None)
    kept = one.documents.get(requirement="invoice").document
    assert kept.pages == len(pypdfium2.PdfDocument(content_of(kept.pk))) == 2


def test_what_a_person_prints_is_what_the_scan_reads(officer):
    claim = lacking("invoice", "family_record")
    printed = cover_sheets(claim, benefit="Accueil de loisirs", on=TODAY)
    with pikepdf.open(BytesIO(printed)) as whole:
        assert len(whole.pages) == 2
        first = pikepdf.new()
        first.pages.append(whole.pages[0])
        output = BytesIO()
        first.save(output)
    (item,) = posted(scan(output.getvalue(), page()), officer)
    assert (item.claim, item.requirement) == (claim, "invoice")
    assert cover_sheets(Claim.objects.get(pk=families.filed(families.family()).pk), benefit="", on=TODAY) is None


def test_a_photograph_of_a_sheet_put_askew_is_read(officer):
    claim = lacking("invoice")
    image = pypdfium2.PdfDocument(sheet(cover_for(claim.reference, "invoice")))[0].render(scale=2).to_pil().convert("L")
    output = BytesIO()
    image.rotate(4, expand=True, fillcolor=255).save(output, "PDF", resolution=144)
    (item,) = posted(scan(output.getvalue(), page()), officer)
    assert item.claim == claim


def spoilt(cover):
    """Give a sheet whose codes are there and no longer read."""
    image = pypdfium2.PdfDocument(sheet(cover))[0].render(scale=2).to_pil().convert("RGB")
    width, height = image.size
    for top in (0.115, 0.835):
        image.paste((255, 255, 255), (int(0.745 * width), int(top * height), int(0.875 * width), int((top + 0.03) * height)))
    output = BytesIO()
    image.save(output, "PDF", resolution=144)
    return output.getvalue()


@pytest.mark.parametrize("reason", ["no_cover", "damaged", "stranger", "unknown", "settled", "repeated", "empty"])
def test_what_does_not_find_its_claim_waits_for_a_person_and_says_why(officer, reason):
    claim = lacking("invoice", "family_record")
    cover = cover_for(claim.reference, "invoice")
    parts = {
        "no_cover": [page()],
        "damaged": [spoilt(cover), page()],
        "stranger": [sheet(Cover(claim.reference, "invoice", "0" * 16)), page()],
        "unknown": [sheet(cover_for("D-0000-0000-0", "invoice")), page()],
        "settled": [sheet(cover), page()],
        "repeated": [sheet(cover), page(), sheet(cover), page()],
        "empty": [sheet(cover)],
    }[reason]
    if reason == "settled":
        filing.withdraw(claim_id=claim.pk, actor=POST, **WHEN)
    items = posted(scan(*parts), officer)
    assert (items[-1].state, items[-1].reason, items[-1].claim, items[-1].document) == ("to_sort", reason, None, None)
    assert to_sort().count() == 1
    assert claim.documents.filter(requirement="invoice").count() == (reason == "repeated")
    assert image_of(items[-1], items[-1].last_page).startswith(b"\xff\xd8")
    assert image_of(items[-1], items[-1].last_page + 1) is None


def test_pages_that_a_claim_could_not_take_are_not_said_to_come_too_late(officer, monkeypatch):
    def refuse(**_):
        raise NotYourClaim

    claim = lacking("invoice")
    monkeypatch.setattr(scanning, "add_posted", refuse)
    (item,) = posted(scan(sheet(cover_for(claim.reference, "invoice")), page()), officer)
    assert (item.state, item.reason, item.document) == ("to_sort", "refused", None)


def test_a_file_that_no_longer_opens_page_by_page_is_left_to_a_person_whole(officer):
    batch_id = scanned(scan(page(), page()), officer)
    PostBatch.objects.filter(pk=batch_id).update(page_count=2, document=families.kept(officer))
    split(batch_id=batch_id, actor=POST, **WHEN)
    assert [(item.reason, item.first_page, item.last_page) for item in to_sort()] == [("unreadable", 1, 2)]


def test_the_same_scan_is_told_and_not_doubled(officer):
    content = scan(sheet(cover_for(lacking("invoice").reference, "invoice")), page())
    batch_id = scanned(content, officer)
    with pytest.raises(ScannedTwice) as told:
        scanned(content, officer, name="autre-nom.pdf")
    assert told.value.params == {"day": f"{NOW:%d/%m/%Y}"}
    PostBatch.objects.update(scanned_at=NOW + timedelta(days=700))
    with pytest.raises(ScannedTwice) as told:
        scanned(content, officer)
    assert told.value.params == {"day": f"{TODAY:%d/%m/%Y}"}
    assert (split(batch_id=batch_id, actor=POST, **WHEN), split(batch_id=batch_id, actor=POST, **WHEN)) == (1, 0)
    assert PostItem.objects.count() == 1


def test_301_pages_are_refused_and_300_are_taken(officer):
    many = [page()] * 300
    with pytest.raises(RefusedUpload) as refused:
        scanned(scan(*many, page()), officer)
    assert refused.value.code == "uploads.too_many_pages"
    assert not Document.objects.filter(kind="post").exists()
    (item,) = posted(scan(*many), officer)
    assert (item.first_page, item.last_page, item.reason) == (1, 300, "no_cover")


def test_a_broken_file_a_photograph_and_a_day_to_come_are_refused(officer):
    with pytest.raises(RefusedUpload):
        scanned(b"%PDF-1.7 broken", officer)
    photo = BytesIO()
    Image.new("RGB", (600, 800), "white").save(photo, "JPEG")
    with pytest.raises(NotAScan):
        scanned(photo.getvalue(), officer, name="page.jpg")
    with pytest.raises(NotYetReceived):
        scanned(scan(page()), officer, received_on=TODAY + timedelta(days=1))
    assert not PostBatch.objects.exists()


def test_pages_of_a_confidential_claim_find_it_and_are_shown_to_nobody_here(officer):
    hidden = ClaimFactory(is_confidential=True, state="submitted")
    (item,) = posted(scan(sheet(cover_for(hidden.reference, "invoice")), page()), officer)
    assert (item.state, item.claim) == ("filed", hidden)
    assert post_item(item.pk, officer) is None


def test_sorting_by_hand_takes_some_pages_and_leaves_the_others(officer):
    claim = lacking("invoice")
    (item,) = posted(scan(page("a"), page("b"), page("c"), page("d")), officer)
    left = sort_item(item_id=item.pk, destination=Destination(claim.pk, "invoice", 2, 3), actor=officer, **WHEN)
    assert [(each.first_page, each.last_page) for each in to_sort()] == [(1, 1), (4, 4)]
    assert to_sort().first().pk == left
    claim.refresh_from_db()
    assert (claim.state, claim.received_on, claim.documents.get(requirement="invoice").document.pages) == ("submitted", CAME, 2)
    assert post_item(item.pk, officer).claim == claim


def test_sorting_by_hand_is_done_once_within_its_pages_and_to_a_claim_that_one_may_see(officer):
    claim, hidden = lacking("invoice"), ClaimFactory(is_confidential=True, state="submitted")
    (item,) = posted(scan(page("a"), page("b")), officer)

    def sorted_to(claim_id, first=1, last=2, actor=officer):
        return sort_item(item_id=item.pk, destination=Destination(claim_id, "invoice", first, last), actor=actor, **WHEN)

    for span in ((0, 1), (1, 3), (2, 1)):
        with pytest.raises(NoSuchPages):
            sorted_to(claim.pk, *span)
    with pytest.raises(UnknownClaim):
        sorted_to(hidden.pk)
    with pytest.raises(TooLateForPapers):
        sorted_to(ClaimFactory(state="granted").pk)
    with pytest.raises(NotYours):
        sorted_to(claim.pk, actor=person(Role.CONTACT_AGENT).actor)
    assert (to_sort().count(), Document.objects.filter(kind="supporting", name__startswith="courrier").count()) == (1, 0)
    sorted_to(claim.pk)
    with pytest.raises(ItemSettled):
        sorted_to(claim.pk)


def test_pages_that_no_longer_open_are_refused_in_words_and_stay_to_be_sorted(officer):
    claim, item = lacking("invoice"), PostItemFactory(reason="unreadable")
    PostBatch.objects.filter(pk=item.batch_id).update(
        document=families.kept(officer, content=b"%PDF-1.7 broken", media_type="application/pdf")
    )
    with pytest.raises(PagesLost):
        sort_item(item_id=item.pk, destination=Destination(claim.pk, "invoice", 1, 2), actor=officer, **WHEN)
    assert to_sort().get() == item


def test_the_pages_of_a_heavy_scan_are_cut_whole(officer):
    claim, item = lacking("invoice"), PostItemFactory(first_page=1, last_page=1)
    heavy = families.kept(officer, content=heavy_page(24_000_000), media_type="application/pdf")
    PostBatch.objects.filter(pk=item.batch_id).update(document=heavy)
    sort_item(item_id=item.pk, destination=Destination(claim.pk, "invoice", 1, 1), actor=officer, **WHEN)
    assert claim.documents.get(requirement="invoice").document.size > 24_000_000


def heavy_page(size):
    """Make a page that weighs `size` bytes and does not shrink, as a colour scan does."""
    whole, output = pikepdf.new(), BytesIO()
    sheet_of_it = whole.add_blank_page(page_size=(595, 842))
    sheet_of_it.contents_add(whole.make_stream(b"%" + random.Random(1).randbytes(size).replace(b"\n", b"n").replace(b"\r", b"r") + b"\n"))
    whole.save(output, compress_streams=False)
    return output.getvalue()


def test_pages_that_go_nowhere_are_set_aside_once(officer):
    item = PostItemFactory()
    set_item_aside(item_id=item.pk, actor=officer, **WHEN)
    with pytest.raises(ItemSettled):
        set_item_aside(item_id=item.pk, actor=officer, **WHEN)
    assert not to_sort().exists()


def test_a_batch_is_of_a_day_gone_by(officer):
    batch_id = scanned(scan(page()), officer, received_on=date(2024, 10, 1))
    assert PostBatch.objects.get(pk=batch_id).received_on == date(2024, 10, 1)
