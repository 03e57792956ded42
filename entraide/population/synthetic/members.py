"""The members of a synthetic France: real bodies where the reference tables know them, made-up ones for the kinds that they do not list."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entraide.core.contributions.prospects import SCALE, STRATA
from entraide.core.structure.values import BodyKind
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.tuning import (
    COMMUNE_BENEFICIARIES,
    COMMUNE_MEMBERS,
    HEADS_PER_THOUSAND,
    LARGEST,
    MEDIAN_HEADS,
    OTHER_MEMBERS,
    SPREAD,
    WIDE_SPREAD,
)


NAMES = {
    BodyKind.CCAS: "CCAS synthétique",
    BodyKind.SYNDICATE: "Syndicat synthétique",
    BodyKind.SDIS: "SDIS synthétique",
    BodyKind.MANAGEMENT_CENTRE: "Centre de gestion synthétique",
    BodyKind.ASSOCIATION: "Amicale synthétique",
}
# No real SIREN begins with three zeros: a made-up body cannot pass for a real one.


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """Bodies side by side: SIREN and name as texts, department, INSEE code of a commune, inhabitants (0 where nobody counts them)."""

    siren: NDArray[np.str_]
    name: NDArray[np.str_]
    department: NDArray[np.str_]
    code: NDArray[np.str_]
    population: NDArray[np.int64]

    def rows(self, chosen: NDArray[np.int64]) -> "Bodies":
        """Keep some rows, in that order."""
        return Bodies(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})

    @property
    def size(self) -> int:
        """Count the bodies."""
        return len(self.siren)


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The members drawn, by SIREN: `kind` is a rank in `KINDS`, `heads` their beneficiaries."""

    bodies: Bodies
    kind: NDArray[np.int8]
    heads: NDArray[np.int32]


# Each kind has a member from the first on; there are not many more communes than these would need.
LEAST, MOST = 20, 40_000
KINDS: tuple[BodyKind, ...] = (BodyKind.COMMUNE, *OTHER_MEMBERS)


def draw_members(known: Mapping[BodyKind, Bodies], *, members: int, beneficiaries: int, seed: int) -> Members:
    """Draw members and their heads: the shares of communes among members and among beneficiaries are the published ones, to a head.

    `known` lists the real bodies by kind; a kind that it lacks is made up, marked by its name and by a SIREN that no real body has.

    :raises ValueError: if members are fewer than LEAST or more than MOST, or have fewer heads than three for two of them: communes are more
        of the members than of the beneficiaries, and each has one at least.
    """
    if not LEAST <= members <= MOST or beneficiaries * 2 < members * 3:
        raise ValueError(f"{members} members, {beneficiaries} beneficiaries: from {LEAST} to {MOST} members, three heads for two of them")
    communes = round(members * COMMUNE_MEMBERS.value)
    in_communes = round(beneficiaries * COMMUNE_BENEFICIARIES.value)
    towns, expected = _communes(known[BodyKind.COMMUNE], communes, in_communes, seed)
    parts = [(towns, expected), *_others(known, towns, members - communes, seed)]
    elsewhere = np.concatenate([heads for _, heads in parts[1:]])
    bodies = _joined([part for part, _ in parts])
    kind = np.repeat(np.arange(len(parts), dtype=np.int8), [part.size for part, _ in parts])
    heads = np.concatenate([_shared(expected, in_communes), _shared(elsewhere, beneficiaries - in_communes)])
    order = np.argsort(bodies.siren, kind="stable")
    return Members(bodies.rows(order), kind[order], heads[order])


def _communes(known: Bodies, count: int, heads: int, seed: int) -> tuple[Bodies, NDArray[np.float64]]:
    """Choose communes so that their staffs come near `heads`: the more they must hold, the more the large ones are favoured."""
    starts, rates = zip(*STRATA, strict=True)
    rate = np.array([float(each * SCALE) for each in rates])[np.searchsorted(starts, known.population, side="right") - 1]
    draws = Stream(seed, "heads of communes")
    expected = np.maximum(rate * known.population / 1_000 * _spread(draws, known.size, SPREAD), 1.0)
    small = np.flatnonzero(expected <= LARGEST)
    luck = -np.log(-np.log(Stream(seed, "communes").shares(len(small)).astype(np.float64) * 0.999_999 + 5e-7))
    tilt = _tilt(np.log(expected[small]), luck, count, heads, expected[small])
    chosen = small[np.argsort(-(luck + tilt * np.log(expected[small])), kind="stable")[:count]]
    return known.rows(chosen), expected[chosen]


