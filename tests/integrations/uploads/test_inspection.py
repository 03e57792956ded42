"""Supporting documents, true and hostile."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from entraide.integrations.uploads.inspection import Inspected, RefusedUpload, UploadLimits, inspect_upload
from entraide.integrations.uploads.sentences import REFUSALS
from tests.integrations.uploads.samples import page


pillow_heif.register_heif_opener()


def drawing(width: int = 1200, height: int = 900, mode: str = "RGB") -> Image.Image:
    """Draw a white page whose top left quarter is black: its position tells how it was turned."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill="black")
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def opened(result: Inspected) -> Image.Image:
    return Image.open(io.BytesIO(result.content))


def refused(content: bytes, name: str = "facture", **limits) -> RefusedUpload:
    with pytest.raises(RefusedUpload) as refusal:
        inspect_upload(content, name, limits=UploadLimits(**limits))
    assert refusal.value.code in REFUSALS
    assert "{" not in str(refusal.value)
    return refusal.value


def pdf(pages: int = 1, change=None, **options) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    output = io.BytesIO()
    document.save(output, **options)
    return output.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "photo.jpg"), ("PNG", "photo.PNG"), ("HEIF", "IMG_0001.HEIC"), ("JPEG", "scan 12.03.2024")]
)
def test_a_photograph_comes_back_as_a_jpeg_of_one_page(kind, name):
    result = inspect_upload(saved(drawing(), kind), name)
    assert (result.media_type, result.pages, result.width, result.height, result.findings) == ("image/jpeg", 1, 1200, 900, ())
    assert opened(result).format == "JPEG"


def test_a_photograph_named_after_another_kind_of_photograph_is_accepted():
    assert inspect_upload(saved(drawing(), "HEIF"), "photo.jpg").media_type == "image/jpeg"


