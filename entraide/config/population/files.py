"""A synthetic France as three Parquet files: members, beneficiaries, dependants; each row is marked synthetic."""

from pathlib import Path

import numpy as np

from entraide.core.rules import FACTS, STATUSES
from entraide.integrations.parquet import Coded, Column, Days, write_parquet
from entraide.population.synthetic.careers import CATEGORIES, CONTRACTS, LEAVINGS, NEVER
from entraide.population.synthetic.civil_names import family_names, given_names
from entraide.population.synthetic.france import France
from entraide.population.synthetic.members import KINDS


ORIGIN = "synthétique"
STATUS_WORDS = np.array(sorted(STATUSES))
TERRITORIES, CUSTODIES = (np.array(sorted(FACTS[name].choices)) for name in ("territory", "custody"))
SEXES = np.array(["M", "F"])
DEPENDANT_KINDS = np.array(["spouse", "child"])
FILES = tuple(f"{name}.parquet" for name in ("members", "beneficiaries", "dependants"))


def write_files(france: France, folder: Path) -> list[tuple[Path, int]]:
    """Write the three files, and give how many rows each holds."""
    told = {"origin": ORIGIN, "seed": str(france.seed), "on": france.on.isoformat()}
    written = []
    for name, (count, columns) in zip(FILES, (_members(france), _beneficiaries(france), _dependants(france)), strict=True):
        write_parquet(folder / name, columns | {"origin": _mark(count)}, told=told)
        written.append((folder / name, count))
    return written


def _mark(count: int) -> Coded:
    return Coded(np.zeros(count, np.int8), np.array([ORIGIN]))


def _members(france: France) -> tuple[int, dict[str, Column]]:
    bodies = france.members.bodies
    columns: dict[str, Column] = {
        "siren": bodies.siren,
        "name": bodies.name,
        "kind": Coded(france.members.kind, np.array([kind.value for kind in KINDS])),
        "department": bodies.department,
        "commune_code": bodies.code,
        "population": bodies.population,
        "joined_on": Days(france.joined_on),
        "heads": france.members.heads,
    }
    return bodies.size, columns


def _beneficiaries(france: France) -> tuple[int, dict[str, Column]]:
    openers, careers, size = france.people.openers, france.careers, france.size
    columns: dict[str, Column] = {
        "person": np.arange(size, dtype=np.int32),
        "member_siren": Coded(france.employer, france.members.bodies.siren),
        "second_member_siren": Coded(_second_members(france), np.append(france.members.bodies.siren, "")),
        **_names(france, np.arange(size)),
        "status": Coded(openers.status, STATUS_WORDS),
        "contract": Coded(careers.contract, np.array([contract.value if contract else "" for contract in CONTRACTS])),
        "category": Coded(careers.category, np.array(CATEGORIES)),
        "arrived_on": Days(careers.arrived_on),
        "left_on": Days(careers.left_on, NEVER),
        "leaving": Coded(careers.leaving, np.array(LEAVINGS)),
        "contract_until": Days(careers.contract_until, NEVER),
        "home_code": Coded(france.home, france.places.code),
        "territory": Coded(openers.territory, TERRITORIES),
        "has_proved_line": france.has_proved_line,
    }
    held = ("has_partner", "has_two_notices", "is_lone_parent", "tax_half_shares", "household_size", "disability_rate", "household")
    cents = ("tax_line_14", "partner_tax_line_14", "reference_income", "monthly_resources", "monthly_charges")
    columns |= {name: getattr(openers, name) for name in held}
    return size, columns | {f"{name}_cents": getattr(openers, name) for name in cents}


def _second_members(france: France) -> np.ndarray:
    """Give the row of each person's other member, past the last one for those who have one employer."""
    held = np.full(france.size, france.members.bodies.size, np.int32)
    held[france.second_jobs.person] = france.second_jobs.member
    return held


def _dependants(france: France) -> tuple[int, dict[str, Column]]:
    dependants = france.people.dependants
    columns: dict[str, Column] = {
        "opener": dependants.opener,
        "person": dependants.person,
        "kind": Coded(dependants.kind, DEPENDANT_KINDS),
        **_names(france, dependants.person),
        "custody": Coded(dependants.custody, CUSTODIES),
    }
    held = ("disability_rate", "is_dependent", "is_in_higher_education", "other_parent_is_beneficiary", "opens_right")
    return dependants.size, columns | {name: getattr(dependants, name) for name in held}


def _names(france: France, persons: np.ndarray) -> dict[str, Column]:
    """Give what persons are called, by their numbers."""
    held = france.identities
    return {
        "family_name": Coded(held.family[persons], family_names()),
        "given_name": Coded(held.given[persons], given_names().names),
        "civil_sex": Coded(held.is_woman[persons].astype(np.int8), SEXES),
        "born_on": Days(held.born_on[persons]),
    }
