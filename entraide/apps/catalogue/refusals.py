"""What is refused of the catalogue."""

from entraide.core.refusals import Refusal


class SupersededRevision(Refusal):
    """A revision is to be published again although a later one of the same day corrected it: it would decide nothing."""

    code = "catalogue.superseded_revision"