def test_a_large_photograph_becomes_lighter():
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")
    content = saved(noise, "JPEG", quality=80)
    result = inspect_upload(content, "photo.jpg")
    assert (result.width, result.height) == (2400, 1800)
    assert len(result.content) < len(content)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_photograph_is_set_upright_and_loses_its_metadata(orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "chez moi"
    exif.get_ifd(0x8825)[1] = "N"
    result = inspect_upload(saved(drawing(), "JPEG", exif=exif, comment=b"secret"), "photo.jpg")
    image = opened(result).convert("L")
    assert image.size == ((900, 1200) if orientation in (6, 8) else (1200, 900))
    width, height = image.size
    places = {(x, y): image.getpixel((width // 4 + x * width // 2, height // 4 + y * height // 2)) for x in (0, 1) for y in (0, 1)}
    assert min(places, key=places.get) == corner
    assert not opened(result).getexif()
    assert b"secret" not in result.content and b"chez moi" not in result.content and b"Exif" not in result.content


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_heic_photograph_is_set_upright_as_a_telephone_shows_it(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(drawing(), "HEIF", exif=exif)
    shown = Image.open(io.BytesIO(content))
    result = opened(inspect_upload(content, "photo.heic"))
    assert result.size == shown.size
    corner = (result.width // 8, result.height // 8)
    assert abs(result.convert("L").getpixel(corner) - shown.convert("L").getpixel(corner)) < 20
    assert not result.getexif()


def test_a_png_is_set_upright_and_its_transparency_laid_on_white():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = drawing(mode="RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    result = inspect_upload(saved(image, "PNG", exif=exif), "photo.png")
    assert (result.width, result.height) == (900, 1200)
    assert opened(result).getpixel((10, 10)) == (255, 255, 255)
    assert [finding.code for finding in result.findings] == ["uploads.looks_blank"]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16"])
def test_every_mode_of_png_is_read(mode):
    image = drawing(mode="L") if mode == "I;16" else drawing(mode=mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    result = opened(inspect_upload(saved(image, "PNG"), "photo.png")).convert("L")
    assert result.getpixel((100, 100)) < 20 and result.getpixel((1100, 800)) > 235


def test_a_cmyk_jpeg_is_read():
    result = inspect_upload(saved(drawing(mode="CMYK"), "JPEG"), "photo.jpg")
    assert opened(result).mode == "RGB"


def test_a_photograph_with_more_frames_keeps_the_first():
    content = saved(drawing(), "MPO", save_all=True, append_images=[drawing(300, 300)])
    result = inspect_upload(content, "photo.jpg")
    assert (result.width, result.height, opened(result).format) == (1200, 900, "JPEG")


def test_an_image_hard_to_read_is_accepted_with_a_warning():
    (finding,) = inspect_upload(saved(drawing(300, 200), "JPEG"), "photo.jpg").findings
    assert REFUSALS[finding.code].format(**finding.params).startswith("L’image est petite (300 × 200 points)")


@pytest.mark.parametrize("lines", [3, 30])
def test_a_blurred_page_is_told_and_a_sharp_one_is_not(lines):
    sheet = page(1_700, 2_400, lines=lines)
    noise = Image.effect_noise(sheet.size, 30).convert("RGB")
    for points, told in ((0, False), (1, False), (4, True), (8, True)):
        photo = Image.blend(sheet.filter(ImageFilter.GaussianBlur(points)), noise, 0.05)
        codes = [finding.code for finding in inspect_upload(saved(photo, "JPEG", quality=70), "photo.jpg").findings]
        assert codes == (["uploads.blurred"] if told else [])


def test_a_pdf_comes_back_without_its_properties():
    def describe(document):
        document.docinfo["/Author"] = "Zoé Müller"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["Zoé Müller"]
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    result = inspect_upload(pdf(3, describe), "facture.pdf")
    assert (result.media_type, result.pages, result.width, result.height, result.findings) == ("application/pdf", 3, None, None, ())
    with pikepdf.open(io.BytesIO(result.content)) as document:
        assert "/Info" not in document.trailer and "/Metadata" not in document.Root and "/OpenAction" not in document.Root
        assert len(document.pages) == 3


def with_action(**action):
    def change(document):
        document.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(**action))]
        )

    return change


def with_attachment(document):
    document.attachments["inner.txt"] = b"hidden"


def with_form(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("x"))


def with_subtype(document):
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia))])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_action(S=pikepdf.Name.JavaScript), "uploads.pdf_script"),
        (with_action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")), "uploads.pdf_script"),
        (with_action(S=pikepdf.Name.Launch), "uploads.pdf_action"),
        (with_action(S=pikepdf.Name.URI, Next=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm)), "uploads.pdf_action"),
        (with_attachment, "uploads.pdf_embedded"),
        (with_subtype, "uploads.pdf_embedded"),
        (with_form, "uploads.pdf_form"),
    ],
)
@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_an_active_pdf_is_refused_wherever_the_action_hides(change, code, mode):
    assert refused(pdf(1, change, object_stream_mode=mode), "facture.pdf").code == code


def test_a_script_whose_name_is_written_in_hexadecimal_is_found():
    content = pdf(1, with_action(S=pikepdf.Name.JavaScript)).replace(b"/JavaScript", b"/J#61vaScript")
    assert refused(content).code == "uploads.pdf_script"


def test_a_link_to_a_page_on_the_web_is_harmless():
    assert inspect_upload(pdf(1, with_action(S=pikepdf.Name.URI, URI=pikepdf.String("https://ville.example"))), "a.pdf").pages == 1


def test_a_protected_pdf_is_refused_whether_it_opens_or_not():
    for user in ("", "secret"):
        locked = pdf(1, encryption=pikepdf.Encryption(owner="owner", user=user))
        assert refused(locked, "facture.pdf").code == "uploads.pdf_locked"


def test_a_pdf_without_pages_or_with_too_many_is_refused():
    assert refused(pdf(0)).code == "uploads.no_page"
    assert "31 pages, pour 30" in str(refused(pdf(31)))


def archive(name: str = "a.txt") -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as found:
        found.writestr(name, "x")
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "uploads.empty"),
        (b"\x00" * 10_000_001, "uploads.too_big"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "uploads.markup"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><script>", "uploads.markup"),
        (b"<?xml version='1.0'?>", "uploads.markup"),
        (archive(), "uploads.archive"),
        (b"\x1f\x8b\x08", "uploads.archive"),
        (archive("word/document.xml"), "uploads.office"),
        (b"\xd0\xcf\x11\xe0", "uploads.office"),
        (b"GIF89a", "uploads.other_image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "uploads.other_image"),
        (b"\x00\x00\x00\x1cftypavif", "uploads.other_image"),
        (b"bonjour", "uploads.unknown"),
        (b"MZ\x90", "uploads.unknown"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 500, "uploads.damaged"),
        (b"%PDF-1.7\nrien", "uploads.damaged"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200, "uploads.damaged"),
    ],
)
def test_what_is_no_supporting_document_is_refused_with_what_to_do(content, code):
    assert refused(content).code == code


