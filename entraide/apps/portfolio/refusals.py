"""What the portfolio refuses."""

from entraide.core.refusals import Refusal


class NotPortfolioKeeper(Refusal):
    """Someone writes in the portfolio who does not keep it."""

    code = "portfolio.not_keeper"


class NothingSaid(Refusal):
    """An exchange or a promise without words."""

    code = "portfolio.nothing_said"


class ExchangeTooFar(Refusal):
    """An exchange is planned years ahead, or told of years ago."""

    code = "portfolio.exchange_too_far"


class ExchangeToCome(Refusal):
    """What came of an exchange is told before its day."""

    code = "portfolio.exchange_to_come"


class ExchangeTold(Refusal):
    """A planned exchange is told or cancelled that is told already."""

    code = "portfolio.exchange_told"


class PromiseInThePast(Refusal):
    """Something is promised for a day gone by."""

    code = "portfolio.promise_in_the_past"


class PromiseTooFar(Refusal):
    """Something is promised for a day years ahead: its year was mistyped."""

    code = "portfolio.promise_too_far"


class PromiseKept(Refusal):
    """A promise is kept twice."""

    code = "portfolio.promise_kept"


class IsMember(Refusal):
    """A body that belongs is followed as one that might."""

    code = "portfolio.is_member"


class NotMember(Refusal):
    """A body that does not belong is flagged at risk of leaving."""

    code = "portfolio.not_member"


class BodyGone(Refusal):
    """Something is written of a body that does not exist any more."""

    code = "portfolio.body_gone"


class AlreadyFollowed(Refusal):
    """A body is followed twice."""

    code = "portfolio.already_followed"


class NotFollowed(Refusal):
    """A body moves or is let go that nobody follows."""

    code = "portfolio.not_followed"


class StageNotNext(Refusal):
    """A body is moved to a stage that cannot follow its own."""

    code = "portfolio.stage_not_next"


class ReasonMissing(Refusal):
    """A body is flagged or lost without saying why."""

    code = "portfolio.reason_missing"


class UnknownArea(Refusal):
    """A target is set for a committee or a delegation that does not exist."""

    code = "portfolio.unknown_area"
