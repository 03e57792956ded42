"""A small clamd for tests: it speaks the protocol of the real one over a socket, and knows one virus."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


VIRUS = b"the only virus"


class _Conversation(socketserver.StreamRequestHandler):
    """One command, up to its NUL; then, for INSTREAM, pieces of a file, each after its length, until one of length zero."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if self.server.mood == "silent":
            self.server.until_told.wait(30)
        elif self.server.mood == "mumbling":
            self.wfile.write(b"UNKNOWN COMMAND\0")
        elif command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.6/27450/Sun Nov 22 09:00:00 2026\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._scanned() + b"\0")

    def _scanned(self) -> bytes:
        found = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            found += self.rfile.read(length)
            if len(found) > self.server.most:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Only.Virus FOUND" if VIRUS in found else b"stream: OK"


class _Daemon(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _UnixDaemon(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def clamd(mood: str = "well", *, most: int = 25_000_000, path: str = "", until_told=None) -> Iterator[str]:
    """Run the daemon; give its address."""
    server = _UnixDaemon(path, _Conversation) if path else _Daemon(("127.0.0.1", 0), _Conversation)
    server.mood, server.most, server.until_told = mood, most, until_told
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"unix:{path}" if path else f"127.0.0.1:{server.server_address[1]}"
    finally:
        if until_told:
            until_told.set()
        server.shutdown()
        server.server_close()
        thread.join()
