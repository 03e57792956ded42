"""The rows of recourse that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.recourse.models import Complaint
from entraide.orm.moves import Column, PersonRows


ROWS = PersonRows(moved=[Column(Complaint, "beneficiary")])
