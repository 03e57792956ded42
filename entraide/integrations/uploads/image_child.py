"""The confined child that opens an image, sets it upright and rewrites it as a lighter JPEG without metadata."""

import io
import json
import struct
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, ImageStat

from entraide.integrations.confinement import serve


_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}
_DAMAGE = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, TypeError, IndexError, KeyError, ZeroDivisionError, struct.error)
_QUALITY = 82
_SMALLEST_SIDE = 50
_READABLE_PIXELS = 400_000
"""Under about 530 × 750 points, the small print of an A4 page (62 points an inch) is lost."""
_BLANK_DEVIATION = 2.0


def read(argument: str, content: bytes) -> bytes:
    """Answer a line of JSON, then the JPEG; or the code of the refusal alone."""
    limits = json.loads(argument)
    try:
        return _rewritten(content, limits)
    except _DAMAGE as error:
        if "emory" in str(error):
            raise MemoryError from error
        return _refused("uploads.damaged")


def _rewritten(content: bytes, limits: dict[str, Any]) -> bytes:
    image = Image.open(io.BytesIO(content), formats=[_FORMATS[limits["kind"]]])
    width, height = image.size
    if width * height > limits["max_pixels"]:
        return _refused("uploads.too_many_pixels", size=-(-width * height // 1_000_000), limit=limits["max_pixels"] // 1_000_000)
    if min(width, height) < _SMALLEST_SIDE:
        return _refused("uploads.too_small", width=width, height=height)
    side = limits["max_side"]
    image.draft("RGB", (side, side))
    image.load()
    image = _flattened(image)
    image.thumbnail((side, side))
    image = ImageOps.exif_transpose(image)
    output = io.BytesIO()
    clean = Image.frombytes("RGB", image.size, image.tobytes())
    clean.save(output, "JPEG", quality=_QUALITY, optimize=True)
    answer = {
        "media_type": "image/jpeg",
        "pages": 1,
        "width": image.width,
        "height": image.height,
        "findings": list(_findings(clean)),
    }
    return json.dumps(answer).encode() + b"\n" + output.getvalue()


def _flattened(image: Image.Image) -> Image.Image:
    """Bring any mode to RGB: transparency on white, 16 bits to 8; EXIF stays for the orientation."""
    if image.mode == "RGB":
        return image
    exif = image.getexif()
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer.getchannel("A"))
    flat = image.convert("RGB")
    flat.info["exif"] = exif.tobytes()
    return flat


def _findings(image: Image.Image) -> list[tuple[str, dict[str, int]]]:
    found: list[tuple[str, dict[str, int]]] = []
    if image.width * image.height < _READABLE_PIXELS:
        found.append(("uploads.hard_to_read", {"width": image.width, "height": image.height}))
    small = image.convert("L")
    small.thumbnail((400, 400))
    if ImageStat.Stat(small).stddev[0] < _BLANK_DEVIATION:
        found.append(("uploads.looks_blank", {}))
    return found


def _refused(code: str, **params: int) -> bytes:
    return json.dumps({"refusal": code, "params": params}).encode()


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    serve(read)
