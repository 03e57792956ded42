"""The figures that the synthetic persons are drawn from: those of the shipped calibration file, and, apart, those that no source gives."""

import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from entraide.population.synthetic.persons import days_of


@dataclass(frozen=True, slots=True)
class Calibration:
    """What published figures say; the words of each source stand in `entraide/data/calibration_fpt_cnas.json`.

    Wages and pensions are euros a year, net; ages are years; `heads` and `members` go by day since 1970-01-01; `categories` are A, then B;
    the rest are shares of 1.
    """

    mean_age: float
    aged_50_or_more: float
    under_30: float
    wages: tuple[float, ...]
    mean_wage: float
    mean_pension: float
    part_time: float
    couples_among_families: float
    of_three_children: float
    of_four_children: float
    women: float
    women_permanent: float
    women_contractual: float
    contractual: float
    contractual_under_30: float
    contractual_from_30: float
    categories: tuple[float, float]
    retiree_categories: tuple[float, float]
    heads: tuple[tuple[int, int], ...]
    members: tuple[tuple[int, int], ...]
    dependants_per_head: float


# Deciles 1 and 9, quartiles 1 and 3 and the median are published; the share of people below each of them.
WAGE_RANKS = (0.10, 0.25, 0.50, 0.75, 0.90)


@cache
def calibration() -> Calibration:
    """Read the published figures: ages (DGAFP, 2021 and 2016), wages (Insee SIASP 2010 and 2022), pensions (CNRACL 2024), families
    (Insee, 2020), women, contracts and part time (Insee Première, 2025, with the shares of 2012 by sex and age, CNFPT), heads, members and
    dependants (CNAS).
    """
    shipped = json.loads(files("entraide").joinpath("data", "calibration_fpt_cnas.json").read_text(encoding="utf-8"))
    ages = {item["date"]: item for item in shipped["age"]}
    families, pensions = shipped["familles_2020"], shipped["retraites_cnracl_territoriaux"]["pension_moyenne_mensuelle"]
    staff: dict[str, Any] = shipped["fpt_effectifs"][0]
    wages = shipped["salaires_nets"]["annuel_2010_eqtp_euros"]["ensemble"]
    mean = 12 * shipped["salaires_nets"]["mensuel_2022"]["ensemble"]
    over_50 = ages["2021"]["part_50_plus"]
    categories = shipped["categories"][0]
    women = staff["part_femmes"]
    known = shipped["cnas"]
    heads = _by_day(known["beneficiaires"])
    return Calibration(
        mean_age=ages["2021"]["age_moyen"],
        aged_50_or_more=sum(categories[name] * over_50[name] for name in "ABC") / sum(categories[name] for name in "ABC"),
        under_30=UNDER_30,
        wages=tuple(wages[name] * mean / wages["moyenne"] for name in ("D1", "Q1", "D5", "Q3", "D9")),
        mean_wage=mean,
        mean_pension=12 * (women * pensions["femmes"] + (1 - women) * pensions["hommes"]),
        part_time=staff["part_temps_partiel_ou_non_complet"],
        couples_among_families=families["traditionnelles"] + families["recomposees"],
        of_three_children=families["familles_3_enfants"] / families["familles_avec_mineur"],
        of_four_children=families["familles_4_plus"] / families["familles_avec_mineur"],
        women=women,
        **_contracts(shipped, women, staff["part_contractuels"]),
        categories=_two_first(categories),
        retiree_categories=_two_first(shipped["retraites_cnracl_territoriaux"]),
        heads=((FOUNDED, 0), *heads),
        members=_by_day(known["adherents"]),
        dependants_per_head=known["ayants_droit"]["2025-06"] / heads[-1][1],
    )


# The association was founded in 1967: its fortieth year was 2007.
FOUNDED = days_of(date(1967, 7, 28))


