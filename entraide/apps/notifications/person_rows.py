"""The rows of notifications that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.notifications.models import Message, PostalLetter, Silence
from entraide.orm.moves import Column, PersonRows


# Silence follows a death, which is told of one row.
ROWS = PersonRows(
    moved=[Column(Message, "beneficiary_id"), Column(PostalLetter, "beneficiary_id")], read=[Column(Silence, "beneficiary_id")]
)
