"""Rewrite the hashed locks from the ranges of pyproject.toml, and prove that they name no host."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap


OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet")
A_HOST = re.compile(r"://|^\s*--(?!hash=)|\s@\s|\.(?:com|org|net|io|dev|fr)\b", re.MULTILINE)


def uv_environment(pip: list[str]) -> dict[str, str]:
    """Tell uv which package index and certificates pip uses on this machine, through the environment alone."""
    environment = bootstrap.child_environment()
    asked = subprocess.run([*pip, "config", "get", "global.index-url"], capture_output=True, text=True, env=environment, check=False)
    index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    if "PIP_CERT" in environment:
        environment.setdefault("SSL_CERT_FILE", environment["PIP_CERT"])
    return environment


def run(command: list[str], environment: dict[str, str], log: Path) -> None:
    """Run one step.

    :raises bootstrap.CannotStart: if it fails
    """
    done = subprocess.run(command, cwd=bootstrap.ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise bootstrap.CannotStart(f"the locks cannot be written: {bootstrap.last_line(done.stderr)} (all of it: {log}).")


def compile_locks(uv: str, environment: dict[str, str], log: Path) -> None:
    """Write both locks, the second over the first so that tests run with the versions that people run."""
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    command = [uv, "pip", "compile", "pyproject.toml", *OPTIONS]
    run([*command, *upgrade, "--output-file", bootstrap.RUN_LOCK], environment, log)
    run([*command, *upgrade, "--extra", "dev", "--constraint", bootstrap.RUN_LOCK, "--output-file", bootstrap.DEV_LOCK], environment, log)


def verify() -> None:
    """Refuse a lock that names a host or an option, and a development lock that departs from the other.

    :raises bootstrap.CannotStart: if one does
    """
    for lock in (bootstrap.RUN_LOCK, bootstrap.DEV_LOCK):
        found = A_HOST.search((bootstrap.ROOT / lock).read_text())
        if found:
            raise bootstrap.CannotStart(f"{lock} names a host or an option ({found.group().strip()!r}): do not commit it.")
    missing = bootstrap.lacking_in_dev()
    if missing:
        raise bootstrap.CannotStart(f"{bootstrap.DEV_LOCK} lacks {', '.join(sorted(missing))}: both locks must agree.")


def main() -> int:
    """Make a throwaway environment for uv, compile, verify, tidy."""
    try:
        bootstrap.require_venv()
        venv = bootstrap.var_folder() / "lock-venv"
        log = bootstrap.var_folder() / "lock.log"
        shutil.rmtree(venv, ignore_errors=True)
        bootstrap.say("Preparing uv…")
        run([sys.executable, "-m", "venv", str(venv)], bootstrap.child_environment(), log)
        pip = [str(venv / "bin" / "python"), "-m", "pip"]
        run([*pip, "install", "--quiet", "uv"], bootstrap.child_environment(), log)
        bootstrap.say("Compiling the locks…")
        compile_locks(str(venv / "bin" / "uv"), uv_environment(pip), log)
        verify()
        shutil.rmtree(venv, ignore_errors=True)
        counted = ", ".join(f"{lock}: {len(bootstrap.pins(lock))} packages" for lock in (bootstrap.RUN_LOCK, bootstrap.DEV_LOCK))
        bootstrap.say(f"{counted}. No host in either.")
    except bootstrap.CannotStart as fault:
        print(f"entraide: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
