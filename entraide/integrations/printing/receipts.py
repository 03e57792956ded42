"""The receipt of a sealed envelope: that it was deposited, for whom, when; nothing of what it holds."""

from collections.abc import Sequence
from datetime import date

from entraide.core.contributions.call_document import Party
from entraide.integrations.printing.calls import party_said
from entraide.integrations.printing.typst import printed


def printed_receipt(*, sender: Party, facts: Sequence[tuple[str, str]], paragraphs: Sequence[str], on: date) -> bytes:
    """Print a receipt."""
    said = {
        "sender": party_said(sender),
        "to": [""],
        "day": f"Le {on:%d/%m/%Y}",
        "subject": "Reçu d’une enveloppe scellée",
        "facts": list(facts),
        "paragraphs": list(paragraphs),
    }
    return printed("letter.typ", said, on=on)
