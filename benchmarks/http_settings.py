"""The settings of `make run`, with one more address: an empty page, against which the others are measured."""

from entraide.config.settings.dev import *  # noqa: F403


ROOT_URLCONF = "benchmarks.http_urls"
ENTRAIDE_DEMONSTRATION = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
