"""A line typed wrong is told in French by every command of the house, and as JSON to a program that asked for it."""

import json
import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from entraide.config import cli
from entraide.core.refusals import Finding, Refusal
from entraide.ui import refusals
from entraide.ui.commands import Answered, Faulty, fault_of, faults_of


OURS = {name: app for name, app in get_commands().items() if app.startswith("entraide.")}
ENGLISH = re.compile(r"\b(argument|invalid|expected|required|unrecognized|error|usage|choose|Isoformat)\b", re.IGNORECASE)


def acts_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    return {name: act for action in parser._actions if isinstance(action, _SubParsersAction) for name, act in action.choices.items()}


def wrong_lines(name: str) -> list[list[str]]:
    """Give lines that this command must refuse: an unknown act, an unknown option, a value that is not of its kind."""
    parser = load_command_class(OURS[name], name).create_parser("entraide", name)
    acts = acts_of(parser)
    lines = [[name, "n'importe quoi"]] if acts else []
    for words, each in [([name], parser), *(([name, act], found) for act, found in acts.items())]:
        lines.append([*words, "--pas-une-option"])
        typed = [action for action in each._actions if action.option_strings and action.type not in (None, Path, str)]
        lines += [[*words, action.option_strings[-1], "jamais"] for action in typed]
    return lines


@pytest.mark.parametrize("words", [line for name in sorted(OURS) for line in wrong_lines(name)], ids=" ".join)
def test_every_command_refuses_a_wrong_line_in_french(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", *words]) == 2
    told = capsys.readouterr().err
    assert not ENGLISH.search(told.replace("--pas-une-option", "")), told
    assert told.rstrip().endswith("--help")


def test_a_bad_day_is_told_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", "cards", "check", "x", "--key", "k", "--on", "31/12/2024"]) == 2
    assert "--on : « 31/12/2024 » n’est pas un jour ; écrivez par exemple 2024-09-01." in capsys.readouterr().err


def test_with_json_a_refusal_is_json_on_the_output_and_a_sentence_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", "opening", "import", "/nulle-part", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "faults": [{"code": "command.refused", "where": "", "sentence": "Aucun dossier à cet endroit : /nulle-part"}]
    }
    assert err == "Aucun dossier à cet endroit : /nulle-part\n"


def test_with_json_a_line_typed_wrong_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", "roster", "import", "liste.csv", "--json"]) == 2
    fault = json.loads(capsys.readouterr().out)["faults"][0]
    assert (fault["code"], fault["sentence"].partition(".")[0]) == ("command.line", "Il manque --member")


def test_without_json_nothing_is_printed_beside_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", "opening", "import", "/nulle-part"]) == 1
    assert capsys.readouterr().out == ""


class TooLate(Refusal):
    """A refusal of these tests."""

    code = "tests.too_late_for_json"


class TooMany(TooLate):
    """A refusal with faults one by one."""

    findings = (Finding("tests.too_late_for_json", "ligne 3", {"day": "1er"}), Finding("tests.too_late_for_json", "", {"day": "2"}))


def test_every_way_to_stop_names_its_code_and_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(refusals._sentences, TooLate.code, "Trop tard depuis le {day}.")
    three = {"code": TooLate.code, "where": "ligne 3", "sentence": "Trop tard depuis le 1er."}
    assert faults_of(TooLate(day="5"), said="Trop tard depuis le 5.") == (
        {"code": TooLate.code, "where": "", "sentence": "Trop tard depuis le 5."},
    )
    assert faults_of(TooMany(), said="Deux fautes.")[0] == three
    assert faults_of(Faulty("Une faute.", [fault_of(TooMany.findings[0])]), said="Une faute.") == (three,)
    assert faults_of(Answered("La carte ne vaut pas."), said="La carte ne vaut pas.") == ()
    assert [faults_of(fault, said="Non.")[0]["code"] for fault in (CommandError("Non."), OSError("disk"))] == [
        "command.refused",
        "installation.unusable",
    ]
