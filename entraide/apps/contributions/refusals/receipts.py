"""What receipts, reminders and payment plans refuse."""

from entraide.core.refusals import Refusal


class LineTaken(Refusal):
    """The line of the bank was counted for something meanwhile."""

    code = "contributions.line_taken"


class NothingChosen(Refusal):
    """No document was chosen."""

    code = "contributions.nothing_chosen"


class MoreThanOwed(Refusal):
    """The line of the bank is more than what is owed."""

    code = "contributions.more_than_owed"


class NoSurplus(Refusal):
    """Nothing came too much on the document."""

    code = "contributions.no_surplus"


class OtherDebtor(Refusal):
    """What came too much from one debtor would pay for another."""

    code = "contributions.other_debtor"


class NothingOwed(Refusal):
    """Nothing is owed on the documents that were chosen."""

    code = "contributions.nothing_owed"


class RefundTooHigh(Refusal):
    """The bank gave back more than what came too much."""

    code = "contributions.refund_too_high"


class HoldInThePast(Refusal):
    """A document would be left out until a day that is over."""

    code = "contributions.hold_in_the_past"


class PlanDiffers(Refusal):
    """The parts of a plan do not add up to what is owed, or two fall on one day."""

    code = "contributions.plan_differs"


class PlanInThePast(Refusal):
    """A part of a plan is due before today, or is of nothing."""

    code = "contributions.plan_in_the_past"
