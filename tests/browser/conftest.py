"""Fixtures of the stories: a site of one's own, a browser, people who sign in."""

import fcntl
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.chromium import launched, settings
from tests.browser.people import Visitor, listen
from tests.browser.site import Site, build, copied, make_database, serving


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one process at a time through."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Path, str]:
    """Build the demonstration world once for all workers; give its folder and, on PostgreSQL, the address of its database."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    server, folder = os.environ.get("DATABASE_URL", ""), shared / "world"
    with alone(shared / "world.lock"):
        name = f"world_{os.environ.get('PYTEST_XDIST_TESTRUNUID', 'alone')[:12]}"
        if not (folder / "built").exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            url = make_database(server, name) if server.startswith("postgres") else ""
            build(folder, url)
            (folder / "built").write_text(url)
    return folder, (folder / "built").read_text()


@pytest.fixture
def site(world: tuple[Path, str], tmp_path: Path) -> Iterator[Site]:
    """Serve a copy of the world to one story."""
    folder, url = world
    own_url = ""
    if url:
        own_url = make_database(os.environ["DATABASE_URL"], f"story_{uuid.uuid4().hex[:12]}", template=url.rpartition("/")[2])
    with serving(copied(folder, tmp_path / "var"), own_url) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Give a function that opens a browser for somebody: `visit("phone")`, `visit("desktop", javascript=False)`.

    When the story ends, nothing may have gone wrong behind its pages.
    """
    opened: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_for(size: str = "desktop", *, javascript: bool = True) -> Visitor:
        context = chromium.new_context(**settings(site.url, size), java_script_enabled=javascript)
        context.set_default_timeout(10_000)
        opened.append(context)
        visitors.append(Visitor(context.new_page(), site, size))
        listen(visitors[-1])
        return visitors[-1]

    yield open_for
    for context in opened:
        context.close()
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    assert not troubles, "\n".join(troubles)
