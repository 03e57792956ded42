"""Claims: what was asked, the papers, what was reserved, and decisions that are never edited."""

from entraide.apps.claims.models.claims import Claim, ClaimDocument, ClaimFact, ClaimMessage, Pause
from entraide.apps.claims.models.decisions import Decision, Reservation
from entraide.apps.claims.models.imports import ImportedBenefit


__all__ = ["Claim", "ClaimDocument", "ClaimFact", "ClaimMessage", "Decision", "ImportedBenefit", "Pause", "Reservation"]
