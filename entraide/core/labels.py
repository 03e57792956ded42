"""Codes that carry what people call them."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with its French label beside it: each member is written as the two."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Keep the label beside the code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