def _tilt(size: NDArray[np.float64], luck: NDArray[np.float64], count: int, wanted: int, expected: NDArray[np.float64]) -> float:
    """Find, by halving, how much size must weigh for `count` bodies to hold `wanted` heads in all."""
    low, high = -2.0, 2.0
    for _ in range(40):
        middle = (low + high) / 2
        held = expected[np.argsort(-(luck + middle * size), kind="stable")[:count]].sum()
        low, high = (middle, high) if held < wanted else (low, middle)
    return (low + high) / 2


def _others(known: Mapping[BodyKind, Bodies], towns: Bodies, count: int, seed: int) -> list[tuple[Bodies, NDArray[np.float64]]]:
    """Draw the other kinds, each with the heads that its members may have; what a kind lacks goes to the last one."""
    found: list[tuple[Bodies, NDArray[np.float64]]] = []
    left = count
    for kind, share in OTHER_MEMBERS.items():
        wanted = left if kind is KINDS[-1] else round(count * share)
        draws = Stream(seed, kind.value)
        taken = [towns, *(part for part, _ in found)]
        bodies = _some(known[kind], wanted, taken, draws) if kind in known else _made_up(kind, wanted, towns, draws)
        left -= bodies.size
        found.append((bodies, _expected(kind, bodies, draws)))
    return found


def _some(known: Bodies, wanted: int, taken: list[Bodies], draws: Stream) -> Bodies:
    """Draw bodies of a kind, none twice: Paris is a commune and a department, some departments are regions, under one SIREN."""
    free = np.flatnonzero(~np.isin(known.siren, np.concatenate([part.siren for part in taken])))
    return known.rows(draws.some(free, wanted))


def _expected(kind: BodyKind, bodies: Bodies, draws: Stream) -> NDArray[np.float64]:
    if kind in HEADS_PER_THOUSAND:
        heads = HEADS_PER_THOUSAND[kind] * bodies.population / 1_000 * _spread(draws, bodies.size, SPREAD)
    else:
        heads = MEDIAN_HEADS[kind] * _spread(draws, bodies.size, WIDE_SPREAD)
    return np.clip(heads, 1.0, LARGEST)


def _spread(draws: Stream, size: int, deviation: float) -> NDArray[np.float64]:
    """Draw factors around one whose logarithm has this deviation: the sum of twelve shares, less six, is near enough to a normal draw."""
    return np.exp(deviation * (draws.shares(12 * size).reshape(size, 12).sum(axis=1).astype(np.float64) - 6.0))


def _made_up(kind: BodyKind, count: int, towns: Bodies, draws: Stream) -> Bodies:
    """Make bodies that no table lists, each in the department of a commune that belongs; numbers begin with zeros, their key is right."""
    first = 10_000 * (1 + KINDS.index(kind)) % 100_000
    numbers = [f"{first + place % 10_000:05d}" for place in range(count)]
    sirens = [_with_key(f"000{number}") for number in numbers]
    names = [f"{NAMES[kind]} {place + 1}" for place in range(count)]
    near = draws.integers(count, 0, towns.size - 1)
    return Bodies(np.array(sirens), np.array(names), towns.department[near], np.full(count, ""), np.zeros(count, np.int64))


def _with_key(digits: str) -> str:
    """Add the Luhn key to eight digits.

    >>> _with_key("20006721")
    '200067213'
    """
    doubled = (sum(divmod(int(digit) * 2, 10)) if place % 2 else int(digit) for place, digit in enumerate(digits))
    return f"{digits}{-sum(doubled) % 10}"


def _joined(parts: list[Bodies]) -> Bodies:
    return Bodies(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Bodies.__dataclass_fields__})


def _shared(expected: NDArray[np.float64], heads: int) -> NDArray[np.int32]:
    """Share whole heads in proportion to what is expected, one at least each, the largest remainders first."""
    spare = heads - len(expected)
    exact = expected / expected.sum() * spare
    found = np.floor(exact).astype(np.int32)
    more = np.argsort(-(exact - found), kind="stable")[: spare - int(found.sum())]
    found[more] += 1
    return found + np.int32(1)
