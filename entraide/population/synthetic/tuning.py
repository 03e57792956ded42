"""The constants of the synthetic France that no source gives, each with the published target that it was tuned to."""

from dataclasses import dataclass

from entraide.core.structure.values import BodyKind


@dataclass(frozen=True, slots=True)
class Target:
    """A published figure that the drawn world must come near: its value, how far it may be, its source, and whether it is a share of 1."""

    name: str
    value: float
    tolerance: float
    source: str
    is_share: bool = True


COMMUNE_MEMBERS = Target("part des communes parmi les adhérents", 0.715, 0.003, "CNAS, chiffres de juin 2024 (Weka)")
COMMUNE_BENEFICIARIES = Target("part des bénéficiaires dans les communes", 0.517, 0.001, "CNAS, chiffres de juin 2024 (Weka)")
UNDER_TEN = Target("part des adhérents de moins de dix agents, plus de la moitié", 0.6, 0.1, "CNAS, chiffres de juin 2024 (Weka)")

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

# What follows is about persons.

MEMBERS_OF_2017 = Target("adhérents de septembre 2017 sur ceux de juin 2025", 19_622 / 21_300, 0.03, "CNAS, chiffres de 2017 et de 2025")
HEADS_OF_2019 = Target("bénéficiaires de fin 2019 sur ceux de fin 2024", 793_201 / 968_590, 0.03, "CNAS, chiffres de 2019 et de 2024")
DEPENDANTS = Target(
    "ayants droit par bénéficiaire", 1.65, 0.05, "CNAS, 1,6 million en juin 2025 (Weka), la dernière de trois valeurs publiées"
)
WOMEN = Target("part des femmes parmi les agents", 0.615, 0.01, "Insee Première, mai 2025")
CONTRACTUAL = Target("part des contractuels parmi les agents", 0.253, 0.02, "Insee Première, mai 2025")
MEAN_AGE = Target("âge moyen des agents", 46.0, 1.0, "DGAFP, 2021 (La Gazette)", is_share=False)
UNDER_30 = Target("part des agents de moins de trente ans", 0.105, 0.02, "DGAFP, 2016 : « à peine plus d’un sur dix »")
CATEGORY_A = Target("part de la catégorie A parmi les agents", 0.086 / 0.973, 0.01, "CNFPT, 2012, parmi les catégories connues")
CATEGORY_C = Target("part de la catégorie C parmi les agents", 0.756 / 0.973, 0.01, "CNFPT, 2012, parmi les catégories connues")
INCOME_BY_SHARE = Target(
    "revenu fiscal de référence médian par part, en euros", 15_313.0, 1_000.0, "DGFiP, revenus de 2022", is_share=False
)
SECOND_JOBS = Target(
    "postes secondaires par agent", 46_800 / 1_977_200, 0.002, "DGCL, Les collectivités locales en chiffres 2018, fin 2016"
)
COUPLES = Target("part des couples parmi les parents", 0.753, 0.04, "Insee Focus 249, familles de 2020")

# Of those who work for a commune, who live in it; illustrative. What it changes: the spread of incomes inside a staff.
LIVE_WHERE_THEY_WORK = 0.4
# What people earn, beside what the published wages and the median of their commune make; tuned to INCOME_BY_SHARE.
EARNED = 1.06
# Members who joined after the published count of 2017, as a share of the small ones; tuned to MEMBERS_OF_2017.
LATE_AMONG_SMALL, SMALL = 0.1, 10
# By how much beneficiaries grew in a year at the end of 2024 (CNAS, Weka): so they go on growing past the last published day.
GROWTH = 0.045
# How much earlier others came, for apprentices and the young came late: a power of the ranks of arrivals; tuned to HEADS_OF_2019.
EARLIER = 1.2
# The youngest age of an arrival; how long an apprentice stays; a contract gives rights from six months on (rules of the association).
LEAST_AGE = 16
APPRENTICESHIP_YEARS = 2
LEAST_CONTRACT_DAYS = 184
FIXED_TERM_DAYS = (30, 720)
# Of those who are no civil servants, who have one without end at once; illustrative. Six years of fixed terms make one (CGFP L332-10).
OPEN_ENDED_AT_ONCE, FIXED_TERM_YEARS = 0.1, 6
# How far luck counts beside the wage in who is of category A, as the width of the spread of a factor's logarithm; tuned to CATEGORY_A and
# CATEGORY_C by construction, illustrative in who is who.
LUCK_OF_CATEGORIES = 0.8
# Departures of a year; illustrative: one who is there in twenty-five leaves, one in six from sixty-two on.
LEAVING, RETIRING, RETIREMENT_AGE = 0.04, 0.16, 62
TRANSFERS_AMONG_DEPARTURES = 0.35
# Of those who are there at the beginning of a year gone by, who left in it: what the shares above come to in this one.
LEFT_IN_A_YEAR = 0.045
# Of two agents who live together, one is a woman and the other a man; so it is for other couples but this share; illustrative.
SAME_SEX_COUPLES = 0.02
# Of children, who bear the name of their opener; of family names, how slowly the first ones grow rarer, and who bears two; illustrative.
OPENER_S_NAME = 0.7
RANKS_ALIKE = 40
DOUBLE_NAMES = 0.2
# Tax lines that are proved: what the association knows of the tiers; illustrative.
PROVED_LINES = 0.8

