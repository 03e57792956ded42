"""Bring a clean clone to a running Entraide with the standard library alone: environment, packages, data, servers."""

import hashlib
import importlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "entraide-installed.json"
RUN_LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
DATABASES = ("postgres", "postgresql", "sqlite")

# What pip says when it fails, in the order in which to look for it, and what a person should read instead.
PIP_FAULTS = (
    (
        r"DO NOT MATCH THE HASHES",
        "a downloaded package is not the one that the lock names (its hash differs), so nothing was installed; "
        "empty pip's cache with `python3 -m pip cache purge` and try again, and report it if it happens twice.",
    ),
    (r"No space left on device", "the disk is full: the packages need about 400 MB in .venv. Make room and try again."),
    (
        r"command '\S*(?:gcc|g\+\+|cc|clang|c\+\+)\S*' failed: No such file"
        r"|No such file or directory: '\S*(?:gcc|g\+\+|cc|clang|c\+\+)'"
        r"|unable to execute '\S*(?:gcc|cc|clang)|Unknown compiler\(s\)|[Nn]o acceptable C compiler"
        r"|Rust toolchain|requires Rust|Microsoft Visual C\+\+",
        "{package} has no ready-made wheel for this Python and machine, and building it needs a compiler that is missing: "
        "install one (apt-get install build-essential python3-dev) or use Python 3.11, 3.12 or 3.13.",
    ),
    (
        r"NewConnectionError|name resolution|ConnectTimeoutError|ReadTimeout|Max retries exceeded|ProxyError|Network is unreachable"
        r"|Connection refused|Connection reset|Could not fetch URL|RemoteDisconnected|SSLError",
        "the packages cannot be downloaded: the package index does not answer (no network?). Connect this machine, "
        "or name a mirror or a folder of wheels with PIP_INDEX_URL or PIP_FIND_LINKS, and try again.",
    ),
    (
        r"No matching distribution found for (?P<name>\S+)",
        "{package} is not in the package index that pip uses here, in the version of the lock and for this Python: "
        "check PIP_INDEX_URL and PIP_FIND_LINKS, or use Python 3.11, 3.12 or 3.13.",
    ),
)


class CannotStart(Exception):
    """Tell a developer in one sentence why the machine room cannot start."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a child process prints."""
    print(text, flush=True)


def var_folder() -> Path:
    """Make the folder of everything that is not in git: database, keys, documents, logs; only its owner enters it."""
    var = Path(os.environ.get("ENTRAIDE_VAR") or ROOT / "var")
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"the folder {var} cannot be made ({error.strerror}): give the right to write there, or set ENTRAIDE_VAR."
        ) from error
    return var


def wanted_port() -> int:
    """Read PORT and prove that the web server will be able to listen on it.

    :raises CannotStart: if it is no port, is reserved to root, or is busy
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT={text} is not a port: give a number from 1 to 65535, for example PORT=8001 make run.")
    port = int(text)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CannotStart(f"port {port} is reserved to root here: choose another, for example PORT=8000 make run.") from error
        except OSError as error:
            raise CannotStart(
                f"port {port} is busy: another program, perhaps another Entraide, listens on it. "
                f"Stop it, or choose another: PORT={port % 65535 + 1} make run."
            ) from error
    return port


def require_known_database() -> None:
    """Refuse a DATABASE_URL of another kind than the two databases that Entraide knows, without repeating its password.

    :raises CannotStart: if it names another
    """
    url = os.environ.get("DATABASE_URL", "")
    kind = url.partition("://")[0]
    if url and (kind == url or kind not in DATABASES):
        raise CannotStart(
            "DATABASE_URL must begin with postgres:// or sqlite://, for example postgres://account:password@127.0.0.1/entraide."
        )


def fingerprint(lock: str) -> str:
    """Digest a lock: as long as it stays the same, nothing is to be installed."""
    try:
        return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise CannotStart(f"{lock} is missing: this checkout is incomplete, take it again with git.") from error


def installed() -> dict[str, str]:
    """Read what the last installations left: lock name to digest, and the folder they were made for."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamp if stamp.get("root") == str(ROOT) else {}


def pins(lock: str) -> set[str]:
    """List the `name==version ; marker` lines of a lock."""
    return {line.rstrip(" \\") for line in (ROOT / lock).read_text().splitlines() if "==" in line and not line.startswith((" ", "#"))}


def lacking_in_dev() -> set[str]:
    """List what the lock of every day pins and the development lock does not, under the same condition or under none."""
    return {pin for pin in pins(RUN_LOCK) if not {pin, pin.split(" ;")[0]} & pins(DEV_LOCK)}


