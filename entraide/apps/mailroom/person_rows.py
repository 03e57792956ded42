"""The rows of the mail room that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.mailroom.models import Envelope
from entraide.orm.moves import Column, PersonRows


ROWS = PersonRows(moved=[Column(Envelope, "beneficiary")])
