"""Pages that say what this site is: accessibility, legal notice, health."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is and what to do when it is not."""
    return render(request, "public/accessibility.html")


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Say who publishes the site, under which licence, and where its public data come from."""
    return render(request, "public/legal.html")


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Tell a supervisor whether the database answers: 200 if so, 503 if not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"database": "silent"}, status=503)
    return JsonResponse({"database": "answers"})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Leave the front door and the public pages to search engines, and nothing else."""
    rules = "User-agent: *\nAllow: /$\nAllow: /prestations/\nAllow: /carte/$\nAllow: /accessibilite/\nAllow: /mentions/\nDisallow: /\n"
    return HttpResponse(rules, content_type="text/plain; charset=utf-8")
