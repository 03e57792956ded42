"""Files that must never be kept as safe, and the refusal of each."""

import gzip
import io
import tarfile
import zlib

import pikepdf

from tests.integrations.uploads.samples import (
    EICAR,
    Sample,
    archive,
    exif,
    heic_of_size,
    jpeg_of_many_scans,
    jpeg_of_size,
    jpeg_with,
    page,
    pdf,
    png,
    png_chunk,
    png_with,
    raw_pdf,
    saved,
    segment,
    with_action,
    with_annotation,
    with_content,
)


ZEROS = 60_000_000
SCRIPT = b"<script>alert('piege')</script>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">'.encode() for rank in range(9))
    + b"]><l>&j;</l>"
)
JAVASCRIPT = {"S": pikepdf.Name.JavaScript, "JS": pikepdf.String("app.alert(1)")}


def nested_archive() -> bytes:
    content = b"\0" * 10_000_000
    for depth in range(5):
        content = archive(f"{depth}.zip", content)
    return content


def tape() -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as found:
        found.addfile(tarfile.TarInfo("../../etc/passwd"), io.BytesIO())
    return output.getvalue()


def named_script(document: pikepdf.Pdf) -> None:
    tree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), pikepdf.Dictionary(**JAVASCRIPT)]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def script_at_opening(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(**JAVASCRIPT)


def script_of_page(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(**JAVASCRIPT))


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["virus.com"] = EICAR


def dynamic_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=pikepdf.Array())


def portfolio(document: pikepdf.Pdf) -> None:
    document.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)


