"""The rows of the run table: all keys at once, whole runs as they are read."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tidemill.domain.models import Stage
from tidemill.domain.run_lists import Facets
from tidemill.domain.runs import RunState
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import (
    AvatarCell,
    ChipCell,
    GroupRow,
    IconCell,
    NumberCell,
    ScoreCell,
    StatusCell,
    TextCell,
)
from tidemill.gui.kit.table import TableColumn
from tidemill.gui.pages.experiments.state import (
    PAGE_SIZE,
    Listed,
    Shown,
    group_note,
    stage_words,
    why_failed,
)
from tidemill.services.runs import estimator_title, known_metric

_ESTIMATOR = "params.estimator"

_STATUS = {
    RunState.FINISHED: ("good", "finished"),
    RunState.RUNNING: ("working", "running"),
    RunState.SCHEDULED: ("idle", "scheduled"),
    RunState.FAILED: ("bad", "failed"),
    RunState.STOPPED: ("bad", "stopped"),
    RunState.CANCELLED: ("idle", "cancelled"),
}
_CHIPS = {Stage.CHAMPION: ("champion", "crown"), Stage.CANDIDATE: ("candidate", "diamond")}


class RunSource:
    """Keys in order with group rows between; `want(keys)` is told which runs are not read yet.

    Keys of group rows are `("group", name)`, of runs their own.
    """

    def __init__(
        self, listed: Listed, closed: frozenset[str], want: Callable[[list[int]], None]
    ) -> None:
        """Lay the rows out; `closed` are names of folded groups."""
        self._listed = listed
        self._want = want
        self._keys = listed.outline.keys
        self._groups: list[GroupRow] = []
        self._rows: list[int] = []
        self._starts: list[int] = []
        self._lay_out(closed)
        self._order: Any = None

    def _lay_out(self, closed: frozenset[str]) -> None:
        """Where each group's row stands, and at which key its runs begin."""
        at = 0
        main = self._listed.facets.main
        for group in self._listed.outline.groups:
            values = [figure.best for figure in group.figures.values()]
            best = (
                metric_words(main, values[0]) if main and values and values[0] is not None else ""
            )
            name = str(group.path[0] or "")
            note = group_note(group.count, group.running, group.dataset, best)
            is_open = name not in closed
            title = name or "No experiment"
            self._groups.append(GroupRow(("group", name), title, note, is_open))
            self._rows.append(at)
            self._starts.append(group.start)
            at += 1 + (group.count if is_open else 0)
        self._n_rows = at if self._groups else len(self._keys)

    def row_count(self) -> int:
        """Runs in sight and group rows."""
        return self._n_rows

    def _key_at(self, row: int) -> int | None:
        """The run at a row, None for a group row."""
        if not self._groups:
            return int(self._keys[row])
        at = bisect_right(self._rows, row) - 1
        inside = row - self._rows[at] - 1
        return None if inside < 0 else int(self._keys[self._starts[at] + inside])

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows; runs that are not read yet are asked for and stay blank."""
        keys = [self._key_at(row) for row in range(first, last)]
        runs = self._listed.runs
        missing = [key for key in keys if key is not None and key not in runs]
        if missing:
            self._want(missing[:PAGE_SIZE])
        shown = [None if key is None else runs.get(key) for key in keys]
        return [None if one is None else cell(one, column, self._listed.facets) for one in shown]

    def key(self, row: int) -> Hashable:
        """What names a row."""
        found = self._key_at(row)
        return self._groups[bisect_right(self._rows, row) - 1].key if found is None else found

    def row_of(self, key: Hashable) -> int:
        """Where a key stands, -1 if it is gone or folded away."""
        if isinstance(key, tuple):
            names = [group.key for group in self._groups]
            return self._rows[names.index(key)] if key in names else -1
        if not isinstance(key, int):
            return -1
        if self._order is None:
            self._order = self._keys.argsort(kind="stable")
        at = int(self._keys.searchsorted(key, sorter=self._order))
        if at >= len(self._keys) or int(self._keys[self._order[at]]) != key:
            return -1
        place = int(self._order[at])
        if not self._groups:
            return place
        group = bisect_right(self._starts, place) - 1
        if not self._groups[group].is_open:
            return -1
        return self._rows[group] + 1 + place - self._starts[group]

    def group_rows(self) -> Sequence[int]:
        """Which rows are group rows."""
        return self._rows

    def group(self, row: int) -> GroupRow | None:
        """The group row at a row, or None."""
        at = bisect_right(self._rows, row) - 1
        return self._groups[at] if at >= 0 and self._rows[at] == row else None


def metric_words(name: str, value: float) -> str:
    """A measure with its value: `AUC 0.8742`."""
    known = known_metric(name, None)
    return f"{name if known is None else known.title} {numbers.score(value, decimals_of(name))}"


def decimals_of(name: str) -> int:
    """How many decimals a measure shows: four for scores, else two."""
    known = known_metric(name, None)
    return 2 if known is not None and str(known.task) == "regression" and name != "r2" else 4


def cell(shown: Shown, column: str, facets: Facets) -> Any:
    """What a run shows in a column."""
    family, _, name = column.partition(".")
    if family == "metrics":
        value = shown.run.metrics.get(name)
        if name != facets.main:
            return NumberCell(value) if value is not None else None
        return ScoreCell(value, _share(value, facets), _is_best(value, facets))
    if family == "params":
        text = shown.run.params.get(name)
        if name == "estimator" and text is not None:
            return TextCell(estimator_title(text), "text2", "body")
        return _param(text)
    if column == "interval":
        ends = shown.figures.intervals.get(facets.main or "")
        return None if ends is None else NumberCell((ends[1] - ends[0]) / 2, "text2")
    return _own_cell(shown, column)


def _own_cell(shown: Shown, column: str) -> Any:
    run = shown.run
    if column == "pinned":
        return IconCell("pin", "pinned", "accent_text") if run.pinned else None
    if column == "state":
        status, word = _STATUS[run.state]
        return StatusCell(status, "" if status == "good" else word)
    if column == "name":
        return TextCell(run.name, role="strong")
    if column == "tags":
        return _chips(shown)
    if column == "by":
        return AvatarCell(shown.by, run.by == "worker")
    if column == "duration":
        return _duration(run.started_at, run.ended_at)
    return run.started_at if column == "started" else None


def _duration(started: datetime | None, ended: datetime | None) -> str | None:
    if started is None or ended is None:
        return None
    return numbers.duration((ended - started).total_seconds())


def _share(value: float | None, facets: Facets) -> float | None:
    if value is None or facets.scale is None:
        return None
    low, high = facets.scale
    known = known_metric(facets.main or "", None)
    share = 1.0 if high == low else 0.25 + 0.75 * (value - low) / (high - low)
    is_up = known is None or known.higher_is_better is not False
    return share if is_up else 1.25 - share


def _is_best(value: float | None, facets: Facets) -> bool:
    if value is None or facets.scale is None:
        return False
    known = known_metric(facets.main or "", None)
    return value == facets.scale[0 if known and known.higher_is_better is False else 1]


def _param(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return NumberCell(numbers.plain(float(text)), "text2")
    except ValueError:
        return NumberCell(text.replace("_", " "), "text2")


def _chips(shown: Shown) -> list[ChipCell]:
    found = []
    for version in shown.versions:
        tone, icon = _CHIPS.get(version.stage, ("plain", None))
        found.append(ChipCell(stage_words(version), tone, icon))
    why = why_failed(shown.run)
    if why:
        found.append(ChipCell(why, "bad" if shown.run.error else "plain"))
    found += [ChipCell(f"{n}: {t}" if t else n) for n, t in shown.run.tags.items()]
    return found


def columns_of(chosen: Sequence[str], facets: Facets) -> list[TableColumn]:
    """The table's columns: what always stands there, and those chosen in between."""
    found = [
        TableColumn("pinned", "", 26, kind="icon", sortable=False, frozen=True, tooltip="Pinned"),
        TableColumn(
            "state", "", 24, kind="status_text", sortable=False, frozen=True, tooltip="State"
        ),
        TableColumn("name", "Run", 160, stretch=2, frozen=True),
    ]
    for column in chosen:
        family, _, name = column.partition(".")
        if column == _ESTIMATOR:
            found.append(TableColumn(column, name, 140, tone="text2", role="body"))
            continue
        if family == "params":
            found.append(
                TableColumn(
                    column,
                    name,
                    96,
                    "right",
                    "number",
                    tone="text2",
                )
            )
            continue
        known = known_metric(name, None)
        title = name if known is None else known.title
        places = decimals_of(name)
        if name != facets.main:
            wide = max(76, 18 + 7 * len(title))
            found.append(TableColumn(column, title, wide, kind="number", decimals=places))
            continue
        is_up = known is None or known.higher_is_better is not False
        found.append(
            TableColumn(
                column, title, 128, kind="score_bar", decimals=places, higher_is_better=is_up
            )
        )
        found.append(
            TableColumn("interval", "± 95%", 68, kind="number", sortable=False, decimals=places)
        )
    found += [
        TableColumn("tags", "Tags", 120, kind="chips", stretch=1, sortable=False),
        TableColumn("by", "By", 36, kind="avatar"),
        TableColumn("duration", "Time", 58, "right", tone="text2"),
        TableColumn("started", "Started", 80, kind="time", tone="text2"),
    ]
    return found


def sort_of(order: Mapping[str, bool]) -> tuple[tuple[str, bool], ...]:
    """Columns of the table in the words of the services, newest choice first."""
    return tuple(order.items())
