"""Turns which runs are to be compared into a state, and keeps it fresh."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.pages.experiments.compare.state import (
    CompareState,
    heads_of,
    sections_of,
    winner_of,
    wrong_number,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.runs import Run
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.comparing import Comparison
    from tidemill.services.evaluation import Pictures

TOPICS = {"run", "model"}
_TABLE = "compare.table"
_PICTURES = "compare.pictures"


class CompareViewModel(QObject):
    """Holds the comparison's state; `changed` tells of a new one.

    The table comes first; the pictures of the hold-out rows follow in a second operation.
    """

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen; `show_runs` loads."""
        super().__init__(parent)
        self._context = context
        self.state = CompareState()
        self._compared: Comparison | None = None
        self._drawn_from: object = None
        self._listener = Listener(context.feed, TOPICS, self)
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("compare.")

    def run(self, run_id: str) -> "Run | None":
        """One of the runs that are compared."""
        known = () if self._compared is None else self._compared.runs
        return next((run for run in known if run.id == run_id), None)

    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._context.operations.is_busy("compare.")

    def show_runs(self, ids: list[str]) -> None:
        """Compare these runs; an empty list shows nothing."""
        wanted = tuple(dict.fromkeys(one.strip() for one in ids if one.strip()))
        if wanted == self.state.ids and self.state.word in {"loading", "ready"}:
            return
        self._context.operations.cancel_all("compare.")
        self._compared, self._drawn_from = None, None
        fresh = CompareState(is_only_differences=self.state.is_only_differences)
        problem = wrong_number(len(wanted))
        if problem:
            self._set(replace(fresh, ids=wanted, message=problem))
            return
        self._set(replace(fresh, word="loading", ids=wanted))
        self.reload()

    def reload(self) -> None:
        """Look at the services again."""
        from tidemill.services import comparing

        if not self.state.ids:
            return
        if self.state.word in {"empty", "error"}:
            self._set(replace(self.state, word="loading", error=None))
        workspace, ids = self._context.workspace, self.state.ids

        def work(_reporter: "Reporter") -> "Comparison":
            return comparing.compare(workspace, ids)

        self._context.operations.run(_TABLE, work, self._on_compared, self._on_failed)

    def show_only_differences(self, is_on: bool) -> None:
        """Hide or show what all runs share."""
        if is_on == self.state.is_only_differences:
            return
        sections = () if self._compared is None else sections_of(self._compared, is_on)
        self._set(replace(self.state, is_only_differences=is_on, sections=sections))

    def _on_compared(self, compared: "Comparison") -> None:
        self._compared = compared
        self._set(
            replace(
                self.state,
                word="ready",
                heads=heads_of(compared),
                sections=sections_of(compared, self.state.is_only_differences),
                winner=winner_of(compared),
                error=None,
            )
        )
        self._draw(compared)

    def _draw(self, compared: "Comparison") -> None:
        """Read the hold-out answers, unless the same have been read already."""
        from tidemill.services import evaluation

        source = tuple((run.id, run.name, tuple(run.artifacts.items())) for run in compared.runs)
        if source == self._drawn_from:
            return
        self._drawn_from = source
        self._set(replace(self.state, is_drawing=True, pictures_error=None))
        workspace, shown = self._context.workspace, compared.runs

        def work(reporter: "Reporter") -> "Pictures":
            return evaluation.pictures(workspace, shown, reporter)

        self._context.operations.run(_PICTURES, work, self._on_drawn, self._on_not_drawn)

    def _on_drawn(self, pictures: "Pictures") -> None:
        self._set(replace(self.state, pictures=pictures, is_drawing=False))

    def _on_not_drawn(self, error: TidemillError) -> None:
        self._drawn_from = None
        self._set(replace(self.state, is_drawing=False, pictures_error=error, pictures=None))

    def _on_failed(self, error: TidemillError) -> None:
        self._compared, self._drawn_from = None, None
        kept = CompareState(ids=self.state.ids, is_only_differences=self.state.is_only_differences)
        if isinstance(error, NeedsYou):
            # The service's hint names a command line; here the way is the table of runs.
            self._set(replace(kept, message=error.message))
        else:
            self._set(replace(kept, word="error", error=error))

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        if self.state.word == "loading" or not self.state.ids:
            return
        pks = set() if self._compared is None else {str(run.pk) for run in self._compared.runs}
        concerns = keys is None or any(topic == "model" or key in pks for topic, key in keys)
        if concerns and self.state.word == "ready":
            self.reload()

    def _set(self, state: CompareState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
