"""What awaits me, what is open for me, where my claims stand."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.claims.queries.answers import awaited_labels, last_day_to_answer
from entraide.apps.claims.queries.assessments import entitlements
from entraide.apps.claims.queries.lists import ClaimLine, claims_of
from entraide.apps.notifications.queries import unread_count
from entraide.core.workflow.claims import OPEN_STATES, ClaimState
from entraide.core.workflow.payments import PaymentOrderState
from entraide.portals.beneficiary.offers import offers_of
from entraide.portals.beneficiary.presentation import status_of
from entraide.portals.beneficiary.views.notices import asked_views
from entraide.ui import clock


SHOWN = 4


@for_roles(Role.BENEFICIARY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's home."""
    today = clock.today()
    person = beneficiaries.person(request.actor.beneficiary_id, on=today)
    lines = claims_of(person.id, actor=request.actor, on=today)
    rights = entitlements(person.id, on=today)
    opened = [offer for offer in offers_of(rights, on=today) if not offer.to_know]
    context = {
        "person": person,
        "awaiting": [_awaiting(line, on=today) for line in lines if _awaits(line)],
        "under_way": [(line, status_of(line)) for line in lines if _is_under_way(line)],
        "opened": opened[:SHOWN],
        "opened_count": len(opened),
        "has_children": any(line.subject and line.subject.kind == "child" for line in rights),
        "unread_count": unread_count(person.id),
        "asked_notices": asked_views(person.id),
        "has_bank_details": bool(beneficiaries.bank_details([person.id])),
    }
    return render(request, "beneficiary/home.html", context)


def _awaits(line: ClaimLine) -> bool:
    returned = line.order is not None and line.order.state == PaymentOrderState.RETURNED
    return returned or line.state in {ClaimState.DRAFT, ClaimState.AWAITING_CORRECTION}


def _awaiting(line: ClaimLine, *, on: date) -> tuple[ClaimLine, str, str, date | None]:
    """Give a claim that waits for the person: what to do, and which papers until which day where some are asked."""
    if line.state != ClaimState.AWAITING_CORRECTION:
        return line, _act(line), "", None
    return line, _act(line), awaited_labels(line.claim), last_day_to_answer(line.claim, on=on)


def _is_under_way(line: ClaimLine) -> bool:
    """Tell whether a claim goes on without the person: being checked, or granted and not paid yet."""
    if line.state != ClaimState.GRANTED:
        return line.state in OPEN_STATES - {ClaimState.AWAITING_CORRECTION}
    return line.order is not None and line.order.state in {PaymentOrderState.DUE, PaymentOrderState.BATCHED, PaymentOrderState.SENT}


def _act(line: ClaimLine) -> str:
    if line.state == ClaimState.DRAFT:
        return "Continuer ma demande"
    return "Envoyer la pièce" if line.state == ClaimState.AWAITING_CORRECTION else "Indiquer un nouvel IBAN"
