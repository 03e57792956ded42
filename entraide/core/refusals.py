"""What the system says when it refuses: one exception for a person, findings for a list of faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


class Refusal(Exception):
    """Refuse an act with a stable code; its French sentence stands in the `sentences` table of the app that raises it.

    Subclasses set `code` as "app.reason" and are raised with the values their sentence names.

    >>> class TimeBarred(Refusal):
    ...     code = "claims.time_barred"
    >>> TimeBarred(last_day="30/09/2024").params
    {'last_day': '30/09/2024'}
    """

    code: ClassVar[str] = ""

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault among several: what (`code`), where (a line, a field, a document) and the values its sentence names."""

    code: str
    where: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
