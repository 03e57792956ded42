"""What is refused of parameters."""

from entraide.core.refusals import Refusal


class DivisionUnknown(Refusal):
    """A year is divided for contributions in a way that nobody knows."""

    code = "tariff.division_unknown"
