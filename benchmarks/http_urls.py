"""The addresses of every portal, and the empty page: the same session, actor, navigation and base, nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import Role
from entraide.config import urls


@for_roles(*Role)
@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """Draw the base page with nothing in it."""
    return render(request, "ui/shell.html", {})


urlpatterns = [path("vide/", empty, name="empty"), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
