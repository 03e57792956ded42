"""A checkout of the machine room alone, in a folder of its own, run with a chosen PATH and without network."""

import importlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest


ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "sed", "dirname", "readlink", "env")


def free_port() -> int:
    """Ask the system for a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Checkout:
    """A folder with the scripts and two locks, and the programs that its PATH offers."""

    folder: Path
    programs: Path

    def offer(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        path = self.programs / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def lock(self, text: str) -> None:
        """Write the lock that `make run` installs."""
        (self.folder / "requirements.txt").write_text(text)

    def start(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Do what `make run` does, with nothing of this machine's settings."""
        clean = {
            "PATH": str(self.programs),
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_CACHE_DIR": "1",
            "PIP_RETRIES": "1",
        }
        clean["PORT"] = str(free_port())
        command = ["sh", "scripts/python.sh", "scripts/bootstrap.py"]
        return subprocess.run(command, cwd=self.folder, env=clean | environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Copy the scripts into a fresh folder, with the Python of the tests and a port that nobody uses."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(str(shutil.which(name)))
    made = Checkout(folder, programs)
    made.offer("python3", f'exec "{sys.executable}" "$@"')
    made.lock("")
    (folder / "requirements-dev.txt").write_text("")
    return made


@pytest.fixture(scope="session")
def environment_with_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one virtual environment for all the tests that only look at what pip says."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def checkout_with_pip(checkout: Checkout, environment_with_pip: Path) -> Checkout:
    """A checkout whose virtual environment is there, and nothing in it."""
    (checkout.folder / ".venv").symlink_to(environment_with_pip)
    return checkout


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Load one of the scripts of this checkout as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Check that a command ended with status 1 and one sentence, and give the sentence."""
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("entraide: ")
    assert "Traceback" not in done.stdout + done.stderr
    return lines[0]


@pytest.fixture
def one_sentence() -> Callable[[subprocess.CompletedProcess[str]], str]:
    """Lend the check that every refusal of the machine room must pass."""
    return sentence
