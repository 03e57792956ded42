"""The six-digit code of the moment, for a demonstration whose staff have no telephone."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from entraide.apps.accounts.queries import accounts_by_name


PERIOD = 30


class NoCode(Exception):
    """Tell in one sentence why no code can be shown."""


def current_code(name: str) -> tuple[str, str, int]:
    """Give an account's address, its code and for how many seconds it lasts; found by address, its beginning, or name.

    Among several people of that name, the one who has a second factor is meant.

    :raises NoCode: outside a demonstration, or if the name finds nobody, several people, or someone without a second factor.
    """
    if not settings.ENTRAIDE_DEMONSTRATION:
        raise NoCode("Cette installation n'est pas une démonstration : un second facteur n'y est connu que de sa personne.")
    found = {account.pk: account.email for account in accounts_by_name(name)}
    held = list(Authenticator.objects.filter(user_id__in=found, type=Authenticator.Type.TOTP).order_by("pk"))
    if len(found) == 1 and not held:
        raise NoCode(f"{found.popitem()[1]} n'a pas de second facteur : son mot de passe suffit, ou il l'installe en se connectant.")
    if len(held) != 1:
        told = ", ".join(list(found.values())[:8]) or "entraide demo accounts les liste tous"
        raise NoCode(f"{len(found)} compte(s) pour « {name} » : {told}.")
    instant = int(time.time())
    secret = get_adapter().decrypt(held[0].data["secret"])
    return found[held[0].user_id], format_hotp_value(hotp_value(secret, instant // PERIOD)), PERIOD - instant % PERIOD
