"""A form that is sent after the session ended is kept, and put back into its page once the same account is signed in again."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from entraide.integrations.keyring import keyring
from entraide.ui.typed_again import typed_again


Respond = Callable[[HttpRequest], HttpResponse]
ABOUT = "kept form"
# The cookie outlives the session: it says, by a signed key and nothing else, whose page a form was typed in.
WHOSE = "formulaire"
WHOSE_AGE = 2 * settings.SESSION_COOKIE_AGE
# Characters of all fields together; what a person types by hand is well below.
KEPT_MAX = 16_000
TO_SIGN_IN = "Votre session s’était arrêtée : rien n’a été envoyé. Connectez-vous de nouveau, ce que vous aviez écrit est gardé."
SIGNED_IN = "Rien n’a encore été envoyé. Ce que vous aviez écrit est remis dans la page : relisez, {files}puis envoyez."


class KeptFormMiddleware:
    """Keep the text of a form whose session ended, in the new session, sealed; files are to be chosen again."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a kept form back into its page, or keep the one that this request would lose."""
        if not request.user.is_authenticated:
            return _kept(request, self.get_response(request))
        typed = _typed_here(request)
        if typed is None:
            response = self.get_response(request)
        else:
            messages.warning(request, SIGNED_IN.format(files="reprenez vos fichiers, " if _had_files(request) else ""))
            with typed_again(typed):
                response = self.get_response(request)
            if response.status_code == 200:
                del request.session[ABOUT]
        return _told_whose(request, response)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the form of a person who was signed in a moment ago, and send them back to its page once they are again."""
    account = _whose(request)
    if request.method != "POST" or not account or not _leads_to_sign_in(response):
        return response
    page = _page_of(request)
    content = json.dumps([account, urlsplit(page).path, _text_of(request.POST), bool(request.FILES)])
    request.session[ABOUT] = keyring().encrypt(content.encode(), about=ABOUT).hex()
    _warn_once(request)
    return redirect_to_login(page)


def _warn_once(request: HttpRequest) -> None:
    """Say that the session had ended: a page that saves by itself sends several times before anyone reads it."""
    waiting = messages.get_messages(request)
    is_said = TO_SIGN_IN in {each.message for each in waiting}
    waiting.used = False
    if not is_said:
        messages.warning(request, TO_SIGN_IN)


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").startswith(f"{resolve_url(settings.LOGIN_URL)}?")


def _page_of(request: HttpRequest) -> str:
    """Give the page that the form was on: where the browser says that it comes from, else the form's own address."""
    referer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _text_of(posted: QueryDict) -> list[tuple[str, str]]:
    """List the fields in order, as long as they hold together in what is kept."""
    kept, left = [], KEPT_MAX
    for name, values in posted.lists():
        for value in values:
            left -= len(name) + len(value)
            if name != "csrfmiddlewaretoken" and "password" not in name and left >= 0:
                kept.append((name, value.replace("\0", "")))
    return kept


def _typed_here(request: HttpRequest) -> QueryDict | None:
    """Give what was typed in this page before the session ended; what another account typed is forgotten."""
    sealed = request.session.get(ABOUT)
    if not sealed:
        return None
    account, path, fields, _ = _opened(sealed)
    if account != str(request.user.pk):
        del request.session[ABOUT]
        return None
    if path != request.path or request.method not in {"GET", "HEAD"}:
        return None
    typed = QueryDict(mutable=True)
    for name, value in fields:
        typed.appendlist(name, value)
    return typed


def _opened(sealed: str) -> tuple[str, str, list[Any], bool]:
    account, path, fields, had_files = json.loads(keyring().decrypt(bytes.fromhex(sealed), about=ABOUT))
    return account, path, fields, had_files


def _had_files(request: HttpRequest) -> bool:
    return _opened(request.session[ABOUT])[3]


def _whose(request: HttpRequest) -> str:
    try:
        return Signer(salt=ABOUT).unsign(request.COOKIES.get(WHOSE, ""))
    except BadSignature:
        return ""


def _told_whose(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave in the browser whose pages it shows, where it does not say so yet."""
    if request.user.is_authenticated and _whose(request) != str(request.user.pk):
        options = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(WHOSE, Signer(salt=ABOUT).sign(str(request.user.pk)), max_age=WHOSE_AGE, **options)
    return response
