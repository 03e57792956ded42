"""Keep a few processes running side by side: say when one dies, start it again with back-off, stop all by process id."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType


DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
STEADY_AFTER = 60.0
GRACE = 10.0
NEVER_READY = 5
TICK = 0.2
PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Service:
    """A process to keep running: its name in the output, and its command."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the supervisor is, in seconds: delays before each new start, what is steady, the grace given at the end."""

    delays: tuple[float, ...] = DELAYS
    steady_after: float = STEADY_AFTER
    grace: float = GRACE


@dataclass(slots=True)
class Child:
    """What is known of one service's present process."""

    service: Service
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    due_at: float = 0.0
    unfinished: bytes = field(default=b"")


def die_with_parent() -> Callable[[], None] | None:
    """On Linux, have the kernel end a child when its supervisor is killed, so that no server stays behind on the port."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


class Supervisor:
    """Run services until a signal asks to stop.

    `is_ready` is asked again and again until it says yes, then `on_ready` is called once. A service that dies five times
    before that ends everything with status 1: nothing that starts so badly gets better by itself.
    """

    def __init__(
        self, services: Sequence[Service], say: Say, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], pace: Pace | None = None
    ) -> None:
        self.children = [Child(service) for service in services]
        self.say = say
        self.is_ready = is_ready
        self.on_ready = on_ready
        self.pace = pace or Pace()
        self.ready = False
        self.asked_to_stop = 0
        self.status = 0
        self.selector = selectors.DefaultSelector()
        self.width = max(len(child.service.name) for child in self.children)
        self.before_exec = die_with_parent()

    def run(self) -> int:
        """Start everything, watch, stop everything; give the exit status."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            while not self.asked_to_stop:
                self._turn()
        finally:
            self._end()
            restore(before)
        return self.status

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def _turn(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and now >= child.due_at:
                self._start(child)
        self._listen(TICK)
        for child in self.children:
            self._notice(child)
        if not self.ready and not self.asked_to_stop and self.is_ready():
            self.ready = True
            self.on_ready()

    def _start(self, child: Child) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.service.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            preexec_fn=self.before_exec,
        )
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _listen(self, timeout: float) -> None:
        if not self.selector.get_map():
            time.sleep(timeout)
            return
        for key, _ in self.selector.select(timeout):
            data = read_now(key.fd)
            self._forward(key.data, data)
            if not data:
                # The child has closed its output; it may live on.
                self.selector.unregister(key.fileobj)

    def _forward(self, child: Child, data: bytes) -> None:
        *lines, child.unfinished = (child.unfinished + data).split(b"\n")
        for line in lines:
            self.say(f"{child.service.name:<{self.width}} | {line.decode(errors='replace')}")

    def _notice(self, child: Child) -> None:
        process = child.process
        if process is None or process.poll() is None:
            return
        self._release(child, process)
        if self.asked_to_stop:
            return
        lived = time.monotonic() - child.started_at
        child.deaths = 1 if lived >= self.pace.steady_after else child.deaths + 1
        if not self.ready and child.deaths >= NEVER_READY:
            how = ending(process.returncode)
            self.say(f"{child.service.name} has died {child.deaths} times before anything worked (the last: {how}): stopping everything.")
            self.status = 1
            self.asked_to_stop = 1
            return
        delay = self.pace.delays[min(child.deaths, len(self.pace.delays)) - 1]
        child.due_at = time.monotonic() + delay
        self.say(f"{child.service.name} died ({ending(process.returncode)}); starting it again in {delay:g} s.")

    def _release(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while data := read_now(process.stdout.fileno()):
            self._forward(child, data)
        self._forward(child, b"\n" if child.unfinished else b"")
        if process.stdout in self.selector.get_map():
            self.selector.unregister(process.stdout)
        process.stdout.close()
        child.process = None
        signal_group(process.pid, signal.SIGKILL)

    def _end(self) -> None:
        self.asked_to_stop = max(self.asked_to_stop, 1)
        for child in self._alive():
            child.process.terminate()
        limit = time.monotonic() + self.pace.grace
        while self._alive():
            if time.monotonic() >= limit or self.asked_to_stop > 1:
                self._kill()
            self._listen(TICK)
            for child in self.children:
                self._notice(child)
        self.selector.close()

    def _alive(self) -> list[Child]:
        return [child for child in self.children if child.process is not None]

    def _kill(self) -> None:
        for child in self._alive():
            assert child.process is not None
            signal_group(child.process.pid, signal.SIGKILL)


def signal_group(pid: int, number: int) -> None:
    """Signal a process that leads its own session, and all that it started."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def read_now(descriptor: int) -> bytes:
    """Read what a pipe holds now; nothing when it is empty or closed."""
    try:
        return os.read(descriptor, 65536)
    except BlockingIOError:
        return b""


def ending(status: int) -> str:
    """Say how a process ended: by itself with a status, or by a signal."""
    return f"status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"


def restore(handlers: Mapping[int, object]) -> None:
    """Put back the signal handlers that stood before."""
    for number, handler in handlers.items():
        signal.signal(number, handler)
