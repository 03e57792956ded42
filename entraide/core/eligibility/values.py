"""What eligibility reads of a person's employment."""

from enum import StrEnum


class Contract(StrEnum):
    """What binds a person to the employer."""

    label: str

    def __new__(cls, value: str, label: str) -> "Contract":
        """Keep the French label beside the code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    PERMANENT = "permanent", "fonctionnaire"
    OPEN_ENDED = "open_ended", "contrat à durée indéterminée"
    FIXED_TERM = "fixed_term", "contrat à durée déterminée"
    APPRENTICESHIP = "apprenticeship", "apprentissage"


class Position(StrEnum):
    """The administrative position of a person over a span."""

    label: str

    def __new__(cls, value: str, label: str) -> "Position":
        """Keep the French label beside the code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    IN_SERVICE = "in_service", "en activité"
    LENT = "lent", "mis à disposition"
    SECONDED_IN = "seconded_in", "détaché dans la collectivité"
    SECONDED_OUT = "seconded_out", "détaché hors de la collectivité"
    UNPAID_LEAVE = "unpaid_leave", "congé non rémunéré"
    AVAILABILITY = "availability", "disponibilité"
    VOLUNTEER_FIREFIGHTER = "volunteer_firefighter", "sapeur-pompier volontaire"
