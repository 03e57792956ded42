"""What the tests of commands share: running one, and files to give it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from entraide.config import cli


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `entraide rules …`; give its status, what it printed, and what it said of faults."""

    def rules(*words: object) -> tuple[int, str, str]:
        status = cli.main(["entraide", "rules", *map(str, words)])
        return status, *capsys.readouterr()

    return rules


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a file in a folder of its own."""

    def write(text: str | bytes, name: str = "faits.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
