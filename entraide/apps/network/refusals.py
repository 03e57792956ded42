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
