"""What the `entraide` console script says when a command cannot be done."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from entraide.config import cli
from entraide.core.refusals import Refusal
from entraide.ui import refusals


class TooLate(Refusal):
    """A refusal of these tests."""

    code: ClassVar[str] = "tests.too_late"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Make any command end with a given fault."""

    def install(fault: Exception) -> None:
        class Failing(BaseCommand):
            requires_system_checks: ClassVar[list[str]] = []

            def handle(self, *args: Any, **options: Any) -> None:
                raise fault

        monkeypatch.setattr(cli.Console, "fetch_command", lambda self, name: Failing())

    return install


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (CommandError("Le fichier est vide."), "Le fichier est vide."),
        (TooLate(last_day="30/09/2024"), "Trop tard : c’était possible jusqu’au 30/09/2024 inclus."),
        (ImproperlyConfigured("SECRET_KEY manque"), "Réglages incomplets : SECRET_KEY manque"),
        (OperationalError("no such\n table"), "La base de données refuse : no such table"),
    ],
)
def test_a_fault_is_one_sentence_and_status_1(
    failing: Callable[[Exception], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    monkeypatch.setitem(refusals._sentences, TooLate.code, "Trop tard : c’était possible jusqu’au {last_day} inclus.")
    failing(fault)
    assert cli.main(["entraide", "anything"]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_a_command_chooses_its_status(failing: Callable[[Exception], None]) -> None:
    failing(CommandError("non", returncode=4))
    assert cli.main(["entraide", "anything"]) == 4


def test_the_traceback_is_there_for_who_asks(failing: Callable[[Exception], None]) -> None:
    failing(CommandError("non"))
    with pytest.raises(CommandError):
        cli.main(["entraide", "anything", "--traceback"])


def test_a_fault_of_the_program_is_never_dressed_as_a_refusal(failing: Callable[[Exception], None]) -> None:
    failing(ZeroDivisionError("1/0"))
    with pytest.raises(ZeroDivisionError):
        cli.main(["entraide", "anything"])


def test_an_unknown_command_is_told_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entraide", "prepar"]) == 1
    assert capsys.readouterr().err == "Commande inconnue : « prepar ». Vouliez-vous dire « prepare » ? La liste : entraide help\n"


def test_every_command_of_the_project_is_in_the_operators_page_and_no_other() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text()
    documented = set(re.findall(r"^## `entraide (\S+)`", page, re.MULTILINE))
    assert documented == {name for name, app in get_commands().items() if app.startswith("entraide.")}
