"""The rows of usage that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.usage.models import Use
from entraide.orm.moves import Column, PersonRows


ROWS = PersonRows(moved=[Column(Use, "beneficiary_id")])
