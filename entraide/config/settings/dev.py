"""What `make run` uses: the embedded default, bound to this machine, with the demonstration frozen at its day."""

import secrets
from datetime import date

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


DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ENTRAIDE_DEMONSTRATION = env.bool("ENTRAIDE_DEMONSTRATION", default=True)
ENTRAIDE_TODAY = date.fromisoformat(env.str("ENTRAIDE_TODAY", default="2024-10-15"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
