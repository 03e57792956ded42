"""What is wrong between a benefit and the others of its catalogue keeps it from being applied, and is told where it stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.conftest import Run
from tests.config.test_rules_situations import AIDE, FACTS, PARAMETERS, PLUS


Write = Callable[..., Path]
GRANTED = FACTS.format(line="0 EUR")


@pytest.fixture
def circle(written: Write) -> Path:
    """Write a benefit and a complement that add to each other."""
    aide = AIDE.replace("paid_by", "on_top_of: plus\npaid_by")
    for name, text in {"aide": aide, "plus": PLUS, "parameters": PARAMETERS}.items():
        written(text, f"catalogue/{name}.yaml")
    return written("", "catalogue/parameters.yaml.txt").parent


@pytest.mark.parametrize("code", ["aide", "plus"])
def test_complements_that_add_to_each_other_are_never_paid(run: Run, circle: Path, written: Write, code: str) -> None:
    facts = written(GRANTED)
    status, out, err = run("evaluate", code, "--on", "2024-10-15", "--facts", facts, "--catalogue", circle)
    assert (status, out) == (2, "")
    assert err.startswith(f"{circle}/{code}.yaml:")
    assert "Ce complément s’ajoute, de proche en proche, à lui-même" in err


def test_a_complement_that_is_asked_for_and_adds_to_itself_is_refused_with_its_place(run: Run, circle: Path, written: Write) -> None:
    facts = written("facts: {status: active}\n")
    status, out, err = run("entitlements", "--on", "2024-10-15", "--facts", facts, "--catalogue", circle, "--with", "plus")
    assert (status, out) == (2, "")
    assert f"{circle}/plus.yaml:" in err


def test_a_complement_is_not_applied_to_a_base_that_holds_a_fault(run: Run, circle: Path, written: Write) -> None:
    written(AIDE.replace("theme:", "thème:"), "catalogue/aide.yaml")
    status, out, err = run("evaluate", "plus", "--on", "2024-10-15", "--facts", written(GRANTED), "--catalogue", circle)
    assert (status, out) == (2, "")
    assert "vouliez-vous écrire « theme »" in err
