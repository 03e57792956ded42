"""What the rules of openfisca-core share: entities, choices, the variables and the arithmetic that several benefits read."""

from pathlib import Path

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable


PARAMETERS = Path(__file__).resolve().parent / "openfisca_parameters"
YEAR = DateUnit.YEAR

# A person is a claim's subject as one opener holds it; a child of two openers is two persons of one `Child`.
Person = Entity("person", "persons", "A subject of a claim", "")
Child = GroupEntity(
    "child", "children", "All who hold one child", "", roles=[{"key": "holder", "plural": "holders", "label": "", "doc": ""}]
)
Household = GroupEntity(
    "household", "households", "All who live together", "", roles=[{"key": "member", "plural": "members", "label": "", "doc": ""}]
)


class Status(Enum):
    active = "active"
    apprentice = "apprentice"
    retiree = "retiree"


class Home(Enum):
    tenant = "locataire"
    owner = "propriétaire"


class Territory(Enum):
    metropole = "metropole"
    overseas = "overseas"


class Custody(Enum):
    alternating = "alternating"
    full = "full"


class Lodging(Enum):
    with_parents = "chez ses parents"
    rented = "en location"
    residence = "en résidence"


class Venue(Enum):
    other = "autre"
    cinema = "cinéma"
    museum = "musée"
    concert_hall = "salle de concert"
    theatre = "théâtre"


# The words of each choice, in the order of their ranks.
CHOICES = {
    "status": Status,
    "territory": Territory,
    "custody": Custody,
    "precarite_energetique_home": Home,
    "bourse_d_etudes_lodging": Lodging,
    "abonnement_culturel_venue": Venue,
}


def given(name, kind, **options):
    """Declare an input variable of a person."""
    return type(name, (Variable,), {"value_type": kind, "entity": Person, "definition_period": YEAR, "label": name, **options})


def add_months(days, months):
    """Add calendar months to days, kept within the month's end."""
    month = days.astype("datetime64[M]")
    day_of_month = days - month.astype("datetime64[D]")
    target = month + months
    last = (target + 1).astype("datetime64[D]") - 1
    return np.minimum(target.astype("datetime64[D]") + day_of_month, last)


def claim_of(person, period, benefit):
    """Give the reader of what is declared in the claims of one benefit: its expense, its event, its day of filing."""
    return lambda fact: person(f"{benefit}_{fact}", period)


def may_claim(person, period, day, filed_on, months=None):
    """Tell who is entitled on the day of an event and files in time."""
    accepted = (day <= filed_on) & (day >= person("rights_since", period))
    return accepted if months is None else accepted & (filed_on <= add_months(day, months))


def years_between(born_on, day):
    """Count the whole years lived on a day."""
    birth_month, month = born_on.astype("datetime64[M]"), day.astype("datetime64[M]")
    months = (month - birth_month).astype(int)
    is_earlier = (day - month.astype("datetime64[D]")) < (born_on - birth_month.astype("datetime64[D]"))
    return (months - is_earlier) // 12


def rounded(euros, how):
    """Round euros to the cent; a hundredth of a cent is noise of the type, not part of the amount."""
    return how(np.round(euros * np.float64(100), 2)) / 100


def half_up(cents):
    """Round half a cent up."""
    return np.floor(cents + 0.5)


def shared_claims(group, day, accepted):
    """List the accepted claims of the groups that have several members, by group, then by day, then by row, with their groups."""
    members = np.flatnonzero(accepted & (group.nb_persons() > 1))
    groups = group.reference_entity.members_entity_id[members]
    order = np.lexsort((day[members], groups))
    return members[order], groups[order]


def first_claims(group, day, accepted):
    """Keep the first accepted claim of each group; the groups of one lose nothing."""
    members, groups = shared_claims(group, day, accepted)
    kept = accepted.copy()
    kept[members[1:][groups[1:] == groups[:-1]]] = False
    return kept


def under_ceiling(group, day, amount, limit, how):
    """Cut amounts to what earlier claims of the group leave under a limit, each rounded to the cent."""
    granted = rounded(np.minimum(amount, limit), how)
    members, groups = shared_claims(group, day, amount > 0)
    places = np.arange(len(groups))
    starts = np.searchsorted(groups, groups)
    used = np.zeros(len(groups))
    for rank in range(int(np.max(places - starts, initial=-1)) + 1):
        rows = np.flatnonzero(places - starts == rank)
        granted[members[rows]] = rounded(np.minimum(amount[members[rows]], limit - used[starts[rows]]), how)
        used[starts[rows]] += granted[members[rows]]
    return granted


class tax_tier(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Tier of the tax notice, of both notices for partners who are taxed apart"

    def formula(person, period, parameters):
        tiers = parameters(period).tax_tiers
        partner = person("partner_tax_line_14", period) * tiers.partner_share * person("has_two_notices", period)
        line = person("tax_line_14", period) + partner
        return 1 + (line > tiers.first_at_most) + (line > tiers.second_at_most)


class age(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Age reached in the civil year"

    def formula(person, period, parameters):
        return period.start.year - 1970 - person("born_on", period).astype("datetime64[Y]").astype(int)


def by_tier(tier, amounts):
    """Take the amount, or the rate, of a tier."""
    return np.array([amounts.tier_1, amounts.tier_2, amounts.tier_3])[tier - 1]
