"""A photo of a paid invoice, drawn: what a parent would take with a phone, and marked as a specimen."""

from functools import partial
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from entraide.population.demonstration.world import Dependant, World


FONT = ("ui", "static", "ui", "fonts", "atkinson-hyperlegible-next-latin-wght-normal.woff2")
SHEET = (1240, 1480)
PHOTO = (1500, 1760)
INK, GREY, RULE, RED, TABLE, PAPER = "#22252a", "#5c636d", "#9aa3ad", "#b3261e", "#7d6a58", "#fdfcf8"
# Ten days of July 2024 and an outing, paid, at a centre that does not exist.
LINES = (
    ("Accueil à la journée, du 8 au 12 juillet 2024", "5", "17,40 €", "87,00 €"),
    ("Accueil à la journée, du 15 au 19 juillet 2024", "5", "17,40 €", "87,00 €"),
    ("Sortie au parc animalier du 18 juillet 2024", "1", "12,00 €", "12,00 €"),
)
TOTAL = "186,00 €"


def invoice_photo(world: World, child_name: str = "Lina", parent_key: str = "nadia.ferrand") -> bytes:
    """Draw the paid invoice of a leisure centre for a child of a person of the tour, as a JPEG of about 200 kB.

    :raises StopIteration: if the person has no such child.
    """
    reference = next(story.person for story in world.stories if story.key == parent_key)
    child = next(one for one in world.dependants if one.person == reference and one.given_name == child_name)
    parent = next(person for person in world.persons if person.reference == reference)
    sheet = _sheet(f"{parent.given_name} {parent.family_name}", f"{parent.street}\n{parent.postal_code} {parent.town}", child)
    return _photographed(sheet)


def _font(size: int, weight: bytes = b"Regular") -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(BytesIO(files("entraide").joinpath(*FONT).read_bytes()), size)
    font.set_variation_by_name(weight)
    return font


def _sheet(parent: str, address: str, child: Dependant) -> Image.Image:
    sheet = Image.new("RGB", SHEET, PAPER)
    draw = ImageDraw.Draw(sheet)
    plain, small, bold, title = _font(28), _font(23), _font(29, b"Bold"), _font(46, b"Bold")
    write = partial(draw.text, fill=INK)
    write((90, 80), "Accueil de loisirs « Les Petits Ceps »", font=bold)
    write((90, 122), "Structure imaginaire · 3 allée des Exemples, 51100 Reims", font=small, fill=GREY)
    write((720, 230), parent, font=bold)
    draw.multiline_text((720, 270), address, font=plain, fill=INK, spacing=8)
    write((90, 400), "Facture acquittée – accueil de loisirs", font=title)
    write((90, 466), "N° 2024-07-0318 du 26 juillet 2024", font=plain, fill=GREY)
    write((90, 540), f"Enfant : {child.given_name} {child.family_name}, né(e) le {child.born_on:%d/%m/%Y}", font=plain)
    write((90, 580), "Séjour du 8 au 19 juillet 2024 (vacances d'été)", font=plain)
    _table(draw, plain, bold)
    write((90, 1060), "Payé le 26 juillet 2024 par carte bancaire. Reste dû : 0,00 €.", font=bold)
    write((90, 1110), "La présente facture vaut attestation de présence.", font=plain)
    write((90, 1380), "Document de démonstration sans valeur : aucune personne, aucune structure réelle.", font=small, fill=GREY)
    _stamp(sheet, "ACQUITTÉ", (760, 1150), 54, 9)
    _stamp(sheet, "SPÉCIMEN", (60, 560), 230, 32, alpha=46)
    return sheet


def _table(draw: ImageDraw.ImageDraw, plain: ImageFont.FreeTypeFont, bold: ImageFont.FreeTypeFont) -> None:
    right = {1: 830, 2: 990, 3: 1150}
    draw.rectangle((90, 660, 1150, 716), fill="#e6ebf0")
    for row, cells in enumerate((("Prestation", "Nombre", "Prix", "Montant"), *LINES, ("Total à payer", "", "", TOTAL))):
        font = bold if row in (0, len(LINES) + 1) else plain
        top = 670 + row * 66
        draw.text((104, top), cells[0], font=font, fill=INK)
        for place, cell in enumerate(cells[1:], start=1):
            draw.text((right[place] - 10, top), cell, font=font, fill=INK, anchor="ra")
        draw.line((90, top + 48, 1150, top + 48), fill=RULE, width=2)


def _stamp(sheet: Image.Image, text: str, at: tuple[int, int], size: int, angle: int, alpha: int = 190) -> None:
    """Print a word aslant, in red, seen through by `alpha` of 255."""
    font = _font(size, b"Bold")
    left, top, right, bottom = font.getbbox(text)
    box = Image.new("RGBA", (int(right - left) + 60, int(bottom - top) + 50), (0, 0, 0, 0))
    draw = ImageDraw.Draw(box)
    draw.text((30 - left, 22 - top), text, font=font, fill=(*bytes.fromhex(RED[1:]), alpha))
    draw.rounded_rectangle(
        (4, 4, box.width - 5, box.height - 5), radius=14, outline=(*bytes.fromhex(RED[1:]), alpha), width=max(4, size // 16)
    )
    turned = box.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    sheet.paste(turned, at, turned)


def _photographed(sheet: Image.Image) -> bytes:
    """Lay the sheet on a table, a little aslant, with a shadow and the light of a phone."""
    photo = Image.new("RGB", PHOTO, TABLE)
    mask = Image.new("L", SHEET, 255).rotate(-1.7, expand=True, resample=Image.Resampling.BICUBIC)
    turned = sheet.rotate(-1.7, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=TABLE)
    corner = ((PHOTO[0] - turned.width) // 2, (PHOTO[1] - turned.height) // 2)
    shadow = Image.new("L", PHOTO, 0)
    shadow.paste(mask.point(lambda value: value * 6 // 10), (corner[0] + 14, corner[1] + 20))
    photo.paste(Image.new("RGB", PHOTO, "#2c241d"), (0, 0), shadow.filter(ImageFilter.GaussianBlur(18)))
    photo.paste(turned, corner, mask)
    light = Image.linear_gradient("L").resize(PHOTO).point(lambda value: 255 - value // 6)
    photo = Image.composite(photo, Image.new("RGB", PHOTO, "#1d1a17"), light).filter(ImageFilter.GaussianBlur(0.6))
    output = BytesIO()
    photo.save(output, "JPEG", quality=82)
    return output.getvalue()
