"""Letters as people read them."""

from entraide.core.contributions.letters import Letter
from entraide.integrations.printing.calls import party_said
from entraide.integrations.printing.typst import printed


MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


def printed_letter(letter: Letter) -> bytes:
    """Print a letter."""
    said = {
        "sender": party_said(letter.sender),
        "to": [line for line in letter.to if line],
        "day": f"Le {letter.on.day} {MONTHS[letter.on.month - 1]} {letter.on.year}",
        "subject": letter.subject,
        "facts": letter.facts,
        "paragraphs": letter.paragraphs,
    }
    return printed("letter.typ", said, on=letter.on)
