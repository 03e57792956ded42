"""How the files of the two corpora are made: no file of a stranger lies in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw, ImageFont


pillow_heif.register_heif_opener()

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file: what it is, in French, the name it comes with, how it is made, and the code of its refusal (none: it is taken)."""

    what: str
    name: str
    make: Callable[[], bytes]
    code: str = ""


def page(width: int = 900, height: int = 1_200, mode: str = "RGB", lines: int = 30) -> Image.Image:
    """Draw a bill: lines of text on paper."""
    image = Image.new("L", (width, height), 245)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(height // 50)
    for line in range(lines):
        pen.text(
            (width // 12, height // 15 + line * height // 34),
            f"Facture 2024-{line:03d} centre de loisirs {line * 3},50",
            fill=20,
            font=font,
        )
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def exif(orientation: int = 1, **texts: str) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    for tag, text in zip((0x010E, 0x010F, 0x0110), texts.values(), strict=False):
        found[tag] = text
    return found


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], object] | None = None, **options) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    output = io.BytesIO()
    document.save(output, **options)
    return output.getvalue()


def with_action(**action) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 10, 10], A=pikepdf.Dictionary(**action))
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])

    return change


def with_annotation(subtype: str) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        found = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=[0, 0, 10, 10])
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(found)])

    return change


def with_content(data: bytes, *filters: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the first page a content that is encoded already."""

    def change(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, b"")
        stream.write(data, filter=pikepdf.Array([pikepdf.Name(each) for each in filters]))
        document.pages[0].Contents = document.make_indirect(stream)

    return change


def with_text(document: pikepdf.Pdf, *lines: str) -> None:
    """Write lines of text on the first page."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding
    )
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    written = b"".join(b"(" + line.encode("cp1252") + b") Tj 0 -18 Td " for line in lines)
    document.pages[0].Contents = pikepdf.Stream(document, b"BT /F1 12 Tf 60 720 Td " + written + b"ET")


def with_image(codec: str, data: bytes, width: int = 900, height: int = 1_200, **keys) -> Callable[[pikepdf.Pdf], None]:
    """Put a scanned image on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        keys_of = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8} | keys
        scan = pikepdf.Stream(document, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height, **keys_of)
        scan.write(data, filter=pikepdf.Name(codec), decode_parms=keys.get("DecodeParms"))
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=scan))
        document.pages[0].Contents = pikepdf.Stream(document, b"q 612 0 0 792 0 0 cm /Im0 Do Q")

    return change


def raw_pdf(*objects: str, root: int = 1) -> bytes:
    """Write a PDF object by object, without looking at what they say."""
    written = b"%PDF-1.5\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R >>\n"
    return written + end.encode() + f"startxref\n{len(written)}\n%%EOF\n".encode()


def archive(name: str = "a.txt", content: bytes = b"x") -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr(name, content)
    return output.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, rows: int = 0, colour: int = 2) -> bytes:
    """Make a PNG that declares a size and holds only some rows of zeros: a few bytes that may want gigabytes."""
    bytes_a_row = width * (3 if colour == 2 else 1) + 1
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    data = zlib.compress(b"\0" * (bytes_a_row * rows), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + b"".join(chunks) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def png_with(*chunks: bytes) -> bytes:
    """Put chunks in a PNG after its header."""
    whole = saved(page(), "PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg_with(*segments: bytes) -> bytes:
    """Put segments in a JPEG after its start."""
    whole = saved(page())
    return whole[:2] + b"".join(segments) + whole[2:]


def jpeg_of_size(width: int, height: int) -> bytes:
    """Make a JPEG whose header claims a size."""
    whole = saved(page())
    frame = whole.index(b"\xff\xc0")
    return whole[: frame + 5] + struct.pack(">HH", height, width) + whole[frame + 9 :]


def heic_of_size(width: int, height: int) -> bytes:
    """Make a HEIC whose header claims a size."""
    whole = saved(page(), "HEIF")
    place = whole.index(b"ispe") + 8
    return whole[:place] + struct.pack(">II", width, height) + whole[place + 8 :]


def jpeg_of_many_scans(times: int) -> bytes:
    """Make a progressive JPEG that paints its last scan again and again."""
    whole = saved(Image.new("RGB", (4_000, 4_800), "white"), progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * times + b"\xff\xd9"
