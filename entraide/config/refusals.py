"""The French sentence of any refusal, gathered from the tables of all apps and packages."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from entraide.core.refusals import Refusal


PACKAGE = Path(__file__).resolve().parents[1]


@cache
def every_sentence() -> Mapping[str, str]:
    """Gather the `REFUSALS` tables of every `sentences` module of the project: code to sentence."""
    gathered: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("sentences.py")):
        dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        gathered.update(getattr(import_module(dotted), "REFUSALS", {}))
    return gathered


def sentence_of(refusal: Refusal) -> str:
    """Tell a refusal in French; a code that no table knows is shown as it is rather than hidden."""
    sentence = every_sentence().get(refusal.code)
    return sentence.format(**refusal.params) if sentence else f"Refusé ({refusal.code})."
