"""Reads the rows of a version for the Rows tab: filtered, sorted, a page at a time."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.pages.data.paged_rows import ROWS_A_PAGE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.rows import RowsPage
    from tidemill.services.workspace import Workspace

MATCH, READ = "data.rows.match", "data.rows.read"


@dataclass(frozen=True)
class RowsWish:
    """Which rows are wanted, and in which order: `sort` is (column, is ascending)."""

    where: str = ""
    sort: tuple[str, bool] | None = None

    @property
    def is_plain(self) -> bool:
        """All rows, as they came."""
        return not self.where and self.sort is None


class RowsModel(QObject):
    """Tells `matched` when other rows are to be shown, `page_read(page, RowsPage)`, `failed`."""

    matched = Signal()
    page_read = Signal(int, object)
    wrong = Signal(object)
    """A `TidemillError` of a condition that can't be used; the rows stay as they were."""
    failed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know no version yet."""
        super().__init__(parent)
        self._context = context
        self.version: DatasetVersion | None = None
        self.wish = RowsWish()
        self._numbers: npt.NDArray[np.int64] | None = None

    def open(self, version: "DatasetVersion", wish: RowsWish) -> None:
        """Show rows of a version."""
        self.version = version
        self._numbers = None
        self._want(wish)

    def filter(self, where: str) -> None:
        """Show only rows that fulfil a condition."""
        self._want(replace(self.wish, where=where))

    def sort(self, column: str, is_ascending: bool) -> None:
        """Sort by a column."""
        self._want(replace(self.wish, sort=(column, is_ascending)))

    def unsort(self) -> None:
        """Show rows in the order they came."""
        self._want(replace(self.wish, sort=None))

    def place_of(self, number: int) -> int:
        """Where a row of the version stands among those shown, -1 if it is not among them."""
        version = self.version
        if version is None or not 0 <= number < version.rows:
            return -1
        if self._numbers is None:
            return number
        found = (self._numbers == number).nonzero()[0]
        return int(found[0]) if len(found) else -1

    def is_busy(self) -> bool:
        """Whether rows are being looked for or read."""
        return self._context.operations.is_busy("data.rows.")

    def read(self, page: int) -> None:
        """Read a page; a newer wish replaces an older one."""
        if self.version is None:
            return
        work = partial(_page, self._context.workspace, self.version, self._numbers, page)
        self._context.operations.run(READ, work, self._on_page, self._on_failed)

    def _want(self, wish: RowsWish) -> None:
        if self.version is None:
            return
        self._context.operations.cancel(READ)
        if wish.is_plain:
            self._context.operations.cancel(MATCH)
            self._on_matched((wish, None))
            return
        work = partial(_match, self._context.workspace, self.version, wish)
        self._context.operations.run(MATCH, work, self._on_matched, self._on_wrong)

    def _on_matched(self, found: "tuple[RowsWish, npt.NDArray[np.int64] | None]") -> None:
        self.wish, self._numbers = found
        self.matched.emit()

    def _on_wrong(self, error: TidemillError) -> None:
        self.wrong.emit(error)

    def _on_page(self, found: "tuple[int, RowsPage]") -> None:
        self.page_read.emit(*found)

    def _on_failed(self, error: TidemillError) -> None:
        self.failed.emit(error)


def _match(
    workspace: "Workspace", version: "DatasetVersion", wish: RowsWish, reporter: "Reporter"
) -> "tuple[RowsWish, npt.NDArray[np.int64]]":
    from tidemill.services import rows

    sort = None if wish.sort is None else (wish.sort[0], not wish.sort[1])
    return wish, rows.matching(workspace, version, wish.where, sort=sort, reporter=reporter)


def _page(
    workspace: "Workspace",
    version: "DatasetVersion",
    numbers: "npt.NDArray[np.int64] | None",
    page: int,
    reporter: "Reporter",
) -> "tuple[int, RowsPage]":
    from tidemill.services import rows

    offset = page * ROWS_A_PAGE
    found = rows.page(
        workspace, version, offset=offset, limit=ROWS_A_PAGE, rows=numbers, reporter=reporter
    )
    return page, found
