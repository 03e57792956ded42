"""Papers of the demonstration, drawn quickly: a paid invoice, a school certificate, a tax notice, all marked as specimens."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from entraide.core.money import Money


FONT = ("ui", "static", "ui", "fonts", "atkinson-hyperlegible-next-latin-wght-normal.woff2")
SHEET = (820, 1060)
INK, GREY, STAMP, PAPER = "#22252a", "#5c636d", "#e9c9c4", "#fdfcf8"
MARGIN = 64
# Enough to make a sheet that no officer can read.
BLUR = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: its title, who wrote it, its lines, the day it bears; `is_blurred` for one photographed badly."""

    title: str
    issuer: str
    lines: tuple[str, ...]
    on: date
    is_blurred: bool = False


def invoice(child: str, parent: str, amount: Money, ended_on: date, *, is_blurred: bool = False) -> Paper:
    """Write a paid invoice of a leisure centre that does not exist."""
    lines = (
        f"Famille : {parent}",
        f"Enfant : {child}",
        f"Accueil de loisirs, jusqu'au {ended_on:%d/%m/%Y}",
        f"Total à payer : {amount}",
        f"Facture acquittée le {ended_on:%d/%m/%Y}. Reste dû : 0,00 €.",
    )
    return Paper("Facture acquittée", "Accueil de loisirs « Les Petits Ceps », 51100 Reims", lines, ended_on, is_blurred)


def school_certificate(name: str, started_on: date) -> Paper:
    """Write the certificate of a training centre that does not exist."""
    lines = (f"Apprenti : {name}", f"Inscrit depuis le {started_on:%d/%m/%Y}", "Année de formation 2024-2025")
    return Paper("Certificat de scolarité", "Centre de formation « Les Sarments », 51100 Reims", lines, started_on)


def tax_notice(name: str, line_14: Money, year: int) -> Paper:
    """Write the one line of a tax notice that counts here."""
    lines = (f"Foyer de {name}", f"Avis {year} sur les revenus de {year - 1}", f"Ligne 14, impôt avant corrections : {line_14}")
    return Paper("Avis d'impôt", "Spécimen : ce document ne vient d'aucune administration", lines, date(year, 8, 1))


def drawn(paper: Paper) -> bytes:
    """Draw a sheet as a JPEG of some 40 kB."""
    sheet = Image.new("RGB", SHEET, PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((150, 560), "SPÉCIMEN", font=_font(120), fill=STAMP)
    draw.text((MARGIN, 60), paper.issuer, font=_font(20), fill=GREY)
    draw.text((MARGIN, 130), paper.title, font=_font(40), fill=INK)
    draw.text((MARGIN, 190), f"Le {paper.on:%d/%m/%Y}", font=_font(20), fill=GREY)
    for rank, line in enumerate(paper.lines):
        draw.text((MARGIN, 280 + 48 * rank), line, font=_font(24), fill=INK)
    draw.text((MARGIN, SHEET[1] - 60), "Document de démonstration sans valeur.", font=_font(18), fill=GREY)
    if paper.is_blurred:
        sheet = sheet.filter(ImageFilter.GaussianBlur(BLUR))
    output = BytesIO()
    sheet.save(output, "JPEG", quality=72)
    return output.getvalue()


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(files("entraide").joinpath(*FONT).read_bytes()), size)
