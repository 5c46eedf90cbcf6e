"""Keeps the order of the list and its pages of cells fresh; all reading is off the GUI thread."""

import gc
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.experiments import reading
from tidemill.gui.pages.experiments.source import RowCache
from tidemill.gui.pages.experiments.state import PAGE_SIZE, Arrangement, Listed
from tidemill.services.run_list import RunList

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.run_lists import Changed
    from tidemill.gui.shell.page import PageContext

_log = logging.getLogger(__name__)

_RESORT_MS = 1000
_KEEP_MS = 5000
_MOST_UPDATED = 2_000


class Listing(QObject):
    """Asks for orders and pages. One order is current; newer wishes replace older ones.

    `listed(Listed, is_new)` brings an order, `is_new` where a person asked for it; `failed(error)`
    says why there is none; `read(keys)` that cells of runs are there or others than before.
    """

    listed = Signal(object, bool)
    failed = Signal(object)
    read = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Listen for news of runs."""
        super().__init__(parent)
        self._context = context
        self.every = RunList(context.workspace)
        self.cache = RowCache()
        self._wanted = Arrangement()
        self._listed: Listed | None = None
        self._is_new = True
        self._is_held = False
        self._is_stale = False
        self._is_settled = False
        self._span: tuple[int, int] = (0, 0)
        self._pending: list[int] = []
        self._listener = Listener(
            context.feed,
            {"run", "model", "person"},
            self,
            behind=Behind(context.operations, ("experiments.list.news",)),
        )
        self._listener.changed.connect(self._on_news)
        self._resort = QTimer(self)
        self._resort.setSingleShot(True)
        self._resort.setInterval(_RESORT_MS)
        self._resort.timeout.connect(self._on_resort)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self._on_keep)

    def close(self) -> None:
        """Listen no more; what was read is kept for the next time."""
        self._resort.stop()
        self._keep.stop()
        self._listener.close()
        self._context.operations.cancel_all("experiments.list.")
        self.every.close()
        # The columns of a million runs go now: what is frozen is never seen by the collector.
        self.every = RunList(self._context.workspace)
        self._listed = None
        self.cache.clear()

    def is_busy(self) -> bool:
        """Whether an order or cells are being read."""
        return bool(self._pending) or self._context.operations.is_busy("experiments.list.")

    # Orders

    def ask(self, wanted: Arrangement) -> None:
        """Ask for an order: the first page at once, the whole one after it."""
        self._wanted = wanted
        self._is_new = True
        self._resort.stop()
        self._is_stale = False
        every = self.every

        def work(_reporter: "Reporter") -> Listed:
            return reading.first_page(every, wanted)

        self._run("load", work, self._on_first)

    def ask_again(self) -> None:
        """Ask for the same order anew, without a first page: nothing is to jump."""
        self._is_stale = False
        every, wanted = self.every, self._wanted

        def work(reporter: "Reporter") -> Listed:
            return reading.whole_order(every, wanted, reporter)

        self._run("load", work, self._on_whole)

    def _on_first(self, listed: Listed) -> None:
        self._take(listed)
        if listed.arranged.outline.is_whole:
            self._keep.start()
        else:
            self.ask_again()

    def _on_whole(self, listed: Listed) -> None:
        self._take(listed)
        self._keep.start()
        if not self._is_settled:
            # What a million runs are held in stays as long as the page: not to be walked over by
            # the collector, which stops every thread for that long.
            self._is_settled = True
            gc.freeze()

    def _on_keep(self) -> None:
        """Once it is quiet: keep the columns for the next time the list is opened."""
        every = self.every

        def work(reporter: "Reporter") -> bool:
            return every.save_snapshot(reporter)

        if every.is_snapshot_due():
            # A disk that refuses costs a slower opening; the log has it.
            self._context.operations.run(
                "experiments.list.keep", work, self._on_kept, self._on_not_kept
            )

    def _on_kept(self, is_kept: bool) -> None:
        _log.debug("The columns of the runs were %s", "kept" if is_kept else "kept already")

    def _on_not_kept(self, error: TidemillError) -> None:
        _log.warning("%s %s", error.message, error.detail)

    def _take(self, listed: Listed) -> None:
        before = self._listed
        self._listed = listed
        if before is None or self._differs(before, listed):
            self.cache.clear()
        is_new, self._is_new = self._is_new, False
        self.listed.emit(listed, is_new)

    def _differs(self, before: Listed, now: Listed) -> bool:
        """Whether cells would look otherwise: another statistic, another range for bars."""
        same = before.facets.main == now.facets.main and before.facets.scale == now.facets.scale
        return not same or before.arrangement.statistics != now.arrangement.statistics

    def show(self, arrangement: Arrangement) -> None:
        """Other columns are shown of the same order."""
        self._wanted = arrangement

    # Cells

    def want(self, first: int, last: int, keys: Iterable[int]) -> None:
        """The table came to rows whose cells are not read; `keys` are those and some around."""
        self._span = (first, last)
        if not self._pending:
            QTimer.singleShot(0, self, self._read_pending)
        self._pending = [int(key) for key in keys]

    def _read_pending(self) -> None:
        keys, self._pending = self._pending, []
        self._read(keys, "page")

    def _read(self, keys: list[int], operation: str) -> None:
        listed = self._listed
        if listed is None or not keys:
            return
        workspace, every, facets = self._context.workspace, self.every, listed.facets
        columns = self._wanted.columns_for(facets)
        statistics = self._wanted.statistics

        def work(_reporter: "Reporter") -> dict[int, dict[str, Any]]:
            return reading.page(workspace, every, keys, columns, statistics, facets)

        self._run(operation, work, self._on_read)

    def _on_read(self, rows: dict[int, dict[str, Any]]) -> None:
        self.cache.put(rows)
        self.read.emit(rows)

    # News

    def hold(self, is_held: bool) -> None:
        """Leave the order as it is while a person points at rows or has a menu open."""
        self._is_held = is_held
        if not is_held and self._is_stale and not self._resort.isActive():
            self._resort.start()

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        if self._listed is None or keys is None or not self._listed.total:
            self._quietly()
            return
        every = self.every

        def work(_reporter: "Reporter") -> "Changed":
            return every.refresh()

        self._run("news", work, self._on_changed)

    def _on_changed(self, changed: "Changed") -> None:
        """What is in sight is updated where it stands; the order follows once it is quiet."""
        if changed.keys is None or len(changed.keys) > _MOST_UPDATED:
            self.cache.clear()
            self.read.emit({})
        else:
            fresh = self.cache.known(changed.keys.tolist())
            if fresh:
                self._read(fresh[:_MOST_UPDATED], "fresh")
        self._is_stale = True
        if not self._resort.isActive():
            self._resort.start()

    def _on_resort(self) -> None:
        if self._is_stale and not self._is_held:
            self._quietly()

    def _quietly(self) -> None:
        if self._context.operations.is_busy("experiments.list.load"):
            self._is_stale = True
            self._resort.start()
            return
        self.ask_again()

    # Around

    def _run(self, key: str, work: Any, done: Any) -> None:
        self._context.operations.run(f"experiments.list.{key}", work, done, self._on_failed)

    def _on_failed(self, error: TidemillError) -> None:
        self.failed.emit(error)


def around(first: int, last: int, was_first: int, n_rows: int) -> np.ndarray[Any, Any]:
    """Rows to read with those in sight: a page ahead in the direction of scrolling, less behind."""
    ahead, behind = (PAGE_SIZE, PAGE_SIZE // 4)
    if first < was_first:
        ahead, behind = behind, ahead
    return np.arange(max(0, first - behind), min(n_rows, last + ahead), dtype=np.int64)
