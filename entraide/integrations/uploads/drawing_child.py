"""The confined child that draws one page of a PDF as a JPEG."""

import io
import json

import pypdfium2

from entraide.integrations.confinement import serve


_LONGEST_SIDE = 1_600


def draw(argument: str, content: bytes) -> bytes:
    """Answer the page asked, counted from 1; nothing if it is not there."""
    number = json.loads(argument)
    document = pypdfium2.PdfDocument(content)
    if number > len(document):
        return b""
    page = document[number - 1]
    output = io.BytesIO()
    page.render(scale=_LONGEST_SIDE / max(page.get_size())).to_pil().convert("RGB").save(output, "JPEG", quality=80)
    return output.getvalue()


if __name__ == "__main__":
    serve(draw)
