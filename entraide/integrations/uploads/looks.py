"""What a page looks like, in 256 bits: copies of one picture agree in nearly all of them, whatever their size, lightness and compression.

A DCT of the page reduced to 64 × 64 points; each bit says whether one of its 16 × 16 lowest frequencies is above their median.
Measured on drawn pages: copies recompressed, reduced, lightened or printed in black and white differ in 14 bits at most, other papers
in 50 at least; the same form filled with other values in 2 to 16, so that a look alone proves nothing; the same paper photographed
again in 24 to 36.
"""

import math
from functools import cache
from statistics import median


SIDE = 64
"""How many points a side the page is reduced to."""
NEAR = 14
"""In how many bits of 256 a copy may differ."""
_KEPT = 16
_BAND_PLACES = tuple(tuple(row * _KEPT + column for row in (2 * band, 2 * band + 1) for column in range(8)) for band in range(4))


def look_of(points: bytes) -> str:
    """Give the look of a page reduced to SIDE × SIDE grey points, as 64 hexadecimal digits."""
    rows = [points[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [_frequencies(row) for row in rows]
    down = [_frequencies(column) for column in zip(*across, strict=True)]
    values = [down[column][row] for row in range(_KEPT) for column in range(_KEPT)]
    middle = median(values)
    return f"{int(''.join('1' if value > middle else '0' for value in values), 2):064x}"


def bands_of(look: str) -> tuple[int, int, int, int]:
    """Give four times 16 bits of the lowest frequencies: two looks that differ in at most three of these share a band."""
    bits = f"{int(look, 16):0256b}"
    first, second, third, fourth = (int("".join(bits[place] for place in places), 2) for places in _BAND_PLACES)
    return first, second, third, fourth


def distance(look: str, other: str) -> int:
    """Count the bits in which two looks differ, of 256."""
    return (int(look, 16) ^ int(other, 16)).bit_count()


def _frequencies(values: tuple[float, ...] | bytes) -> list[float]:
    return [sum(value * wave for value, wave in zip(values, waves, strict=True)) for waves in _waves()]


@cache
def _waves() -> tuple[tuple[float, ...], ...]:
    """Give the cosines of the frequencies kept; the first, which only tells how light the page is, is left out."""
    return tuple(
        tuple(math.cos(math.pi * (2 * place + 1) * frequency / (2 * SIDE)) for place in range(SIDE)) for frequency in range(1, _KEPT + 1)
    )
