"""The rules of the twelve benefits, written by hand: what costs little is read on every row, what costs more on the rows that are left.

Only the revisions that hold for events of 2024 and after are here, within the bounds that the catalogue gives to each fact (no negative
expense, two half-shares at least). Each function receives a block of claims, the days of their event, and the rows for which a revision is
known, which it may write to.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.peers.by_hand.ceilings import Ceiling
from benchmarks.peers.by_hand.days import (
    AGE_3,
    AGE_4,
    AGE_6,
    AGE_12,
    AGE_18,
    SCHOOL_YEAR,
    SIX_MONTHS,
    THREE_MONTHS,
    Array,
    new_year,
    within,
)


Columns = dict[str, Array]
Claims = tuple[Array, Array]

ACTIVE, APPRENTICE = 0, 1  # and a retiree is 2

# Cents by tier, the second half of a table being for a child in full custody, for 400 €, or from 19 years on.
CARE = np.array([6_000, 5_000, 4_000, 12_000, 10_000, 8_000])
STUDIES = np.array([16_000, 11_200, 6_400])
SAVINGS = np.array([10_000, 6_000, 5_000, 14_000, 12_000, 10_000])
TERM = np.array([4_700, 3_800, 3_800, 16_000, 11_200, 6_400])

# From 50 % and from 80 % of disability; at the parents' home, in a rented one, in a residence.
DISABILITY = np.array([23_000, 60_000])
LODGING = np.array([32_000, 54_000, 54_000])

# From 6 years on, from 3 years on, before.
HALF_DAYS = np.array([24, 40, 60])
HALF_DAY = np.array([310, 480, 620])


def _tier(claims: Columns, rows: Array) -> Array:
    """The tier less one; the whole line of a partner who has a notice adds up."""
    line = claims["tax_line_14"].take(rows)
    both = claims["has_two_notices"].take(rows).nonzero()[0]
    line[both] += claims["partner_tax_line_14"].take(rows.take(both))
    return (line > 120_000).view(np.int8) + (line > 250_000).view(np.int8)


def _accueil_de_loisirs(claims: Columns, event: Array, held: Array) -> Claims:
    born = claims["born_on"]
    held &= claims["opens_right"]
    held &= event >= claims["rights_since"]
    held &= born <= event
    held &= within(event, claims["filed_on"], SIX_MONTHS)
    aged = claims["disability_rate"] >= 500_000
    aged &= born >= new_year(event, -25)
    aged |= born >= new_year(event, -12)
    held &= aged
    rows = held.nonzero()[0]
    money = CARE.take(_tier(claims, rows) + claims["custody"].take(rows) * np.int8(3))
    return rows, np.minimum(money, claims["expense"].take(rows))


def _enfant_handicape(claims: Columns, event: Array, held: Array) -> Claims:
    held &= claims["disability_rate"] >= 500_000
    held &= claims["opens_right"]
    rows = held.nonzero()[0]
    event, born, filed = event.take(rows), claims["born_on"].take(rows), claims["filed_on"].take(rows)
    heavy = claims["disability_rate"].take(rows) >= 800_000
    fits = heavy & claims["is_dependent"].take(rows)
    fits |= born >= new_year(event, -25)
    fits &= born <= event
    fits &= event >= claims["rights_since"].take(rows)
    fits &= event <= filed
    fits &= filed < new_year(event, 1)
    fitting = fits.nonzero()[0]
    return rows.take(fitting), DISABILITY.take(heavy.view(np.int8).take(fitting))


def _etudes_superieures(claims: Columns, event: Array, held: Array) -> Claims:
    born = claims["born_on"]
    held &= claims["opens_right"]
    held &= event >= claims["rights_since"]
    held &= within(event, claims["filed_on"], THREE_MONTHS)
    held &= born >= new_year(event, -26)
    aged = claims["is_in_higher_education"] & (born < new_year(event, -16))
    aged |= born < new_year(event, -18)
    held &= aged
    rows = held.nonzero()[0]
    return rows, STUDIES.take(_tier(claims, rows))


def _plan_epargne_cheques_vacances(claims: Columns, event: Array, held: Array) -> Claims:
    saved = claims["saved_amount"]
    large = saved == 40_000
    held &= large | (saved == 20_000)
    held &= event >= claims["rights_since"]
    held &= event <= claims["filed_on"]
    rows = held.nonzero()[0]
    return rows, SAVINGS.take(_tier(claims, rows) + large.view(np.int8).take(rows) * np.int8(3))


def _rentree_scolaire_beneficiaire(claims: Columns, event: Array, held: Array) -> Claims:
    held &= claims["status"] == APPRENTICE
    rows = held.nonzero()[0]
    event, born = event.take(rows), claims["born_on"].take(rows)
    fits = event >= claims["rights_since"].take(rows)
    fits &= within(event, claims["filed_on"].take(rows), THREE_MONTHS)
    fits &= born <= event
    fits &= born >= new_year(event, -26)
    grown = (born < new_year(event, -18)).view(np.int8)
    fitting = fits.nonzero()[0]
    rows = rows.take(fitting)
    return rows, TERM.take(_tier(claims, rows) + grown.take(fitting) * np.int8(3))


def _precarite_energetique(claims: Columns, event: Array, held: Array) -> Claims:
    held &= claims["tax_line_14"] == 0
    held &= event >= claims["rights_since"]
    held &= within(event, claims["filed_on"], SIX_MONTHS)
    rows = held.nonzero()[0]
    fits = claims["energy_spend"].take(rows) * 10 > claims["annual_income"].take(rows)
    owner = claims["home"].take(rows).view(bool)  # locataire, propriétaire
    fits &= ~owner
    fits |= owner & claims["diagnosis_is_for_works"].take(rows)
    fits &= ~claims["has_two_notices"].take(rows) | (claims["partner_tax_line_14"].take(rows) == 0)
    rows = rows.take(fits.nonzero()[0])
    return rows, np.minimum(claims["expense"].take(rows), 10_000)


def _billetterie_cinema(claims: Columns, event: Array, held: Array) -> Claims:
    tickets, price = claims["tickets"], claims["ticket_price"]
    held &= event >= claims["rights_since"]
    held &= event <= claims["filed_on"]
    held &= tickets + claims["tickets_ordered_before"] <= claims["entitled_persons"] * 12
    held &= price > 450
    rows = held.nonzero()[0]
    return rows, tickets.take(rows) * (price.take(rows) - 450)


def _garde_du_mercredi(claims: Columns, event: Array, held: Array) -> Claims:
    born = claims["born_on"]
    held &= claims["status"] == ACTIVE
    held &= claims["opens_right"]
    held &= event >= claims["rights_since"]
    held &= event <= claims["filed_on"]
    held &= claims["filed_on"] < new_year(event, 1)
    held &= within(born, event, AGE_12)
    rows = held.nonzero()[0]
    event, born = event.take(rows), born.take(rows)
    units = claims["care_days"].take(rows) * 2 + claims["care_half_days"].take(rows)
    band = within(born, event, AGE_3).view(np.int8) + within(born, event, AGE_6).view(np.int8)
    money = np.minimum(units, HALF_DAYS.take(band)) * HALF_DAY.take(band)
    money *= units >= 2  # a day, or two half-days
    return rows, np.minimum(money, claims["expense"].take(rows))


def _colonie_au_quotient(claims: Columns, event: Array, held: Array) -> Claims:
    born = claims["born_on"]
    held &= claims["status"] <= APPRENTICE
    held &= claims["opens_right"]
    held &= event >= claims["rights_since"]
    held &= within(event, claims["filed_on"], SIX_MONTHS)
    held &= within(born, event, AGE_18)
    held &= ~within(born, event, AGE_4)
    rows = held.nonzero()[0]
    income, shares = claims["reference_income"].take(rows), claims["tax_half_shares"].take(rows)
    steps = (
        (income < shares * 360_000).view(np.int8) + (income < shares * 540_000).view(np.int8) + (income < shares * 780_000).view(np.int8)
    )
    money = np.minimum(
        claims["expense"].take(rows) * (steps * np.int8(3) + np.int8(3)), 600_000
    )  # 3, 6, 9 or 12 twentieths, of 300 € at most
    money *= claims["custody"].take(rows) + np.int8(1)  # alternating, full
    return rows, (money + 20) // 40


def _bourse_d_etudes(claims: Columns, event: Array, held: Array) -> Claims:
    born = claims["born_on"]
    held &= claims["is_in_higher_education"]
    held &= claims["opens_right"]
    held &= claims["status"] != APPRENTICE
    held &= event >= claims["rights_since"]
    held &= within(event, claims["filed_on"], THREE_MONTHS)
    held &= born <= event
    held &= born >= new_year(event, -26)
    rows = held.nonzero()[0]
    fifths = claims["reference_income"].take(rows) * (np.int8(5) - claims["territory"].take(rows))  # metropole, overseas
    fits = fifths <= claims["tax_half_shares"].take(rows) * 2_100_000 + 4_800_000
    rows = rows.take(fits.nonzero()[0])
    return rows, LODGING.take(claims["lodging"].take(rows))


def _abonnement_culturel(claims: Columns, event: Array, held: Array) -> Claims:
    expense = claims["expense"]
    held &= claims["venue"] >= 2  # autre, cinéma, musée, salle de concert, théâtre
    held &= expense >= 4_000
    held &= event >= claims["rights_since"]
    held &= within(event, claims["filed_on"], SIX_MONTHS)
    rows = held.nonzero()[0]
    return rows, np.clip((expense.take(rows) * 3 + 9) // 10, 2_000, 15_000)


def _base(event: Array) -> Array | int:
    """The monthly base of the event's year, 32 % of it, in hundredths of a cent."""
    return np.where(event < np.datetime64("2024-01-01").astype(int), 44_020 * 32, 44_837 * 32)


