"""Inspect a supporting document: accept it cleaned, or refuse it with the sentence that says what to do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from entraide.core.refusals import Finding
from entraide.integrations.confinement import Confinement, Crashed, OutOfMemory, OutOfOutput, OutOfTime, run_confined
from entraide.integrations.uploads.antivirus import scan
from entraide.integrations.uploads.kinds import KIND_NAMES, Kind, is_polyglot, kind_of, lying_extension, trick_in_name, why_refused
from entraide.integrations.uploads.refusals import MEGABYTE, RefusedUpload


_CHILDREN = {
    Kind.JPEG: "entraide.integrations.uploads.image_child",
    Kind.PNG: "entraide.integrations.uploads.image_child",
    Kind.HEIC: "entraide.integrations.uploads.heic_child",
    Kind.PDF: "entraide.integrations.uploads.pdf_child",
}
_MAX_PIXELS = {Kind.JPEG: 50_000_000, Kind.PNG: 36_000_000, Kind.HEIC: 25_000_000}


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large a document may be, and what opening it may cost: 200 MB of address space and 5 s of processor, whatever its kind.

    Measured, in address space: a photograph of 12 million points 115 MB (JPEG) and 160 (HEIC); a HEIC of 24 million 195, a JPEG of 48
    million 150; a PNG of 20 million in colours 150.
    """

    max_bytes: int = 10 * MEGABYTE
    max_pages: int = 30
    max_pixels: Mapping[Kind, int] = field(default_factory=lambda: _MAX_PIXELS)
    max_side: int = 2_400
    memory: int = 200 * MEGABYTE
    cpu_seconds: int = 5
    wall_seconds: float = 20
    output: int = 20 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Inspected:
    """A document accepted: its cleaned content, its pages, its size in points (None for a PDF), what to warn of, the look of an image."""

    media_type: str
    content: bytes
    pages: int
    width: int | None
    height: int | None
    findings: tuple[Finding, ...]
    look: str = ""


DEFAULT_LIMITS = UploadLimits()


def require_size(size: int, limits: UploadLimits = DEFAULT_LIMITS) -> None:
    """Stop what is too big, by its size in bytes alone: what was dropped on its way comes empty, with the size that it had.

    :raises RefusedUpload: if it is.
    """
    if size > limits.max_bytes:
        raise RefusedUpload("uploads.too_big", size=-(-size // MEGABYTE), limit=limits.max_bytes // MEGABYTE)


def inspect_upload(content: bytes, declared_name: str, *, limits: UploadLimits = DEFAULT_LIMITS, antivirus: str = "") -> Inspected:
    """Inspect a JPEG, PNG, HEIC or PDF: kind by content, scanned by the antivirus at that address, opened in a confined child, rewritten.

    An image comes back upright, as a JPEG of at most `max_side` points a side; a PDF without scripts, actions or properties.

    :raises RefusedUpload: if it is empty, too big, of another kind than accepted or named, hiding another file, infected, damaged
        or active; or if the antivirus does not answer.
    """
    if not content:
        raise RefusedUpload("uploads.empty")
    require_size(len(content), limits)
    kind = kind_of(content)
    if kind is None:
        code, params = why_refused(content)
        raise RefusedUpload(code, **params)
    extension = lying_extension(declared_name, kind)
    if extension:
        raise RefusedUpload("uploads.lying_name", extension=extension, kind=KIND_NAMES[kind])
    if trick_in_name(declared_name):
        raise RefusedUpload("uploads.strange_name")
    if is_polyglot(content, kind):
        raise RefusedUpload("uploads.polyglot")
    scan(content, antivirus)
    return _opened(content, kind, limits)


def _opened(content: bytes, kind: Kind, limits: UploadLimits) -> Inspected:
    asked = {"kind": kind, "max_pages": limits.max_pages, "max_pixels": limits.max_pixels.get(kind), "max_side": limits.max_side}
    confinement = Confinement(limits.memory, limits.cpu_seconds, limits.wall_seconds, limits.output)
    try:
        answer = run_confined(_CHILDREN[kind], json.dumps(asked), content, confinement)
    except (OutOfTime, OutOfMemory, OutOfOutput) as error:
        raise RefusedUpload("uploads.too_heavy") from error
    except Crashed as error:
        raise RefusedUpload("uploads.damaged") from error
    head, _, cleaned = answer.partition(b"\n")
    found = json.loads(head)
    if "refusal" in found:
        raise RefusedUpload(found["refusal"], **found["params"])
    findings = tuple(Finding(code, params=params) for code, params in found["findings"])
    return Inspected(found["media_type"], cleaned, found["pages"], found["width"], found["height"], findings, found.get("look", ""))
