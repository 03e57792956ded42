"""What `make run` uses: the embedded default, bound to this machine, with the demonstration frozen at its day."""

import secrets
from datetime import date

from django.core.exceptions import ImproperlyConfigured

from entraide.config.settings.base import *  # noqa: F403
from entraide.config.settings.base import VAR, env


def _secret_key() -> str:
    """Read this machine's secret, made at the first start and kept out of the checkout."""
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = VAR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


def _frozen_day() -> date:
    """Read the day that the demonstration stands at.

    :raises ImproperlyConfigured: if it is no date.
    """
    written = env.str("ENTRAIDE_TODAY", default="2024-10-15")
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ImproperlyConfigured(f"ENTRAIDE_TODAY is a day such as 2024-10-15, not {written}.") from error


DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ENTRAIDE_DEMONSTRATION = env.bool("ENTRAIDE_DEMONSTRATION", default=True)
ENTRAIDE_TODAY = _frozen_day()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
