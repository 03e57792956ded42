"""Run every check and every test, layer by layer, and close with one line that tells how many passed and failed."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import bootstrap
import postgres


PARTS = ("static", "sqlite", "postgres", "browser")
LAYER_LIMIT = 30 * 60.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOTHING_SELECTED = 5
WORKERS = ("-n", "2")
# They know no database, or choose their own: once is enough.
NOT_ON_POSTGRES = (
    *("tests/architecture", "tests/bootstrap", "tests/browser", "tests/core", "tests/docs"),
    *("tests/integrations", "tests/population", "tests/scenarios"),
)


@dataclass
class Layer:
    """One group of checks with its own summary: commands for tools, or one pytest run whose report is counted."""

    name: str
    commands: list[list[str]]
    environment: dict[str, str] = field(default_factory=dict)
    is_pytest: bool = False
    may_select_nothing: bool = False


@dataclass
class Result:
    """What a layer gave: seconds, and tests passed and failed (a failed tool counts as one)."""

    name: str
    seconds: float
    passed: int = 0
    failed: int = 0


def tool(module: str, *arguments: str) -> list[str]:
    """Name a tool of the virtual environment."""
    return [str(bootstrap.PYTHON), "-m", module, *arguments]


def static_layers() -> Iterator[Layer]:
    """List what reads the code without running the tests."""
    yield Layer("format", [tool("ruff", "format", "--check", "."), tool("djlint", "--check", "entraide")])
    yield Layer("lint", [tool("ruff", "check", "."), tool("djlint", "--lint", "entraide")])
    yield Layer("imports", [[str(bootstrap.VENV / "bin" / "lint-imports")]])
    yield Layer("types", [tool("mypy")])
    command = "entraide.config.cli"
    testing = {"DJANGO_SETTINGS_MODULE": "entraide.config.settings.test", "DATABASE_URL": ""}
    yield Layer("migrations", [tool(command, "makemigrations", "--check", "--dry-run")], testing)
    production = {
        "DJANGO_SETTINGS_MODULE": "entraide.config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENTRAIDE_HOSTS": "entraide.example",
        "DATABASE_URL": "postgres://entraide@127.0.0.1/entraide",
    }
    yield Layer("deploy", [tool(command, "check", "--deploy", "--fail-level", "WARNING")], production)


def pytest_layer(name: str, arguments: Iterable[str], database: str, may_select_nothing: bool = False) -> Layer:
    """Describe one run of pytest on one database ("" is SQLite in memory: an empty variable is not handed on)."""
    environment = {"DJANGO_SETTINGS_MODULE": "entraide.config.settings.test", "DATABASE_URL": database}
    return Layer(name, [tool("pytest", *WORKERS, *arguments)], environment, True, may_select_nothing)


def test_layers(parts: set[str], server: str) -> Iterator[Layer]:
    """List the runs of pytest that the chosen parts ask for; those of PostgreSQL only where there is a server."""
    if "sqlite" in parts:
        yield pytest_layer("suite on SQLite", ["--ignore=tests/browser"], "")
    if "postgres" in parts and server:
        # A screen is looked at on one database.
        yield pytest_layer("suite on PostgreSQL", ["-m", "not browser", "tests", *(f"--ignore={path}" for path in NOT_ON_POSTGRES)], server)
    if "browser" in parts:
        yield pytest_layer("browser stories", ["tests/browser"], "")
    if "browser" in parts and server:
        yield pytest_layer("browser stories of money on PostgreSQL", ["-m", "money", "tests/browser"], server, may_select_nothing=True)


def run_command(command: list[str], environment: dict[str, str]) -> int:
    """Run one command in its own session and give its status; end all of it when it takes half an hour or at Ctrl-C."""
    everything = {name: value for name, value in (bootstrap.child_environment() | environment).items() if value}
    process = subprocess.Popen(command, cwd=bootstrap.ROOT, env=everything, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(LAYER_LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(f"stopped: still running after {LAYER_LIMIT / 60:.0f} minutes", flush=True)
        return 124
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise


def run_tools(layer: Layer) -> Result:
    """Run every command of a layer, even after one has failed, so that all faults are seen at once."""
    statuses = [run_command(command, layer.environment) for command in layer.commands]
    return Result(layer.name, 0, failed=int(any(statuses)))


def run_pytest(layer: Layer) -> Result:
    """Run pytest and count from its report; a run that ends badly without a failed test counts as one failure."""
    with tempfile.TemporaryDirectory(prefix="entraide-report-") as folder:
        report = Path(folder) / "report.xml"
        status = run_command([*layer.commands[0], f"--junitxml={report}"], layer.environment)
        passed, failed = count(report)
    if status == NOTHING_SELECTED and layer.may_select_nothing:
        print(f"{layer.name}: no story is marked for it", flush=True)
        return Result(layer.name, 0)
    if status and not failed:
        failed = 1
    return Result(layer.name, 0, passed, failed)


def count(report: Path) -> tuple[int, int]:
    """Count the passed and the failed tests of a JUnit report; a missing report counts nothing."""
    if not report.exists():
        return 0, 0
    passed = failed = 0
    for case in ElementTree.parse(report).iter("testcase"):
        ends = {child.tag for child in case}
        failed += bool(ends & {"failure", "error"})
        passed += not ends & {"failure", "error", "skipped"}
    return passed, failed


def run(layer: Layer) -> Result:
    """Run a layer and print its own summary."""
    print(f"\n── {layer.name} {'─' * (76 - len(layer.name))}", flush=True)
    started = time.monotonic()
    result = run_pytest(layer) if layer.is_pytest else run_tools(layer)
    result.seconds = time.monotonic() - started
    counted = f"{result.passed} tests passed, {result.failed} failed" if layer.is_pytest else ("failed" if result.failed else "passed")
    print(f"{layer.name}: {counted} in {result.seconds:.1f} s", flush=True)
    return result


def chosen_parts() -> set[str]:
    """Read ONLY: some parts of the tests, or nothing for all of them."""
    text = os.environ.get("ONLY", "")
    parts = set(text.replace(",", " ").split()) or set(PARTS)
    if not parts <= set(PARTS):
        raise bootstrap.CannotStart(f"ONLY={text} names no part of the tests: choose among {', '.join(PARTS)}.")
    return parts


def require_browser() -> None:
    """Have a Chromium: Debian's, installed when root may do it, else asked for in one command.

    :raises bootstrap.CannotStart: if there is none and none can be installed
    """
    if any(shutil.which(name) for name in BROWSERS):
        return
    packager = shutil.which("apt-get")
    if os.geteuid() != 0 or packager is None:
        raise bootstrap.CannotStart("the browser stories need Chromium: sudo apt-get install -y chromium")
    bootstrap.say("Installing Chromium…")
    log = bootstrap.var_folder() / "chromium.log"
    bootstrap.run_logged([packager, "update"], log)
    said = bootstrap.run_logged([packager, "install", "-y", "--no-install-recommends", "chromium"], log)
    if said is not None:
        raise bootstrap.CannotStart(f"Chromium cannot be installed: {bootstrap.last_line(said)} (all of it: {log}).")


def lent_server(stack: ExitStack, results: list[Result]) -> str:
    """Give the PostgreSQL that DATABASE_URL names, else start one; one that does not start is one failure, and "" is given."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    try:
        return stack.enter_context(postgres.postgres())
    except bootstrap.CannotStart as fault:
        print(f"\n{fault}", flush=True)
        results.append(Result("PostgreSQL", 0, failed=1))
        return ""


