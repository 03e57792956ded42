"""What a command that stops says to a program that asked for JSON: each fault with its code, its place and its sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import CommandError

from entraide.core.refusals import Finding, Refusal
from entraide.ui.refusals import say


Fault = Mapping[str, Any]

LINE_REFUSED = 2


class Faulty(CommandError):
    """A command stops on faults of what it was given; the console tells them as JSON where JSON was asked for."""

    def __init__(self, said: str, faults: Iterable[Fault], *, returncode: int = 1) -> None:
        super().__init__(said, returncode=returncode)
        self.faults = tuple(faults)


class Answered(CommandError):
    """A command has printed its answer, JSON where asked for: what is left is a status that says no."""


def fault_of(finding: Finding, *, sentence: str = "") -> Fault:
    """Write a fault for a program, in the sentence of the app that found it or in the one given."""
    return {"code": finding.code, "where": finding.where, "sentence": sentence or say(finding)}


def faults_of(stopped: Exception, *, said: str) -> tuple[Fault, ...]:
    """List what stopped a command, for a program; nothing where the answer is printed already. `said` is what a person reads of it."""
    match stopped:
        case Answered():
            return ()
        case Faulty():
            return stopped.faults
        case Refusal():
            found: Iterable[Finding] = getattr(stopped, "findings", ())
            return tuple(map(fault_of, found)) or ({"code": stopped.code, "where": "", "sentence": said},)
        case CommandError():
            code = "command.line" if stopped.returncode == LINE_REFUSED else "command.refused"
            return ({"code": code, "where": "", "sentence": said},)
        case _:
            return ({"code": "installation.unusable", "where": "", "sentence": said},)
