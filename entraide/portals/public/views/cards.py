"""The check of a card, for partners: by its address, and in a page that works without a network. Nothing says who bears it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entraide.apps.beneficiaries.queries.cards import checked_here, signed_list
from entraide.core.cards.sentences import OLD_LIST, SENTENCES, WORDS, said, word_of
from entraide.core.cards.token import LONGEST
from entraide.core.cards.values import CardKind
from entraide.integrations.card_signing import published_keys
from entraide.ui import clock


CHECKER = "public/card-checker.js"
STYLE = "public/card-checker.css"


@login_not_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say how a partner checks a card, and check the code that is typed or pasted."""
    code = "".join(request.GET.get("code", "").split())[: 2 * LONGEST]
    token = code.rstrip("/").rpartition("/")[2]
    if token:
        return redirect("public:card_check", token)
    return render(request, "public/card_home.html", {"is_empty": "code" in request.GET})


@login_not_required
@never_cache
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Say in large words whether a card counts today; nothing is written, and nobody is named."""
    verdict = checked_here(token, on=clock.today())
    word = word_of(verdict.standing)
    context = {"word": WORDS[word], "tone": word, "sentence": said(verdict), "claims": verdict.claims, "on": clock.today()}
    return render(request, "public/card_check.html", context)


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Give the public keys, for `entraide cards check --key` and for whoever checks by their own means."""
    headers = {"Content-Disposition": 'attachment; filename="cles-publiques.json"'}
    return HttpResponse(published_keys().written(), content_type="application/json; charset=utf-8", headers=headers)


@login_not_required
@never_cache
@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """Give the signed list of revoked cards of the day."""
    headers = {"Content-Disposition": f'attachment; filename="cartes-annulees-{clock.today():%Y-%m-%d}.txt"'}
    return HttpResponse(signed_list(on=clock.today()), content_type="text/plain; charset=utf-8", headers=headers)


def carried() -> dict[str, Any]:
    """Give what the page needs to check by itself: public keys, the list of the day, sentences; a frozen day in a demonstration."""
    today = settings.ENTRAIDE_TODAY
    return {
        "published": published_keys().written(),
        "list": signed_list(on=clock.today()),
        "words": WORDS,
        "tones": {str(standing): word_of(standing) for standing in SENTENCES},
        "sentences": {str(standing): text for standing, text in SENTENCES.items()},
        "oldList": OLD_LIST,
        "kinds": {letter: kind.label for letter, kind in zip("BSC", CardKind, strict=True)},
        "today": today.isoformat() if today else "",
    }


@login_not_required
@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the checker that needs no network, to try it and to save it."""
    return render(request, "public/card_offline.html", {"carried": carried(), "on": clock.today()})


@login_not_required
@never_cache
@require_safe
def offline_file(request: HttpRequest) -> HttpResponse:
    """Give the checker as one file that carries its program, the keys and the list of the day."""
    parts = {"script": source_of(CHECKER), "style": source_of(STYLE)}
    page = render_to_string("public/card_offline_file.html", {"carried": carried(), "on": clock.today(), **parts})
    headers = {"Content-Disposition": f'attachment; filename="verificateur-de-cartes-{clock.today():%Y-%m-%d}.html"'}
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers=headers)


def source_of(name: str) -> str:
    """Read a static file of ours, which the saved page carries inside."""
    with open(finders.find(name), encoding="utf-8") as file:
        return file.read()