def _by_day(dated: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """Read figures by their day; a month stands for its last day, what names no day is left out."""
    found = []
    for written, number in dated.items():
        if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", written):
            year, month = int(match[1]), int(match[2])
            found.append((days_of(date(year, month, int(match[3] or monthrange(year, month)[1]))), number))
    return tuple(sorted(found))


def _contracts(shipped: dict[str, Any], women: float, contractual: float) -> dict[str, float]:
    """Bring the shares of 2012 by sex and by age to the women and to the contracts of 2023."""
    of_2012, young = shipped["sexe_statut_2012"], shipped["age"][2]
    scale = women / (contractual * of_2012["femmes_non_titulaires"] + (1 - contractual) * of_2012["femmes_titulaires"])
    under = contractual * young["part_moins_30_non_titulaires"]
    under_30 = under + (1 - contractual) * young["part_moins_30_titulaires"]
    return {
        "women_permanent": of_2012["femmes_titulaires"] * scale,
        "women_contractual": of_2012["femmes_non_titulaires"] * scale,
        "contractual": contractual,
        "contractual_under_30": under / under_30,
        "contractual_from_30": (contractual - under) / (1 - under_30),
    }


def _two_first(shares: dict[str, Any]) -> tuple[float, float]:
    """Give the shares of A and B among those whose category is known."""
    known = sum(shares[name] for name in "ABC")
    return shares["A"] / known, shares["B"] / known


# "A peine plus d'un sur dix" under 30 in 2016, says the file: a figure for it.
UNDER_30 = 0.105

# Everything below is illustrative: no source gives it. It is tuned so that the published means and shares come out.

# Ages of the active by (age, share under it): mean near 46, nearly half of 50 or more.
ACTIVE_AGES = ((18, 0.0), (30, UNDER_30), (40, 0.30), (50, 0.52), (60, 0.91), (67, 1.0))
RETIREE_AGES = ((58, 0.0), (63, 0.08), (70, 0.50), (80, 0.90), (96, 1.0))
APPRENTICE_AGES = ((16, 0.0), (19, 0.35), (26, 1.0))
RETIREES, APPRENTICES = 0.09, 0.012
OVERSEAS = 0.05
RIGHTS_YEARS = 16
FIRST_WORK_AGES = (17, 27)
LAST_WORK_AGE = 64

# Wages under the first decile and over the last, as a share of it; a part-time wage, and a pension, as a share of the mean.
LEAST_WAGE, GREATEST_WAGE = 0.55, 3.2
PART_TIME_WAGES = (0.45, 0.9)
PENSIONS = (0.45, 1.55)
PARTNERS_WITHOUT_INCOME = 0.18

COUPLES_WITHOUT_CHILD = 0.55
TWO_NOTICES_AMONG_COUPLES = 0.2
BOTH_AGENTS_AMONG_COUPLES = 0.05
AGE_GAP = (-6, 9)

# Children that a person has had at the end of a life: none, one, two; three and more follow the published families.
NO_CHILD, ONE_CHILD = 0.07, 0.14
FIVE_AMONG_LARGE_FAMILIES = 0.3
FIRST_BIRTH_AGES = ((17, 0.0), (23, 0.15), (27, 0.45), (31, 0.75), (37, 0.95), (45, 1.0))
BIRTH_GAP_DAYS = (330, 2000)
LEAST_PARENT_AGE, GREATEST_PARENT_AGE = 15, 52

DISABLED_ADULTS, DISABLED_CHILDREN = 0.05, 0.025
DISABILITY_FROM_80 = 0.4
ALTERNATING_CUSTODY = 0.12
OTHER_PARENT_IS_AGENT = 0.15
IN_HIGHER_EDUCATION = 0.5

# A progressive tax by share, and the part of a wage that it reads; brackets in whole euros, rates in hundredths.
TAXED_HUNDREDTHS = 90
TAX_BRACKETS = ((11_294, 11), (28_797, 30), (82_341, 41), (177_106, 45))
CHARGES = (0.25, 1.05)

# A fact that no person carries: how often it is a constant of the rule, one unit beside it, or anywhere up to so many times the greatest.
AT_A_CONSTANT, BESIDE_A_CONSTANT = 0.25, 0.15
SPREAD = 2.5
LIKELY_FLAG = 0.7
TERM_START_DAYS = 30
FILING_DAYS = 60
