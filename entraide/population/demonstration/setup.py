"""The set-up constants of the demonstration world, each with its target and its source.

Sources: « Bilan » stands for « Bilan de l'utilisation faite du CNAS », Communauté urbaine du Grand Reims, 25 September 2024. What no
source gives is marked *illustrative*: it is chosen here so that the totals of the Bilan come out, and passes for no real figure.
"""

from dataclasses import dataclass
from datetime import date

from entraide.core.money import Money


DEMONSTRATION_DAY = date(2024, 10, 15)
# The bank run is on Thursdays (illustrative).
LAST_SETTLEMENT_DAY = date(2024, 10, 14)
HISTORY_YEARS = (2022, 2023, 2024)

SYNTHETIC_NOTE = "donnée synthétique de démonstration"
ILLUSTRATIVE_NOTE = "montant illustratif, donnée synthétique de démonstration"


@dataclass(frozen=True, slots=True)
class Rate:
    """The yearly contribution per head."""

    active: Money
    retiree: Money
    note: str


# 217 and 141: Bilan. 212 and 137.80: from memory only (frozen from 2020 to 2023), hence illustrative.
RATES = {
    2022: Rate(Money.of("212"), Money.of("137.80"), ILLUSTRATIVE_NOTE),
    2023: Rate(Money.of("212"), Money.of("137.80"), ILLUSTRATIVE_NOTE),
    2024: Rate(Money.of("217"), Money.of("141"), SYNTHETIC_NOTE),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """Who enters and leaves the list of a member in a year; `retirees…` and `apprentices…` are among the counts before them."""

    arrivals: int
    departures: int
    retiree_arrivals: int = 0
    retiree_departures: int = 0
    apprentice_arrivals: int = 0


@dataclass(frozen=True, slots=True)
class Headcount:
    """The list of a member on 1 January 2022 and its movements; departures of a year are on the list of its 1 January."""

    active: int
    retiree: int
    flows: dict[int, Flow]

    def on_first_day_of(self, year: int) -> tuple[int, int]:
        """Count active agents (apprentices among them) and retirees on 1 January of a year."""
        active, retiree = self.active, self.retiree
        for past, flow in self.flows.items():
            if past < year:
                active += (flow.arrivals - flow.retiree_arrivals) - (flow.departures - flow.retiree_departures)
                retiree += flow.retiree_arrivals - flow.retiree_departures
        return active, retiree


# The CU. Target: 1,460 on the list at the end of 2023 (Bilan, contributions ÷ 212 = 1,461.2); beneficiaries with rights on any day of the
# year: 1,524 in 2022 and 1,530 in 2023, +0.39 %, written +0.4 % in the Bilan. About 8 % of retirees and a dozen apprentices:
# illustrative.
CU_SIREN = "200067213"
CU_HEADCOUNT = Headcount(
    active=1352,
    retiree=112,
    flows={
        2022: Flow(arrivals=60, departures=64, retiree_arrivals=5, retiree_departures=3),
        2023: Flow(arrivals=70, departures=70, retiree_arrivals=5, retiree_departures=3, apprentice_arrivals=6),
        2024: Flow(arrivals=45, departures=28, retiree_arrivals=3, retiree_departures=2, apprentice_arrivals=6),
    },
)
# Bilan, « Montants des cotisations et des prestations reversées ».
CU_CONTRIBUTIONS = {2022: Money.of("308212.74"), 2023: Money.of("309767.44")}
# Agents still on the January list though gone before: called, then credited in full (illustrative).
CU_LATE_REMOVALS = {2022: 2, 2023: 3}


@dataclass(frozen=True, slots=True)
class Quota:
    """How many benefits of one kind a year holds; `users` when the number of distinct users is a target too."""

    benefits: int
    users: int | None = None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The benefits of one member in one year; `total` None: whatever the amounts add up to."""

    users: int
    quotas: dict[str, Quota]
    total: Money | None = None

    @property
    def benefits(self) -> int:
        return sum(quota.benefits for quota in self.quotas.values())


# Bilan: users +8.92 % (841 to 916), benefits +37.55 % (2,253 to 3,099), amounts exact; PECV +20.2 % and +23.12 % and accueil de loisirs
# +33 % and +23 % (labels lost in the source: read here as users and benefits); 24 users and 26 benefits « enfant handicapé » in 2023. The
# rest is illustrative.
CU_PLANS = {
    2022: YearPlan(
        841,
        {
            "enfant-handicape": Quota(24, 22),
            "accueil-de-loisirs": Quota(200, 141),
            "garde-jeunes-enfants": Quota(120),
            "etudes-superieures": Quota(160),
            "rentree-scolaire-enfant": Quota(330),
            "noel-des-enfants": Quota(330),
            "sejour-vacances-enfant": Quota(330),
            "medaille": Quota(60),
            "permis-de-conduire-beneficiaire": Quota(10),
            "coupon-sport": Quota(170),
            "plan-epargne-cheques-vacances": Quota(519, 446),
        },
        Money.of("324785"),
    ),
    2023: YearPlan(
        916,
        {
            "enfant-handicape": Quota(26, 24),
            "accueil-de-loisirs": Quota(246, 188),
            "garde-jeunes-enfants": Quota(150),
            "etudes-superieures": Quota(215),
            "rentree-scolaire-enfant": Quota(405),
            "noel-des-enfants": Quota(520),
            "sejour-vacances-enfant": Quota(390),
            "medaille": Quota(70),
            "permis-de-conduire-beneficiaire": Quota(14),
            "coupon-sport": Quota(424),
            "plan-epargne-cheques-vacances": Quota(639, 536),
        },
        Money.of("380456"),
    ),
    # January to 14 October 2024: synthetic, no target.
    2024: YearPlan(
        742,
        {
            "enfant-handicape": Quota(21, 20),
            "accueil-de-loisirs": Quota(180, 140),
            "garde-jeunes-enfants": Quota(112),
            "etudes-superieures": Quota(64),
            "rentree-scolaire-enfant": Quota(128),
            "sejour-vacances-enfant": Quota(330),
            "medaille": Quota(52),
            "permis-de-conduire-beneficiaire": Quota(11),
            "coupon-sport": Quota(330),
            "plan-epargne-cheques-vacances": Quota(470, 410),
        },
    ),
}


@dataclass(frozen=True, slots=True)
class CommuneSetup:
    """A commune of the perimeter (identity and population: COG and legal populations of 2026); heads and rates are illustrative."""

    siren: str
    insee_code: str
    name: str
    postal_code: str
    population: int
    joined_on: date
    active: int
    retiree: int
    moves: tuple[int, int, int]
    return_percent: dict[int, int]
    user_percent: dict[int, int]


def _commune(row: str) -> CommuneSetup:
    """Read one line of the table: identity | heads | moves by year | return rate by year | user rate by year (percent, 2024 so far)."""
    identity, heads, moves, returns, users = (part.split() for part in row.split("|"))
    siren, insee_code, postal_code, population, joined, name = identity
    active, retiree = map(int, heads)
    first, second, third = map(int, moves)
    return CommuneSetup(
        siren=siren,
        insee_code=insee_code,
        name=name.replace("_", " "),
        postal_code=postal_code,
        population=int(population),
        joined_on=date.fromisoformat(joined),
        active=active,
        retiree=retiree,
        moves=(first, second, third),
        return_percent=dict(zip(HISTORY_YEARS, map(int, returns), strict=True)),
        user_percent=dict(zip(HISTORY_YEARS, map(int, users), strict=True)),
    )


# Heads are those of 1 January 2022, moves the arrivals (and as many departures) of 2022, 2023, 2024. Return rates are spread around the
# national 93 % of 2023, user rates around the national 57.33 % (Bilan). Beaumont-sur-Vesle has 9 agents and no retiree; Verzy and Chamery
# stay under 11 beneficiaries.
COMMUNES = tuple(
    _commune(row)
    for row in """
215102328 51250 51170 5850 2009-01-01 Fismes|84 8|4 5 3|88 94 63|54 58 43
215106121 51660 51110 2749 2012-01-01 Warmeriville|36 4|2 2 1|91 97 66|56 60 45
215100389 51043 51110 2495 2014-09-01 Bazancourt|33 3|2 2 1|104 109 74|60 64 48
215103649 51391 51140 2081 2010-01-01 Muizon|28 2|1 2 1|79 85 58|50 54 40
215102633 51282 51390 1907 2016-01-01 Gueux|22 2|1 1 1|95 92 60|52 56 42
215104993 51536 51500 1824 2011-01-01 Sillery|21 1|1 1 1|86 101 71|53 60 46
215103086 51329 51220 1442 2017-01-01 Loivre|15 1|1 0 1|72 78 52|47 52 37
215101718 51183 51220 1240 2013-01-01 Courcy|12 1|0 1 0|99 90 65|58 58 42
215104167 51449 51360 1042 2018-01-01 Prunay|9 1|0 0 1|113 121 80|60 70 50
215100397 51044 51360 767 2015-01-01 Beaumont-sur-Vesle|9 0|0 1 0|66 84 57|45 56 45
215105685 51614 51380 961 2019-01-01 Verzy|7 1|0 0 0|58 74 49|38 50 38
215101056 51112 51500 464 2020-09-01 Chamery|4 0|0 0 0|121 68 44|50 50 50
""".strip().splitlines()
)

# Line 14 of the tax notice by tier: amounts well inside the illustrative thresholds of the catalogue (1,200 and 2,500 euros).
TAX_LINE_14_EUROS = {1: (0, 380), 2: (1260, 1890), 3: (3350, 9800)}
TIER_SHARES = (0.42, 0.33, 0.25)


@dataclass(frozen=True, slots=True)
class BenefitSetup:
    """What a benefit of the past may be: whose ages by civil year (both ends in), for whom, in which months it is settled.

    `amounts` by tier in euros from the year that keys them; `spread` when the amount follows the expense: from `floor` to the tier's
    amount.
    """

    ages: tuple[int, int]
    subjects: tuple[str, ...]
    months: tuple[int, ...]
    amounts: dict[int, tuple[int, int, int]]
    floor: int | None = None
    once_ever: bool = False
    per_subject: int = 1
    ages_if_disabled: tuple[int, int] | None = None


ALL_YEAR = tuple(range(1, 13))
AFTER_WINTER = tuple(range(2, 13))

# Ages: « Bilan » and the association's public catalogue where they exist (rentrée 11-18, études 19-26, accueil up to 12, séjour up to 18,
# garde up to 3; 25 if disabled), the rest illustrative. Amounts: accueil 55/45/35 then 120/100/80 from 2023; rentrée 47 or 38 and études
# 64 to 160, with the exceptional supplement of 2022 (+40; +100, +70, +50); enfant handicapé 600 and 230. Which tier gets 47 or 38, the
# 112 of the middle, and all others: illustrative.
BENEFITS = {
    "enfant-handicape": BenefitSetup((0, 25), ("disabled",), AFTER_WINTER, {2022: (600, 600, 600)}),
    "accueil-de-loisirs": BenefitSetup(
        (3, 12), ("child",), AFTER_WINTER, {2022: (55, 45, 35), 2023: (120, 100, 80)}, ages_if_disabled=(3, 25)
    ),
    "garde-jeunes-enfants": BenefitSetup((0, 3), ("child",), AFTER_WINTER, {2022: (620, 540, 460)}, floor=160),
    "etudes-superieures": BenefitSetup((19, 26), ("child",), (9, 10, 11, 12), {2022: (260, 182, 114), 2023: (160, 112, 64)}),
    "rentree-scolaire-enfant": BenefitSetup((11, 18), ("child",), (9, 10, 11, 12), {2022: (87, 78, 78), 2023: (47, 38, 38)}),
    "noel-des-enfants": BenefitSetup((0, 12), ("child",), (11, 12), {2022: (30, 30, 30)}),
    "sejour-vacances-enfant": BenefitSetup((4, 18), ("child",), tuple(range(3, 13)), {2022: (560, 480, 400)}, floor=90, per_subject=2),
    "medaille": BenefitSetup((40, 67), ("active",), AFTER_WINTER, {2022: (230, 230, 230)}, once_ever=True),
    "permis-de-conduire-beneficiaire": BenefitSetup((16, 50), ("active",), ALL_YEAR, {2022: (150, 150, 150)}, once_ever=True),
    "coupon-sport": BenefitSetup((16, 99), ("self",), ALL_YEAR, {2022: (90, 75, 60)}, floor=20),
    "plan-epargne-cheques-vacances": BenefitSetup(
        (16, 99), ("self",), ALL_YEAR, {2022: (130, 120, 100), 2023: (140, 120, 100)}, per_subject=2
    ),
}
# PECV on 200 euros saved: 45 % of tier 1 until 2022, 50 % since (30 % and 25 % for the others); 400 euros otherwise (amounts above; 130
# in 2022 illustrative).
PECV_200_EUROS = {2022: (90, 60, 50), 2023: (100, 60, 50)}
PECV_200_SHARE = 0.35
# Disability of 50 to 79 %: 230 euros up to 25; of 80 % and more: 600 euros.
HANDICAP_LOW_EUROS = 230
HANDICAP_HIGH_RATE = 80
# The CU's services are those the Bilan names among the users of 2023; those of the communes are illustrative.
SERVICES = {
    "epci": (
        "Direction des déchets",
        "Pôles territoriaux",
        "Moyens généraux mobiles",
        "Finances",
        "Ressources humaines",
        "Affaires juridiques",
        "Voirie",
        "Eau et assainissement",
    ),
    "commune": ("Services techniques", "Accueil et administration", "Écoles et périscolaire"),
}

# Families (illustrative, around the 1.9 children per family of INSEE Focus 249, 2021).
PARENT_RATE = 0.86
CHILDREN_COUNTS = ((1, 2, 3, 4), (0.24, 0.46, 0.22, 0.08))
SPOUSE_RATE = 0.62
CU_DISABLED_FAMILIES = 32
CU_TWICE_DISABLED_FAMILIES = 4
ALTERNATING_CUSTODY_RATE = 0.12
PROVED_LINE_RATE = 0.8
