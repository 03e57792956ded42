"""The network is closed: a test speaks to this machine only."""

import ipaddress
import socket
from typing import Any

import pytest

from tests.harness.faults import Fault, report
from tests.harness.patches import replace


class NetworkClosed(Fault):
    """A test tried to leave the machine."""


def _is_here(host: Any) -> bool:
    if host in {None, "", b"", "localhost", b"localhost"}:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.split("%")[0]).is_loopback
    except ValueError:
        return False


def _check(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
        report(NetworkClosed(f"connection to {address[0]}"))


def _patch_sockets() -> None:
    def connect(self: socket.socket, address: Any) -> Any:
        _check(self.family, address)
        return original_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> Any:
        _check(self.family, address)
        return original_connect_ex(self, address)

    def sendto(self: socket.socket, *args: Any) -> Any:
        _check(self.family, args[-1])
        return original_sendto(self, *args)

    original_connect = replace(socket.socket, "connect", connect)
    original_connect_ex = replace(socket.socket, "connect_ex", connect_ex)
    original_sendto = replace(socket.socket, "sendto", sendto)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network for the session, names included: asking a name server leaves the machine too."""

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            report(NetworkClosed(f"look-up of {host}"))
        return original(host, *args, **kwargs)

    original = replace(socket, "getaddrinfo", getaddrinfo)
    _patch_sockets()
