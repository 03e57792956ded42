"""What disputes and ways to the rate refuse."""

from entraide.core.refusals import Refusal


class GroundMissing(Refusal):
    """A dispute says nothing."""

    code = "contributions.ground_missing"


class LineWithdrawn(Refusal):
    """The line was taken off the account."""

    code = "contributions.line_withdrawn"


class DisputeOpen(Refusal):
    """The line is disputed already."""

    code = "contributions.dispute_open"


class AnswerMissing(Refusal):
    """An answer says nothing."""

    code = "contributions.answer_missing"


class DisputeAnswered(Refusal):
    """The dispute waits for nothing any more."""

    code = "contributions.dispute_answered"


class DisputeChangesNothing(Refusal):
    """A dispute is upheld while the list says what was called."""

    code = "contributions.dispute_changes_nothing"


class TrajectoryEmpty(Refusal):
    """A way to the rate starts nowhere."""

    code = "contributions.trajectory_empty"


class TrajectoryTooLong(Refusal):
    """A way to the rate does not arrive in time."""

    code = "contributions.trajectory_too_long"


class TrajectoryTooFar(Refusal):
    """A way to the rate begins too long ago, or too late."""

    code = "contributions.trajectory_too_far"


class SourceMissing(Refusal):
    """Nothing decides what is recorded."""

    code = "contributions.source_missing"


class FloorTooEarly(Refusal):
    """A floor would begin in a year whose accounts are closed."""

    code = "contributions.floor_too_early"


class FloorAboveRate(Refusal):
    """A floor would cost more than the national rate."""

    code = "contributions.floor_above_rate"


class NoTrajectory(Refusal):
    """The member has no way of its own."""

    code = "contributions.no_trajectory"
