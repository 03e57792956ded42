"""A child that misbehaves, to prove that its limits cut."""

import os
import tempfile
import time
from pathlib import Path

from entraide.integrations.confinement import serve


def misbehave(argument: str, content: bytes) -> bytes:
    if argument == "memory":
        return b"x" * 1_000_000_000
    if argument == "sleep":
        time.sleep(60)
    if argument == "write":
        Path(tempfile.gettempdir(), "greedy-child").write_bytes(b"x")
    if argument == "environment":
        return " ".join(os.environ).encode()
    while True:
        pass


if __name__ == "__main__":
    serve(misbehave)
