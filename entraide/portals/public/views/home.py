"""The front door: what this is and how to enter; whoever is signed in goes on to the home of their role."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the way in, or go on to where the person's role begins."""
    if request.home_view:
        return redirect(request.home_view)
    if request.user.is_authenticated:
        return render(request, "public/no_role.html")
    return render(request, "public/home.html")
