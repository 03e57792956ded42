"""What the network refuses."""

from entraide.core.refusals import Refusal


class NotMandateKeeper(Refusal):
    """Someone gives or ends a mandate who may not."""

    code = "network.not_mandate_keeper"


class MandateHeld(Refusal):
    """A mandate is given that someone holds, or will hold."""

    code = "network.mandate_held"


class MandateNotHeld(Refusal):
    """A mandate is ended that nobody holds."""

    code = "network.mandate_not_held"


class StaffHoldsNoMandate(Refusal):
    """A mandate is given to somebody of the association's own staff."""

    code = "network.staff_holds_no_mandate"


class BodyGone(Refusal):
    """A mandate is given at a body that does not exist that day."""

    code = "network.body_gone"


class NoMembership(Refusal):
    """A mandate is given at a body that no contract makes a member, that day or later."""

    code = "network.no_membership"


class OtherCollege(Refusal):
    """Someone would be delegate of both colleges of a member on the same days."""

    code = "network.other_college"


class SameHolder(Refusal):
    """A mandate is handed over to whom holds it."""

    code = "network.same_holder"


class CampaignRunning(Refusal):
    """A campaign is opened while another runs."""

    code = "network.campaign_running"


class CampaignDatesCross(Refusal):
    """A campaign would end before it begins, or its mandates begin before it."""

    code = "network.campaign_dates_cross"


class CampaignClosed(Refusal):
    """Something is done in a campaign that is over."""

    code = "network.campaign_closed"


class DesignationsWaiting(Refusal):
    """A campaign is closed while designations wait to be confirmed."""

    code = "network.designations_waiting"


class RemindedLately(Refusal):
    """Members are reminded who all were, a few days ago."""

    code = "network.reminded_lately"


class NotDesignator(Refusal):
    """Someone names a delegate of a member that they do not act for."""

    code = "network.not_designator"


class NotAsked(Refusal):
    """A delegate is named of a body that a campaign asks nothing more."""

    code = "network.not_asked"


class DesignationConfirmed(Refusal):
    """A designation is changed after it gave its mandate."""

    code = "network.designation_confirmed"


class DesignationNotReceived(Refusal):
    """A designation is confirmed that names nobody yet."""

    code = "network.designation_not_received"


class DesignationIncomplete(Refusal):
    """A delegate is named without a name or an address."""

    code = "network.designation_incomplete"


class ActInFuture(Refusal):
    """The act that names a delegate has a day to come."""

    code = "network.act_in_future"


class SameDelegate(Refusal):
    """One person is named for both colleges."""

    code = "network.same_delegate"


class NoDelegateMandate(Refusal):
    """Someone is given a seat who is no delegate of that college in the department."""

    code = "network.no_delegate_mandate"


class SeatHeld(Refusal):
    """Someone is given a seat in a bureau where they sit."""

    code = "network.seat_held"


class FunctionHeld(Refusal):
    """A function of the executive is given that someone holds."""

    code = "network.function_held"


class BureauFull(Refusal):
    """A seat is given in a bureau that is complete."""

    code = "network.bureau_full"


class SeatNotHeld(Refusal):
    """Someone leaves a seat that is no longer held."""

    code = "network.seat_not_held"
