"""Where a role of the staff begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import STAFF_ROLES


@for_roles(*STAFF_ROLES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go on to the first place of the role."""
    return redirect(request.home_view)
