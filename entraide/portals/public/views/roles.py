"""Change of role, for who holds several."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from entraide.apps.accounts.actor import SESSION_KEY
from entraide.apps.accounts.operations import change_hat
from entraide.ui import clock


@require_POST
def switch_hat(request: HttpRequest) -> HttpResponse:
    """Wear another of one's hats from now on; a role that is not held any more changes nothing, and is said."""
    chosen = next((hat for hat in request.actor.hats if hat.key == request.POST.get("role")), None)
    if chosen is None:
        messages.warning(request, "Vous n’avez pas, ou plus, ce rôle. Vous gardez celui que vous aviez.")
    elif chosen != request.actor.hat:
        change_hat(hat=chosen, actor=request.actor, at=clock.now(), on=clock.today())
        request.session[SESSION_KEY] = chosen.key
    return redirect("public:home")
