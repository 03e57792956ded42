"""What reporting refuses."""

from entraide.core.refusals import Refusal


class AlreadyPublished(Refusal):
    """A table of that year and day was published."""

    code = "reporting.already_published"


class OlderThanPublished(Refusal):
    """A later table of that year was published."""

    code = "reporting.older_than_published"


class NothingToPublish(Refusal):
    """The day does not belong to the year, or has not come."""

    code = "reporting.nothing_to_publish"


class NotAPublisher(Refusal):
    """Tables are published by the direction, or by the schedule."""

    code = "reporting.not_a_publisher"
