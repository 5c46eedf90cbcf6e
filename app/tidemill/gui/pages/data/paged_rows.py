"""Rows of any number as a table's source: the pages seen last, as cells ready to be painted."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import WAITING, ChangedCell, GroupRow

ROWS_A_PAGE = 200
NUMBER = "#"
"""Id of the column with the rows' numbers."""

_KEPT = 24


class PagedRows:
    """Holds the pages seen last and asks for those it lacks.

    `want(page)` is called while painting, so it must only take a note.
    """

    def __init__(self, names: Sequence[str], total: int, want: Callable[[int], None]) -> None:
        """Hold no rows yet."""
        self.names = tuple(names)
        self._places = {name: at for at, name in enumerate(names)}
        self._total = total
        self._want = want
        self._pages: OrderedDict[int, tuple[Sequence[Sequence[Any]], Sequence[int]]] = OrderedDict()
        self._former: dict[int, Mapping[tuple[int, int], Any]] = {}
        self._decimals: dict[int, int] = {}

    def put(
        self,
        page: int,
        rows: Sequence[Sequence[Any]],
        row_numbers: Sequence[int] = (),
        former: Mapping[tuple[int, int], Any] | None = None,
    ) -> None:
        """Keep a page; the one not seen for longest goes.

        `row_numbers` are those in the version, from 0; `former` holds by row and column of the
        page what stood in the cells that changed.
        """
        self._pages[page] = (rows, row_numbers)
        self._pages.move_to_end(page)
        self._former[page] = former or {}
        while len(self._pages) > _KEPT:
            gone, _ = self._pages.popitem(last=False)
            del self._former[gone]

    def holds(self, page: int) -> bool:
        """Whether a page is there."""
        return page in self._pages

    def row_count(self) -> int:
        """How many rows there are."""
        return self._total

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """Cells of some rows; grey blocks where the page is still to come."""
        if column == NUMBER:
            return [self._number(row) for row in range(first, last)]
        place = self._places[column]
        return [self._cell(row, place) for row in range(first, last)]

    def number_of(self, row: int) -> int | None:
        """A row's number in the version, from 0; None where its page is not there."""
        page, at = divmod(row, ROWS_A_PAGE)
        if page not in self._pages:
            return None
        named = self._pages[page][1]
        return named[at] if at < len(named) else row

    def _number(self, row: int) -> Any:
        known = self.number_of(row)
        return WAITING if known is None else numbers.integer(known + 1)

    def _cell(self, row: int, place: int) -> Any:
        page, at = divmod(row, ROWS_A_PAGE)
        held = self._pages.get(page)
        if held is None:
            self._want(page)
            return WAITING
        self._pages.move_to_end(page)
        rows, _ = held
        if at >= len(rows):
            return ""
        if place not in self._decimals:
            self._decimals[place] = max((decimals_of(row[place]) for row in rows), default=0)
        decimals = self._decimals[place]
        now = value_text(rows[at][place], decimals)
        former = self._former[page]
        if (at, place) in former:
            return ChangedCell(value_text(former[at, place], decimals), now)
        return now

    def key(self, row: int) -> Hashable:
        """A row is named by its place."""
        return row

    def row_of(self, key: Hashable) -> int:
        """The place itself."""
        return key if isinstance(key, int) and 0 <= key < self._total else -1

    def group_rows(self) -> Sequence[int]:
        """There are none."""
        return ()

    def group(self, row: int) -> GroupRow | None:  # noqa: ARG002 - the protocol's shape
        """There is none."""
        return None


_MOST_DECIMALS = 6


def decimals_of(value: object) -> int:
    """How many decimals a fraction needs at about eight digits; 0 for what is none."""
    if not isinstance(value, float) or not math.isfinite(value) or abs(value) >= 1e9:
        return 0
    text = f"{value:.8g}"
    return 0 if "e" in text else min(_MOST_DECIMALS, len(text.partition(".")[2]))


def value_text(value: object, decimals: int = 0) -> str:
    """A value as it stands in its row; missing is a dash.

    Fractions have `decimals` of them, or as many as they need.
    """
    if value is None:
        return numbers.MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value).replace("-", numbers.MINUS)
    if isinstance(value, float):
        return _fraction(value, decimals)
    if isinstance(value, datetime):
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(":00").removesuffix(" 00:00")
    return str(value)


def _fraction(value: float, decimals: int) -> str:
    """A number without marks between its thousands: rows are read, compared and copied."""
    is_plain = math.isfinite(value) and (not value or 1e-6 <= abs(value) < 1e9)
    shown = numbers.plain(value, 8)
    if is_plain:
        shown = numbers.decimal(value, max(decimals, decimals_of(value)))
    for mark in numbers.grouping_marks():
        shown = shown.replace(mark, "")
    return shown
