"""The three mandates by which somebody acts for a member, and where an answer to a campaign of designation stands."""

from entraide.core.labels import Labelled


class MandateKind(Labelled):
    """What somebody is for a member."""

    CORRESPONDENT = "correspondent", "correspondant"
    DELEGATE_ELECTED = "delegate_elected", "délégué des élus"
    DELEGATE_STAFF = "delegate_staff", "délégué des agents"


class DesignationState(Labelled):
    """How far a member has come in naming the delegate of one college."""

    AWAITED = "awaited", "attendue"
    RECEIVED = "received", "reçue"
    CONFIRMED = "confirmed", "confirmée"