def outside_stream(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = pikepdf.Stream(document, b"", F=pikepdf.String("\\\\pirate\\partage\\x"))


def object_stream_bomb() -> bytes:
    """A PDF whose objects lie in a compressed stream that swells to 2 GB."""
    pressed = zlib.compressobj(9)
    bomb = b"".join(pressed.compress(b" " * 50_000_000) for _ in range(40)) + pressed.flush()
    head = "<< /Type /ObjStm /N 1 /First 4 /Length {} /Filter /FlateDecode >>\nstream\n"
    body = raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", head.format(len(bomb)) + bomb.decode("latin-1") + "\nendstream")
    return body.replace(b"xref", b"xxxx", 1)


def swollen(times: int = 1) -> bytes:
    """Zeros pressed, some times over: 600 MB in less than a megabyte."""
    pressed = zlib.compressobj(9)
    data = b"".join(pressed.compress(b"\0" * ZEROS) for _ in range(10)) + pressed.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def run_lengths() -> bytes:
    return b"\x81\0" * 4_500_000 + b"\x80"


PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
TREE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"

VIRUSES = (
    Sample("EICAR seul", "eicar.com", lambda: EICAR, "uploads.unknown"),
    Sample("EICAR sous un nom de PDF", "facture.pdf", lambda: EICAR, "uploads.unknown"),
    Sample("EICAR dans une archive", "facture.zip", lambda: archive("eicar.com", EICAR), "uploads.archive"),
    Sample("EICAR dans le commentaire d’une photo", "photo.jpg", lambda: jpeg_with(segment(0xFE, EICAR)), "uploads.infected"),
    Sample("EICAR à la suite d’une photo", "photo.jpg", lambda: saved(page()) + EICAR, "uploads.infected"),
    Sample("EICAR à la suite d’un PNG", "photo.png", lambda: saved(page(), "PNG") + EICAR, "uploads.infected"),
    Sample("EICAR dans une page de PDF", "facture.pdf", lambda: pdf(1, with_content(EICAR), compress_streams=False), "uploads.infected"),
    Sample("EICAR joint à un PDF, compressé", "facture.pdf", lambda: pdf(1, attachment), "uploads.pdf_embedded"),
)
ARCHIVES = (
    Sample("Archive ZIP qui en emboîte cinq", "bombe.zip", nested_archive, "uploads.archive"),
    Sample("La même sous un nom de photo", "photo.jpg", nested_archive, "uploads.archive"),
    Sample("Zéros comprimés par gzip", "piece.gz", lambda: gzip.compress(b"\0" * ZEROS), "uploads.archive"),
    Sample("Archive tar au chemin piégé", "piece.tar", tape, "uploads.unknown"),
    Sample("Archive 7-Zip", "piece.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(60), "uploads.archive"),
    Sample("Archive RAR", "piece.rar", lambda: b"Rar!\x1a\x07\x00" + bytes(60), "uploads.archive"),
    Sample("Programme Java (JAR)", "photo.jar", lambda: archive("META-INF/MANIFEST.MF"), "uploads.archive"),
)
OFFICE = (
    Sample("Document Word à macros", "facture.docm", lambda: archive("word/vbaProject.bin"), "uploads.office"),
    Sample("Classeur Excel à macros", "facture.xlsm", lambda: archive("xl/vbaProject.bin"), "uploads.office"),
    Sample("Ancien document Word", "facture.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "uploads.office"),
    Sample("Texte RTF à objet", "facture.rtf", lambda: rb"{\rtf1{\object\objdata 0105}}", "uploads.office"),
)
MARKUP = (
    Sample("Dessin SVG à script", "logo.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "uploads.markup"),
    Sample("Dessin SVG sous un nom de photo", "photo.jpg", lambda: b"\xef\xbb\xbf\n <SVG onload='x()'/>", "uploads.markup"),
    Sample("Page HTML", "facture.html", lambda: b"<!DOCTYPE html><body>" + SCRIPT, "uploads.markup"),
    Sample("Page HTML en UTF-16", "facture.pdf", lambda: "<html><script>1</script>".encode("utf-16"), "uploads.unknown"),
    Sample("XML qui se multiplie (billion laughs)", "facture.xml", lambda: LAUGHS, "uploads.markup"),
    Sample("Programme PHP", "photo.php", lambda: b"<?php system($_GET['c']);", "uploads.markup"),
)
PROGRAMS = (
    Sample("Programme Windows sous un nom de photo", "photo.jpg", lambda: b"MZ\x90\0" + bytes(400), "uploads.unknown"),
    Sample("Programme Linux", "facture", lambda: b"\x7fELF\x02\x01\x01" + bytes(60), "uploads.unknown"),
    Sample("Commandes du shell", "facture.pdf", lambda: b"#!/bin/sh\nrm -rf /\n", "uploads.unknown"),
    Sample("Raccourci Windows", "facture.pdf.lnk", lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(60), "uploads.unknown"),
    Sample("PostScript", "facture.ps", lambda: b"%!PS-Adobe-3.0\n(x) run", "uploads.unknown"),
    Sample("GIF qui est aussi un programme", "photo.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "uploads.other_image"),
    Sample("TIFF", "scan.tif", lambda: saved(page(), "TIFF"), "uploads.other_image"),
)
POLYGLOTS = (
    Sample("Photo suivie d’une archive", "photo.jpg", lambda: saved(page()) + archive(), "uploads.polyglot"),
    Sample("Photo au script en commentaire", "photo.jpg", lambda: jpeg_with(segment(0xFE, SCRIPT)), "uploads.polyglot"),
    Sample("Photo au PHP en métadonnées", "photo.jpg", lambda: saved(page(), exif=exif(a="<?php system('x'); ?>")), "uploads.polyglot"),
    Sample("Photo qui commence aussi un PDF", "photo.jpg", lambda: jpeg_with(segment(0xFE, b"%PDF-1.7\n1 0 obj")), "uploads.polyglot"),
    Sample("PNG au script dans un texte", "photo.png", lambda: png_with(png_chunk(b"tEXt", b"Comment\0" + SCRIPT)), "uploads.polyglot"),
    Sample("PNG suivi d’une page HTML", "photo.png", lambda: saved(page(), "PNG") + b"<html><body>bonjour", "uploads.polyglot"),
    Sample("HEIC suivi d’un script", "photo.heic", lambda: saved(page(), "HEIF") + SCRIPT, "uploads.polyglot"),
    Sample("PDF suivi d’une archive", "facture.pdf", lambda: pdf() + archive(), "uploads.polyglot"),
    Sample("PDF qui commence par une page HTML", "facture.pdf", lambda: pdf().replace(b"\n%", b"\n%<html>", 1), "uploads.polyglot"),
    Sample("PDF suivi d’un script", "facture.pdf", lambda: pdf() + SCRIPT, "uploads.polyglot"),
)
NAMES = (
    Sample("PDF sous un nom de photo", "photo.jpg", pdf, "uploads.lying_name"),
    Sample("Photo sous un nom de PDF", "facture.pdf", lambda: saved(page()), "uploads.lying_name"),
    Sample("Photo sous un nom de programme", "photo.jpg.exe", lambda: saved(page()), "uploads.lying_name"),
    Sample("Nom qui remonte les dossiers", "../../../etc/cron.d/photo.jpg", lambda: saved(page()), "uploads.strange_name"),
    Sample("Nom de dossier Windows", "C:\\Windows\\photo.jpg", lambda: saved(page()), "uploads.strange_name"),
    Sample("Nom coupé d’un caractère nul", "photo.php\0.jpg", lambda: saved(page()), "uploads.strange_name"),
    Sample("Nom retourné de droite à gauche", "facture\u202efdp.jpg", lambda: saved(page()), "uploads.strange_name"),
    Sample("Nom à la ligne (en-tête injecté)", "x.jpg\r\nSet-Cookie: a=b", lambda: saved(page()), "uploads.strange_name"),
)
HEAVY = (
    Sample("0 octet", "photo.jpg", lambda: b"", "uploads.empty"),
    Sample("11 Mo de zéros", "photo.jpg", lambda: bytes(11_000_000), "uploads.too_big"),
    Sample("Photo de 12 Mo", "photo.jpg", lambda: saved(page()) + bytes(12_000_000), "uploads.too_big"),
    Sample("PNG de 50 000 × 50 000 points", "photo.png", lambda: png(50_000, 50_000), "uploads.too_many_pixels"),
    Sample("PNG de 50 000 × 10 points", "photo.png", lambda: png(50_000, 10, rows=10), "uploads.too_small"),
    Sample("JPEG de 50 000 × 50 000 points", "photo.jpg", lambda: jpeg_of_size(50_000, 50_000), "uploads.too_many_pixels"),
    Sample("HEIC qui prétend 50 000 × 50 000 points", "photo.heic", lambda: heic_of_size(50_000, 50_000), "uploads.too_many_pixels"),
    Sample("PNG de 6 000 × 6 000 points en quelques octets", "a.png", lambda: png(6_000, 6_000, rows=6_000), "uploads.too_many_pixels"),
    Sample("PNG au profil de couleurs explosif", "a.png", lambda: png_with(png_chunk(b"iCCP", b"x\0\0" + swollen())), "uploads.damaged"),
    Sample("PNG au texte explosif (zTXt)", "a.png", lambda: png_with(png_chunk(b"zTXt", b"x\0\0" + swollen())), "uploads.damaged"),
    Sample("PNG au texte explosif (iTXt)", "a.png", lambda: png_with(png_chunk(b"iTXt", b"x\0\1\0\0\0" + swollen())), "uploads.damaged"),
    Sample("JPEG repeint mille fois", "photo.jpg", lambda: jpeg_of_many_scans(1_000), "uploads.too_heavy"),
)
BROKEN = (
    Sample("JPEG coupé au milieu", "photo.jpg", lambda: saved(page())[:20_000], "uploads.damaged"),
    Sample("PNG coupé au milieu", "photo.png", lambda: saved(page(), "PNG")[:9_000], "uploads.damaged"),
    Sample("HEIC coupé au milieu", "photo.heic", lambda: saved(page(), "HEIF")[:4_000], "uploads.damaged"),
    Sample("JPEG sans rien après l’en-tête", "photo.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(500), "uploads.damaged"),
    Sample("HEIC sans rien après l’en-tête", "photo.heic", lambda: b"\0\0\0\x18ftypheic" + bytes(200), "uploads.damaged"),
    Sample("PDF sans rien après l’en-tête", "facture.pdf", lambda: b"%PDF-1.7\nrien", "uploads.damaged"),
    Sample("PDF emboîté 100 000 fois", "a.pdf", lambda: raw_pdf("[" * 100_000 + "]" * 100_000, TREE, PAGE), "uploads.damaged"),
    Sample(
        "PDF dont les pages tournent en rond",
        "a.pdf",
        lambda: raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "uploads.damaged",
    ),
)
ACTIVE_PDF = (
    Sample("PDF à JavaScript, à l’ouverture", "a.pdf", lambda: pdf(1, script_at_opening), "uploads.pdf_script"),
    Sample("PDF à JavaScript, dans ses noms", "a.pdf", lambda: pdf(1, named_script), "uploads.pdf_script"),
    Sample("PDF à JavaScript, sur une page", "a.pdf", lambda: pdf(1, script_of_page), "uploads.pdf_script"),
    Sample("PDF à JavaScript, sur un lien", "a.pdf", lambda: pdf(1, with_action(**JAVASCRIPT)), "uploads.pdf_script"),
    Sample(
        "PDF à JavaScript, dans un flux d’objets",
        "a.pdf",
        lambda: pdf(1, with_action(**JAVASCRIPT), object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "uploads.pdf_script",
    ),
    Sample(
        "PDF à JavaScript, au nom écrit en hexadécimal",
        "a.pdf",
        lambda: pdf(1, with_action(S=pikepdf.Name.JavaScript)).replace(b"/JavaScript", b"/J#61vaScript"),
        "uploads.pdf_script",
    ),
    *(
        Sample(f"PDF à action {kind}", "a.pdf", lambda kind=kind: pdf(1, with_action(S=pikepdf.Name("/" + kind))), "uploads.pdf_action")
        for kind in ("Launch", "SubmitForm", "ImportData", "GoToE", "GoToR", "Rendition", "Movie", "Sound")
    ),
    Sample(
        "PDF au lien javascript:",
        "a.pdf",
        lambda: pdf(1, with_action(S=pikepdf.Name.URI, URI=pikepdf.String("javascript:alert(1)"))),
        "uploads.pdf_action",
    ),
    Sample(
        "PDF au lien file:",
        "a.pdf",
        lambda: pdf(1, with_action(S=pikepdf.Name.URI, URI=pikepdf.String("file:///etc/passwd"))),
        "uploads.pdf_action",
    ),
    *(
        Sample(f"PDF à annotation {kind}", "a.pdf", lambda kind=kind: pdf(1, with_annotation("/" + kind)), "uploads.pdf_embedded")
        for kind in ("FileAttachment", "RichMedia", "3D", "Screen")
    ),
    Sample("PDF au contenu pris sur un autre serveur", "a.pdf", lambda: pdf(1, outside_stream), "uploads.pdf_embedded"),
    Sample("PDF qui est un classeur de fichiers", "a.pdf", lambda: pdf(1, portfolio), "uploads.pdf_embedded"),
    Sample("PDF à formulaire XFA", "a.pdf", lambda: pdf(1, dynamic_form), "uploads.pdf_form"),
    Sample("PDF chiffré", "a.pdf", lambda: pdf(1, encryption=pikepdf.Encryption(owner="o", user="u")), "uploads.pdf_locked"),
    Sample("PDF verrouillé sans mot de passe", "a.pdf", lambda: pdf(1, encryption=pikepdf.Encryption(owner="o")), "uploads.pdf_locked"),
)
HEAVY_PDF = (
    Sample("PDF sans page", "a.pdf", lambda: pdf(0), "uploads.no_page"),
    Sample("PDF de 31 pages", "a.pdf", lambda: pdf(31), "uploads.too_many_pages"),
    Sample("PDF de 5 000 pages", "a.pdf", lambda: pdf(5_000), "uploads.too_many_pages"),
    Sample("PDF à la page explosive", "a.pdf", lambda: pdf(1, with_content(swollen(), "/FlateDecode")), "uploads.too_heavy"),
    Sample(
        "PDF à la page deux fois explosive",
        "a.pdf",
        lambda: pdf(1, with_content(swollen(2), "/FlateDecode", "/FlateDecode")),
        "uploads.too_heavy",
    ),
    Sample("PDF à la page de répétitions", "a.pdf", lambda: pdf(1, with_content(run_lengths(), "/RunLengthDecode")), "uploads.too_heavy"),
    Sample("PDF aux objets explosifs", "a.pdf", object_stream_bomb, "uploads.damaged"),
)

HOSTILE = (*VIRUSES, *ARCHIVES, *OFFICE, *MARKUP, *PROGRAMS, *POLYGLOTS, *NAMES, *HEAVY, *BROKEN, *ACTIVE_PDF, *HEAVY_PDF)
