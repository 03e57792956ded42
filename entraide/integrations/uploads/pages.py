"""Documents kept, looked into again: the words and the look of each, some of its pages alone."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined, run_program
from entraide.integrations.uploads.inspection import DEFAULT_LIMITS


PDF = "application/pdf"
_FAILURES = (OutOfTime, OutOfMemory, OutOfOutput, Crashed)
_LIMITS = Confinement(DEFAULT_LIMITS.memory, DEFAULT_LIMITS.cpu_seconds, DEFAULT_LIMITS.wall_seconds, DEFAULT_LIMITS.output)
# What is cut was taken in already: a scan of the post holds up to 25 MB, and some of its pages nearly as much.
_CUTTING_LIMITS = Confinement(500_000_000, 20, 60, 60_000_000)
# A photograph of bad paper takes the reader much longer than it took to open; it runs behind, and on images that we wrote.
_READER_LIMITS = Confinement(400_000_000, 30, 120, 1_000_000)
_MOST_PAGES = 5
"""A bill says its number, day and total on its first pages."""


class PagesUnreadable(Exception):
    """The document kept can no longer be opened within its limits."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says, how that was found (`text` written in it, `image` by reading its image, `none`), and its look if drawn."""

    text: str
    method: str
    look: str = ""


def reader_program(setting: str) -> str:
    """Find the program that reads images (tesseract); nothing where it is not installed."""
    return shutil.which(setting or "tesseract") or ""


def words_of(content: bytes, *, reader: str) -> Words:
    """Read the words of a document, by the program for images where there is one; what cannot be read says nothing."""
    try:
        answer = run_confined("entraide.integrations.uploads.page_child", json.dumps({"max_pages": _MOST_PAGES}), content, _LIMITS)
    except _FAILURES:
        return Words("", "none")
    head, _, images = answer.partition(b"\n")
    drawn = json.loads(head)
    written, seen, start = drawn["words"].strip(), [], 0
    for length in drawn["images"]:
        seen.append(_words_of_image(images[start : start + length], reader))
        start += length
    read = "\n".join(seen).strip()
    method = "text" if len(written) >= len(read) and written else "image" if read else "none"
    return Words(f"{written}\n{read}".strip(), method, drawn["look"])


def _words_of_image(image: bytes, reader: str) -> str:
    """Have an image read in French; nothing without a reader, or if it fails."""
    if not reader:
        return ""
    try:
        return run_program(reader, ("stdin", "stdout", "-l", "fra", "--psm", "3"), image, _READER_LIMITS).decode("utf-8", "replace")
    except _FAILURES:
        return ""


def cut(content: bytes, media_type: str, pages: Sequence[int]) -> bytes:
    """Give these pages alone, counted from 1, in a file of the same kind; an image is one page.

    :raises ValueError: if a page is not there, or none is asked.
    :raises PagesUnreadable: if the document no longer opens, or its pages cost more than they may.
    """
    if not pages or min(pages) < 1:
        raise ValueError(f"no such pages: {list(pages)}")
    if media_type != PDF:
        if set(pages) != {1}:
            raise ValueError(f"an image has one page, not {list(pages)}")
        return content
    try:
        answer = run_confined("entraide.integrations.uploads.cutting_child", json.dumps(list(pages)), content, _CUTTING_LIMITS)
    except _FAILURES as error:
        raise PagesUnreadable from error
    if not answer:
        raise ValueError(f"no such pages: {list(pages)}")
    return answer
