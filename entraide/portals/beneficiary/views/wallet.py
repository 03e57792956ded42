"""« Mes pièces »: what the association holds of a person, who found it good, until when it serves again; what came by post for them."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.queries.wallet import HeldPaper, wallet_of
from entraide.apps.mailroom.queries.arrivals import CameIn, Standing, came_for
from entraide.ui import clock
from entraide.ui.components import accord, date_fr
from entraide.ui.lists import page_of
from entraide.ui.values import Status, Tone


PER_PAGE = 20
# Where what came stands, and what the person is to know of it.
STANDINGS = {
    Standing.SEALED: (
        Status("Pas encore ouverte", Tone.PROGRESS),
        "Nous l’ouvrons dans l’ordre d’arrivée. Le jour du dépôt est celui qui compte.",
    ),
    Standing.OPENED: (Status("Ouverte", Tone.PROGRESS), "Nous lisons vos papiers."),
    Standing.ENTERED: (Status("Traitée", Tone.SUCCESS), "Vos papiers ont servi à remplir une demande pour vous."),
    Standing.ASKED_AGAIN: (
        Status("À redonner", Tone.AWAITING),
        "Nous n’avons rien pu en faire : votre correspondant a été prié d’en déposer une autre. Vous pouvez aussi faire la demande ici.",
    ),
    Standing.SET_ASIDE: (Status("Close", Tone.NEUTRAL), "Rien n’était à saisir."),
    Standing.FILED: (Status("Rattaché", Tone.SUCCESS), "Ces pages sont dans votre demande."),
}


@for_roles(Role.BENEFICIARY)
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """List the papers that came with the person's claims, and what came for them in an envelope or by post."""
    held = wallet_of(request.actor.beneficiary_id, actor=request.actor, on=clock.today())
    page = page_of(request, held, size=PER_PAGE)
    came = [(each, *STANDINGS[each.standing], *_what(each)) for each in came_for(request.actor)[:PER_PAGE]]
    return render(request, "beneficiary/wallet.html", {"page": page, "papers": [(each, serving(each)) for each in page], "came": came})


def _what(came: CameIn) -> tuple[str, str]:
    """Say what came, and when."""
    if came.standing is Standing.FILED:
        return "Courrier postal", f"Reçu le {date_fr(came.came_on)}, {accord(came.count, 'page,pages')}"
    return "Enveloppe déposée par votre collectivité", f"Reçue le {date_fr(came.came_on)}, {accord(came.count, 'fichier,fichiers')}"


def serving(paper: HeldPaper) -> str:
    """Say for what a paper serves again."""
    if paper.covers is None:
        return "Ne sert que pour cette demande."
    if paper.covers.until is None:
        return "Sert sans limite de durée."
    last = paper.covers.until - timedelta(days=1)
    return f"Sert pour ce qui a lieu jusqu’au {date_fr(last)} inclus."
