"""What the terms of one document may name, and where each was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.parameters import ParameterSpec
from entraide.core.rules.writing.marks import Path


Specs = Mapping[str, ParameterSpec]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the terms of one document may name, facts that it declares and parameters; and where each term read so far stands.

    What `is_new` is not published yet, and is held to bounds that a row which was published before them is not.
    """

    own: Mapping[str, FactSpec]
    parameters: Specs
    is_new: bool = False
    paths: dict[int, Path] = field(default_factory=dict, repr=False)

    @property
    def facts(self) -> Mapping[str, FactSpec]:
        """Give every fact that may be named."""
        return FACTS | dict(self.own)

    def within(self, bounds: tuple[int, int]) -> tuple[int, int] | None:
        """Give the bounds of a number where the document is held to them."""
        return bounds if self.is_new else None
