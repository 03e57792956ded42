"""A delegate's own mandate: since when, until when, and the bureau where they sit."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.queries import names_of
from entraide.apps.accounts.roles import DELEGATE_ROLES, LABELS
from entraide.apps.members.queries import member_on
from entraide.apps.network import queries
from entraide.core.network.bureau import BureauFunction, College
from entraide.integrations.reference_data import department_names
from entraide.ui import clock
from entraide.ui.values import Column, Table


COLUMNS = (Column("Fonction"), Column("Nom"), Column("Collège"))


@for_roles(*DELEGATE_ROLES)
@require_safe
def mandate(request: HttpRequest) -> HttpResponse:
    """Show the mandate under which the actor acts, and the bureau of their department."""
    today, actor = clock.today(), request.actor
    held = queries.own_mandate(actor=actor, on=today)
    member = member_on(actor.member_id, on=today)
    bureau = queries.bureau_of(member.department, on=today)
    holders = dict(queries.holders_of(actor.member_id, on=today))
    names = names_of(set(holders.values()))
    other = next(kind for kind in ("delegate_elected", "delegate_staff") if kind != actor.role)
    rows = [(_function(seat), seat.name, capfirst(College(seat.college).label)) for seat in bureau.seats]
    own = next((seat for seat in bureau.seats if seat.account_id == actor.account_id), None)
    context = {
        "member": member,
        "role": LABELS[actor.role],
        "held": held,
        "last_day": held.until - timedelta(days=1) if held.until else None,
        "department": department_names().get(member.department, member.department),
        "committee": queries.committee_of(member.department),
        "seat": own,
        "function": _function(own) if own else "",
        "other_label": LABELS[other],
        "other": names.get(holders.get(other), ""),
        "correspondent": names.get(holders.get("correspondent"), ""),
        "bureau": Table("Le bureau de ma délégation", COLUMNS, rows, empty="Le bureau de votre délégation n’est pas encore formé."),
    }
    return render(request, "delegate/mandate.html", context)


def _function(seat: queries.HeldSeat) -> str:
    return capfirst(BureauFunction(seat.function).label)
