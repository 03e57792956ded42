"""What the suite uses: nothing kept, nothing slow, nothing that leaves the machine."""

import tempfile
from datetime import date
from pathlib import Path

from entraide.config.settings.base import *  # noqa: F403
from entraide.config.settings.base import DATABASES, STORAGES, TEMPLATES, env


VAR = Path(tempfile.mkdtemp(prefix="entraide-test-"))
DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ENTRAIDE_TODAY = date(2024, 10, 15)
ENTRAIDE_KEYRING = VAR / "keyring.json"
ENTRAIDE_CLAMAV = ""
ENTRAIDE_TESSERACT = "no-reader-in-tests"
ENTRAIDE_CARD_KEYS = VAR / "card-keys.json"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_USE_FINDERS = True
# Looked up when asked for: a scan at the first request of every client would cost more than most tests.
WHITENOISE_AUTOREFRESH = True
if not env.str("DATABASE_URL", default=""):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA foreign_keys=ON;"}
    DATABASES["default"]["TEST"] = {"NAME": None}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⟦undefined: %s⟧"
