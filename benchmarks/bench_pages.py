"""The server's own time for each page that people open most, in the demonstration world, against the limit of a read: 50 ms."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from benchmarks.figure import Figure


LIMIT_MS = 50.0
TURNS = 15
PAGES = {
    "nadia.ferrand": (
        "beneficiary:home",
        "beneficiary:entitlements",
        "beneficiary:claims",
        "beneficiary:household",
        "beneficiary:messages",
    ),
    "sylvie.marchand": ("correspondent:home", "correspondent:roster", "correspondent:contribution"),
    "bernard.collin": ("delegate:home",),
    "camille.roux": ("staff:claims",),
    "marc.vidal": ("staff:payments", "staff:statements", "staff:journal", "staff:contributions", "staff:contribution_accounts"),
    "antoine.verdier": ("staff:catalogue",),
    "philippe.delorme": ("staff:board",),
    "yann.prigent": ("staff:accounts", "staff:audit"),
}


def run() -> list[Figure]:
    """Measure the median of each page over fifteen requests, after one that warms up."""
    with _demonstration():
        return [
            Figure(f"{view}, median", _median_ms(name, view), "ms", "limit of a read", LIMIT_MS, 1.0)
            for name, views in PAGES.items()
            for view in views
        ]


@contextmanager
def _demonstration() -> Iterator[None]:
    """Build a demonstration world of its own, on the embedded database."""
    with tempfile.TemporaryDirectory() as folder:
        kept = settings.VAR, settings.ENTRAIDE_KEYRING, settings.DATABASES["default"]["NAME"]
        settings.VAR, settings.ENTRAIDE_KEYRING = Path(folder), Path(folder) / "keyring.json"
        if "DATABASE_URL" not in os.environ:
            connections.close_all()
            connections["default"].settings_dict["NAME"] = str(Path(folder) / "entraide.sqlite3")
            call_command("keyring", "init", verbosity=0)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("demo", "build", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        yield
        connections.close_all()
        settings.VAR, settings.ENTRAIDE_KEYRING, connections["default"].settings_dict["NAME"] = kept


def _median_ms(name: str, view: str) -> float:
    client, url = _signed_in(name), reverse(view)
    spent = []
    for _ in range(TURNS + 1):
        start = time.perf_counter()
        response = client.get(url)
        spent.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, f"{name} {url}: {response.status_code}"
    return round(median(spent[1:]), 2)


def _signed_in(name: str) -> Client:
    """Open a session as a person of the demonstration who has passed the second factor."""
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model()._default_manager.get(email=f"{name}@exemple.fr"))
    return client
