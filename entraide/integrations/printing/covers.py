"""Cover sheets: put before a paper that is posted, so that its scan finds its claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.call_document import Party
from entraide.integrations.printing.calls import party_said
from entraide.integrations.printing.typst import printed
from entraide.integrations.qr_codes import qr_svg


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the paper to put behind it, what is said of its claim, and what its code carries."""

    label: str
    facts: Sequence[tuple[str, str]]
    code: str


def printed_covers(sheets: Sequence[Sheet], *, sender: Party, on: date) -> bytes:
    """Print sheets, one a page."""
    said = {
        "title": "Feuilles de garde",
        "sender": party_said(sender),
        "sheets": [{"label": sheet.label, "facts": list(sheet.facts), "code": qr_svg(sheet.code)} for sheet in sheets],
    }
    return printed("cover.typ", said, on=on)
