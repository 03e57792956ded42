"""The confined child that draws a PDF: its words, what its first page looks like, its first pages as images where they hold no words."""

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
    most = json.loads(argument)["max_pages"]
    document = pypdfium2.PdfDocument(content)
    words, images, look = [], [], ""
    for number in range(min(most, len(document))):
        page = document[number]
        said = page.get_textpage().get_text_bounded().replace("\r", "")
        drawn = _drawn(page) if number == 0 or _is_scan(said) else None
        if number == 0 and drawn is not None:
            look = look_of(drawn.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())
        if _is_scan(said) and drawn is not None:
            output = io.BytesIO()
            drawn.save(output, "JPEG", quality=85)
            images.append(output.getvalue())
        words.append(said)
        page.close()
    answer = {"words": "\n".join(words), "look": look, "images": [len(image) for image in images]}
    return json.dumps(answer).encode() + b"\n" + b"".join(images)


def _is_scan(said: str) -> bool:
    return sum(letter.isalnum() for letter in said) < _WORDLESS


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(_POINTS_AN_INCH / 72, _LONGEST_SIDE / max(page.get_size()))
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")


if __name__ == "__main__":
    serve(read)
