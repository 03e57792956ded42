"""The QR codes on the pages of a scan."""

import json

from entraide.core.covers import PageSeen
from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined


AT_ONCE = 20
"""Pages that one child looks at: a page takes some tenths of a second, and none of it is left to the next child."""
_LIMITS = Confinement(500_000_000, 30, 60, 200_000)


class CodesUnreadable(Exception):
    """The scan no longer opens within its limits."""


def codes_of(content: bytes, page_count: int) -> list[PageSeen]:
    """Look for codes on each page of a PDF, in order.

    :raises CodesUnreadable: if the file no longer opens, or a page costs more than it may.
    """
    seen: list[PageSeen] = []
    for first in range(1, page_count + 1, AT_ONCE):
        asked = {"first": first, "last": min(first + AT_ONCE - 1, page_count)}
        try:
            answer = run_confined("entraide.integrations.uploads.code_child", json.dumps(asked), content, _LIMITS)
        except (OutOfTime, OutOfMemory, OutOfOutput, Crashed) as error:
            raise CodesUnreadable from error
        seen += [PageSeen(tuple(page["codes"]), page["is_damaged"]) for page in json.loads(answer)]
    return seen
