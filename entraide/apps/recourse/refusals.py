"""What recourse refuses."""

from entraide.core.refusals import Refusal


class NotYours(Refusal):
    """Someone acted on what is neither theirs nor in their charge."""

    code = "recourse.not_yours"


class WordsMissing(Refusal):
    """Nothing was said."""

    code = "recourse.words_missing"


class UnknownCause(Refusal):
    """The cause is none of the list."""

    code = "recourse.unknown_cause"


class NotTheirClaim(Refusal):
    """The claim named is not one of the person who complains."""

    code = "recourse.not_their_claim"


class ComplaintAnswered(Refusal):
    """The complaint was answered already."""

    code = "recourse.complaint_answered"


class ChangeMissing(Refusal):
    """A founded complaint is answered without saying what it changed."""

    code = "recourse.change_missing"
