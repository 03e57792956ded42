"""What calls, campaigns and cancellations refuse."""

from entraide.core.refusals import Refusal


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


class AdjustedSince(Refusal):
    """The member was called or adjusted on a list known later than the one that the round reads."""

    code = "contributions.adjusted_since"


class CalledAlready(Refusal):
    """The member has its call of the year."""

    code = "contributions.called_already"


class NotCalled(Refusal):
    """The platform called the member for nothing that year: there is nothing to adjust."""

    code = "contributions.not_called"


class CancelledAlready(Refusal):
    """The call of the member was taken back: nothing of it is left to adjust or to cancel."""

    code = "contributions.cancelled_already"


class CampaignMade(Refusal):
    """The year has had its call."""

    code = "contributions.campaign_made"


class CampaignOpen(Refusal):
    """A campaign of that kind is not over."""

    code = "contributions.campaign_open"


class CampaignOver(Refusal):
    """A campaign is not in the state that the act needs."""

    code = "contributions.campaign_state"


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
