"""uvicorn's protocol with limits to the time and length of a request's head, and to how slowly an
answer is read.

An answer is handed to the connection in one piece and waits there until the client reads it: what
nobody reads would stay in memory for good, since a connection is closed only once all was read.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 10.0
"""For so long a client may take from connecting to the end of its first request's head."""

HEAD_BYTES = 64 * 1024
"""The longest head that is read."""


SEND_S = 30.0
"""How often one looks whether a client goes on reading an answer that does not fit the network."""

LEAST_READ_BYTES = 256 * 1024
"""What a client reads of a long answer in that time at least, unless it ends."""


class BoundedProtocol(HttpToolsProtocol):
    """Closes connections whose head does not come or end, and whose answers are not read."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._n_head_bytes = 0
        self._is_in_head = True
        self._head_timer: asyncio.TimerHandle | None = None
        self._read_timer: asyncio.TimerHandle | None = None
        self._n_unread = 0
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End waiting."""
        self._stop_waiting()
        self._stop_watching()
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

    def pause_writing(self) -> None:
        """More of an answer waits than the network takes: see that the client reads it."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """The client has read nearly all that waited."""
        self._stop_watching()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is not used any more, with what is still unread after a while."""
        super().timeout_keep_alive_handler()
        if self._read_timer is None and self.transport.get_write_buffer_size():
            self._watch()

    def _watch(self) -> None:
        self._n_unread = self.transport.get_write_buffer_size()
        self._read_timer = self.loop.call_later(SEND_S, self._look_at_reader)

    def _look_at_reader(self) -> None:
        left = self.transport.get_write_buffer_size()
        if left and self._n_unread - left < LEAST_READ_BYTES:
            self.transport.abort()  # closing would wait for the client to read
        elif left:
            self._watch()

    def _stop_watching(self) -> None:
        if self._read_timer is not None:
            self._read_timer.cancel()
            self._read_timer = None

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
