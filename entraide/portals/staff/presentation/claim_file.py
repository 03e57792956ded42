"""What stands in a file beside its papers and its rules: hints, the thread, notes, opinions, and the forms to add to them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.urls import reverse

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.operations.checking import UNDER_REVIEW
from entraide.apps.claims.queries.files import ClaimFile
from entraide.apps.claims.queries.pages import hints_for, paged
from entraide.apps.claims.queries.thread import thread_of
from entraide.apps.desk.queries.notes import notes_on
from entraide.apps.desk.queries.opinions import experts, opinions_on
from entraide.apps.documents.queries import Reading, readings_of
from entraide.core.workflow.claims import OPEN_STATES, ClaimState
from entraide.portals.staff.forms.claim_file import AskForm, MessageForm, NoteForm, OpinionForm
from entraide.portals.staff.presentation.papers import IMAGES, PDF, Beside, Bound, bill_in_words


# An expert has two weeks unless the officer says otherwise; illustrative, no source states a delay.
DAYS_FOR_AN_OPINION = 14


def beside_papers(file: ClaimFile, actor: Actor) -> Beside:
    """Read what the machine read on the papers, and look for each that waits where it may stand already."""
    papers = [paper for paper in file.papers if paper.document is not None]
    waiting = [paper for paper in papers if paper.state == "received"]
    return Beside(readings_of(paper.document_id for paper in papers), hints_for(waiting, actor=actor))


def ask_form(file: ClaimFile, data: Any = None) -> AskForm:
    """Make the form that asks for a paper: first the one that the rule misses."""
    initial = {"kind": file.missing[0].kind} if file.missing else {}
    return AskForm(data, requirements=file.requirements, initial=initial)


def opinion_form(file: ClaimFile, data: Any = None, *, on: date) -> OpinionForm:
    """Make the form that asks an expert."""
    initial = {"due_on": on + timedelta(days=DAYS_FOR_AN_OPINION)}
    return OpinionForm(data, experts=experts(on=on), papers=paged(file.papers, file.assessment), initial=initial)


@dataclass(frozen=True, slots=True)
class BesideAct:
    """An act beside the decision: its fold, its key, its form; `many` for one that sends files."""

    name: str
    label: str
    key: str
    url: str
    form: Form
    submit: str
    icon: str
    is_multipart: bool = False


def beside_acts(file: ClaimFile, *, can_check: bool, bound: Bound, on: date) -> list[BesideAct]:
    """Draw the acts beside the decision that are open."""
    claim, acts = file.claim, []

    def form_of(name: str, made: Any) -> Form:
        return bound.get(("beside", name)) or made()

    def url_of(name: str) -> str:
        return reverse(f"staff:claim_{name}", args=[claim.pk])

    if can_check and claim.state in UNDER_REVIEW:
        form = form_of("ask", lambda: ask_form(file))
        acts.append(BesideAct("ask", "Demander une pièce", "p", url_of("ask"), form, "Demander cette pièce", "send"))
    if claim.state != ClaimState.CANCELLED:
        form = form_of("write", MessageForm)
        acts.append(BesideAct("write", "Écrire à la personne", "m", url_of("write"), form, "Envoyer le message", "send", is_multipart=True))
    if claim.state in OPEN_STATES:
        form = form_of("opinion", lambda: opinion_form(file, on=on))
        if form.papers and len(form.fields["expert"].choices) > 1:
            acts.append(BesideAct("opinion", "Demander un avis", "e", url_of("opinion"), form, "Demander cet avis", "send"))
    acts.append(BesideAct("note", "Écrire une note", "n", url_of("note"), form_of("note", NoteForm), "Garder la note", "check"))
    return acts


def said_about(file: ClaimFile, actor: Actor, *, on: date) -> dict[str, Any]:
    """Read what was said about a file: the thread with the person, the notes, the opinions."""
    thread = thread_of(file.claim, actor)
    return {
        "thread": thread,
        "has_new": any(each.is_new for each in thread),
        "notes": notes_on(file.claim.pk),
        "opinions": opinions_on(file.claim.pk, on=on),
    }


@dataclass(frozen=True, slots=True)
class SideOfTwo:
    """One of two papers that are compared."""

    reference: str
    benefit_name: str
    claim_url: str
    filed_on: date
    name: str
    url: str
    is_image: bool
    is_pdf: bool
    bill: str


def seen_beside(paper: Any, reading: Reading | None, benefit_name: str) -> SideOfTwo:
    """Draw one of two papers that are compared."""
    claim, document = paper.claim, paper.document
    return SideOfTwo(
        claim.reference,
        benefit_name,
        reverse("staff:claim", args=[claim.pk]),
        claim.filed_on,
        document.name,
        reverse("staff:paper_file", args=[paper.pk]),
        document.media_type in IMAGES,
        document.media_type == PDF,
        bill_in_words(reading),
    )
