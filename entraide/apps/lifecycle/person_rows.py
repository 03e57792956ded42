"""The rows of lifecycle that name a person: an act was of the row that it names."""

from entraide.apps.lifecycle.models import Death, PersonMerge
from entraide.orm.moves import Column, PersonRows


ROWS = PersonRows(read=[Column(Death, "beneficiary"), Column(PersonMerge, "kept"), Column(PersonMerge, "absorbed")])
