"""How a picture is made upright, light and without metadata, strip by strip, and what is said of it."""

import io
import json
import math
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageStat

from entraide.integrations.uploads.looks import SIDE, look_of


DAMAGE = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, TypeError, IndexError, KeyError, ZeroDivisionError, struct.error)
"""What a decoder raises on content that is broken."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUALITY = 82
_SMALLEST_SIDE = 50
_STRIP = 64
_MARGIN = 8
_READABLE_PIXELS = 400_000
"""Under about 530 × 750 points, the small print of an A4 page (62 points an inch) is lost."""
_BLANK_DEVIATION = 2.0
_SHARP_SIDE = 1_200
_SHARP_STEP = 0.35
"""Measured on drawn pages at 1,200 points: sharp ones step by 0.79 of their contrast and more, those blurred by 2 points of 1,650 by 0.39,
by 3 points, where print of 10 points is lost, by 0.32 and less."""
_FAINT = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How many points an image may have, and how many a side of what is kept of it."""

    max_pixels: int
    max_side: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that was opened: its size, how to get its rows [first, last) in any mode, and its orientation by EXIF."""

    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]
    orientation: int = 1


def refused(code: str, **params: int) -> bytes:
    """Answer the code of a refusal."""
    return json.dumps({"refusal": code, "params": params}).encode()


def refusal_of_size(size: tuple[int, int], limits: Limits) -> bytes | None:
    """Refuse an image too large or too small, by what its header says."""
    width, height = size
    if width * height > limits.max_pixels:
        return refused("uploads.too_many_pixels", size=-(-width * height // 1_000_000), limit=limits.max_pixels // 1_000_000)
    if min(width, height) < _SMALLEST_SIDE:
        return refused("uploads.too_small", width=width, height=height)
    return None


def orientation_of(image: Image.Image) -> int:
    """Read the orientation that a telephone noted; EXIF that is broken says nothing."""
    with suppress(*DAMAGE):
        return image.getexif().get(_ORIENTATION, 1)
    return 1


def rewritten(picture: Picture, limits: Limits) -> bytes:
    """Answer a line of JSON, then the JPEG.

    Only one copy of the image lies in memory: its rows are brought to RGB and to size strip by strip.
    """
    clean = _reduced(picture, limits.max_side)
    if picture.orientation in _TURNS:
        clean = clean.transpose(_TURNS[picture.orientation])
    output = io.BytesIO()
    clean.save(output, "JPEG", quality=_QUALITY, optimize=True)
    grey = clean.convert("L")
    answer = {
        "media_type": "image/jpeg",
        "pages": 1,
        "width": clean.width,
        "height": clean.height,
        "findings": _findings(grey),
        "look": look_of(grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()),
    }
    return json.dumps(answer).encode() + b"\n" + output.getvalue()


def _reduced(picture: Picture, side: int) -> Image.Image:
    width, height = picture.size
    scale = max(1.0, max(width, height) / side)
    clean = Image.new("RGB", (max(1, round(width / scale)), max(1, round(height / scale))))
    step = height / clean.height
    for top in range(0, clean.height, _STRIP):
        bottom = min(clean.height, top + _STRIP)
        # The resampling looks at neighbours: with some rows more, strips meet without a seam.
        first = max(0, math.floor(top * step) - _MARGIN * math.ceil(step))
        last = min(height, math.ceil(bottom * step) + _MARGIN * math.ceil(step))
        strip = _flattened(picture.rows(first, last))
        box = (0, top * step - first, width, min(bottom * step - first, strip.height))
        clean.paste(strip.resize((clean.width, bottom - top), Image.Resampling.BICUBIC, box=box), (0, top))
    return clean


def _flattened(image: Image.Image) -> Image.Image:
    """Bring any mode to RGB: transparency on white, 16 bits to 8."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer.getchannel("A"))
    return image.convert("RGB")


def _findings(grey: Image.Image) -> list[tuple[str, dict[str, int]]]:
    found: list[tuple[str, dict[str, int]]] = []
    if grey.width * grey.height < _READABLE_PIXELS:
        found.append(("uploads.hard_to_read", {"width": grey.width, "height": grey.height}))
    small = grey.copy()
    small.thumbnail((400, 400))
    if ImageStat.Stat(small).stddev[0] < _BLANK_DEVIATION:
        found.append(("uploads.looks_blank", {}))
    elif _is_blurred(grey):
        found.append(("uploads.blurred", {}))
    return found


def _is_blurred(grey: Image.Image) -> bool:
    """Tell whether even the sharpest edges pass slowly from dark to light: the steepest step of neighbours, as a part of the contrast."""
    page = grey.copy()
    page.thumbnail((_SHARP_SIDE, _SHARP_SIDE))
    width, height = page.size
    steps = (
        _level(ImageChops.difference(page.crop((0, 0, width - dx, height - dy)), page.crop((dx, dy, width, height))), 0.9999)
        for dx, dy in ((1, 0), (0, 1))
    )
    contrast = _level(page, 0.999) - _level(page, 0.001)
    return contrast >= _FAINT and max(steps) < _SHARP_STEP * contrast


def _level(grey: Image.Image, part: float) -> int:
    """Give the level that this part of the points does not pass."""
    left = part * grey.width * grey.height
    for level, count in enumerate(grey.histogram()):
        left -= count
        if left <= 0:
            return level
    return 255
