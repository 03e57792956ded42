"""The confined child that opens the main picture of a HEIC file and rewrites it upright, lighter and without metadata."""

import io
import json

import pillow_heif
from PIL import Image

from entraide.integrations.confinement import serve
from entraide.integrations.uploads.pictures import DAMAGE, Limits, Picture, refusal_of_size, refused, rewritten


def read(argument: str, content: bytes) -> bytes:
    """Answer a line of JSON, then the JPEG; or the code of the refusal alone."""
    asked = json.loads(argument)
    limits = Limits(asked["max_pixels"], asked["max_side"])
    try:
        file = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
        image = file[file.primary_index]
        return refusal_of_size(image.size, limits) or rewritten(_opened(image), limits)
    except DAMAGE as error:
        if "emory" in str(error):
            raise MemoryError from error
        return refused("uploads.damaged")


def _opened(image: pillow_heif.HeifImage) -> Picture:
    """Read the rows where the decoder laid them, without a second copy; it has turned the picture upright already."""
    lines, (width, _) = image.data, image.size

    def rows(first: int, last: int) -> Image.Image:
        part = lines[first * image.stride : last * image.stride]
        return Image.frombytes(image.mode, (width, last - first), bytes(part), "raw", image.mode, image.stride)

    return Picture(image.size, rows)


if __name__ == "__main__":
    pillow_heif.options.DECODE_THREADS = 1
    serve(read)
