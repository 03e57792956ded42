"""The confined child that draws a document: its words, its look, its first pages as images where they hold no words."""

import io
import json

import pypdfium2
from PIL import Image

from entraide.integrations.confinement import serve
from entraide.integrations.uploads.looks import SIDE, look_of


_POINTS_AN_INCH = 200
_LONGEST_SIDE = 2_400
_WORDLESS = 20
"""With fewer letters than this, a page is taken for a scan."""


def read(argument: str, content: bytes) -> bytes:
    """Answer a line of JSON (`words`, `look`, the length of each image), then the images, JPEG in grey."""
    if content.startswith(b"\xff\xd8"):
        return _answer("", _look(Image.open(io.BytesIO(content), formats=["JPEG"]).convert("L")), [content])
    most = json.loads(argument)["max_pages"]
    document = pypdfium2.PdfDocument(content)
    words, images, look = [], [], ""
    for number in range(min(most, len(document))):
        page = document[number]
        said = page.get_textpage().get_text_bounded().replace("\r", "")
        drawn = _drawn(page) if number == 0 or _is_scan(said) else None
        if number == 0 and drawn is not None:
            look = _look(drawn)
        if _is_scan(said) and drawn is not None:
            output = io.BytesIO()
            drawn.save(output, "JPEG", quality=85)
            images.append(output.getvalue())
        words.append(said)
        page.close()
    return _answer("\n".join(words), look, images)


def _answer(words: str, look: str, images: list[bytes]) -> bytes:
    head = {"words": words, "look": look, "images": [len(image) for image in images]}
    return json.dumps(head).encode() + b"\n" + b"".join(images)


def _look(image: Image.Image) -> str:
    return look_of(image.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())


def _is_scan(said: str) -> bool:
    return sum(letter.isalnum() for letter in said) < _WORDLESS


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(_POINTS_AN_INCH / 72, _LONGEST_SIDE / max(page.get_size()))
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")


if __name__ == "__main__":
    serve(read)
