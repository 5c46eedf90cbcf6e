"""Counts what a service is asked and writes it down by the minute, never while one waits."""

import logging
import threading
from datetime import datetime

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.domain.deployments import Deployment
from tidemill.domain.traffic import Minute, class_of
from tidemill.services.workspace import Workspace
from tidemill.store import traffic

EVERY_S = 5.0
"""So often what was counted is written down, where there is something."""

MOST_MINUTES = 120
"""So many minutes are held while the store is away; then the oldest go."""

_FAILURE, _REFUSAL = 500, 400

log = logging.getLogger(__name__)


class TrafficLog:
    """Counts requests from any thread; whoever follows the news calls `write` now and then."""

    def __init__(self, workspace: Workspace, deployment: Deployment) -> None:
        self._workspace = workspace
        self._id, self._name = deployment.id, deployment.name
        self._lock = threading.Lock()
        self._held: dict[datetime, Minute] = {}
        self._second: datetime | None = None
        self._n_in_second = 0
        self._next_at = 0.0

    def add(self, status: int, seconds: float) -> None:
        """Count a request that was answered now with a status, so long after it came."""
        now = self._workspace.clock.now()
        second = now.replace(microsecond=0)
        minute = second.replace(second=0)
        is_failed = status >= _FAILURE
        with self._lock:
            self._n_in_second = self._n_in_second + 1 if second == self._second else 1
            self._second = second
            one = Minute(
                minute,
                1,
                int(_REFUSAL <= status < _FAILURE),
                int(is_failed),
                self._n_in_second,
                {class_of(seconds): 1},
            )
            before = self._held.get(minute)
            self._held[minute] = one if before is None else before.and_(one)

    def write(self, *, is_last: bool = False) -> None:
        """Write what was counted, if it is time; `WorldError` keeps it for the next time."""
        if not is_last and monotonic() < self._next_at:
            return
        self._next_at = monotonic() + EVERY_S
        with self._lock:
            held, self._held = self._held, {}
        if not held:
            return
        try:
            with self._workspace.store.write() as tx:
                for one in held.values():
                    traffic.add(tx, self._id, self._name, one)
        except WorldError:
            self._take_back(held)
            raise

    def close(self) -> None:
        """Write the rest; what the store does not take is let go."""
        try:
            self.write(is_last=True)
        except WorldError as error:
            log.warning("What was counted is not kept. %s %s", error.message, error.hint)

    def _take_back(self, held: dict[datetime, Minute]) -> None:
        with self._lock:
            for at, one in held.items():
                newer = self._held.get(at)
                self._held[at] = one if newer is None else one.and_(newer)
            for at in sorted(self._held)[:-MOST_MINUTES]:
                del self._held[at]
