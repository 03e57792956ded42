"""How the claims officer's desk shows the papers of a file beside what is read on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from entraide.apps.beneficiaries.queries.kinships import CertificateView
from entraide.apps.claims.queries.files import ClaimFile
from entraide.apps.claims.queries.pages import Hint
from entraide.apps.claims.queries.papers import label_of
from entraide.apps.documents.queries import Reading
from entraide.core.rules import DocumentRequirement, FactSpec, Kind, Known, show
from entraide.portals.staff.forms.desk import CorrectionForm, ReadingForm
from entraide.ui.files import IMAGES
from entraide.ui.values import Status, Tone


PAPER_STATUS = {
    "asked": Status("demandée", Tone.NEUTRAL, "clock"),
    "received": Status("à vérifier", Tone.AWAITING),
    "accepted": Status("vérifiée", Tone.SUCCESS),
    "to_correct": Status("correction demandée", Tone.NEUTRAL, "clock"),
    "replaced": Status("remplacée", Tone.NEUTRAL, "history"),
}
PDF = "application/pdf"
SHOWN = IMAGES | {PDF}
# Papers that a key opens.
LAST_KEY = 9
# The surest ones: a form that many papers look like says nothing.
MOST_HINTS = 3
Bound = Mapping[tuple[str, Any], Form]
READ = Status("lu sur la pièce", Tone.SUCCESS)
NOT_READ = Status("la machine ne l’y trouve pas", Tone.WARNING)
RESEMBLANCES = {
    "exact": "Le même fichier, à l’octet près",
    "same_bill": "Une facture de mêmes numéro, montant et date",
    "similar": "Une image très ressemblante",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the papers beside what they say: what the machine read, and where the same paper may stand already."""

    readings: Mapping[UUID, Reading]
    hints: Mapping[UUID, Sequence[Hint]]


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper beside what is read on it; `compared` says of each declared value whether the machine found it on the paper."""

    id: UUID
    number: int
    label: str
    name: str
    detail: str
    status: Status
    url: str
    is_image: bool
    is_pdf: bool
    correction: str
    hints: tuple[tuple[str, str], ...]
    bill: str
    compared: tuple[tuple[str, Status], ...]
    read: tuple[tuple[str, str], ...]
    reading: Form | None
    correcting: Form | None
    is_first: bool
    is_accepted: bool
    is_waiting: bool

    @property
    def is_wide(self) -> bool:
        """Whether the paper is shown beside what it proves, because nobody has read it yet."""
        return (self.is_image or self.is_pdf) and self.is_waiting

    @property
    def key(self) -> str:
        """The key that opens it; nothing beyond the last one."""
        return str(self.number) if self.url and self.number <= LAST_KEY else ""

    @property
    def is_confirmed(self) -> bool:
        """Whether the machine found every value that was declared: one press is enough, and a human still looks."""
        return bool(self.compared) and all(status is READ for _, status in self.compared) and not self.hints


def paper_views(file: ClaimFile, *, can_check: bool, bound: Bound, beside: Beside) -> list[PaperView]:
    """Draw the papers, those to see first, those that were replaced last."""
    order = {"received": 0, "to_correct": 1, "asked": 2, "accepted": 3, "replaced": 4}
    papers = sorted(file.papers, key=lambda paper: order[paper.state])
    return [_paper_view(file, paper, number, can_check=can_check, bound=bound, beside=beside) for number, paper in enumerate(papers, 1)]


def _paper_view(file: ClaimFile, paper: Any, number: int, *, can_check: bool, bound: Bound, beside: Beside) -> PaperView:
    if paper.document is None:
        return _asked_view(file, paper, number)
    requirement = next((each for each in file.requirements if each.kind == paper.requirement), None)
    is_readable = can_check and (paper.state == "received" or (paper.state == "accepted" and requirement is not None))
    document, reading = paper.document, beside.readings.get(paper.document.pk)
    return PaperView(
        paper.pk,
        number,
        label_of(paper.requirement, file.assessment),
        document.name,
        f"{'Photo' if document.media_type in IMAGES else 'PDF'}, {document.pages} page{'s' if document.pages > 1 else ''}"
        f"{_sender(file, document.pk)}",
        PAPER_STATUS[paper.state],
        reverse("staff:paper_file", args=[paper.pk]),
        document.media_type in IMAGES,
        document.media_type == PDF,
        f"{paper.get_correction_reason_display().capitalize()}. {paper.correction_note}" if paper.correction_reason else "",
        tuple(hint_line(paper, hint) for hint in beside.hints.get(paper.pk, ())[:MOST_HINTS]),
        bill_in_words(reading),
        tuple(compared(file, requirement, reading)),
        tuple(_read_on(file, requirement)) if requirement and (paper.state == "accepted" or not is_readable) else (),
        (bound.get(("read", paper.pk)) or reading_form(file, paper, requirement)) if is_readable else None,
        (bound.get(("correct", paper.pk)) or correction_form(paper)) if can_check and paper.state == "received" else None,
        number == 1,
        paper.state == "accepted",
        paper.state == "received",
    )


def _asked_view(file: ClaimFile, paper: Any, number: int) -> PaperView:
    """Draw a paper that was asked for and has not come."""
    day = f"demandée le {paper.asked_on:%d/%m/%Y}"
    label, status, nothing = label_of(paper.requirement, file.assessment), PAPER_STATUS["asked"], ()
    shown = (False, False, paper.correction_note, nothing, "", nothing, nothing)
    return PaperView(paper.pk, number, label, "", day, status, "", *shown, None, None, False, False, False)


def hint_line(paper: Any, hint: Hint) -> tuple[str, str]:
    """Say where the same paper may stand already, with the page that shows both."""
    bits = f" ({hint.alike.distance} points d’écart sur 256)" if hint.alike.resemblance == "similar" else ""
    whose = "de la même famille" if hint.is_same_family else "d’une autre famille"
    words = (
        f"{RESEMBLANCES[hint.alike.resemblance]}{bits} : demande {hint.paper.claim.reference} {whose}, "
        f"déposée le {hint.paper.claim.filed_on:%d/%m/%Y}"
    )
    return words, reverse("staff:papers_compared", args=[paper.pk, hint.paper.pk])


def bill_in_words(reading: Reading | None) -> str:
    """Say in one line what was read of a bill; nothing where nothing was."""
    if reading is None:
        return ""
    parts = [
        f"n° {reading.number}" if reading.number else "",
        f"{reading.amount}" if reading.amount is not None else "",
        f"{reading.dated_on:%d/%m/%Y}" if reading.dated_on else "",
    ]
    return ", ".join(filter(None, parts))


def compared(file: ClaimFile, requirement: DocumentRequirement | None, reading: Reading | None) -> Iterator[tuple[str, Status]]:
    """Say of each amount and each day that was declared whether it is among those read on the paper; nothing where nothing was read."""
    if requirement is None or reading is None or reading.method == "none":
        return
    specs = file.assessment.published.revision.specs
    found = {Kind.MONEY: {*reading.amounts, reading.amount}, Kind.DATE: {*reading.days, reading.dated_on}}
    for name in requirement.proves:
        fact, spec = file.assessment.facts.get(name), specs[name]
        if isinstance(fact, Known) and spec.kind in found:
            yield f"{spec.label[:1].upper()}{spec.label[1:]} :", READ if fact.value in found[spec.kind] else NOT_READ


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


def reading_form(file: ClaimFile, paper: Any, requirement: DocumentRequirement | None, data: Any = None) -> ReadingForm:
    """Make the form of what is read on a paper; it asks nothing of one that no rule asks for."""
    specs = [file.assessment.published.revision.specs[name] for name in requirement.proves] if requirement else []
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
