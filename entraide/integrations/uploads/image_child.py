"""The confined child that opens a JPEG or a PNG and rewrites it upright, lighter and without metadata."""

import io
import json

from PIL import Image

from entraide.integrations.confinement import serve
from entraide.integrations.uploads.pictures import DAMAGE, Limits, Picture, orientation_of, refusal_of_size, refused, rewritten


_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_HEAVY_PIXELS = 20_000_000
"""What fits in memory of an image that cannot be reduced while it is decoded: a progressive JPEG, a PNG of four bytes a point."""


def read(argument: str, content: bytes) -> bytes:
    """Answer a line of JSON, then the JPEG; or the code of the refusal alone."""
    asked = json.loads(argument)
    try:
        image = Image.open(io.BytesIO(content), formats=[_FORMATS[asked["kind"]]])
        limits = Limits(min(asked["max_pixels"], _HEAVY_PIXELS) if _is_heavy(image) else asked["max_pixels"], asked["max_side"])
        return refusal_of_size(image.size, limits) or rewritten(_opened(image, limits), limits)
    except DAMAGE as error:
        if "emory" in str(error):
            raise MemoryError from error
        return refused("uploads.damaged")


def _is_heavy(image: Image.Image) -> bool:
    return "progressive" in image.info or (image.format == "PNG" and image.mode in ("RGB", "RGBA", "LA"))


def _opened(image: Image.Image, limits: Limits) -> Picture:
    """Decode a JPEG no larger than needed, anything else as it is."""
    image.draft("RGB", (limits.max_side, limits.max_side))
    image.load()
    return Picture(image.size, lambda first, last: image.crop((0, first, image.width, last)), orientation_of(image))


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    Image.init()
    serve(read)
