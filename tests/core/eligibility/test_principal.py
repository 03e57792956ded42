"""Of several employers, the one that a person counts for."""

from dataclasses import dataclass
from datetime import date

from entraide.core.eligibility.principal import precedence


@dataclass(frozen=True, slots=True)
class Presence:
    name: str
    is_principal: bool
    since: date
    arrived_on: date | None = None


def test_the_one_declared_comes_first_then_the_oldest_arrival_whatever_changed_since():
    changed = Presence("changed", is_principal=False, since=date(2024, 6, 1), arrived_on=date(2015, 1, 1))
    newer = Presence("newer", is_principal=False, since=date(2020, 1, 1))
    declared = Presence("declared", is_principal=True, since=date(2024, 9, 1))
    assert [each.name for each in sorted([newer, changed, declared], key=precedence)] == ["declared", "changed", "newer"]
