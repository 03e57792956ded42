"""Rows of the network as the core reads them."""

from entraide.core.network.bureau import BureauFunction, College, Seat


def seat_of(name: str, *, college: str, function: str, has_mandate: bool) -> Seat:
    """Read a seat of a bureau."""
    return Seat(name, College(college), BureauFunction(function), has_mandate)
