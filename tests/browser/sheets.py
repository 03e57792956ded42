"""The papers that people of the stories hold: a photo of an invoice, a certificate, and files that must be refused."""

import zipfile
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


def roster_rows() -> list[list[str]]:
    """Give the lines of that list, its titles first."""
    return [line.split(";") for line in roster().decode("utf-8-sig").splitlines()]


def written(rows: list[list[str]]) -> bytes:
    """Write lines as a CSV file."""
    return "\r\n".join(";".join(row) for row in rows).encode()


def zip_bomb() -> bytes:
    """Give a workbook of some hundred kilobytes whose sheet would fill 200 MB."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(200):
                sheet.write(b" " * 2**20)
    return content.getvalue()
