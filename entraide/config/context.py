"""What every page shows: the banner of the demonstration, the navigation, the hats."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from entraide.apps.accounts.actor import ANONYMOUS, Actor
from entraide.config.navigation import navigation_of
from entraide.ui import clock
from entraide.ui.components import date_fr
from entraide.ui.values import AccountMenu, RoleItem


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the context of the base page; `csp_nonce` under the name that django-htmx reads."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "account": _account_menu(request, actor),
        "accessibility_url": reverse("public:accessibility"),
        "actor": actor,
        "association_name": settings.ENTRAIDE_NAME,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "demonstration_banner": _banner(),
        "home_url": reverse("public:home"),
        "legal_url": reverse("public:legal"),
        "navigation": navigation_of(request) if actor.hat else [],
    }


def _account_menu(request: HttpRequest, actor: Actor) -> AccountMenu | None:
    if actor.kind != "person":
        return None
    return AccountMenu(
        name=actor.name,
        email=request.user.email,
        logout_url=reverse("account_logout"),
        settings_url=reverse("mfa_index"),
        switch_url=reverse("public:switch_hat"),
        roles=[RoleItem(hat.key, hat.label, hat == actor.hat) for hat in actor.hats],
    )


def _banner() -> str:
    if not settings.ENTRAIDE_DEMONSTRATION:
        return ""
    return f"Démonstration figée au {date_fr(clock.today())} : personnes et chiffres synthétiques."
