"""What the branch says with a body, and what it aims at in a year."""

from entraide.core.labels import Labelled


class ExchangeKind(Labelled):
    """How something was said with a body."""

    VISIT = "visit", "visite"
    MEETING = "meeting", "réunion"
    CALL = "call", "appel"
    LETTER = "letter", "courrier"


class TargetIndicator(Labelled):
    """What a committee or a delegation aims at."""

    NEW_MEMBERS = "new_members", "nouveaux adhérents"
    NEW_HEADS = "new_heads", "agents de plus"
    VISITS = "visits", "visites"
