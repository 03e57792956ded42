"""What a test finds around it: a keyring of the session, an empty cache, an empty store, commits that have effects."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import InMemoryStorage, storages
from django.test import Client, TestCase

from entraide.integrations.card_signing import CardKeys
from entraide.integrations.keyring import Keyring
from tests.harness.patches import replace


def pytest_configure(config: pytest.Config) -> None:
    """Have the test client carry out what its request asked to do after the commit, which a test's transaction never reaches."""

    def request(self: Client, **environ: Any) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return original(self, **environ)

    original = replace(Client, "request", request)


@pytest.fixture(autouse=True, scope="session")
def installation_folder() -> Iterator[None]:
    """Make this process's keys in the folder that the settings made, and take the folder away at the end."""
    settings.VAR.mkdir(exist_ok=True)
    Keyring.generate().write(settings.ENTRAIDE_KEYRING)
    CardKeys.generate().write(settings.ENTRAIDE_CARD_KEYS)
    yield
    shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Empty the cache (rate limits live there) and the document store after each test."""
    yield
    cache.clear()
    for storage in storages._storages.values():
        if isinstance(storage, InMemoryStorage):
            # A fresh one over the old: file fields and the default storage keep pointing at it.
            storage.__init__(location=storage._location)
