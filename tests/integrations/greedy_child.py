"""A child that misbehaves, to prove that its limits cut."""

import os
import sys
import tempfile
import time
from pathlib import Path

from entraide.integrations.confinement import serve


def turn_in_circles(content: bytes) -> bytes:
    while True:
        pass


def sleep(content: bytes) -> bytes:
    time.sleep(60)
    return content


def write(content: bytes) -> bytes:
    Path(tempfile.gettempdir(), "greedy-child").write_bytes(b"x")
    return content


def answer_without_end(content: bytes) -> bytes:
    while True:
        sys.stdout.buffer.write(b"x" * 65_536)


def chatter(content: bytes) -> bytes:
    sys.stderr.write("x" * 5_000_000 + "last words")
    raise ValueError


MISDEEDS = {
    "memory": lambda content: b"x" * 1_000_000_000,
    "time": turn_in_circles,
    "sleep": sleep,
    "write": write,
    "endless answer": answer_without_end,
    "chatter": chatter,
    "echo": lambda content: content,
    "environment": lambda content: " ".join(os.environ).encode(),
}

if __name__ == "__main__":
    serve(lambda argument, content: MISDEEDS[argument](content))
