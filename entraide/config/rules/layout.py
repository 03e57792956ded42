"""Lines of 100 columns: paragraphs, lists, and labels in the margin with their text beside them."""

import textwrap
from collections.abc import Iterable, Sequence


WIDTH = 100
MARGIN = 14


def paragraph(text: str, *, indent: int = 0, hanging: int | None = None) -> str:
    """Fold a text under `indent` spaces, `hanging` from the second line on."""
    rest = " " * (indent if hanging is None else hanging)
    return textwrap.fill(text, WIDTH, initial_indent=" " * indent, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def beside(label: str, texts: Iterable[str]) -> list[str]:
    """Write texts beside their label, each on its own lines; nothing where there is no text.

    What stands before a tab is a mark of the text, under which nothing else is written.

    >>> beside("Paiement", ["par virement"])
    ['Paiement      par virement']
    """
    lines = [line for text in texts for line in _marked(text)]
    return [f"{label:<{MARGIN}}{lines[0][MARGIN:]}", *lines[1:]] if lines else []


def _marked(text: str) -> list[str]:
    mark, _, said = text.rpartition("\t")
    folded = textwrap.wrap(said, WIDTH - MARGIN - len(mark), break_long_words=False, break_on_hyphens=False)
    return [f"{'':<{MARGIN}}{mark if rank == 0 else '':<{len(mark)}}{line}" for rank, line in enumerate(folded)]


def listed(texts: Sequence[str]) -> list[str]:
    """Number several texts; one alone stays as it is.

    >>> listed(["a"]), listed(["a", "b"])
    (['a'], ['1. \\ta', '2. \\tb'])
    """
    width = len(f"{len(texts)}. ")
    return list(texts) if len(texts) == 1 else [f"{f'{rank}.':<{width}}\t{text}" for rank, text in enumerate(texts, 1)]


def capital(text: str) -> str:
    """Begin a sentence.

    >>> capital("une aide")
    'Une aide'
    """
    return text[:1].upper() + text[1:]


def counted(count: int, one: str, several: str = "") -> str:
    """Write a number with its noun, in French: 0 and 1 are singular.

    >>> counted(1, "cas"), counted(2, "faute"), counted(0, "faute")
    ('1 cas', '2 fautes', '0 faute')
    """
    plural = several or (one if one.endswith("s") else f"{one}s")
    return f"{count} {one if count < 2 else plural}"
