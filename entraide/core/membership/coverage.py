"""Whom of a staff a contract covers, who pays for it, until when it runs: what an event carries from one body to another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from entraide.core.membership.contracts import Cover, CoverKind, Scope
from entraide.core.names import normalise


@dataclass(frozen=True, slots=True)
class Coverage:
    """A contract in force, of the body known by `siren`: `covers` says what a partial one covers, structures by their SIREN.

    The own SIREN of the body stands for who came from nowhere. `until` is the first day without contract where one leaves, by its notice
    or by a decision.
    """

    siren: str
    scope: Scope
    covers: tuple[Cover, ...] = ()
    payer: str = ""
    until: date | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole staff is covered."""
        return self.scope != Scope.PARTIAL

    @property
    def structures(self) -> tuple[str, ...]:
        """Give the SIRENs of the earlier structures whose staff is covered."""
        return tuple(cover.key for cover in self.covers if cover.kind is CoverKind.STRUCTURE)


def in_order(covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """Put what a contract covers in one order, each once: structures, then services, then the retirees."""
    kinds = list(CoverKind)
    return tuple(sorted(set(covers), key=lambda cover: (kinds.index(cover.kind), cover.key, cover.name)))


def is_covered(scope: Scope, covers: Iterable[Cover], *, is_retiree: bool, service: str, origins: Collection[str]) -> bool:
    """Tell whether a contract covers a person of the staff; `origins` are the bodies they came from, or their own where from none.

    >>> is_covered(Scope.PARTIAL, [Cover(CoverKind.SERVICE, name="Eau")], is_retiree=False, service="EAU", origins=())
    True
    """
    if scope != Scope.PARTIAL:
        return True
    return any(
        cover.key in origins
        if cover.kind is CoverKind.STRUCTURE
        else is_retiree
        if cover.kind is CoverKind.RETIREES
        else normalise(cover.name) == normalise(service)
        for cover in covers
    )
