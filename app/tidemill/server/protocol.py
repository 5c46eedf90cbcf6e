"""uvicorn's protocol with a limit to the time and length of a request's head."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 10.0
"""For so long a client may take from connecting to the end of its first request's head."""

HEAD_BYTES = 64 * 1024
"""The longest head that is read."""


class BoundedProtocol(HttpToolsProtocol):
    """Closes connections whose head does not come, or does not end."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._n_head_bytes = 0
        self._is_in_head = True
        self._head_timer: asyncio.TimerHandle | None = None
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, as long as a head is not too long."""
        if self._is_in_head:
            if self._head_timer is None:
                self._wait_for_head()
            self._n_head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._n_head_bytes > HEAD_BYTES:
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is there: what follows is the body, which the guard looks after."""
        self._stop_waiting()
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next bytes are those of another request's head."""
        super().on_message_complete()
        self._is_in_head, self._n_head_bytes = True, 0

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
