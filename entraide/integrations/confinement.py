"""A child process with little memory, little time and no file to write, for content that strangers send.

A parser that loops, swells or crashes on hostile content takes the child down, never the server. The child runs under the account of the
server: one that a content took over could still read what that account reads.
"""

import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from typing import IO


ROOT = Path(__file__).resolve().parents[2]
"""The folder from which the package is imported, in the parent and in the child."""
_OUT_OF_MEMORY = 77
_SAID = 2_000
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the child may use: bytes of address space, seconds of processor, seconds on the wall clock, bytes of answer."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    output: int = 100_000_000


class OutOfTime(Exception):
    """The child used up its time."""


class OutOfMemory(Exception):
    """The child asked for more memory than it may have."""


class OutOfOutput(Exception):
    """The child answered more than it may."""


class Crashed(Exception):
    """The child died of something else: the content broke its parser."""


def run_confined(module: str, argument: str, content: bytes, confinement: Confinement) -> bytes:
    """Run `python -m module` with `content` on its standard input and give back its standard output.

    :raises OutOfTime: if it takes longer than it may.
    :raises OutOfMemory: if it wants more memory than it may have.
    :raises OutOfOutput: if it answers more than it may.
    :raises Crashed: if it ends otherwise than well.
    """
    return _answer([sys.executable, "-P", "-m", module, argument, *_limits(confinement)], content, confinement)


def run_program(program: str, arguments: Sequence[str], content: bytes, confinement: Confinement) -> bytes:
    """Run a program of the machine under the same limits, as `run_confined` runs a module of ours.

    :raises OutOfTime: if it takes longer than it may.
    :raises OutOfOutput: if it answers more than it may.
    :raises Crashed: if it ends otherwise than well, for want of memory too.
    """
    return _answer([sys.executable, "-P", "-m", __name__, *_limits(confinement), program, *arguments], content, confinement)


def _limits(confinement: Confinement) -> tuple[str, str]:
    return str(confinement.memory), str(confinement.cpu_seconds)


def _answer(command: list[str], content: bytes, confinement: Confinement) -> bytes:
    with _running(command, content, confinement) as (child, said):
        # Never more than it may answer is read: an endless answer fills the pipe, not the memory of the server.
        answer = child.stdout.read(confinement.output + 1)
        if len(answer) > confinement.output:
            raise OutOfOutput
        status = child.wait()
    if status == 0:
        return answer
    if status == _OUT_OF_MEMORY:
        raise OutOfMemory
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise OutOfTime
    told = b"".join(said).decode("utf-8", "replace")
    _logger.warning("the child %s ended with %s: %s", " ".join(command[3:]), status, told)
    raise Crashed(told)


@contextmanager
def _running(command: list[str], content: bytes, confinement: Confinement) -> Iterator[tuple[subprocess.Popen, list[bytes]]]:
    """Run a command that is given its content, whose last words are kept, and which is killed when its time is over or when it is left."""
    said: list[bytes] = []
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment())
    clock = Timer(confinement.wall_seconds, child.kill)
    threads = [Thread(target=_feed, args=(child.stdin, content), daemon=True), Thread(target=_hear, args=(child.stderr, said), daemon=True)]
    for thread in (clock, *threads):
        thread.start()
    try:
        with child.stdout:
            yield child, said
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        for thread in threads:
            thread.join()


def _feed(stdin: IO[bytes], content: bytes) -> None:
    """Give the content; a child that died before it read everything is judged by how it ended."""
    with suppress(BrokenPipeError), stdin:
        stdin.write(content)


def _hear(stderr: IO[bytes], said: list[bytes]) -> None:
    """Keep the last words alone, and let the child say as many as it likes."""
    with stderr:
        while words := stderr.read1(65_536):
            said[:] = [b"".join([*said, words])[-_SAID:]]


def serve(work: Callable[[str, bytes], bytes]) -> None:
    """Be the child: take the limits given on the command line, then answer the content on the standard input by `work`."""
    argument, content = sys.argv[1], sys.stdin.buffer.read()
    _take_limits(int(sys.argv[2]), int(sys.argv[3]))
    try:
        answer = work(argument, content)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _take_limits(memory: int, cpu_seconds: int) -> None:
    for limit, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (value, value + 1 if limit == resource.RLIMIT_CPU else value))


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


if __name__ == "__main__":
    _take_limits(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
