"""The reference tables that ship with the package, as the arrays that a synthetic France is drawn from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_data import communes, living_standards, region_departments
from entraide.integrations.reference_files.bodies import read_bodies
from entraide.population.synthetic.members import Bodies
from entraide.population.synthetic.places import Places


LISTS = (BodyKind.COMMUNE, BodyKind.EPCI, BodyKind.DEPARTMENT)


@cache
def known_bodies() -> dict[BodyKind, Bodies]:
    """Read the real bodies by kind: communes, EPCI, departments and regions."""
    rows: dict[BodyKind, list[tuple[str, str, str, str, int]]] = defaultdict(list)
    elsewhere = _departments_of_epcis() | region_departments()
    for kind in LISTS:
        for body in read_bodies(kind).bodies:
            department = body.department or elsewhere.get(body.siren, "")
            if department:
                rows[body.kind].append((body.siren, body.name, department, body.code, body.population or 0))
    return {kind: Bodies(*(np.array(column) for column in zip(*listed, strict=True))) for kind, listed in rows.items()}


def _departments_of_epcis() -> dict[str, str]:
    """Give the department where most inhabitants of each EPCI live: their list does not say it."""
    lived: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for commune in communes().values():
        if commune.epci_siren:
            lived[commune.epci_siren][commune.department] += commune.population or 0
    return {siren: max(sorted(held), key=held.__getitem__) for siren, held in lived.items()}


@cache
def known_places() -> Places:
    """Read the communes where people live, each with its median standard of living over that of all.

    Where INSEE keeps it secret or does not publish it, that of the department stands for it, and that of the overseas departments that
    are published for the others of them.
    """
    standards = living_standards()
    lived_in = [commune for commune in communes().values() if commune.siren and commune.department]
    by_department = _means(standards)
    whole = _mean(standards.values())
    overseas = _mean(held for code, held in standards.items() if code.startswith("97"))
    means = []
    for commune in lived_in:
        _, median = standards.get(commune.insee_code, (0, 0))
        means.append((median or by_department.get(commune.department) or overseas) / whole)
    return Places(
        code=np.array([commune.insee_code for commune in lived_in]),
        name=np.array([commune.name for commune in lived_in]),
        department=np.array([commune.department for commune in lived_in]),
        population=np.array([commune.population or 0 for commune in lived_in], np.int64),
        means=np.array(means, np.float32),
    )


def _means(standards: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for code, standard in standards.items():
        held[code[:3] if code.startswith("97") else code[:2]].append(standard)
    return {department: _mean(own) for department, own in held.items()}


def _mean(standards: Iterable[tuple[int, int]]) -> float:
    """Weigh medians by persons."""
    listed = list(standards)
    return sum(persons * median for persons, median in listed) / sum(persons for persons, _ in listed)