def test_a_truncated_document_is_refused():
    for kind in ("JPEG", "PNG", "HEIF"):
        content = saved(Image.effect_noise((800, 800), 90).convert("RGB"), kind)
        assert refused(content[: len(content) // 2]).code == "uploads.damaged"


def test_a_name_that_claims_another_kind_is_refused():
    photo, paper = saved(drawing(), "JPEG"), pdf()
    assert str(refused(photo, "facture.pdf")).startswith("Le nom de ce fichier finit par « .pdf », mais il contient une photo JPEG.")
    for name in ("facture.html", "C:\\x\\facture.jpg.exe", "../../photo.svg"):
        assert refused(photo, name).code == "uploads.lying_name"
    assert refused(paper, "photo.png").code == "uploads.lying_name"


def test_a_file_that_hides_another_is_refused():
    photo, paper = saved(drawing(), "JPEG"), pdf()
    for content in (
        photo + archive(),
        photo + b"<script>alert(1)</script>",
        saved(drawing(), "JPEG", comment=b"%PDF-1.7"),
        saved(drawing(), "PNG") + b"<HTML>",
        paper + archive(),
        paper + b"<script>alert(1)</script>",
        paper.replace(b"\n%", b"\n%<html>", 1),
    ):
        assert refused(content).code == "uploads.polyglot"


def tiny_png(width: int, height: int, rows: int = 0) -> bytes:
    """Make a PNG that declares a size and holds only some rows of zeros: a few bytes that may want gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    data = zlib.compress(b"\0" * ((width * 3 + 1) * rows), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def test_an_image_too_large_or_too_small_is_refused_from_its_header():
    assert "10000 millions de points, pour 20" in str(refused(tiny_png(100_000, 100_000)))
    assert refused(saved(drawing(40, 4000), "PNG")).code == "uploads.too_small"


def test_the_limits_on_memory_and_time_cut():
    bomb = tiny_png(15_000, 10_000, rows=10_000)
    assert len(bomb) < 1_000_000
    assert refused(bomb).code == "uploads.too_many_pixels"
    assert refused(saved(drawing(4000, 3000), "PNG"), memory=80_000_000).code == "uploads.too_heavy"
    photo = saved(drawing(4000, 3000), "JPEG")
    assert refused(photo, memory=100_000_000).code == "uploads.too_heavy"
    assert refused(photo, wall_seconds=0).code == "uploads.too_heavy"
    slow = saved(Image.effect_noise((6000, 6000), 60), "PNG", compress_level=1)
    assert refused(slow, cpu_seconds=1, max_bytes=10**9, max_side=6_000, wall_seconds=60).code == "uploads.too_heavy"
    assert refused(photo, output=1_000).code == "uploads.too_heavy"


def test_a_photograph_of_twelve_million_points_opens_within_two_hundred_megabytes():
    small = Image.effect_noise((504, 378), 80).convert("RGB")
    for kind in ("JPEG", "HEIF"):
        content = saved(small.resize((4032, 3024)), kind, quality=60)
        assert inspect_upload(content, "photo", limits=UploadLimits(memory=200_000_000)).width == 2400


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "PDF"]), st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_document_with_bytes_changed_at_random_is_read_or_refused(kind, changes):
    content = bytearray(pdf(2) if kind == "PDF" else saved(drawing(200, 150), kind))
    for place, value in changes:
        content[place % len(content)] = value
    try:
        inspect_upload(bytes(content), "piece")
    except RefusedUpload as refusal:
        assert refusal.code in REFUSALS


def test_a_refusal_without_a_sentence_cannot_be_made():
    with pytest.raises(KeyError):
        RefusedUpload("uploads.unknown_code")
