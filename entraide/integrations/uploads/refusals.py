"""How a document is refused."""

from typing import Any

from entraide.core.refusals import Refusal
from entraide.integrations.uploads.sentences import REFUSALS


MEGABYTE = 1_000_000


class RefusedUpload(Refusal):
    """Refuse a document: `code` is a key of the sentences table, `str()` its French sentence.

    :raises KeyError: if the code has no sentence or a value that it names is missing.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.sentence = REFUSALS[code].format(**params)
        super().__init__(**params)
        self.code = code  # type: ignore[misc]

    def __str__(self) -> str:
        return self.sentence
