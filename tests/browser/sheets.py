"""The papers that people of the stories hold: a photo of an invoice, a certificate, and files that must be refused."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload

from entraide.population.demonstration import World, build, invoice_photo, roster_file


@lru_cache(maxsize=1)
def people() -> World:
    """Build the world of the demonstration as values."""
    return build(2024)


def invoice() -> FilePayload:
    """Give the photo of a paid invoice."""
    return {"name": "facture.jpg", "mimeType": "image/jpeg", "buffer": _invoice()}


@lru_cache(maxsize=1)
def _invoice() -> bytes:
    return invoice_photo(people())


def paper(title: str) -> FilePayload:
    """Give the photo of a sheet that bears one line."""
    sheet = Image.new("RGB", (620, 877), "#fdfcf8")
    ImageDraw.Draw(sheet).text((40, 60), f"{title} (SPECIMEN)", fill="#22252a", font_size=28)
    content = BytesIO()
    sheet.save(content, "JPEG")
    return {"name": f"{title}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@lru_cache(maxsize=1)
def roster() -> bytes:
    """Give the list of the Communauté urbaine as its payroll exports it: 12 arrivals, 3 departures, 2 changes, 1 doubt."""
    world = people()
    return roster_file(world, next(member for member in world.members if member.siren == "200067213"))


def spreadsheet(name: str, content: bytes) -> FilePayload:
    """Give a CSV file."""
    return {"name": name, "mimeType": "text/csv", "buffer": content}
