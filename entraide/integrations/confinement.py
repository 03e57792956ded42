"""A child process with little memory, little time and no files, for content that strangers send.

A parser that loops, swells or crashes on hostile content takes the child down, never the server.
"""

import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
"""The folder from which the package is imported, in the parent and in the child."""
_OUT_OF_MEMORY = 77
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the child may use: bytes of address space, seconds of processor, seconds on the wall clock."""

    memory: int
    cpu_seconds: int
    wall_seconds: int


class OutOfTime(Exception):
    """The child used up its time."""


class OutOfMemory(Exception):
    """The child asked for more memory than it may have."""


class Crashed(Exception):
    """The child died of something else: the content broke its parser."""


def run_confined(module: str, argument: str, content: bytes, confinement: Confinement) -> bytes:
    """Run `python -m module` with `content` on its standard input and give back its standard output.

    :raises OutOfTime: if it takes longer than it may.
    :raises OutOfMemory: if it wants more memory than it may have.
    :raises Crashed: if it ends otherwise than well.
    """
    command = [sys.executable, "-P", "-m", module, argument, str(confinement.memory), str(confinement.cpu_seconds)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=confinement.wall_seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OutOfTime from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _OUT_OF_MEMORY:
        raise OutOfMemory
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise OutOfTime
    said = done.stderr.decode("utf-8", "replace")[-2000:]
    _logger.warning("the child %s ended with %s: %s", module, done.returncode, said)
    raise Crashed(said)


def serve(work: Callable[[str, bytes], bytes]) -> None:
    """Be the child: take the limits given on the command line, then answer the content on the standard input by `work`."""
    argument, memory, cpu_seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    content = sys.stdin.buffer.read()
    for limit, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (value, value + 1 if limit == resource.RLIMIT_CPU else value))
    try:
        answer = work(argument, content)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _environment() -> dict[str, str]:
    """Give the child nothing of the server's environment (keys, database), and one memory arena and one thread: limits stay meaningful."""
    return {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
        "PATH": os.defpath,
    }
