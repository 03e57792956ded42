"""The dated values that several rules share: read on a day, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY
from entraide.core.rules.language.known import Kind, Native, Value
from entraide.core.timeline import Dated, Timeline


# The two limits of line 14 up to which a person falls in tier 1, then in tier 2; above is tier 3.
TIER_1_AT_MOST = "tax_tier_1_at_most"
TIER_2_AT_MOST = "tax_tier_2_at_most"
# How much of the line 14 of a partner taxed apart is added to one's own for the tier.
PARTNER_LINE_SHARE = "partner_tax_line_share"
# The parts that a rate is counted in where nothing smaller is known: six decimals.
RATE_PARTS = 10**6
TIER_PARAMETERS = (TIER_1_AT_MOST, TIER_2_AT_MOST, PARTNER_LINE_SHARE)
# What a parameter that has no value may be; wide, so that nothing is decided from it.
UNPUBLISHED: dict[Kind, tuple[Value, Value]] = {
    Kind.MONEY: (0, 10**10),
    Kind.RATE: (Fraction(0), Fraction(10)),
    Kind.COUNT: (0, 10**6),
    Kind.DATE: (FIRST_DAY, LAST_DAY),
    Kind.FLAG: (False, True),
    Kind.CHOICE: ("", "\U0010ffff"),
}


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter: its kind, its French name, and the parts that its rates are counted in."""

    key: str
    kind: Kind
    label: str
    denominator: int = RATE_PARTS


@dataclass(frozen=True, slots=True)
class ParameterBook:
    """Every parameter by its key: what it is, and its timeline."""

    specs: Mapping[str, ParameterSpec] = field(default_factory=dict)
    timelines: Mapping[str, Timeline[Native]] = field(default_factory=dict)

    def during(self, key: str, first: date, last: date) -> tuple[Dated[Native], ...]:
        """Read every value that holds on some day from `first` to `last`; nothing for a key that has none."""
        timeline = self.timelines.get(key)
        return timeline.during(first, last) if timeline else ()

    def is_checked_on(self, key: str, day: date) -> bool:
        """Tell whether somebody confirmed the value that `key` has on `day`."""
        timeline = self.timelines.get(key)
        return timeline is None or timeline.is_checked_on(day)

    def label_of(self, key: str) -> str:
        """Name a parameter in French; its key where it has no name."""
        spec = self.specs.get(key)
        return spec.label if spec else key
