"""« Messages »: what the association told the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.apps.notifications import operations
from entraide.apps.notifications.queries import messages_of
from entraide.ui import clock
from entraide.ui.lists import page_of


PER_PAGE = 20


@for_roles(Role.BENEFICIARY)
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """List messages, newest first, with their text."""
    page = page_of(request, messages_of(request.actor.beneficiary_id), size=PER_PAGE)
    return render(request, "beneficiary/messages.html", {"page": page, "letters": list(page)})


@for_roles(Role.BENEFICIARY)
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Note that the messages have been read."""
    operations.mark_all_read(beneficiary_id=request.actor.beneficiary_id, at=clock.now())
    return redirect("beneficiary:messages")
