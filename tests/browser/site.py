"""A demonstration of one's own: the world is built once, each story gets a copy of it and its own server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 40
BUILD_WITHIN = 300
TOLD = "accounts.txt"


@dataclass(frozen=True)
class Site:
    """A running demonstration: its address, the environment that its commands want, what it told of its accounts."""

    url: str
    environment: Mapping[str, str]
    told: str

    @property
    def password(self) -> str:
        """The one password of the demonstration's accounts."""
        return re.search(r"Mot de passe de tous ces comptes : (.+)", self.told)[1]

    @property
    def activation_code(self) -> str:
        """The code of the letter that the association sent to David Petit."""
        return re.search(r"David Petit.* avec le code (\S+)", self.told)[1]

    def entraide(self, *arguments: str) -> str:
        """Run an `entraide` command beside the server and give what it prints."""
        return _command(arguments, self.environment)


def _command(arguments: tuple[str, ...], environment: Mapping[str, str], *, within: int = BUILD_WITHIN) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "entraide.config.cli", *arguments],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=within,
        check=False,
    )
    assert done.returncode == 0, f"entraide {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment_in(folder: Path, database_url: str) -> dict[str, str]:
    """Give the environment of a demonstration that lies in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "entraide.config.settings.dev",
        "ENTRAIDE_VAR": str(folder),
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'entraide.sqlite3'}",
        "PYTHONPATH": str(ROOT),
    }


def build(folder: Path, database_url: str) -> None:
    """Build the demonstration world in a folder, once, and keep what it tells of its accounts."""
    environment = environment_in(folder, database_url)
    _command(("prepare",), environment)
    (folder / TOLD).write_text(_command(("demo", "accounts"), environment))


def named(database_url: str, name: str) -> str:
    """Give the address of another database of the same server."""
    return urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))


def make_database(server_url: str, name: str, *, template: str = "") -> str:
    """Make a database of the server, empty or as a copy, in place of the one of that name; give its address."""
    copied = f' TEMPLATE "{template}"' if template else ""
    # The database that the address names may not be there yet; the one for maintenance always is.
    with psycopg.connect(named(server_url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"{copied}')
    return named(server_url, name)


@contextmanager
def serving(folder: Path, database_url: str) -> Iterator[Site]:
    """Serve a demonstration on a free port of this machine until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = environment_in(folder, database_url)
    command = [sys.executable, "-m", "gunicorn", "--bind", address, "--workers", "2", "--preload", "--log-level", "warning"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([*command, "entraide.config.wsgi:application"], env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(f"http://{address}/", server, folder / "server.log")
            yield Site(f"http://{address}", environment, (folder / TOLD).read_text())
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            if server.poll() is None:
                server.kill()
                server.wait()


def _wait(url: str, server: subprocess.Popen, log: Path) -> None:
    limit = time.monotonic() + START_WITHIN
    while time.monotonic() < limit:
        assert server.poll() is None, log.read_text()
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError(f"no answer from {url}\n{log.read_text()}")


def copied(world: Path, folder: Path) -> Path:
    """Copy the folder of a built world: database, keys, documents, mails."""
    shutil.copytree(world, folder, dirs_exist_ok=True)
    return folder
