"""The constants of the synthetic France that no source gives, each with the published target that it was tuned to."""

from dataclasses import dataclass

from entraide.core.structure.values import BodyKind


@dataclass(frozen=True, slots=True)
class Target:
    """A published figure that the drawn world must come near: its value, how far it may be, and its source."""

    name: str
    value: float
    tolerance: float
    source: str


COMMUNE_MEMBERS = Target("part des communes parmi les adhérents", 0.715, 0.001, "CNAS, chiffres de juin 2024 (Weka)")
COMMUNE_BENEFICIARIES = Target("part des bénéficiaires dans les communes", 0.517, 0.001, "CNAS, chiffres de juin 2024 (Weka)")
UNDER_TEN = Target("part des adhérents de moins de dix agents, plus de la moitié", 0.55, 0.05, "CNAS, chiffres de juin 2024 (Weka)")

# What the members that are no communes are, as shares of them; departments and regions: of those that exist, a third follow the CNAS
# (18 % of the large bodies in 2013, more have joined since). Tuned so that COMMUNE_BENEFICIARIES leaves each kind a plausible staff.
OTHER_MEMBERS: dict[BodyKind, float] = {
    BodyKind.EPCI: 0.115,
    BodyKind.DEPARTMENT: 0.008,
    BodyKind.REGION: 0.0008,
    BodyKind.SDIS: 0.006,
    BodyKind.MANAGEMENT_CENTRE: 0.008,
    BodyKind.ASSOCIATION: 0.02,
    BodyKind.SYNDICATE: 0.3922,
    BodyKind.CCAS: 0.45,
}
# Agents per thousand inhabitants of the bodies whose staff follows them: 343,000 in EPCI (2020), 19.4 % and 4.3 % of 1.9 million in
# departments and regions (2014), over 67 million inhabitants.
HEADS_PER_THOUSAND: dict[BodyKind, float] = {BodyKind.EPCI: 5.1, BodyKind.DEPARTMENT: 5.5, BodyKind.REGION: 1.2}
# The median staff of those that no population tells; tuned to UNDER_TEN.
MEDIAN_HEADS: dict[BodyKind, float] = {
    BodyKind.SDIS: 180.0,
    BodyKind.MANAGEMENT_CENTRE: 60.0,
    BodyKind.ASSOCIATION: 40.0,
    BodyKind.SYNDICATE: 7.0,
    BodyKind.CCAS: 7.0,
}
# The spread of a staff around what its population tells, as the standard deviation of its logarithm: 15 and 25 agents per thousand at the
# first and ninth decile around 20 (FMVM, 2011) make 0.2; small bodies vary more.
SPREAD, WIDE_SPREAD = 0.25, 0.9
# The largest members known have 8,000 agents (Val-de-Marne, 2023): larger bodies keep their own works committee.
LARGEST = 8_500
