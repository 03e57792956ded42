"""The parts of the guide of the catalogue that come from elsewhere, held by a test; `python -m tests.docs.catalogue_guide` writes them.

They are the tables of facts, the example files, and the outputs of commands.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from entraide.core.rules.language.facts import FACTS, FactSpec
from entraide.core.rules.language.known import Kind
from entraide.core.rules.telling.sentences import show
from entraide.core.rules.writing.faults import FAULTS
from tests.docs.sessions import replayed


ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "fr" / "catalogue.md"
EXAMPLES = ROOT / "docs" / "fr" / "exemples"

KINDS = {
    Kind.MONEY: "montant",
    Kind.DATE: "date",
    Kind.RATE: "taux",
    Kind.COUNT: "nombre",
    Kind.FLAG: "oui ou non",
    Kind.CHOICE: "choix",
}
# The marker of a part, and what follows it up to the empty line that ends a table, or to the end of a block.
TABLE = re.compile(r"(<!-- table: (\w+) -->\n)(?:\|.*\n)*")
EXAMPLE = re.compile(r"(<!-- exemple: ([\w.-]+) -->\n)(?:```yaml\n.*?\n```\n)?", re.DOTALL)


def rendered(guide: str) -> str:
    """Give the guide with every part that is made from elsewhere written anew."""
    tables = TABLE.sub(lambda found: found[1] + "\n".join(_TABLES[found[2]]()) + "\n", guide)
    return EXAMPLE.sub(lambda found: f"{found[1]}```yaml\n{(EXAMPLES / found[2]).read_text('utf-8')}```\n", tables)


def said(sentence: str) -> str:
    """Give a sentence as an officer meets it in a table: points of suspension for what is not always the same.

    >>> said("Il manque « {word} ».")
    'Il manque « … ».'
    """
    return re.sub(r"\{\w+\}", "…", sentence)


def faults_told(guide: str) -> dict[str, str]:
    """Give the first cell of each row of the tables of faults, by the code of the fault that it tells."""
    (part,) = re.findall(r"^## Que faire quand.*?(?=^## |\Z)", guide, re.DOTALL | re.MULTILINE)
    cells = set(re.findall(r"^\| (.+?) \|", part, re.MULTILINE))
    return {code: said(sentence) for code, sentence in FAULTS.items() if said(sentence) in cells}


def _facts() -> Iterator[str]:
    yield "| Fait | Ce que c’est | Sorte, bornes | Question | Qui prouve |"
    yield "|---|---|---|---|---|"
    for spec in FACTS.values():
        question = f"{spec.question} {spec.hint}".strip()
        yield f"| `{spec.name}` | {spec.label} | {_bounds(spec)} | {question} | {', '.join(f'`{proof}`' for proof in spec.proved_by)} |"


def _bounds(spec: FactSpec) -> str:
    kind = KINDS[spec.kind]
    if spec.kind in (Kind.FLAG, Kind.CHOICE, Kind.DATE):
        return kind
    low, high = (show(spec.kind, bound, unit=spec.unit).replace(",00", "") for bound in spec.bounds)
    return f"{kind}, de {low} à {high}"


def _choices() -> Iterator[str]:
    yield "| Fait | Réponses |"
    yield "|---|---|"
    for spec in FACTS.values():
        if spec.choices:
            yield f"| `{spec.name}` | {_listed(spec.choices)} |"


def _listed(choices: Mapping[str, str]) -> str:
    return " ; ".join(f"`{code}` ({words})" for code, words in choices.items())


_TABLES = {"faits": _facts, "choix": _choices}


def printed(words: list[str], folder: Path) -> str:
    """Give what a command of `entraide` prints in a folder."""
    command = [sys.executable, "-m", "entraide.config.cli", *words]
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _write_anew() -> None:
    with TemporaryDirectory() as folder:
        page = replayed(rendered(GUIDE.read_text("utf-8")), Path(folder), lambda words: printed(words, Path(folder)))
    GUIDE.write_text(page, "utf-8")


if __name__ == "__main__":
    _write_anew()