def _allocation_de_repit(claims: Columns, event: Array, held: Array) -> Claims:
    held &= claims["disability_rate"] >= 800_000
    held &= claims["opens_right"]
    held &= claims["status"] != APPRENTICE
    held &= ~claims["is_boarded"]
    rows = held.nonzero()[0]
    event, filed = event.take(rows), claims["filed_on"].take(rows)
    fits = event >= claims["rights_since"].take(rows)
    fits &= event <= filed
    fits &= filed < new_year(event, 1) + 31
    fitting = fits.nonzero()[0]
    rows = rows.take(fitting)
    return rows, np.minimum(claims["home_months"].take(rows), 12) * _base(event.take(fitting)) // 100


class Benefit(NamedTuple):
    """The day its first revision starts, the fact that is its event, its rule and its ceiling."""

    since: int
    event: str
    pays: Callable[[Columns, Array, Array], Claims]
    ceiling: Ceiling | None


def _benefit(since: str, event: str, pays: Callable[[Columns, Array, Array], Claims], ceiling: Ceiling | None) -> Benefit:
    return Benefit(int(np.datetime64(since, "D").astype(int)), event, pays, ceiling)


ONE_BY_CHILD = Ceiling("subject", claims=1)
ONE_BY_SCHOOL_YEAR = Ceiling("subject", claims=1, year=SCHOOL_YEAR)

