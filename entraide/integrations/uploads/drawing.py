"""A page of a PDF as an image, for screens that show it without opening the file."""

import json

from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined
from entraide.integrations.uploads.pages import PagesUnreadable


_LIMITS = Confinement(500_000_000, 10, 30, 10_000_000)


def drawn_page(content: bytes, number: int) -> bytes:
    """Draw a page, counted from 1, as a JPEG.

    :raises ValueError: if it is not there.
    :raises PagesUnreadable: if the file no longer opens, or the page costs more than it may.
    """
    try:
        answer = run_confined("entraide.integrations.uploads.drawing_child", json.dumps(number), content, _LIMITS)
    except (OutOfTime, OutOfMemory, OutOfOutput, Crashed) as error:
        raise PagesUnreadable from error
    if not answer:
        raise ValueError(f"no such page: {number}")
    return answer
