"""Odd files that honest people send, and that must be taken."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from tests.integrations.uploads.samples import (
    Sample,
    exif,
    jpeg_with,
    page,
    pdf,
    png_chunk,
    png_with,
    raw_pdf,
    saved,
    segment,
    with_action,
    with_image,
    with_text,
)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>"


def sixteen_bits() -> Image.Image:
    return page(mode="L").convert("I").point(lambda value: value * 257).convert("I;16")


def clear(mode: str) -> Image.Image:
    image = page(mode=mode)
    image.putalpha(page(mode="L").point(lambda value: 255 - value))
    return image


def heic(image: Image.Image | None = None, **options) -> bytes:
    return saved(image or page(), "HEIF", **options)


def deep_heic() -> bytes:
    """A HEIC of 10 bits, as telephones write in high dynamic range."""
    grey = sixteen_bits().tobytes()
    colours = b"".join(grey[place : place + 2] * 3 for place in range(0, len(grey), 2))
    file = pillow_heif.from_bytes(mode="RGB;16", size=(900, 1_200), data=colours)
    output = io.BytesIO()
    file.save(output, quality=60)
    return output.getvalue()


def heic_of_many() -> bytes:
    output = io.BytesIO()
    page().save(output, "HEIF", save_all=True, append_images=[page(400, 300), page(200, 100)])
    return output.getvalue()


def text(*lines: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: with_text(document, *(lines or ("Facture n° 2024-117", "Centre de loisirs : 86,50 €")))


def filled_form(document: pikepdf.Pdf) -> None:
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("nom"),
            V=pikepdf.String("Müller"),
            Rect=[10, 10, 90, 30],
        )
    )
    document.pages[0].Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), NeedAppearances=True)


def signature(document: pikepdf.Pdf) -> None:
    filled_form(document)
    document.Root.AcroForm.Fields[0].FT = pikepdf.Name.Sig
    document.Root.AcroForm.Fields[0].V = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 30], Contents=pikepdf.String("x" * 400)
    )


def outline(document: pikepdf.Pdf) -> None:
    with document.open_outline() as contents:
        contents.root.append(pikepdf.OutlineItem("Page 1", 0))


def properties(document: pikepdf.Pdf) -> None:
    document.docinfo["/Producer"] = "Scanner 3000"
    with document.open_metadata() as found:
        found["dc:title"] = "Numérisation"


def layers(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Filigrane")))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(ON=pikepdf.Array([layer])))


def turned(document: pikepdf.Pdf) -> None:
    document.pages[0].Rotate = 90


def opened_at_a_page(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def fax() -> bytes:
    """A page scanned in black and white, as office scanners write it (CCITT group 4)."""
    whole = saved(page(mode="L").point(lambda value: 255 * (value > 128)).convert("1"), "TIFF", compression="group4", tiffinfo={278: 1_200})
    tags = Image.open(io.BytesIO(whole)).tag_v2
    (start,), (length,) = tags[273], tags[279]
    parms = pikepdf.Dictionary(K=-1, Columns=900, Rows=1_200)
    return pdf(1, with_image("/CCITTFaxDecode", whole[start : start + length], BitsPerComponent=1, DecodeParms=parms))


def scan(codec: str, kind: str, **options) -> bytes:
    return pdf(1, with_image(codec, saved(page(mode="L"), kind, **options)))


def updated() -> bytes:
    """A PDF saved twice: its second version stands after the first."""
    first = pdf(1, text())
    return first + b"\n% updated\n" + first[first.rindex(b"startxref") :]


def without_table() -> bytes:
    """A PDF whose table of places is wrong, as old printing programs write it."""
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    ).replace(b"0000000009", b"0000000011")


def texts_of_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", "Scanner")
    texts.add_itxt("Titre", "Reçu d’août", zip=True)
    return saved(page(), "PNG", pnginfo=texts)


JPEGS = (
    Sample("JPEG progressif", "photo.jpg", lambda: saved(page(), progressive=True)),
    Sample("JPEG en quatre encres (CMYK)", "scan.jpg", lambda: saved(page(mode="CMYK"))),
    Sample("JPEG en gris", "scan.jpg", lambda: saved(page(mode="L"))),
    Sample("JPEG sans sous-échantillonnage", "photo.jpg", lambda: saved(page(), subsampling=0, quality=98)),
    Sample("JPEG très comprimé", "photo.jpg", lambda: saved(page(), quality=8)),
    Sample("JPEG au profil de couleurs", "photo.jpg", lambda: saved(page(), icc_profile=SRGB)),
    Sample("JPEG à 300 points par pouce", "scan.jpg", lambda: saved(page(), dpi=(300, 300))),
    Sample("JPEG à points de reprise", "photo.jpg", lambda: saved(page(), restart_marker_blocks=8)),
    *(Sample(f"JPEG tourné (orientation {turn})", "photo.jpg", lambda turn=turn: saved(page(), exif=exif(turn))) for turn in range(1, 9)),
    Sample("JPEG à l’orientation inconnue", "photo.jpg", lambda: saved(page(), exif=exif(42))),
    Sample("JPEG aux métadonnées abîmées", "photo.jpg", lambda: jpeg_with(segment(0xE1, b"Exif\0\0MM\0*\0\0\xff\xff" + bytes(9)))),
    Sample("JPEG d’iPhone", "IMG_0001.JPG", lambda: saved(page(), exif=exif(6, a="", b="Apple", c="iPhone 15"))),
    Sample("JPEG d’Android", "PXL_20240912.jpg", lambda: saved(page(), exif=exif(1, a="", b="Google", c="Pixel 8"))),
    Sample("JPEG de scanner", "Numérisation 12.jpg", lambda: saved(page(), exif=exif(1, a="Numérisation", b="Canon", c="LiDE"))),
    Sample("JPEG aux données XMP", "photo.jpg", lambda: jpeg_with(segment(0xE1, XMP))),
    Sample("JPEG de téléphone à deux vues (MPO)", "photo.jpg", lambda: saved(page(), "MPO", save_all=True, append_images=[page(300, 300)])),
    Sample("JPEG suivi d’octets", "photo.jpg", lambda: saved(page()) + b"\0" * 3_000 + b"SEFT"),
    Sample("JPEG de 48 millions de points", "photo.jpg", lambda: saved(page(6_000, 8_000), quality=40)),
    Sample("Panorama de 9 000 × 1 500 points", "photo.jpg", lambda: saved(page(9_000, 1_500), quality=60)),
    Sample("Ticket de caisse très long", "ticket.jpg", lambda: saved(page(500, 7_000), quality=60)),
    Sample("Petite photo", "photo.jpg", lambda: saved(page(300, 400))),
    Sample("Page presque blanche", "scan.jpg", lambda: saved(page(lines=1))),
)
PNGS = (
    Sample("PNG de 16 bits", "scan.png", lambda: saved(sixteen_bits(), "PNG")),
    Sample("PNG en noir et blanc", "scan.png", lambda: saved(page(mode="1"), "PNG")),
    Sample("PNG en gris", "scan.png", lambda: saved(page(mode="L"), "PNG")),
    Sample("PNG à palette", "capture.png", lambda: saved(page(mode="P"), "PNG")),
    Sample("PNG à palette transparente", "capture.png", lambda: saved(page(mode="P"), "PNG", transparency=0)),
    Sample("PNG transparent", "capture.png", lambda: saved(clear("RGB"), "PNG")),
    Sample("PNG gris et transparent", "capture.png", lambda: saved(clear("L"), "PNG")),
    Sample("PNG tourné par ses métadonnées", "capture.png", lambda: saved(page(), "PNG", exif=exif(6))),
    Sample("PNG aux textes de scanner", "scan.png", texts_of_png),
    Sample("PNG au profil de couleurs", "capture.png", lambda: saved(page(), "PNG", icc_profile=SRGB)),
    Sample("PNG animé", "capture.png", lambda: saved(page(), "PNG", save_all=True, append_images=[page(lines=3)])),
    Sample("PNG à chunk inconnu", "capture.png", lambda: png_with(png_chunk(b"vpAg", bytes(9)))),
    Sample("PNG suivi d’octets", "capture.png", lambda: saved(page(), "PNG") + bytes(200)),
    Sample("Page A4 en gris à 600 points par pouce", "scan.png", lambda: saved(page(4_960, 7_016, "L"), "PNG")),
)
HEICS = (
    Sample("HEIC", "IMG_0002.HEIC", heic),
    Sample("HEIC de 10 bits", "IMG_0003.heic", deep_heic),
    Sample("HEIC en gris", "IMG_0004.heic", lambda: heic(page(mode="L"))),
    Sample("HEIC transparent", "IMG_0005.heic", lambda: heic(clear("RGB"))),
    Sample("HEIC à plusieurs images", "IMG_0006.heic", heic_of_many),
    Sample("HEIC tourné", "IMG_0007.heic", lambda: heic(exif=exif(6))),
    Sample("HEIC de 24 millions de points", "IMG_0008.heic", lambda: heic(page(4_284, 5_712), quality=40)),
    Sample("HEIC sous un nom de JPEG", "IMG_0009.jpg", heic),
)
PDFS = (
    *(
        Sample(f"PDF {version}", "facture.pdf", lambda version=version: pdf(1, text(), force_version=version))
        for version in ("1.3", "1.4", "1.5", "1.6", "1.7", "2.0")
    ),
    Sample("PDF fait pour le web (linéarisé)", "facture.pdf", lambda: pdf(2, text(), linearize=True)),
    Sample("PDF aux objets comprimés", "a.pdf", lambda: pdf(1, text(), object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    Sample("PDF numérisé en noir et blanc (CCITT)", "scan.pdf", fax),
    Sample("PDF numérisé en JPEG", "scan.pdf", lambda: scan("/DCTDecode", "JPEG")),
    Sample("PDF numérisé en JPEG 2000", "scan.pdf", lambda: scan("/JPXDecode", "JPEG2000", no_jp2=True)),
    Sample("PDF numérisé sans perte", "scan.pdf", lambda: pdf(1, with_image("/FlateDecode", zlib.compress(page(mode="L").tobytes())))),
    Sample("PDF au formulaire rempli", "cerfa.pdf", lambda: pdf(1, filled_form)),
    Sample("PDF signé", "attestation.pdf", lambda: pdf(1, signature)),
    Sample("PDF à plan", "facture.pdf", lambda: pdf(1, outline)),
    Sample("PDF aux propriétés de scanner", "scan.pdf", lambda: pdf(1, properties)),
    Sample("PDF à calques", "facture.pdf", lambda: pdf(1, layers)),
    Sample("PDF à la page tournée", "scan.pdf", lambda: pdf(1, turned)),
    Sample("PDF qui s’ouvre à une page", "facture.pdf", lambda: pdf(1, opened_at_a_page)),
    Sample(
        "PDF au lien vers un site",
        "facture.pdf",
        lambda: pdf(1, with_action(S=pikepdf.Name.URI, URI=pikepdf.String("https://ville.example/payer"))),
    ),
    Sample(
        "PDF au lien pour écrire",
        "a.pdf",
        lambda: pdf(1, with_action(S=pikepdf.Name.URI, URI=pikepdf.String("mailto:creche@ville.example"))),
    ),
    Sample("PDF de 30 pages", "facture.pdf", lambda: pdf(30, text())),
    Sample("PDF enregistré deux fois", "facture.pdf", updated),
    Sample("PDF à la table fausse", "facture.pdf", without_table),
    Sample("PDF précédé d’une marque d’ordre", "facture.pdf", lambda: b"\xef\xbb\xbf" + pdf(1, text())),
    Sample("PDF suivi d’octets", "facture.pdf", lambda: pdf(1, text()) + b"\r\n\0\0\0"),
    Sample("PDF coupé de sa fin", "facture.pdf", lambda: pdf(1, text())[:-30]),
)
NAMES = (
    Sample("Nom sans extension", "facture", lambda: pdf(1, text())),
    Sample("Extension en capitales", "FACTURE.PDF", lambda: pdf(1, text())),
    Sample("PNG sous un nom de JPEG", "capture.jpg", lambda: saved(page(), "PNG")),
    Sample("JPEG sous un nom de PNG", "capture.png", lambda: saved(page())),
    Sample("Nom à accents, espaces et points", "Reçu d’août 2024 – école n° 2.1.jpg", lambda: saved(page())),
    Sample("Nom à émoji", "colo 🏕️👨‍👩‍👧.jpg", lambda: saved(page())),
    Sample("Nom en arabe", "فاتورة.pdf", lambda: pdf(1, text())),
    Sample("Nom de 10 000 caractères", "a" * 10_000 + ".jpg", lambda: saved(page())),
    Sample("Nom vide", "", lambda: saved(page())),
    Sample("Nom de deux extensions honnêtes", "facture.pdf.jpg", lambda: saved(page())),
)

HONEST = (*JPEGS, *PNGS, *HEICS, *PDFS, *NAMES)
