"""One measured figure and what it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure beside a peer or a limit in the same unit; it holds when value ÷ against_value is at most `target`.

    A measure of which more is better is written the other way round, as a cost (seconds per row, not rows per second).

    >>> page = Figure("Mes droits, median", 31.0, "ms", against="limit of a read", against_value=50.0, target=1.0)
    >>> page.ratio, page.holds
    (0.62, True)
    """

    name: str
    value: float
    unit: str
    against: str
    against_value: float
    target: float

    @property
    def ratio(self) -> float:
        """Give value ÷ against_value, to four decimals."""
        return round(self.value / self.against_value, 4)

    @property
    def holds(self) -> bool:
        """Tell whether the ratio is at most the target."""
        return self.ratio <= self.target

    def row(self) -> dict[str, str | float | bool]:
        """Give what `results.json` keeps."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "against": self.against,
            "against_value": self.against_value,
            "ratio": self.ratio,
            "target": self.target,
            "holds": self.holds,
        }
