"""The stages of a body that might become a member, and what may follow each."""

from collections.abc import Mapping
from enum import StrEnum


class ProspectStage(StrEnum):
    """How far the branch has come with a body that does not belong."""

    SPOTTED = "spotted"
    MET = "met"
    OFFERED = "offered"
    WON = "won"
    LOST = "lost"


# A stage may be skipped, never taken back but from `LOST`, where everything begins again.
NEXT: Mapping[ProspectStage, tuple[ProspectStage, ...]] = {
    ProspectStage.SPOTTED: (ProspectStage.MET, ProspectStage.OFFERED, ProspectStage.WON, ProspectStage.LOST),
    ProspectStage.MET: (ProspectStage.OFFERED, ProspectStage.WON, ProspectStage.LOST),
    ProspectStage.OFFERED: (ProspectStage.WON, ProspectStage.LOST),
    ProspectStage.WON: (ProspectStage.LOST,),
    ProspectStage.LOST: (ProspectStage.SPOTTED,),
}


def may_follow(stage: ProspectStage, then: ProspectStage) -> bool:
    """Tell whether a body may go from one stage to another.

    >>> may_follow(ProspectStage.MET, ProspectStage.SPOTTED)
    False
    """
    return then in NEXT[stage]
