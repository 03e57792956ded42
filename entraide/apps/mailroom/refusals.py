"""What the mail room refuses."""

from entraide.core.refusals import Refusal


class NotYours(Refusal):
    """Someone acted on post that is not in their charge."""

    code = "mailroom.not_yours"


class NotOfYourStaff(Refusal):
    """The envelope is for somebody who is not on the correspondent's list."""

    code = "mailroom.not_of_your_staff"


class EmptyEnvelope(Refusal):
    """An envelope holds no file, or too many."""

    code = "mailroom.empty_envelope"


class EnvelopeSealed(Refusal):
    """Nobody opened the envelope: what it holds is not known."""

    code = "mailroom.envelope_sealed"


class EnvelopeSettled(Refusal):
    """The envelope was entered, asked for again or set aside already."""

    code = "mailroom.envelope_settled"


class NotTheirClaim(Refusal):
    """The claim is not one of the person whom the envelope is for."""

    code = "mailroom.not_their_claim"


class NotAScan(Refusal):
    """A batch of post is not a PDF."""

    code = "mailroom.not_a_scan"


class NotYetReceived(Refusal):
    """Post would have come on a day that is to come."""

    code = "mailroom.not_yet_received"


class ScannedTwice(Refusal):
    """The same scan was taken in already."""

    code = "mailroom.scanned_twice"


class ItemSettled(Refusal):
    """The pages were sorted or set aside already."""

    code = "mailroom.item_settled"


class UnknownClaim(Refusal):
    """No claim that the actor may see has this reference."""

    code = "mailroom.unknown_claim"


class NoSuchPages(Refusal):
    """The pages asked are not of this part."""

    code = "mailroom.no_such_pages"


class PagesLost(Refusal):
    """The pages cannot be taken out of their scan."""

    code = "mailroom.pages_lost"


class NothingToPrint(Refusal):
    """No letter waits."""

    code = "mailroom.nothing_to_print"


class AlreadyPosted(Refusal):
    """The letters were posted already."""

    code = "mailroom.already_posted"
