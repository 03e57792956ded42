"""Killed between two statements, an act on payments leaves nothing or all of itself, and can be done again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run the whole in a folder of its own, on a SQLite file."""
    folder = tmp_path_factory.mktemp("killed")
    foreign = ("DATABASE_URL", "ENTRAIDE_VAR", "ENTRAIDE_KEYRING", "PYTEST_CURRENT_TEST")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    environment |= {"DJANGO_SETTINGS_MODULE": "entraide.config.settings.dev", "ENTRAIDE_VAR": str(folder), "PYTHONPATH": str(ROOT)}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("entraide.config.cli", "prepare", "--without-demonstration")
    return json.loads(run("tests.faults.killed"))


@pytest.mark.parametrize("act", ["prepare", "release", "read"])
def test_killed_at_any_statement_an_act_leaves_nothing(told, act):
    assert len(told[act]["killed"]) > 5
    assert {json.dumps(state) for state in told[act]["killed"]} == {json.dumps(told[act]["before"])}


@pytest.mark.parametrize(
    ("act", "orders", "batches", "entries"),
    [
        ("prepare", ["batched"] * 3, ["prepared"], 3),
        ("release", ["sent"] * 3, ["released"], 6),
        ("read", ["returned", "settled", "settled"], ["released"], 10),
    ],
)
def test_killed_right_after_its_commit_an_act_is_whole(told, act, orders, batches, entries):
    after = told[act]["after"]
    assert (after["orders"], after["batches"], after["JournalEntry"], after["faults"]) == (orders, batches, entries, [])