def require_venv() -> None:
    """Prove that this Python can make virtual environments with pip inside.

    :raises CannotStart: if it cannot, as on a Debian without python3-venv
    """
    for module in ("venv", "ensurepip"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise CannotStart(
                f"this Python {version} ({sys.executable}) cannot make virtual environments (its module {module} is missing): "
                f"apt-get install python{version}-venv, then try again."
            ) from error


def child_environment() -> dict[str, str]:
    """Copy the environment without what would make the virtual environment's Python look elsewhere."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    kept.setdefault("PIP_RETRIES", "3")
    if not kept.get("DATABASE_URL"):
        kept.pop("DATABASE_URL", None)
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}


def run_logged(command: list[str], log: Path) -> str | None:
    """Run a command with its words in a log; return None when it succeeds, else what it said."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=child_environment(), check=False
    )
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    return None if done.returncode == 0 else done.stdout


def make_venv(log: Path) -> None:
    """Make the virtual environment, or make it anew where an earlier one does not work."""
    moved = STAMP.exists() and not installed()
    if PYTHON.exists() and not moved and run_logged([str(PYTHON), "-m", "pip", "--version"], log) is None:
        return
    require_venv()
    say(f"Making the virtual environment with Python {sys.version_info.major}.{sys.version_info.minor}…")
    shutil.rmtree(VENV, ignore_errors=True)
    said = run_logged([sys.executable, "-m", "venv", str(VENV)], log)
    if said is not None:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotStart(f"the virtual environment cannot be made in {VENV}: {last_line(said)} (all of it: {log}).")


def last_line(said: str) -> str:
    """Choose the line of a failed command that tells the most: its last error, else its last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    faults = [line for line in lines if re.match(r"(?i)error\b", line)]
    return (faults or lines or ["it said nothing"])[-1]


def explain(said: str, log: Path) -> str:
    """Turn what pip said into one sentence for a developer."""
    for pattern, sentence in PIP_FAULTS:
        match = re.search(pattern, said)
        if match:
            return sentence.format(package=match.groupdict().get("name") or failed_package(said))
    return f"pip cannot install the packages: {last_line(said)} (all of it: {log})."


def failed_package(said: str) -> str:
    """Find which package pip could not build: the one it names, else the last one it took up."""
    named = re.findall(r"Failed (?:to build|building wheel for) '?([\w.-]+)", said) or re.findall(r"Collecting ([\w.-]+)", said)
    taken = re.findall(r"Processing \S*/([\w.]+)-\d", said)
    return (named or taken or ["a package"])[-1]


def link_project() -> None:
    """Make `import entraide` and the command `entraide` work in the virtual environment, without building anything."""
    site = next((VENV / "lib").glob("python3*")) / "site-packages"
    (site / "entraide-checkout.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "entraide"
    command.write_text('#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nexec "$here/python" -m entraide.config.cli "$@"\n')
    command.chmod(0o755)


def install(lock: str) -> None:
    """Install a lock and the project into .venv; do nothing when the last installation was of the same lock.

    :raises CannotStart: if the environment cannot be made or a package cannot be had
    """
    wanted = fingerprint(lock)
    stamp = installed()
    if stamp.get(lock) == wanted and PYTHON.exists():
        return
    log = var_folder() / "install.log"
    log.unlink(missing_ok=True)
    make_venv(log)
    say(f"Installing {len(pins(lock))} packages of {lock} (a minute or so the first time)…")
    started = time.monotonic()
    said = run_logged([str(PYTHON), "-m", "pip", "install", "--require-hashes", "--prefer-binary", "-r", str(ROOT / lock)], log)
    if said is not None:
        raise CannotStart(explain(said, log))
    link_project()
    stamp = {**stamp, "root": str(ROOT), lock: wanted}
    if lock == DEV_LOCK and not lacking_in_dev():
        stamp[RUN_LOCK] = fingerprint(RUN_LOCK)
    STAMP.write_text(json.dumps(stamp, indent=1))
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def entraide(*arguments: str) -> None:
    """Run one command of the console script; it has told its own fault when it fails."""
    done = subprocess.run([str(PYTHON), "-m", "entraide.config.cli", *arguments], cwd=ROOT, env=child_environment(), check=False)
    if done.returncode:
        sys.exit(1)


def start() -> NoReturn:
    """Start everything and stay: this process becomes the supervisor."""
    port = wanted_port()
    require_known_database()
    install(RUN_LOCK)
    var_folder()
    entraide("prepare")
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "entraide.config.cli", "serve", "--port", str(port)], child_environment())


def reset_demonstration() -> None:
    """Put the demonstration back as it was on its first day."""
    require_known_database()
    install(RUN_LOCK)
    var_folder()
    entraide("prepare", "--without-demonstration")
    entraide("demo", "reset")


ACTS: dict[str, Callable[[], object]] = {"run": start, "demo": reset_demonstration, "install": lambda: install(RUN_LOCK)}


def main(arguments: list[str]) -> int:
    """Do one act (`run` when none is named); give 1 after one sentence when it cannot be done."""
    try:
        ACTS[arguments[0] if arguments else "run"]()
    except CannotStart as fault:
        print(f"entraide: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("entraide: interrupted; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
