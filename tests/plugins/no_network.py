"""Refuses every socket that would leave this computer, for the whole suite."""

import functools
import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_ADDRESS_METHODS = ("connect", "connect_ex", "bind", "sendto")


class NetworkReached(AssertionError):
    """A test tried to speak with another computer, or to let one speak with it."""


def is_here(host: object) -> bool:
    """Whether a host names this computer only: loopback, by number or by name."""
    if isinstance(host, bytes):
        host = host.decode()
    if host is None or host == "localhost":
        return True
    if not isinstance(host, str):
        return False
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def method(self: socket.socket, *words: Any) -> Any:
        address = words[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            raise NetworkReached(f"{original.__name__} to {address!r}: only loopback is allowed.")
        return original(self, *words)

    return method


def _guarded_look_up(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def getaddrinfo(host: Any, *words: Any, **options: Any) -> Any:
        if not is_here(host):
            raise NetworkReached(f"Looking up {host!r}: only loopback is allowed.")
        return original(host, *words, **options)

    return getaddrinfo


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Stand guard over the sockets while the suite runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _ADDRESS_METHODS:
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_look_up(socket.getaddrinfo))
        yield
