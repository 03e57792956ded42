"""Inspect a supporting document: accept it cleaned, or refuse it with the sentence that says what to do."""

import json
from dataclasses import dataclass
from typing import Any

from entraide.core.refusals import Finding, Refusal
from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfTime, run_confined
from entraide.integrations.uploads.kinds import KIND_NAMES, Kind, is_polyglot, kind_of, lying_extension, why_refused
from entraide.integrations.uploads.sentences import REFUSALS


MEGABYTE = 1_000_000
_IMAGE_CHILD = "entraide.integrations.uploads.image_child"
_PDF_CHILD = "entraide.integrations.uploads.pdf_child"


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


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large a document may be, and what opening it may cost.

    Measured: a photograph of 12 million points opens in 190 MB of address space, of which the libraries take 75; one of
    48 million in 180 (JPEG), 415 (PNG) and 440 (HEIC), in 1.2 s of processor at most.
    """

    max_bytes: int = 10 * MEGABYTE
    max_pages: int = 30
    max_pixels: int = 50_000_000
    max_side: int = 2_400
    image_memory: int = 512 * MEGABYTE
    pdf_memory: int = 256 * MEGABYTE
    cpu_seconds: int = 5
    wall_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Inspected:
    """A document accepted: its cleaned content, its pages, its size in points (None for a PDF), and what to warn of."""

    media_type: str
    content: bytes
    pages: int
    width: int | None
    height: int | None
    findings: tuple[Finding, ...]


DEFAULT_LIMITS = UploadLimits()


def inspect_upload(content: bytes, declared_name: str, *, limits: UploadLimits = DEFAULT_LIMITS) -> Inspected:
    """Inspect a JPEG, PNG, HEIC or PDF: kind by content, opened in a confined child, rewritten without metadata.

    An image comes back upright, as a JPEG of at most `max_side` points a side; a PDF without scripts, actions or properties.

    :raises RefusedUpload: if it is empty, too big, of another kind than accepted or named, hiding another file, damaged or active.
    """
    if not content:
        raise RefusedUpload("uploads.empty")
    if len(content) > limits.max_bytes:
        raise RefusedUpload("uploads.too_big", size=-(-len(content) // MEGABYTE), limit=limits.max_bytes // MEGABYTE)
    kind = kind_of(content)
    if kind is None:
        code, params = why_refused(content)
        raise RefusedUpload(code, **params)
    extension = lying_extension(declared_name, kind)
    if extension:
        raise RefusedUpload("uploads.lying_name", extension=extension, kind=KIND_NAMES[kind])
    if is_polyglot(content, kind):
        raise RefusedUpload("uploads.polyglot")
    return _opened(content, kind, limits)


def _opened(content: bytes, kind: Kind, limits: UploadLimits) -> Inspected:
    module, memory = (_PDF_CHILD, limits.pdf_memory) if kind is Kind.PDF else (_IMAGE_CHILD, limits.image_memory)
    argument = json.dumps({"kind": kind, "max_pages": limits.max_pages, "max_pixels": limits.max_pixels, "max_side": limits.max_side})
    try:
        answer = run_confined(module, argument, content, Confinement(memory, limits.cpu_seconds, limits.wall_seconds))
    except (OutOfTime, OutOfMemory) as error:
        raise RefusedUpload("uploads.too_heavy") from error
    except Crashed as error:
        raise RefusedUpload("uploads.damaged") from error
    head, _, cleaned = answer.partition(b"\n")
    found = json.loads(head)
    if "refusal" in found:
        raise RefusedUpload(found["refusal"], **found["params"])
    findings = tuple(Finding(code, params=params) for code, params in found["findings"])
    return Inspected(found["media_type"], cleaned, found["pages"], found["width"], found["height"], findings)
