"""The sessions of the page of commands, held by a test; `python -m tests.docs.cli_page` writes their outputs anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.catalogue_guide import EXAMPLES, ROOT, printed
from tests.docs.sessions import replayed


PAGE = ROOT / "docs" / "cli.md"


def rendered(folder: Path, run: Callable[[list[str]], str]) -> str:
    """Give the page with the outputs of its sessions as they are in a folder, beside the invented benefits of the guide."""
    shutil.copytree(EXAMPLES, folder / "exemples")
    return replayed(PAGE.read_text("utf-8"), folder, run)


def _write_anew() -> None:
    with TemporaryDirectory() as folder:
        page = rendered(Path(folder), lambda words: printed(words, Path(folder)))
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    _write_anew()
