"""How the claims officer's desk shows the papers of a file beside what is read on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from entraide.apps.beneficiaries.queries.kinships import CertificateView
from entraide.apps.claims.queries.files import ClaimFile
from entraide.core.rules import DocumentRequirement, FactSpec, Known, show
from entraide.portals.staff.forms.desk import CorrectionForm, ReadingForm
from entraide.ui.files import IMAGES
from entraide.ui.values import Status, Tone


PAPER_STATUS = {
    "received": Status("à vérifier", Tone.AWAITING),
    "accepted": Status("vérifiée", Tone.SUCCESS),
    "to_correct": Status("correction demandée", Tone.NEUTRAL, "clock"),
    "replaced": Status("remplacée", Tone.NEUTRAL, "history"),
}
Bound = Mapping[tuple[str, Any], Form]


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper beside what is read on it."""

    id: UUID
    label: str
    name: str
    detail: str
    status: Status
    url: str
    is_image: bool
    correction: str
    read: tuple[tuple[str, str], ...]
    reading: Form | None
    correcting: Form | None
    is_first: bool
    is_accepted: bool
    is_waiting: bool

    @property
    def is_wide(self) -> bool:
        """Whether the image is shown beside what it proves, because nobody has read it yet."""
        return self.is_image and self.is_waiting


def paper_views(file: ClaimFile, *, can_check: bool, bound: Bound) -> list[PaperView]:
    """Draw the papers, those to see first, those that were replaced last."""
    order = {"received": 0, "to_correct": 1, "accepted": 2, "replaced": 3}
    papers = sorted(file.papers, key=lambda paper: order[paper.state])
    return [_paper_view(file, paper, can_check=can_check, bound=bound, is_first=place == 0) for place, paper in enumerate(papers)]


def _paper_view(file: ClaimFile, paper: Any, *, can_check: bool, bound: Bound, is_first: bool) -> PaperView:
    requirement = next((each for each in file.requirements if each.kind == paper.requirement), None)
    is_readable = can_check and requirement is not None and paper.state in {"received", "accepted"}
    document = paper.document
    return PaperView(
        paper.pk,
        requirement.label if requirement else paper.requirement,
        document.name,
        f"{'Photo' if document.media_type in IMAGES else 'PDF'}, {document.pages} page{'s' if document.pages > 1 else ''}"
        f"{_sender(file, document.pk)}",
        PAPER_STATUS[paper.state],
        reverse("staff:paper_file", args=[paper.pk]),
        document.media_type in IMAGES,
        f"{paper.get_correction_reason_display().capitalize()}. {paper.correction_note}" if paper.correction_reason else "",
        tuple(_read_on(file, requirement)) if requirement and (paper.state == "accepted" or not is_readable) else (),
        (bound.get(("read", paper.pk)) or reading_form(file, paper, requirement)) if is_readable else None,
        (bound.get(("correct", paper.pk)) or correction_form(paper)) if can_check and paper.state == "received" else None,
        is_first,
        paper.state == "accepted",
        paper.state == "received",
    )


def _sender(file: ClaimFile, document_id: UUID) -> str:
    """Say who sent a paper, where it is not the opener."""
    found = next((each for each in file.certificates if each.document_id == document_id), None)
    return f", envoyée par {found.sender} (enfant majeur)" if found else ""


def _read_on(file: ClaimFile, requirement: DocumentRequirement) -> list[tuple[str, str]]:
    specs = file.assessment.published.revision.specs
    held = [(specs[name], file.assessment.facts.get(name)) for name in requirement.proves]
    return [(spec.label[:1].upper() + spec.label[1:], fact_in_words(spec, fact.value)) for spec, fact in held if isinstance(fact, Known)]


def fact_in_words(spec: FactSpec, value: Any) -> str:
    """Write the value of a fact."""
    reckoned = value.cents if hasattr(value, "cents") else value
    return show(spec.kind, reckoned, unit=spec.unit, choices=spec.choices)


def reading_form(file: ClaimFile, paper: Any, requirement: DocumentRequirement, data: Any = None) -> ReadingForm:
    """Make the form of what is read on a paper."""
    specs = [file.assessment.published.revision.specs[name] for name in requirement.proves]
    return ReadingForm(data, specs=specs, facts=file.assessment.facts, prefix=f"lu-{paper.pk.hex[-8:]}")


def correction_form(paper: Any, data: Any = None) -> CorrectionForm:
    """Make the form that asks for a paper again."""
    return CorrectionForm(data, prefix=f"corriger-{paper.pk.hex[-8:]}")


def certificate_links(certificates: Iterable[CertificateView]) -> list[tuple[str, str]]:
    """Say each certificate that a grown child sent for the household, with the address of its file."""
    return [
        (f"Certificat envoyé par {each.sender} le {each.sent_on:%d/%m/%Y}", reverse("staff:certificate_file", args=[each.id]))
        for each in certificates
    ]
