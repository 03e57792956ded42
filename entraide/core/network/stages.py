"""The stages of a body that might become a member, and what may follow each."""

from collections.abc import Mapping

from entraide.core.labels import Labelled


class ProspectStage(Labelled):
    """How far the branch has come with a body that does not belong."""

    SPOTTED = "spotted", "repéré"
    MET = "met", "rencontré"
    OFFERED = "offered", "proposition faite"
    WON = "won", "adhésion décidée"
    LOST = "lost", "sans suite"


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
