"""What contributions refuse to let happen."""

from entraide.core.refusals import Refusal


class NotAccountant(Refusal):
    """The act belongs to accountants."""

    code = "contributions.not_an_accountant"


class NotFound(Refusal):
    """What is asked for does not exist, or not any more."""

    code = "contributions.not_found"


class DueBeforeIssued(Refusal):
    """A document would be due before it is issued."""

    code = "contributions.due_before_issued"


class IssuedBeforeLast(Refusal):
    """A document would bear an earlier day than the one numbered before it."""

    code = "contributions.issued_before_last"


class DocumentTakenBack(Refusal):
    """The document was cancelled already."""

    code = "contributions.taken_back"


class NothingStands(Refusal):
    """Nothing of the document stands: credits gave it all back."""

    code = "contributions.nothing_stands"


class ReasonMissing(Refusal):
    """An act that must say why says nothing."""

    code = "contributions.reason_missing"


class NotPrinted(Refusal):
    """The document has no file yet."""

    code = "contributions.not_printed"


class CheckNotRun(Refusal):
    """The rules of the electronic invoice could not be run."""

    code = "contributions.check_not_run"


class DebtorIncomplete(Refusal):
    """The debtor has no billed establishment: a document would have no SIRET to go to."""

    code = "contributions.debtor_incomplete"


class LeftOut(Refusal):
    """A member owes nothing on the lists and contracts as they stand; each reason is a class below."""


class NoList(LeftOut):
    """The member has a contract and nobody on its list."""

    code = "contributions.no_list"


class NoContract(LeftOut):
    """People are on the list of a body that has no contract."""

    code = "contributions.no_contract"


class NobodyCounted(LeftOut):
    """Nobody of the list counts: the contract covers none of them, or each counts for another member."""

    code = "contributions.nobody_counted"


LEFT_OUT: dict[str, type[LeftOut]] = {each.code: each for each in (NoList, NoContract, NobodyCounted)}


class ImportedCall(Refusal):
    """The call of the year was taken over from an earlier system: nobody's days are known."""

    code = "contributions.imported_call"


class CalledAlready(Refusal):
    """The member has its call of the year."""

    code = "contributions.called_already"


class NotCalled(Refusal):
    """The platform called the member for nothing that year: there is nothing to adjust."""

    code = "contributions.not_called"


class CampaignMade(Refusal):
    """The year has had its call."""

    code = "contributions.campaign_made"


class CampaignOpen(Refusal):
    """A campaign of that kind is not over."""

    code = "contributions.campaign_open"


class CampaignOver(Refusal):
    """A campaign is not in the state that the act needs."""

    code = "contributions.campaign_state"


class DueTooFar(Refusal):
    """Documents would be due later than anybody plans."""

    code = "contributions.due_too_far"


class NothingToCancel(Refusal):
    """Nothing that a campaign called stands any more."""

    code = "contributions.nothing_to_cancel"


class CallStays(Refusal):
    """A call is not taken back while something holds it; each reason is a class below."""


class CallPaid(CallStays):
    """Money was received on one of its documents."""

    code = "contributions.call_paid"


class CallDisputed(CallStays):
    """A line of it is disputed, and waits for its answer."""

    code = "contributions.call_disputed"


class CallDeposited(CallStays):
    """One of its documents is deposited already: a campaign leaves it, the accountant cancels it by itself."""

    code = "contributions.call_deposited"


class CreditedTooMuch(CallStays):
    """Credits gave back more of one of its documents than it asked for: what is left is spread over others."""

    code = "contributions.credited_too_much"


STAYING: dict[str, type[CallStays]] = {each.code: each for each in (CallPaid, CallDisputed, CallDeposited, CreditedTooMuch)}


class CallHeld(Refusal):
    """A line to take over is about a year that the platform called itself."""

    code = "contributions.call_held"


class NobodyToCall(Refusal):
    """No member has a contract or a list that year."""

    code = "contributions.nobody_to_call"


class NothingToAdjust(Refusal):
    """Nobody was called for that year."""

    code = "contributions.nothing_to_adjust"


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


class NoTrajectory(Refusal):
    """The member has no way of its own."""

    code = "contributions.no_trajectory"


class ListChanged(Refusal):
    """A document is not at the step that a list showed any more."""

    code = "contributions.list_changed"


class HoldInThePast(Refusal):
    """A document would be left out until a day that is over."""

    code = "contributions.hold_in_the_past"


class PlanDiffers(Refusal):
    """The parts of a plan do not add up to what is owed, or two fall on one day."""

    code = "contributions.plan_differs"


class PlanInThePast(Refusal):
    """A part of a plan is due before today, or is of nothing."""

    code = "contributions.plan_in_the_past"
