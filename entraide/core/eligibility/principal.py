"""Which of several employers a person counts for."""

from datetime import date
from typing import Protocol


class Held(Protocol):
    """A presence at an employer: whether it was declared the principal one, its first day, the arrival where that is another day."""

    @property
    def is_principal(self) -> bool: ...

    @property
    def since(self) -> date: ...

    @property
    def arrived_on(self) -> date | None: ...


def precedence(held: Held) -> tuple[bool, date]:
    """Order the employers of a day: the one declared principal comes first, then the one where the person arrived first.

    A change of contract or of status begins another part of the same presence: the arrival decides, not the day of the part.
    """
    return not held.is_principal, held.arrived_on or held.since
