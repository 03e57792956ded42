"""What `make test` counts, asks for and prints last."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest


Load = Callable[[str], ModuleType]


def test_the_last_line_sums_the_tests_and_counts_a_failed_check_as_one(script: Load, capsys: pytest.CaptureFixture[str]) -> None:
    layers = script("layers")
    results = [layers.Result("lint", 0.4, failed=1), layers.Result("suite on SQLite", 3, 12, 0), layers.Result("browser stories", 4, 5, 2)]
    assert layers.close(results, set(layers.PARTS)) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "17 passed, 3 failed"
    assert printed[-2].split() == ["all", "7.4", "s"]


def test_everything_passed_gives_status_0(script: Load, capsys: pytest.CaptureFixture[str]) -> None:
    layers = script("layers")
    assert layers.close([layers.Result("suite on SQLite", 3, 12, 0)], {"sqlite"}) == 0
    assert capsys.readouterr().out.endswith("12 passed, 0 failed\n")


def test_the_report_of_pytest_is_counted_by_what_each_test_gave(script: Load, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase><failure/></testcase><testcase><error/></testcase>"
        "<testcase><skipped/></testcase><testcase/></testsuite></testsuites>"
    )
    layers = script("layers")
    assert layers.count(report) == (2, 2)
    assert layers.count(tmp_path / "missing.xml") == (0, 0)


@pytest.mark.parametrize(
    ("code", "passed", "failed"),
    [
        ("def test_one():\n    pass\n", 1, 0),
        ("def test_one():\n    assert False\n", 0, 1),
        ("import nothing_of_the_kind\n", 0, 1),
        ("import os\nos._exit(3)\n", 0, 1),
        ("", 0, 1),
    ],
    ids=["passes", "fails", "cannot be imported", "crashes", "is empty"],
)
def test_a_run_of_pytest_is_never_counted_better_than_it_was(script: Load, tmp_path: Path, code: str, passed: int, failed: int) -> None:
    layers = script("layers")
    (tmp_path / "test_small.py").write_text(code)
    command = layers.tool("pytest", "-q", "-c", "/dev/null", f"--rootdir={tmp_path}", str(tmp_path))
    result = layers.run_pytest(layers.Layer("small", [command], {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, is_pytest=True))
    assert (result.passed, result.failed) == (passed, failed)


def test_a_failed_command_does_not_hide_the_next_one(script: Load, tmp_path: Path) -> None:
    layers = script("layers")
    trace = tmp_path / "trace"
    result = layers.run_tools(layers.Layer("lint", [["false"], ["touch", str(trace)]]))
    assert result.failed == 1
    assert trace.exists()


def test_an_unknown_part_is_refused_with_the_known_ones(
    script: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = script("layers")
    monkeypatch.setenv("ONLY", "oracle")
    assert layers.main() == 1
    assert capsys.readouterr().err == "entraide: ONLY=oracle names no part of the tests: choose among static, sqlite, postgres, browser.\n"


def test_without_chromium_and_without_the_right_to_install_it_the_one_command_is_given(
    script: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = script("layers")
    monkeypatch.setattr(layers.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(layers.bootstrap.CannotStart, match="sudo apt-get install -y chromium"):
        layers.require_browser()


def test_the_postgresql_of_the_tests_answers_and_leaves_nothing_behind(
    script: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    postgres = script("postgres")
    made: list[Path] = []
    launch = postgres.launch

    def noted(programs: Path, folder: Path, owner: dict[str, object]) -> object:
        made.append(folder)
        return launch(programs, folder, owner)

    monkeypatch.setattr(postgres, "launch", noted)
    with postgres.postgres() as url:
        assert url.startswith("postgres://entraide:")
        assert (made[0] / "data" / "postmaster.pid").exists()
    assert not made[0].exists()


def test_a_postgresql_that_does_not_start_is_one_failure_and_the_rest_goes_on(
    script: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    layers = script("layers")
    monkeypatch.setattr(layers.postgres, "server_files", lambda folder: tmp_path)
    monkeypatch.setenv("DATABASE_URL", "")
    results: list[object] = []
    with ExitStack() as stack:
        assert layers.lent_server(stack, results) == ""
    assert [(result.name, result.failed) for result in results] == [("PostgreSQL", 1)]
    assert [layer.name for layer in layers.test_layers({"sqlite", "postgres", "browser"}, "")] == ["suite on SQLite", "browser stories"]


def test_no_lock_names_a_host_and_both_agree(script: Load) -> None:
    script("lock").verify()


@pytest.mark.parametrize(
    "line", ["--index-url https://packages.example/simple", "pebble @ file:///tmp/pebble.whl", "# from mirror.example.net"]
)
def test_a_lock_that_names_a_host_is_refused(script: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str) -> None:
    lock = script("lock")
    monkeypatch.setattr(lock.bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("pebble==1.0\n")
    (tmp_path / "requirements-dev.txt").write_text(f"{line}\npebble==1.0\n")
    with pytest.raises(lock.bootstrap.CannotStart, match=r"requirements-dev\.txt names a host"):
        lock.verify()


def test_a_development_lock_that_departs_from_the_other_is_refused(script: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = script("lock")
    monkeypatch.setattr(lock.bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("pebble==1.0\n")
    (tmp_path / "requirements-dev.txt").write_text("pebble==2.0\n")
    with pytest.raises(lock.bootstrap.CannotStart, match=r"lacks pebble==1\.0"):
        lock.verify()


def test_a_development_lock_may_want_everywhere_what_the_other_wants_in_places(
    script: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = script("lock")
    monkeypatch.setattr(lock.bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("pebble==1.0 ; sys_platform == 'win32' \\\n")
    (tmp_path / "requirements-dev.txt").write_text("pebble==1.0 \\\n")
    lock.verify()
    (tmp_path / "requirements-dev.txt").write_text("pebble==1.0 ; sys_platform == 'linux' \\\n")
    with pytest.raises(lock.bootstrap.CannotStart, match=r"lacks pebble==1\.0 ; sys_platform == 'win32'"):
        lock.verify()
