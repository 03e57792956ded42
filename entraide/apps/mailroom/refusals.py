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


class EnvelopeSettled(Refusal):
    """The envelope was entered, asked for again or set aside already."""

    code = "mailroom.envelope_settled"


class NotTheirClaim(Refusal):
    """The claim is not one of the person whom the envelope is for."""

    code = "mailroom.not_their_claim"
