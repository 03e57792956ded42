"""Whether a file is a known virus: one signature of our own, and ClamAV's daemon where a setting names it."""

import socket
import struct
from contextlib import suppress

from entraide.integrations.uploads.refusals import RefusedUpload


TEST_SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
"""The file by which antivirus programs are tried (EICAR, 2003); cut in two, lest one takes this module away."""
SECONDS = 10.0
_PIECE = 65_536
_LONGEST_ANSWER = 4_096


class NoAntivirus(Exception):
    """The daemon does not answer, or answers what it should not."""


def scan(content: bytes, address: str, *, seconds: float = SECONDS) -> None:
    """Have a file scanned by the daemon at an address, `unix:/path` or `host:port`; without one, only the test file is known.

    :raises RefusedUpload: if it is infected; or if the daemon does not answer, for what was not scanned is never kept.
    """
    if TEST_SIGNATURE in content:
        raise RefusedUpload("uploads.infected")
    if not address:
        return
    try:
        answer = _ask(address, b"zINSTREAM\0", content, seconds=seconds)
    except NoAntivirus as error:
        raise RefusedUpload("uploads.unscanned") from error
    if answer.endswith(b" FOUND"):
        raise RefusedUpload("uploads.infected")
    if answer != b"stream: OK":
        raise RefusedUpload("uploads.unscanned")


def version_of(address: str, *, seconds: float = 2.0) -> str:
    """Ask the daemon its version and that of its signatures, as it says them.

    :raises NoAntivirus: if it does not answer.
    """
    return _ask(address, b"zVERSION\0", None, seconds=seconds).decode("utf-8", "replace")


def _ask(address: str, command: bytes, content: bytes | None, *, seconds: float) -> bytes:
    """Send a command, and a file in pieces after it; give the answer, which a NUL ends."""
    try:
        with _connected(address, seconds) as daemon:
            daemon.sendall(command)
            if content is not None:
                # A daemon that has seen enough answers and hangs up before the end: its answer counts.
                with suppress(BrokenPipeError, ConnectionResetError):
                    _stream(daemon, content)
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := daemon.recv(_LONGEST_ANSWER)):
                answer += more
    except (OSError, ValueError) as error:
        raise NoAntivirus(str(error)) from error
    if not answer.endswith(b"\0"):
        raise NoAntivirus("no answer")
    return answer[:-1]


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("unix:"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(seconds)
        try:
            daemon.connect(address.removeprefix("unix:"))
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _stream(daemon: socket.socket, content: bytes) -> None:
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        daemon.sendall(struct.pack(">I", len(piece)) + piece)
    daemon.sendall(struct.pack(">I", 0))
