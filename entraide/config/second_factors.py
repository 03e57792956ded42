"""Second factors given without a browser: for the demonstration, whose staff sign in with a real one."""

from collections.abc import Collection
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret


def give_second_factors(account_ids: Collection[UUID]) -> int:
    """Give a one-time-code secret to accounts that have none, closed by the installation's keyring; give how many."""
    kind = Authenticator.Type.TOTP
    held = set(Authenticator.objects.filter(user_id__in=account_ids, type=kind).order_by("pk").values_list("user_id", flat=True))
    missing = sorted(set(account_ids) - held)
    adapter = get_adapter()
    Authenticator.objects.bulk_create(
        Authenticator(user_id=account_id, type=kind, data={"secret": adapter.encrypt(generate_totp_secret())}) for account_id in missing
    )
    return len(missing)
