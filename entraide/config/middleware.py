"""What every request goes through: its actor, a check that it can be read, the second factor of staff, refusals said in plain words."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from entraide.config.actor import actor_of
from entraide.config.navigation import home_of
from entraide.core.refusals import Refusal
from entraide.integrations.uploads.streams import name_cut_upload
from entraide.ui import clock
from entraide.ui.refusals import say


Respond = Callable[[HttpRequest], HttpResponse]
NOT_ALLOWED = 405
FORM_ONLY = "Elle reçoit seulement l’envoi d’un formulaire. Rien n’a été changé : revenez à l’accueil, puis recommencez depuis la page."


class ActorMiddleware:
    """Set `request.actor` once, and `request.home_view`, where their role begins."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Build the actor before any view runs."""
        request.actor = actor_of(request, on=clock.today())
        request.home_view = home_of(request.actor.role)
        return self.get_response(request)


class FileMiddleware:
    """Let no file that we send act or stay: whatever view sends it, nothing in it may run, and a signed-in browser keeps no copy."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name a file that came too big, then guard the one that leaves; a view that shows a file otherwise has said its own policy."""
        name_cut_upload(request)
        response = self.get_response(request)
        if "Content-Disposition" in response:
            response.headers.setdefault("Content-Security-Policy", "default-src 'none'; sandbox")
            response.headers["X-Content-Type-Options"] = "nosniff"
            if request.user.is_authenticated:
                response.headers["Cache-Control"] = "private, no-store"
        return response


class ReadableMiddleware:
    """Take NUL characters out of what is typed, and answer 400 where one stands elsewhere: PostgreSQL keeps it in no text.

    Nobody types one, but a text that is pasted may hold some: nothing else of it is lost.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look through the address, its query and the form.

        :raises BadRequest: if there is one in the address, its query, or the name of a field.
        """
        typed = request.POST
        asked = [text for name, values in request.GET.lists() for text in (name, *values)]
        if any("\0" in text for text in (request.path_info, *asked, *typed)):
            raise BadRequest("NUL character")
        if any("\0" in value for _, values in typed.lists() for value in values):
            request.POST = _without_nul(typed)
        return self.get_response(request)


def _without_nul(typed: QueryDict) -> QueryDict:
    cleaned = typed.copy()
    for name, values in typed.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in values])
    cleaned._mutable = False
    return cleaned


class SecondFactorMiddleware:
    """Send staff who have no second factor yet to set one up; they reach nothing else before."""

    ALLOWED_PREFIXES = (
        "mfa_",
        "account_logout",
        "account_reauthenticate",
        "public:switch_hat",
        "public:accessibility",
        "public:legal",
        "public:health",
    )

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the check needs the resolved view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Stop a staff hat without second factor at the door."""
        if not request.actor.is_staff or request.resolver_match.view_name.startswith(self.ALLOWED_PREFIXES):
            return None
        return None if is_mfa_enabled(request.user) else redirect("mfa_activate_totp")


class RefusalMiddleware:
    """Answer a refusal that no view caught with its sentence, on a page that says how to go on; nothing was changed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, and give a page to an address that a browser opened though it only takes a form."""
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or request.method not in {"GET", "HEAD"} or not request.user.is_authenticated:
            return response
        context = {"title": "Cette adresse ne s’ouvre pas ainsi", "sentence": FORM_ONLY, "back_url": "/"}
        page = render(request, "ui/refused.html", context, status=NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into a page."""
        if not isinstance(exception, Refusal):
            return None
        context = {"title": "Ce n’est pas possible", "sentence": say(exception), "back_url": request.headers.get("referer", "/")}
        return render(request, "ui/refused.html", context, status=409)
