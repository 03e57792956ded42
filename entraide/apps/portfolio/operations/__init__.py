"""Acts on the portfolio."""

from entraide.apps.portfolio.operations.exchanges import (
    NewExchange,
    Promise,
    cancel_exchange,
    keep_promise,
    note_exchange,
    promise,
    tell_exchange,
)
from entraide.apps.portfolio.operations.following import flag_at_risk, follow, move_stage, unfollow
from entraide.apps.portfolio.operations.targets import Area, set_targets


__all__ = [
    "Area",
    "NewExchange",
    "Promise",
    "cancel_exchange",
    "flag_at_risk",
    "follow",
    "keep_promise",
    "move_stage",
    "note_exchange",
    "promise",
    "set_targets",
    "tell_exchange",
    "unfollow",
]