BENEFITS = {
    "accueil-de-loisirs": _benefit("2019-01-01", "stay_ended_on", _accueil_de_loisirs, Ceiling("subject", 1, "opener", lambda _: 12_000)),
    "enfant-handicape": _benefit("2019-01-01", "event_on", _enfant_handicape, ONE_BY_CHILD),
    "etudes-superieures": _benefit("2022-08-01", "term_started_on", _etudes_superieures, ONE_BY_SCHOOL_YEAR),
    "plan-epargne-cheques-vacances": _benefit(
        "2015-01-01", "plan_opened_on", _plan_epargne_cheques_vacances, Ceiling("opener", 1, by_birth=False)
    ),
    "rentree-scolaire-beneficiaire": _benefit(
        "2024-09-01", "term_started_on", _rentree_scolaire_beneficiaire, Ceiling("opener", 1, year=SCHOOL_YEAR)
    ),
    "precarite-energetique": _benefit(
        "2018-01-01", "billed_on", _precarite_energetique, Ceiling("household", 1, year=None, by_birth=False)
    ),
    "billetterie-cinema": _benefit("2019-01-01", "ordered_on", _billetterie_cinema, None),
    "garde-du-mercredi": _benefit("2024-01-01", "stay_ended_on", _garde_du_mercredi, ONE_BY_CHILD),
    "colonie-au-quotient": _benefit("2024-01-01", "stay_ended_on", _colonie_au_quotient, Ceiling("subject", 1, "opener", lambda _: 30_000)),
    "bourse-d-etudes": _benefit("2024-08-01", "term_started_on", _bourse_d_etudes, ONE_BY_SCHOOL_YEAR),
    "abonnement-culturel": _benefit(
        "2024-09-01",
        "event_on",
        _abonnement_culturel,
        Ceiling("household", 2, "opener", lambda _: 24_000, year=SCHOOL_YEAR, by_birth=False),
    ),
    "allocation-de-repit": _benefit(
        "2023-01-01",
        "period_ended_on",
        _allocation_de_repit,
        Ceiling("subject", cents=lambda event: _base(event) * 12 // 100, by_birth=False),
    ),
}
