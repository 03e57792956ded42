"""What only one process may do at a time on the data of this machine."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def only_here(act: str) -> Iterator[bool]:
    """Hold an act until the block ends, and tell whether it was free; the kernel lets go of it when the process dies."""
    Path(settings.VAR).mkdir(mode=0o700, parents=True, exist_ok=True)
    with (Path(settings.VAR) / f"{act}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
