"""What an association runs: PostgreSQL, HTTPS, SMTP, the real day; every secret comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from entraide.config.settings.base import *  # noqa: F403
from entraide.config.settings.base import STORAGES, env


DEBUG = False
if "ENTRAIDE_TODAY" in env.ENVIRON:
    raise ImproperlyConfigured("ENTRAIDE_TODAY freezes the day of a demonstration: production refuses it. Remove it from the environment.")
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ENTRAIDE_HOSTS")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.ManifestStaticFilesStorage"}}
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)

# How many of our own proxies stand before us: the address that rate limits count is the one that the first of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ENTRAIDE_PROXIES", default=1)
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
