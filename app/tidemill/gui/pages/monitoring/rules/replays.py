"""Replays of the rule that is tried, off the GUI's thread: the newest wish next, one at a time.

While a limit moves its steps decide anew and leave the bars; a whole replay makes those too, and
looks for a better setting.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.alert_rules import AlertRule

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.bridge.operations import Operations
    from tidemill.services.alert_replays import History, Shown

KEY = "monitoring.rules.replay"


class Replays(QObject):
    """Emits `replayed` when the newest replay is there, `failed(TidemillError)` when it is not.

    Whoever listens asks again: what was asked for last may have been asked while one ran.
    """

    replayed = Signal()
    failed = Signal(object)

    def __init__(self, operations: "Operations", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._operations = operations
        self._shown: Shown | None = None
        self._asked: tuple[AlertRule, int] | None = None
        self._is_at_work = False

    def shown_of(self, rule: AlertRule) -> "Shown | None":
        """The newest replay, if it is of this rule: perhaps with another limit."""
        shown = self._shown
        return shown if shown is not None and shown.rule.key == rule.key else None

    def forget(self) -> None:
        """Another rule or model is shown."""
        self._shown = self._asked = None

    def forget_steps(self) -> None:
        """The next replay is a whole one; what is shown stays until then."""
        self._asked = None

    def ask(self, rule: AlertRule, seen: "History", days: int) -> None:
        """Replay a rule, unless that was asked for already or something is under way."""
        from tidemill.services import alert_replays

        if (rule, days) == self._asked or not seen.watched.n or self._is_at_work:
            return
        before, limit = self._shown, rule.limit
        is_step = self._asked is not None and before is not None and before.days == days
        is_step = is_step and before is not None and replace(before.rule, limit=limit) == rule
        self._asked, self._is_at_work = (rule, days), True

        def work(_reporter: "Reporter") -> "Shown":
            if is_step and before is not None and limit is not None:
                return alert_replays.moved(seen, before, limit)
            return alert_replays.replay(seen, rule, days=days)

        self._operations.run(KEY, work, self._on_replayed, self._on_failed)

    def _on_replayed(self, shown: "Shown") -> None:
        self._is_at_work, self._shown = False, shown
        self.replayed.emit()

    def _on_failed(self, error: TidemillError) -> None:
        self._is_at_work = False
        self.failed.emit(error)
