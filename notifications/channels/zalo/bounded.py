"""An end to a whole call. httpx bounds each read and write by itself; a server that sends a byte a second would hold a letter for hours.

Every wait of a connection is cut to what is left of the calling thread's :func:`within`.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_end: ContextVar[float] = ContextVar("end_of_call")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is called inside is over after so many seconds, with one of httpx' time-outs."""
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def bound(client: httpx.Client) -> httpx.Client:
    """Have all connections of the client, through a proxy or not, keep to :func:`within`.

    Neither httpx nor its pools let one name a network backend without giving up the proxies of the environment; hence the underscores.
    """
    for transport in (client._transport, *client._mounts.values()):
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = _Backend()
    return client


def _left(timeout: float | None, over: type[Exception]) -> float | None:
    left = _end.get(float("inf")) - time.monotonic()
    if left <= 0:
        raise over("the call has had its time")
    return timeout if left == float("inf") else min(left, timeout if timeout is not None else left)


class _Stream(httpcore.NetworkStream):
    """A connection."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


class _Backend(httpcore.SyncBackend):
    """What opens connections."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(host, port, _left(timeout, httpcore.ConnectTimeout), local_address, socket_options))
