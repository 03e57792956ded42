"""Acts on the network."""

from entraide.apps.network.operations.bureaus import NewSeat, give_seat, leave_seat
from entraide.apps.network.operations.designations import (
    CampaignPlan,
    Nominee,
    Reminded,
    ask_newcomers,
    close_campaign,
    confirm_designation,
    open_designation_campaign,
    receive_designation,
    remind,
)
from entraide.apps.network.operations.mandates import Invited, Successor, end_mandate, give_mandate, hand_over
from entraide.apps.network.operations.opening import Attached, Holder, import_committees, import_mandates


__all__ = [
    "Attached",
    "CampaignPlan",
    "Holder",
    "Invited",
    "NewSeat",
    "Nominee",
    "Reminded",
    "Successor",
    "ask_newcomers",
    "close_campaign",
    "confirm_designation",
    "end_mandate",
    "give_mandate",
    "give_seat",
    "hand_over",
    "import_committees",
    "import_mandates",
    "leave_seat",
    "open_designation_campaign",
    "receive_designation",
    "remind",
]
