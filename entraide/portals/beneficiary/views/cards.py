"""« Mes cartes »: one for each person of the household, shown on the phone, printed, replaced when it is lost."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.cards import issue_card, renew_card
from entraide.apps.beneficiaries.queries.cards import CardHolder, CardView, holders_of, past_cards
from entraide.apps.beneficiaries.sentences import REVOCATIONS
from entraide.core.refusals import Refusal
from entraide.integrations.qr_codes import qr_svg
from entraide.ui import clock
from entraide.ui.refusals import say


CANCELLED_SHOWN = 5


def drawn(request: HttpRequest, card: CardView) -> SafeString:
    """Draw the picture of dots of a card: the address of the page that checks it, which any phone's camera opens."""
    address = request.build_absolute_uri(reverse("public:card_check", args=[card.token]))
    svg = qr_svg(address).partition("?>")[2].strip()
    label = f"Code carré de la carte {card.number}"
    return mark_safe(svg.replace("<svg ", f'<svg class="e-qr" role="img" aria-label="{label}" ', 1))


def holders(request: HttpRequest) -> list[CardHolder]:
    """List who may have a card in the person's household."""
    return holders_of(request.actor.beneficiary_id, on=clock.today())


def card_or_404(request: HttpRequest, card_id: UUID) -> CardView:
    """Give a card of the household that counts.

    :raises Http404: if there is none.
    """
    found = next((holder.card for holder in holders(request) if holder.card and holder.card.id == card_id), None)
    if found is None:
        raise Http404
    return found


@for_roles(Role.BENEFICIARY)
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """List the cards of the household, and the last ones that were cancelled."""
    past = past_cards(request.actor.beneficiary_id, on=clock.today())
    cancelled = [(card, REVOCATIONS[card.reason]) for card in past if card.reason][:CANCELLED_SHOWN]
    return render(request, "beneficiary/cards.html", {"holders": holders(request), "cancelled": cancelled})


@for_roles(Role.BENEFICIARY)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Make a card for the person, or for somebody of their household."""
    wanted = request.POST.get("dependant", "")
    known = {str(each.dependant.id) if each.dependant else "": each for each in holders(request)}
    if wanted not in known:
        messages.error(request, "Cette personne ne fait pas partie de votre foyer : choisissez dans la liste.")
        return redirect("beneficiary:cards")
    chosen = known[wanted]
    dependant_id = chosen.dependant.id if chosen.dependant else None
    told = {"beneficiary_id": request.actor.beneficiary_id, "dependant_id": dependant_id}
    try:
        key = issue_card(**told, actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("beneficiary:cards")
    return redirect("beneficiary:card", key)


@for_roles(Role.BENEFICIARY)
@never_cache
@require_safe
def card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Show one card, to be held out."""
    found = card_or_404(request, card_id)
    return render(request, "beneficiary/card.html", {"card": found, "drawing": drawn(request, found)})


@for_roles(Role.BENEFICIARY)
@require_POST
def replace(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Have a lost card count no more, and make another."""
    found = card_or_404(request, card_id)
    try:
        key = renew_card(card_id=found.id, reason="lost", actor=request.actor, at=clock.now(), on=clock.today())
    except Refusal as refused:
        messages.error(request, say(refused))
        return redirect("beneficiary:cards")
    messages.success(request, "L’ancienne carte ne vaut plus. Voici la nouvelle.")
    return redirect("beneficiary:card", key)


@for_roles(Role.BENEFICIARY)
@never_cache
@require_safe
def print_view(request: HttpRequest) -> HttpResponse:
    """Show every card that counts on one sheet."""
    found = [(holder.card, drawn(request, holder.card)) for holder in holders(request) if holder.card]
    return render(request, "beneficiary/cards_print.html", {"cards": found})
