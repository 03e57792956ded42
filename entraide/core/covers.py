"""Cover sheets of post: what their code says, and how the pages of a scan part between them."""

from collections.abc import Sequence
from dataclasses import dataclass


MARK = "ENTRAIDE"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover sheet says: the reference of a claim, the kind of paper that follows it, and the seal of who printed it."""

    reference: str
    requirement: str
    seal: str

    @property
    def text(self) -> str:
        """Write it as its code carries it."""
        return "/".join([MARK, VERSION, self.reference, self.requirement, self.seal])


def read_cover(text: str) -> Cover | None:
    """Read a code; nothing where it is no cover sheet that we understand.

    >>> read_cover("ENTRAIDE/1/D-02XM-1SJD-P/invoice/5f3a").requirement
    'invoice'
    """
    parts = text.split("/")
    if len(parts) != 5 or parts[:2] != [MARK, VERSION] or not all(parts):
        return None
    return Cover(*parts[2:])


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What was seen on a page: the codes that were read, and whether one was there that could not be."""

    codes: tuple[str, ...] = ()
    is_damaged: bool = False

    @property
    def cover(self) -> str:
        """The code of a cover sheet, whoever printed it; empty where there is none."""
        return next((code for code in self.codes if code.startswith(f"{MARK}/")), "")

    @property
    def begins_a_part(self) -> bool:
        """Whether what follows belongs to it: a cover sheet, or what may be one that does not read."""
        return bool(self.cover) or (self.is_damaged and not self.codes)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that go together, counted from 1, their cover sheet first where they have one; `cover` is empty where it does not read."""

    first: int
    last: int
    cover: str
    has_sheet: bool

    @property
    def content(self) -> tuple[int, ...]:
        """The pages without their cover sheet."""
        return tuple(range(self.first + self.has_sheet, self.last + 1))


def parted(pages: Sequence[PageSeen]) -> list[Part]:
    """Part the pages of a scan at each cover sheet; those before the first one make a part of their own.

    A sheet that does not read parts them too: its pages are nobody's until a person has looked, never those of the claim before.
    """
    starts = [number for number, page in enumerate(pages, 1) if page.begins_a_part]
    if pages and starts[:1] != [1]:
        starts.insert(0, 1)
    ends = [*(start - 1 for start in starts[1:]), len(pages)]
    return [_part(pages[first - 1], first, last) for first, last in zip(starts, ends, strict=False)]


def _part(page: PageSeen, first: int, last: int) -> Part:
    return Part(first, last, page.cover, page.begins_a_part)
