"""`entraide rules evaluate` with grants made before: a ceiling counts them by their days, and a refusal says when the right reopens."""

import json
from pathlib import Path

import pytest

from tests.config.test_rules_situations import AIDE, PARAMETERS, Run, Write, flat


CEILINGS = "{key: loisirs, per: household, over: civil_year, amount: 200 EUR}"
ROLLING = "{key: loisirs, per: household, over: rolling_years, years: 2, claims: 1}"
FACTS = """\
facts: {status: active, event_on: 2024-08-25, expense: 110 EUR, tax_line_14: 0 EUR, has_two_notices: false}
former: [{ceiling: %s, event_on: %s, amount: 80 EUR}]
"""


@pytest.fixture
def catalogue(written: Write) -> Path:
    """Write a catalogue of one benefit that is given once in two years."""
    written(PARAMETERS, "catalogue/parameters.yaml")
    return written(AIDE.replace(CEILINGS, ROLLING), "catalogue/aide.yaml").parent


def evaluated(run: Run, catalogue: Path, facts: Path, *words: str) -> tuple[int, str, str]:
    return run("evaluate", "aide", "--on", "2024-10-15", "--facts", facts, "--catalogue", catalogue, *words)


def test_a_refusal_says_from_which_day_the_right_reopens(run: Run, catalogue: Path, written: Write) -> None:
    facts = written(FACTS % ("loisirs", "2023-03-15"))
    said = flat(evaluated(run, catalogue, facts)[1])
    assert "Réponse refusée" in said
    assert "déjà été accordée ou demandée pour la période (par période de 2 ans) : 1 sur 1. Le droit rouvre le 15/03/2025." in said
    document = json.loads(evaluated(run, catalogue, facts, "--json")[1])
    assert (document["status"], document["reopens"]) == ("refused", [{"ceiling": "loisirs", "on": "2025-03-15"}])


def test_a_grant_that_is_old_enough_counts_no_more(run: Run, catalogue: Path, written: Write) -> None:
    document = json.loads(evaluated(run, catalogue, written(FACTS % ("loisirs", "2022-08-25")), "--json")[1])
    assert (document["status"], document["reopens"]) == ("granted", [])


@pytest.mark.parametrize(
    ("former", "told"),
    [
        ("{ceiling: loisir, event_on: 2023-03-15, amount: 80 EUR}", ":2:11 : Aucun plafond ne s’appelle « loisir » ici : vouliez-vous"),
        ("{ceiling: loisirs, amount: 80 EUR}", ":2:10 : Il manque « event_on »"),
        ("{ceiling: loisirs, event_on: 15/03/2023, amount: 80 EUR}", ":2:29 : Une date est attendue ici"),
    ],
)
def test_a_former_grant_that_cannot_be_understood_is_told_at_its_place(
    run: Run, catalogue: Path, written: Write, former: str, told: str
) -> None:
    text = FACTS.split("former")[0] + f"former: [{former}]\n"
    status, out, err = evaluated(run, catalogue, written(text))
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert told in flat(err)
