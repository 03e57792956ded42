"""The confined child that gives some pages of a PDF alone: nothing of the others is left in the file."""

import io
import json

import pikepdf

from entraide.integrations.confinement import serve


def cut(argument: str, content: bytes) -> bytes:
    """Answer a PDF of these pages, counted from 1, in the order asked; nothing if one is not there."""
    asked = json.loads(argument)
    with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.new() as part:
        if max(asked) > len(whole.pages):
            return b""
        for number in asked:
            part.pages.append(whole.pages[number - 1])
        part.remove_unreferenced_resources()
        output = io.BytesIO()
        part.save(output, deterministic_id=True)
    return output.getvalue()


if __name__ == "__main__":
    serve(cut)
