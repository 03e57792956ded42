"""What every page shows: the banner of the demonstration, the navigation, the hats."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from entraide.apps.accounts.actor import ANONYMOUS
from entraide.config.navigation import navigation_of
from entraide.ui import clock
from entraide.ui.components import date_fr


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the context of the base page; `csp_nonce` under the name that django-htmx reads."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "association_name": settings.ENTRAIDE_NAME,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "demonstration_banner": _banner(),
        "navigation": navigation_of(request) if actor.hat else [],
    }


def _banner() -> str:
    if not settings.ENTRAIDE_DEMONSTRATION:
        return ""
    return f"Démonstration figée au {date_fr(clock.today())} : personnes et chiffres synthétiques."
