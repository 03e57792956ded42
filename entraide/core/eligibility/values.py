"""What eligibility reads of a person's employment."""

from entraide.core.labels import Labelled


class Contract(Labelled):
    """What binds a person to the employer."""

    PERMANENT = "permanent", "fonctionnaire"
    OPEN_ENDED = "open_ended", "contrat à durée indéterminée"
    FIXED_TERM = "fixed_term", "contrat à durée déterminée"
    APPRENTICESHIP = "apprenticeship", "apprentissage"


class Position(Labelled):
    """The administrative position of a person over a span."""

    IN_SERVICE = "in_service", "en activité"
    LENT = "lent", "mis à disposition"
    SECONDED_IN = "seconded_in", "détaché dans la collectivité"
    SECONDED_OUT = "seconded_out", "détaché hors de la collectivité"
    UNPAID_LEAVE = "unpaid_leave", "congé non rémunéré"
    AVAILABILITY = "availability", "disponibilité"
    VOLUNTEER_FIREFIGHTER = "volunteer_firefighter", "sapeur-pompier volontaire"
