"""The rows of contributions that name a person: what becomes of them when two rows of the person are joined."""

from entraide.apps.contributions.models import PersonLine
from entraide.orm.moves import Column, PersonRows


# What a call counted, it counted of the row that stood that day.
ROWS = PersonRows(read=[Column(PersonLine, "beneficiary")])
