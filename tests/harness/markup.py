"""What reaches the browser is finished: no template syntax left, nothing that the content security policy would block."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.harness.faults import Fault, report
from tests.harness.patches import replace


BLOCKED = {
    "template syntax": re.compile(r"\{\{|\{%|\{#"),
    "a script without nonce nor source": re.compile(
        r"<script(?![^>]*\b(?:src|nonce)=)(?![^>]*type=.application/json)[^>]*>", re.IGNORECASE
    ),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"(?:href|action|src)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
}


class UnfinishedPage(Fault):
    """A page holds template syntax, or something that the content security policy blocks."""


def check_page(html: str, path: str) -> None:
    """Look at one page.

    :raises UnfinishedPage: if it holds what must not reach a browser.
    """
    for what, pattern in BLOCKED.items():
        match = pattern.search(html)
        if match:
            report(UnfinishedPage(f"{path} holds {what}: {html[max(0, match.start() - 80) : match.end() + 80]}"))


def pytest_configure(config: pytest.Config) -> None:
    """Look at every page that the test client receives."""

    def request(self: Client, **environ: Any) -> Any:
        response = original(self, **environ)
        # A page that is handed over to be saved is opened elsewhere, under a policy of its own.
        is_saved = response.headers.get("Content-Disposition", "").startswith("attachment")
        if not response.streaming and not is_saved and response.headers.get("Content-Type", "").startswith("text/html"):
            check_page(response.content.decode(), environ.get("PATH_INFO", ""))
        return response

    original = replace(Client, "request", request)
