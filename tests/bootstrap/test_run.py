"""What `make run` says on a machine where something is missing."""

import hashlib
import io
import os
import socket
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


OneSentence = Callable[[subprocess.CompletedProcess[str]], str]
OFFLINE = {"PIP_NO_INDEX": "1"}
ROOT = Path(__file__).resolve().parents[2]


def digest(path: Path) -> str:
    """Digest a file as a lock does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_wheel(folder: Path) -> Path:
    """Build by hand a wheel of one empty module."""
    path = folder / "pebble-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pebble.py", "")
        archive.writestr("pebble-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pebble\nVersion: 1.0\n")
        archive.writestr("pebble-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("pebble-1.0.dist-info/RECORD", "pebble.py,,\npebble-1.0.dist-info/METADATA,,\npebble-1.0.dist-info/WHEEL,,\n")
    return path


def make_source_that_needs_gcc(folder: Path) -> Path:
    """Build by hand a source distribution whose own backend calls gcc."""
    files = {
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        "PKG-INFO": "Metadata-Version: 2.1\nName: boulder\nVersion: 1.0\n",
        "backend.py": "import subprocess\ndef build_wheel(*given, **named):\n    subprocess.check_call(['gcc', '-c', 'x.c'])\n",
    }
    path = folder / "boulder-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"boulder-1.0/{name}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return path


def test_an_old_python_is_named_with_its_version(checkout: Any, one_sentence: OneSentence) -> None:
    checkout.offer("python3", 'case "$2" in *print*) echo 3.9.2;; *) exit 1;; esac')
    said = one_sentence(checkout.start())
    assert "Python 3.11 or newer" in said
    assert "python3 is 3.9.2" in said


def test_a_newer_python_is_found_behind_an_old_one(checkout: Any, one_sentence: OneSentence) -> None:
    checkout.offer("python3", 'case "$2" in *print*) echo 3.9.2;; *) exit 1;; esac')
    checkout.offer("python3.11", f'exec "{sys.executable}" "$@"')
    assert "is not a port" in one_sentence(checkout.start(PORT="none"))


def test_a_machine_without_python_is_told_so(checkout: Any, one_sentence: OneSentence) -> None:
    (checkout.programs / "python3").unlink()
    assert "no Python is on the PATH" in one_sentence(checkout.start())


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package_to_install(checkout: Any, one_sentence: OneSentence, tmp_path: Path, module: str) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / f"{module}.py").write_text("raise ImportError")
    said = one_sentence(checkout.start(PYTHONPATH=str(hidden)))
    assert f"its module {module} is missing" in said
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in said


def test_a_busy_port_is_named_before_anything_is_installed(checkout: Any, one_sentence: OneSentence) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = one_sentence(checkout.start(PORT=str(port)))
    assert f"port {port} is busy" in said
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_what_is_not_a_port_is_refused(checkout: Any, one_sentence: OneSentence, port: str) -> None:
    assert f"PORT={port} is not a port" in one_sentence(checkout.start(PORT=port))


def test_no_network_is_told_as_such(checkout_with_pip: Any, one_sentence: OneSentence) -> None:
    checkout_with_pip.lock(f"pebble==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    said = one_sentence(checkout_with_pip.start(PIP_INDEX_URL="http://127.0.0.1:9/simple"))
    assert "no network?" in said


def test_a_missing_compiler_names_the_package_that_needs_it(checkout_with_pip: Any, one_sentence: OneSentence, tmp_path: Path) -> None:
    source = make_source_that_needs_gcc(tmp_path)
    checkout_with_pip.lock(f"boulder==1.0 \\\n    --hash=sha256:{digest(source)}\n")
    said = one_sentence(checkout_with_pip.start(PIP_FIND_LINKS=str(tmp_path), **OFFLINE))
    assert "boulder" in said
    assert "needs a compiler that is missing" in said


def test_a_package_that_is_not_the_locked_one_is_not_installed(checkout_with_pip: Any, one_sentence: OneSentence, tmp_path: Path) -> None:
    make_wheel(tmp_path)
    checkout_with_pip.lock(f"pebble==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    said = one_sentence(checkout_with_pip.start(PIP_FIND_LINKS=str(tmp_path), **OFFLINE))
    assert "its hash differs" in said


def test_a_version_that_the_index_lacks_is_named(checkout_with_pip: Any, one_sentence: OneSentence, tmp_path: Path) -> None:
    make_wheel(tmp_path)
    checkout_with_pip.lock(f"pebble==2.0 \\\n    --hash=sha256:{'0' * 64}\n")
    said = one_sentence(checkout_with_pip.start(PIP_FIND_LINKS=str(tmp_path), **OFFLINE))
    assert "pebble==2.0 is not in the package index" in said


def test_what_pip_says_otherwise_is_shown_with_the_place_of_the_rest(
    checkout_with_pip: Any, one_sentence: OneSentence, tmp_path: Path
) -> None:
    make_wheel(tmp_path)
    checkout_with_pip.lock("pebble\n")
    said = one_sentence(checkout_with_pip.start(PIP_FIND_LINKS=str(tmp_path), **OFFLINE))
    assert "pip cannot install the packages" in said
    assert "install.log" in said


def test_a_clean_clone_makes_its_environment_and_a_second_start_installs_nothing(checkout: Any, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path)
    checkout.lock(f"pebble==1.0 \\\n    --hash=sha256:{digest(wheel)}\n")
    first = checkout.start(PIP_FIND_LINKS=str(tmp_path), **OFFLINE)
    assert "Installed in" in first.stdout
    python = checkout.folder / ".venv" / "bin" / "python"
    subprocess.run([python, "-c", "import pebble"], check=True)
    path = subprocess.run([python, "-c", "import sys; print(sys.path)"], capture_output=True, text=True, check=True, cwd="/").stdout
    assert str(checkout.folder) in path
    wheel.unlink()
    second = checkout.start(**OFFLINE)
    assert "Install" not in second.stdout
    assert (checkout.folder / "var").stat().st_mode & 0o777 == 0o700


def test_a_checkout_that_was_moved_makes_its_environment_anew(checkout: Any, tmp_path: Path) -> None:
    checkout.start(**OFFLINE)
    checkout.folder.rename(tmp_path / "elsewhere")
    moved = type(checkout)(tmp_path / "elsewhere", checkout.programs)
    assert "Making the virtual environment" in moved.start(**OFFLINE).stdout


@pytest.mark.parametrize("url", ["mysql://someone:a-secret@127.0.0.1/entraide", "someone:a-secret@127.0.0.1/entraide"])
def test_another_kind_of_database_is_refused_before_anything_is_installed(checkout: Any, one_sentence: OneSentence, url: str) -> None:
    said = one_sentence(checkout.start(DATABASE_URL=url))
    assert "DATABASE_URL must begin with postgres:// or sqlite://" in said
    assert "a-secret" not in said
    assert not (checkout.folder / ".venv").exists()


def test_a_lock_that_is_missing_says_that_the_checkout_is_incomplete(checkout: Any, one_sentence: OneSentence) -> None:
    (checkout.folder / "requirements.txt").unlink()
    assert "requirements.txt is missing" in one_sentence(checkout.start())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://someone:a-secret@127.0.0.1:1/entraide", "entraide on 127.0.0.1:1 refuses"),
        ("sqlite:////nowhere/at/all.sqlite3", "/nowhere/at/all.sqlite3 refuses"),
    ],
)
def test_a_database_that_refuses_is_named_without_its_password(one_sentence: OneSentence, tmp_path: Path, url: str, expected: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "ENTRAIDE_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "entraide.config.settings.dev",
    }
    command = [sys.executable, "-m", "entraide.config.cli", "prepare"]
    said = one_sentence(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False))
    assert expected in said
    assert "a-secret" not in said