# What follows is about the years gone by.

RETURN = Target(
    "taux de retour global", 0.93, 0.005, "Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024 (national, 2023)"
)
USERS = Target("taux d’utilisateurs", 0.5733, 0.01, "Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024 (national, 2023)")
BENEFITS_A_YEAR = Target(
    "prestations par bénéficiaire et par an", 2.5, 0.5, "CNAS, 2,5 millions en 2023 pour 928 000 bénéficiaires (Weka)", is_share=False
)
DECIDED_HERE = Target("part des prestations décidées ici, avec leur trace", 1.0, 0.001, "ce qui a été demandé de la dernière année")
# What five committees gave back in 2015 (« Contraintes budgétaires et mouvements des collectivités : les CRO s’interrogent », CNAS, mars
# 2016); the two others, that it does not name, are put at their mean. Their level is then moved to RETURN.
RETURN_OF_COMMITTEES = {"Ouest": 0.83, "Nord-Est": 0.946, "Centre": 0.90, "Sud-Est": 0.84, "Île-de-France/Outre-Mer": 0.80}
COMMITTEE_TOLERANCE = 0.01
SPREAD_SOURCE = "CNAS, les CRO s’interrogent, mars 2016 : écarts de 2015, au niveau de 2023"
# Who uses is mostly who used the year before, and some staffs use more than others: what counts beside the luck of the year; illustrative.
HABIT, STAFF = 0.6, 0.25


@dataclass(frozen=True, slots=True)
class Habit:
    """How often the right to a benefit is used in a year by those who use something, and its cents where the catalogue knows no amount."""

    often: float
    cents: int


# What the past is made of. The catalogue's rules say who has a right, and how much where the amount is published; both numbers here are
# illustrative, tuned to BENEFITS_A_YEAR and to RETURN. Loans, confidential aid and what is no payment are left out.
HABITS: dict[str, Habit] = {
    "accueil-de-loisirs": Habit(0.5, 4_500),
    "billetterie-cinema": Habit(1.4, 3_600),
    "billetterie-loisirs": Habit(0.9, 3_000),
    "billetterie-spectacles": Habit(0.4, 3_000),
    "carte-de-peche": Habit(0.1, 2_200),
    "centres-de-vacances": Habit(0.15, 11_000),
    "cheques-cadeaux": Habit(0.35, 4_000),
    "cheques-culture": Habit(0.4, 4_000),
    "coupon-sport": Habit(0.4, 7_500),
    "demenagement": Habit(0.02, 15_000),
    "depart-en-retraite": Habit(0.03, 30_000),
    "enfant-handicape": Habit(0.8, 40_000),
    "etudes-superieures": Habit(0.7, 11_000),
    "eveil-culturel": Habit(0.3, 5_000),
    "garde-jeunes-enfants": Habit(0.5, 25_000),
    "mariage-pacs": Habit(0.02, 23_000),
    "medaille": Habit(0.03, 23_000),
    "naissance": Habit(0.9, 23_000),
    "noel-des-enfants": Habit(0.8, 3_000),
    "permis-de-conduire-beneficiaire": Habit(0.01, 15_000),
    "permis-de-conduire-enfant": Habit(0.02, 15_000),
    "plan-epargne-cheques-vacances": Habit(0.8, 11_000),
    "prestation-annuelle-retraites": Habit(0.9, 9_000),
    "rentree-scolaire-enfant": Habit(0.8, 4_500),
    "sejour-linguistique": Habit(0.05, 25_000),
    "sejour-vacances-enfant": Habit(0.3, 15_000),
    "ticket-cesu": Habit(0.15, 12_000),
    "voyages": Habit(0.12, 12_000),
}
# A right is used up to so many times as often as its habit where a committee must give back more.
MOST_OFTEN = 3.0
# Days from the filing to the payment, both included.
SETTLED_AFTER = (7, 45)
# Who would use something, over who does: some find nothing that is paid within the year; tuned to USERS.
WOULD_USE = 1.015

# Who acts for members: correspondents and delegates.

CORRESPONDENTS = Target("part des adhérents qui ont un correspondant", 1.0, 0.03, "CNAS, 20 000 correspondants pour 20 000 adhérents, 2017")
# Some members have none for a while, so that the screens have somebody to look for; illustrative, within CORRESPONDENTS.
WITH_CORRESPONDENT = 0.99
# Delegates of both colleges: 33,521 on the electoral roll of February 2021, of 40,000 (SocialCSE).
WITH_DELEGATE = 33_521 / 40_000

# What goes wrong with claims, and that only the truth beside them tells; all illustrative: no source counts any of it.

# Of claims, those of people who have not the right.
WITHOUT_RIGHT = 0.08
# Of claims, those that say one thing which is not so; of their papers, those that say it too.
FALSE_DECLARATIONS, FORGED_PAPERS = 0.01, 0.05
# Of papers, those that are somebody else's, and those that nobody can read.
WRONG_PAPERS, UNREADABLE_PAPERS = 0.02, 0.04
# Of claims that a family fact decides, those whose family has changed and has not said so.
CHANGED_FAMILIES = 0.005
