"""Letters to persons, printed together: those of a person in one envelope, an odd page first so that sheets never mix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.call_document import Party
from entraide.integrations.printing.calls import party_said
from entraide.integrations.printing.letters import MONTHS
from entraide.integrations.printing.typst import printed


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes in one envelope: the lines of its address, the name first, and each letter as its subject and its text."""

    to: Sequence[str]
    letters: Sequence[tuple[str, str]]


def printed_mailing(mails: Sequence[Mail], *, sender: Party, closing: str, on: date) -> bytes:
    """Print letters, envelope by envelope."""
    said = {
        "title": "Courriers",
        "sender": party_said(sender),
        "day": f"Le {on.day} {MONTHS[on.month - 1]} {on.year}",
        "closing": closing,
        "mails": [
            {
                "to": list(mail.to),
                "letters": [
                    {"subject": subject, "paragraphs": [each for each in text.split("\n") if each]} for subject, text in mail.letters
                ],
            }
            for mail in mails
        ],
    }
    return printed("mailing.typ", said, on=on)