def run_layers(parts: set[str]) -> list[Result]:
    """Run the layers in order, whatever the earlier ones gave."""
    results: list[Result] = []
    if "static" in parts:
        results += [run(layer) for layer in static_layers()]
    with ExitStack() as stack:
        server = lent_server(stack, results) if parts & {"postgres", "browser"} else ""
        results += [run(layer) for layer in test_layers(parts, server)]
    return results


def close(results: list[Result], parts: set[str]) -> int:
    """Print the time of each layer, then the one line that counts; give the exit status."""
    print(f"\n── time of each layer {'─' * 57}")
    for result in results:
        print(f"{result.name:<42} {result.seconds:>8.1f} s   {'failed' if result.failed else 'passed'}")
    print(f"{'all':<42} {sum(result.seconds for result in results):>8.1f} s")
    failed = sum(result.failed for result in results)
    if parts == {"static"}:
        print(f"checks: {len(results) - failed} passed, {failed} failed", flush=True)
    else:
        print(f"{sum(result.passed for result in results)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def main() -> int:
    """Install what the tests need, run the chosen layers and close."""
    try:
        parts = chosen_parts()
        bootstrap.install(bootstrap.DEV_LOCK)
        if "browser" in parts:
            require_browser()
        return close(run_layers(parts), parts)
    except bootstrap.CannotStart as fault:
        print(f"entraide: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("entraide: interrupted.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
