"""What recourse refuses."""

from entraide.core.refusals import Refusal


class NotYours(Refusal):
    """Someone acted on what is neither theirs nor in their charge."""

    code = "recourse.not_yours"


class WordsMissing(Refusal):
    """Nothing was said."""

    code = "recourse.words_missing"


class NothingDecided(Refusal):
    """The claim has no decision to contest."""

    code = "recourse.nothing_decided"


class TooLate(Refusal):
    """The last day to contest the decision is over."""

    code = "recourse.too_late"


class AskedAlready(Refusal):
    """The re-examination of this decision was asked for."""

    code = "recourse.asked_already"


class GivenUp(Refusal):
    """The person asked for a re-examination of this decision, and gave it up."""

    code = "recourse.given_up"


class AnsweredAlready(Refusal):
    """The re-examination has its answer."""

    code = "recourse.answered_already"


class OwnDecision(Refusal):
    """Who made a decision does not examine it again."""

    code = "recourse.own_decision"


class WordsRefused(Refusal):
    """What was written is empty or too long, or holds what cannot be read."""

    code = "recourse.words_refused"


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
