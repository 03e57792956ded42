"""The cards of a household, for the staff: one that is lost is cancelled, another is made in its place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.cards import issue_card, renew_card, revoke_card
from entraide.apps.beneficiaries.queries.cards import CardHolder, PastCard, holders_of, past_cards
from entraide.apps.beneficiaries.sentences import REVOCATIONS
from entraide.core.names import of_name
from entraide.portals.staff.forms.cards import CancelCardForm
from entraide.portals.staff.views.employment import person_or_404
from entraide.ui import clock
from entraide.ui.acts import tell_act
from entraide.ui.components import date_fr
from entraide.ui.values import Cell, Column, Table


PAST = (Column("Carte"), Column("Pour"), Column("Faite le"), Column("Ne vaut plus"))
# By the word that the button posts: the act on a card, and what is told once it is done.
ACTS = {
    "replace": (renew_card, "L’ancienne carte ne vaut plus. La personne trouve la nouvelle dans « Mes cartes »."),
    "cancel": (revoke_card, "La carte est annulée : elle ne vaut plus, et sera sur la prochaine liste des cartes annulées."),
}


@for_roles(Role.CONTACT_AGENT, Role.CLAIMS_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, beneficiary_id: UUID) -> HttpResponse:
    """List the cards of a household; a POST cancels one, replaces it, or makes the first."""
    person = person_or_404(beneficiary_id)
    holders = holders_of(beneficiary_id, on=clock.today())
    forms = {each.card.id: CancelCardForm(card_id=each.card.id) for each in holders if each.card}
    if request.method == "POST":
        refused = _asked(request, beneficiary_id, holders)
        if refused is None:
            return redirect("staff:person_cards", beneficiary_id)
        forms |= refused
    context = {
        "person": person,
        "holders": [(each, forms[each.card.id] if each.card else None) for each in holders],
        "table": past_table(past_cards(beneficiary_id, on=clock.today())),
    }
    return render(request, "staff/person_cards.html", context, status=422 if any(form.errors for form in forms.values()) else 200)


def _asked(request: HttpRequest, beneficiary_id: UUID, holders: list[CardHolder]) -> dict[UUID, CancelCardForm] | None:
    """Do what the button says; give the form again where it lacks the reason."""
    word, wanted = request.POST.get("act", ""), request.POST.get("on", "")
    found = next((each for each in holders if wanted == _named(each)), None)
    if found is not None and found.card is None and word == "issue":
        about: dict[str, Any] = {"beneficiary_id": beneficiary_id, "dependant_id": found.dependant.id if found.dependant else None}
        tell_act(request, issue_card, "La carte est faite. La personne la trouve dans « Mes cartes ».", **about)
    elif found is not None and found.card is not None and word in ACTS:
        form = CancelCardForm(request.POST, card_id=found.card.id)
        if not form.is_valid():
            return {found.card.id: form}
        operation, said = ACTS[word]
        tell_act(request, operation, said, card_id=found.card.id, reason=form.cleaned_data["reason"])
    else:
        messages.error(request, "Cette carte a changé entre-temps. Regardez la page à nouveau.")
    return None


def _named(holder: CardHolder) -> str:
    """Name what a button acts on: the card that counts, else who would have one."""
    return str(holder.card.id) if holder.card else str(holder.dependant.id if holder.dependant else "")


def past_table(past: list[PastCard]) -> Table:
    """List the cards that count no more, and why."""
    rows = [(Cell(each.number, note=f"Carte {of_name(each.kind.label)}"), each.name, each.issued_on, _why(each)) for each in past]
    return Table("Cartes qui ne valent plus", PAST, rows, empty="Aucune carte n’a été annulée ni n’a pris fin.")


def _why(card: PastCard) -> str:
    reason = REVOCATIONS[card.reason] if card.reason else "fin de validité"
    return f"depuis le {date_fr(card.ended_on)} : {reason}"
