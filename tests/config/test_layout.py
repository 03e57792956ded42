"""How lines are laid out, and how a command line is told in French: the examples of each function hold."""

import doctest
from types import ModuleType

import pytest

from entraide.config.rules import layout
from entraide.ui import arguments


@pytest.mark.parametrize("module", [arguments, layout], ids=lambda module: module.__name__)
def test_the_examples_of_a_module_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("the following arguments are required: PATH", "Il manque PATH."),
        ("one of the arguments --a --b is required", "Il manque --a --b."),
        ("unrecognized arguments: --foo", "« --foo » n’est pas attendu ici."),
        ("ambiguous option: --f could match --facts, --force", "« --f » peut vouloir dire plusieurs choses : --facts, --force."),
        ("argument --on: expected one argument", "--on : une valeur est attendue."),
        ("argument --on: expected at least one argument", "--on : une valeur au moins est attendue."),
        ("argument --a: not allowed with argument --b", "--a : ne va pas avec --b."),
        (
            "argument act: invalid choice: 'chek' (choose from 'check', 'format')",
            "act : « chek » n’est pas possible ; vouliez-vous dire « check » ?",
        ),
        (
            "argument act: invalid choice: 'chek' (choose from check, format)",
            "act : « chek » n’est pas possible ; vouliez-vous dire « check » ?",
        ),
        ("argument --year: invalid int value: 'deux'", "--year : « deux » n’est pas un nombre."),
        ("autre chose", "autre chose"),
    ],
)
def test_a_fault_of_the_line_is_said_in_french(message: str, said: str) -> None:
    assert arguments.told(message) == said


def test_a_long_text_is_folded_beside_its_label_and_under_its_mark() -> None:
    lines = layout.beside("Conditions", layout.listed(["mot " * 40, "b"]))
    assert max(map(len, lines)) <= layout.WIDTH
    assert lines[0].startswith("Conditions    1. mot")
    assert lines[1].startswith(" " * 17 + "mot")
    assert lines[-1] == " " * 14 + "2. b"
    assert layout.beside("Rien", []) == []
