"""What the person is awaited for, and until when they may answer."""

from datetime import date, timedelta

from entraide.apps.claims.models import Claim
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.papers import AWAITED, label_of
from entraide.apps.parameters.queries import parameter_book
from entraide.core.workflow.claims import ClaimState


# Parameters of the catalogue, illustrative there, with what stands for them where none is published.
ANSWER_DELAY = "claim.answer_delay", 30
LATE_ANSWER = "claim.late_answer", 60


def answer_delay(*, on: date) -> timedelta:
    """Say how long the person has to send what is asked."""
    return _days(*ANSWER_DELAY, on=on)


def late_answer_delay(*, on: date) -> timedelta:
    """Say for how long after the closing what comes has the claim go on."""
    return _days(*LATE_ANSWER, on=on)


def _days(key: str, usual: int, *, on: date) -> timedelta:
    held = [dated.value for dated in parameter_book().during(key, on, on)]
    return timedelta(days=held[-1] if held else usual)


def last_day_to_answer(claim: Claim, *, on: date) -> date | None:
    """Give the last day on which what is awaited may still be sent; nothing where nothing is awaited.

    After the term the claim is closed, and goes on all the same where the answer comes soon enough.
    """
    if claim.state == ClaimState.AWAITING_CORRECTION:
        return claim.answer_by
    last = claim.decisions.filter(superseded_by__isnull=True).order_by("pk").last() if claim.state == ClaimState.CLOSED else None
    if last is None or last.way != "unanswered":
        return None
    return last.decided_on + late_answer_delay(on=on)


def may_still_answer(claim: Claim, *, on: date) -> bool:
    """Tell whether what is awaited of the person may be sent; until the claim is closed it may, even after its last day."""
    if claim.state == ClaimState.AWAITING_CORRECTION:
        return True
    last = last_day_to_answer(claim, on=on)
    return last is not None and on <= last


def awaited_labels(claim: Claim) -> str:
    """Name the papers that the person is awaited for, in one line."""
    _, assessment = reassessed(claim)
    kinds = claim.documents.filter(state__in=AWAITED).order_by("asked_on", "pk").values_list("requirement", flat=True)
    return ", ".join(label_of(kind, assessment) for kind in kinds)
