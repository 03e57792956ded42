"""The session of a guide: files are written and mended, commands are run, so that each output shown is the real one."""

import re
from collections.abc import Callable
from pathlib import Path


# What a reader does, in the order of the page: a whole file, lines at the end of a file, lines replaced, commands.
STEP = re.compile(
    r"<!-- (?P<act>fichier|ajouter|remplacer): (?P<file>[\w./-]+) -->\n```(?:yaml|diff)\n(?P<text>.*?)```\n"
    r"|```console\n(?P<typed>.*?)```\n",
    re.DOTALL,
)
PROMPT = "$ "


def replayed(page: str, folder: Path, run: Callable[[list[str]], str]) -> str:
    """Do in an empty folder what a page tells, and give the page with the outputs of its commands as they are.

    `run` gives what a command prints, from its words after `entraide`.

    :raises ValueError: if a line to replace is not there once.
    """

    def step(found: re.Match[str]) -> str:
        if found["typed"] is not None:
            lines = [line for line in found["typed"].splitlines() if line.startswith(PROMPT)]
            return "```console\n" + "".join(f"{line}\n{run(line.split()[2:])}" for line in lines) + "```\n"
        file = folder / found["file"]
        file.parent.mkdir(exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        if found["act"] == "remplacer":
            file.write_text(_mended(before, found["text"]), "utf-8")
        else:
            file.write_text((before if found["act"] == "ajouter" else "") + found["text"], "utf-8")
        return found[0]

    return STEP.sub(step, page)


def _mended(text: str, changes: str) -> str:
    """Replace each line that begins with a minus by the one after it, which begins with a plus."""
    lines = changes.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        if text.count(f"{old[1:]}\n") != 1 or (old[0], new[0]) != ("-", "+"):
            raise ValueError(f"not once in the file: {old}")
        text = text.replace(old[1:], new[1:])
    return text
