"""Carries what the spool holds into the store, in a thread of its own, for as long as it takes.

Whatever is wrong with the store, the script never notices: the records stay in the spool, and it
is tried again with growing pauses.
"""

import threading
import time
from typing import TYPE_CHECKING, Protocol

from tidemill.base.database_urls import Place
from tidemill.base.errors import TidemillError
from tidemill.base.spools import Spool
from tidemill.tracking.troubles import tell

if TYPE_CHECKING:
    from tidemill.services.run_intake import Intake

FLUSH_S = 0.25
LINGER_S = 2.0
COLLECT_S = 5.0
PATIENCE_S = 10.0
"""How long the end of a script waits for the store; longer only while it gets on."""

MOST_PATIENCE_S = 60.0
TELL_AFTER_S = 3.0
"""How long the store must have been out of reach before the script's user is told."""

_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
_SLOW_FLUSH_S = 2.0


class Source(Protocol):
    """Who has something to send."""

    address: Place
    may_make: bool

    @property
    def spool(self) -> Spool:
        """What has to be sent."""
        ...

    def opened(self) -> None:
        """Told once the workspace was opened."""
        ...

    def gather(self) -> None:
        """Write what was listened to or measured meanwhile to the spool."""
        ...

    def is_over(self, applied: int) -> bool:
        """Asked when nothing happens any more: True where the sender shall leave."""
        ...


class Sender:
    """The thread that sends; `finish` asks it to send all and leave."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._spool = source.spool
        self._wake = threading.Event()
        self._closing = self._leave = False
        self._is_awaiting = False
        self._intake: Intake | None = None
        self._mark = ""
        self._applied: int | None = None
        self._next_collect = 0.0
        self._n_failures = 0
        self._failed_since = 0.0
        self._idle_since = time.monotonic()
        self.n_sent = 0
        self._thread = threading.Thread(target=self._run, name="tidemill-sender", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until all that is in the spool now is in the store."""
        end, until = self._spool.end, time.monotonic() + seconds
        self._wake.set()
        while (self._applied or 0) < end:
            if time.monotonic() > until or not self._thread.is_alive():
                return (self._applied or 0) >= end
            time.sleep(0.005)
        return True

    def finish(self, patience_s: float = PATIENCE_S) -> bool:
        """Send what is left and end; True where all of it arrived in time."""
        self._closing = True
        self._wake.set()
        began = time.monotonic()
        until, last = began + patience_s, self.n_sent
        while self._thread.is_alive():
            self._thread.join(0.05)
            now = time.monotonic()
            if self.n_sent != last:
                last, until = self.n_sent, max(until, now + patience_s)
            if now > min(until, began + MOST_PATIENCE_S):
                break
        self._leave = True
        self._wake.set()
        return not self._thread.is_alive() and (self._applied or 0) >= self._spool.end

    # --- in the thread ---------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._leave:
                pause = self._turn()
                if pause is None:
                    break
                self._wake.wait(pause)
                self._wake.clear()
        finally:
            self._say_goodbye()

    def _turn(self) -> float | None:
        """One look; how long to wait for the next one, None for no more."""
        is_last = self._closing
        began = time.monotonic()
        try:
            self._source.gather()
            self._spool.retry()
            sent = self._send()
        except (TidemillError, OSError, ImportError) as error:
            self._failed(error)
            return _PAUSES_S[min(self._n_failures, len(_PAUSES_S)) - 1] if not is_last else 0.2
        self._n_failures = 0
        now = time.monotonic()
        if sent:
            self._idle_since = now
        if is_last and not self._is_awaiting:
            return None
        if now - self._idle_since > LINGER_S and self._source.is_over(self._applied or 0):
            return None
        # Where many write, or the store is slow, each writes more at once and less often.
        return max(FLUSH_S, min(_SLOW_FLUSH_S, 2.0 * (now - began)))

    def _send(self) -> int:
        """Send all there is; how many pieces that were."""
        from tidemill.services.run_intake import StartAwaited

        intake = self._opened()
        n = 0
        self._is_awaiting = False
        while not self._leave:
            try:
                reached = intake.apply(self._spool, self._spool.files.files, self._applied)
            except StartAwaited:
                self._is_awaiting = True
                break
            if reached == self._applied:
                break
            self._applied = reached
            self._spool.applied(reached)
            self.n_sent += 1
            n += 1
        if not self._closing:
            intake.keep_alive()
        if self._closing or time.monotonic() >= self._next_collect:
            intake.collect()
            self._next_collect = time.monotonic() + COLLECT_S
        return n

    def _opened(self) -> "Intake":
        if self._intake is not None:
            if self._intake.is_as_opened(self._mark):
                return self._intake
            self._close()
        # Heavy, and only here: the script does not wait for it.
        from tidemill.services.run_intake import Intake

        self._intake = Intake.opened(
            self._source.address, self._spool.id, may_make=self._source.may_make
        )
        self._mark = self._intake.mark()
        self._source.opened()
        self.n_sent += 1  # what took so long until here was getting on, too
        return self._intake

    def _failed(self, error: TidemillError | OSError | ImportError) -> None:
        now = time.monotonic()
        self._failed_since = now if not self._n_failures else self._failed_since
        self._n_failures += 1
        self._close()
        if now - self._failed_since < TELL_AFTER_S:
            return
        words = error.message if isinstance(error, TidemillError) else str(error)
        tell(
            f"store-{words}",
            f"{words} What is logged waits in {self._spool.files.folder} and is sent later.",
        )

    def _close(self) -> None:
        """Let go of the store; where it was taken from a spool is asked anew."""
        self._applied = None
        if self._intake is not None:
            self._intake.close()
            self._intake = None

    def _say_goodbye(self) -> None:
        applied = self._applied or 0
        is_done = self._spool.close(applied)
        if self._intake is None:
            return
        try:
            self._intake.goodbye(is_done=is_done)
        except TidemillError:
            pass  # whoever looks next sees that we are gone
        finally:
            self._intake.close()
