"""The list of runs as a person walks through it: keys in order, groups, what the columns hold.

A list of a million runs is held as their keys in order; whole runs are read a page at a time with
`runs.find`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.metrics import METRICS, for_task
from tidemill.domain.query import Completion, Name, QueryError, complete, parse, parse_name
from tidemill.domain.query.columns import Floats, Mask
from tidemill.domain.query.texts import TextColumn
from tidemill.domain.recipes import USUAL_METRIC
from tidemill.domain.run_grouping import Beside, Figure, mixed
from tidemill.domain.run_lists import Changed, Facets, Outline, Wish
from tidemill.domain.run_order import Arrangement, arrange
from tidemill.domain.runs import RunState
from tidemill.services.run_view import NOT_ARCHIVED, RunsView
from tidemill.services.runs import known_metric

_LOOK_INTO = 5_000


class RunList(RunsView):
    """A live view that also gives the whole order; safe to use from several threads."""

    def outline(
        self,
        wish: Wish,
        *,
        figures: Sequence[str] = (),
        first: int | None = None,
        reporter: Reporter | None = None,
    ) -> Outline:
        """The runs that match in the order wished for, pinned ones on top of their group.

        A group stands where its first run would stand. `figures` are numeric columns to sum up
        in every group. With `first`, only so many keys are put in order, which is quick. A wrong
        query raises `domain.query.QueryError` with its position in `where`.
        """
        (reporter or Silent()).check()
        self.refresh()
        if wish.where:
            parse(wish.where)  # so that an error's position is that of the person's own text
        with self._lock:
            mask = self._mask(wish)
            rows = np.flatnonzero(mask)
            ordered, groups = arrange(rows, self._arrangement(wish, figures), first)
            keys = self._columns.pks(ordered).copy()
            is_whole = len(keys) == len(rows)
            return Outline(keys, groups, len(self._columns), len(rows), is_whole)

    def _mask(self, wish: Wish) -> Mask:
        parts = [] if wish.archived or wish.trashed else [NOT_ARCHIVED]
        if wish.where:
            parts.insert(0, f"({wish.where})")
        mask = self._columns.select(parse(" and ".join(parts)))
        return np.zeros_like(mask) if wish.trashed else mask

    def _arrangement(self, wish: Wish, figures: Sequence[str]) -> Arrangement:
        columns, n = self._columns, self._columns.n_rows
        sort = [(columns.find(parse_name(name)), down) for name, down in wish.sort]
        pinned, state, dataset = (
            columns.find(Name(None, n)) for n in ("pinned", "state", "dataset")
        )
        assert isinstance(pinned, TextColumn)
        assert isinstance(state, TextColumn)
        assert isinstance(dataset, TextColumn)
        everyone = np.arange(n)
        codes, labels = dataset.grouped(everyone)
        if labels and labels[-1] is None:
            codes = np.where(codes == len(labels) - 1, -1, codes)
        return Arrangement(
            sort=[(column, down) for column, down in sort if column is not None],
            group_by=[columns.find(parse_name(name)) for name in wish.group_by],
            fold=self._fold(wish.fold) if wish.fold else None,
            pinned=pinned.equal(n, "yes"),
            beside=Beside(state.equal(n, str(RunState.RUNNING)), codes, tuple(labels)),
            figures={
                name: Figure(columns.numbers(name), _is_higher_better(parse_name(name).name))
                for name in figures
            },
        )

    def _fold(self, names: Sequence[str]) -> NDArray[np.uint64]:
        """Equal where runs of one experiment have equal parameters but for these names."""
        columns = self._columns
        everyone = np.arange(columns.n_rows)
        folded = {parse_name(name).name for name in names}
        found = np.zeros(columns.n_rows, dtype=np.uint64)
        for written in ("experiment", *columns.column_names()):
            name = parse_name(written)
            column = columns.find(name)
            is_param = name.kind == "params" and name.name not in folded
            if column is not None and (is_param or written == "experiment"):
                codes, labels = column.grouped(everyone)
                told = [0 if v is None else hash((written, v)) & (2**64 - 1) for v in labels]
                found += mixed(np.asarray(told, dtype=np.uint64))[codes]
        return found

    def cells(self, keys: Sequence[int], columns: Sequence[str]) -> dict[str, list[Any]]:
        """Values of runs as logged, a list a column in the order of the keys; None is missing."""
        with self._lock:
            rows = self._columns.rows_of(keys)
            there = rows >= 0
            found: dict[str, list[Any]] = {}
            for name in columns:
                values = iter(self._columns.values(name, rows[there]))
                found[name] = [next(values) if known else None for known in there.tolist()]
            return found

    def numbers(self, keys: Sequence[int] | NDArray[np.int64], column: str) -> Floats:
        """One number a key, NaN where there is none; times in seconds since 1970."""
        with self._lock:
            rows = self._columns.rows_of(keys)
            found = self._columns.numbers(column)[np.maximum(rows, 0)] if len(rows) else np.empty(0)
            return np.where(rows >= 0, found, np.nan)

    def range(self, column: str) -> tuple[float, float] | None:
        """The lowest and the highest number of a column over all runs; None where there is none."""
        with self._lock:
            values = self._columns.numbers(column)
            values = values[np.isfinite(values)]
            return (float(values.min()), float(values.max())) if len(values) else None

    def refresh(self) -> Changed:
        """Take in what changed in the store since the last call."""
        return Changed(np.asarray(self.take_changes(), dtype=np.int64))

    def save_snapshot(self) -> None:
        """Keep what was read for the next time this list is opened."""

    def close(self) -> None:
        """Forget what is in memory."""

    def facets(self) -> Facets:
        """What the runs hold now."""
        self.refresh()
        with self._lock:
            names = self._columns.column_names()
            n_rows = self._columns.n_rows
            metrics = self._counted(names, "metrics.")
            params = self._counted(names, "params.")
            varying = []
            living = self._columns.select(parse(""))
            everyone = np.flatnonzero(living)[:_LOOK_INTO]
            for name, _ in params:
                texts = self._columns.values(Name("params", name), everyone)
                if len({text for text in texts if text is not None}) > 1:
                    varying.append(name)
            main = _main_metric(metrics)
            scale = None
            if main is not None:
                values = self._columns.numbers(Name("metrics", main))[:n_rows]
                values = values[np.isfinite(values) & living]
                scale = (float(values.min()), float(values.max())) if len(values) else None
        return Facets(
            main,
            tuple(name for name, _ in metrics),
            tuple(name for name, _ in params),
            tuple(varying),
            tuple(names),
            scale,
            tuple(parse_name(n).name for n in names if n.startswith("tags.")),
        )

    def _counted(self, names: list[str], prefix: str) -> list[tuple[str, int]]:
        """Names of a kind with how many runs have a value, most first."""
        found: list[tuple[str, int]] = []
        for written in names:
            if not written.startswith(prefix):
                continue
            name = parse_name(written)
            column = self._columns.find(name)
            if column is not None:
                n = int(column.present(self._columns.n_rows).sum())
                found.append((name.name, n))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """What could be typed next in a query at the cursor."""
        try:
            return complete(text, cursor, self.column_names(), self.frequent_values)
        except QueryError:
            return []


def _is_higher_better(name: str) -> bool:
    known = known_metric(name, None)
    return known is None or known.higher_is_better is not False


def _main_metric(metrics: list[tuple[str, int]]) -> str | None:
    """The measure most runs are judged by: a task's usual one, else any known, else the first."""
    counts = dict(metrics)
    usual = [name for name in dict.fromkeys(USUAL_METRIC.values()) if name in counts]
    # Log loss is the usual measure of several classes, and an also-ran of two.
    if "auc" in usual and "log_loss" in usual:
        usual.remove("log_loss")
    if usual:
        return max(usual, key=lambda name: counts[name])
    for one in METRICS:
        if one.id in counts:
            return one.id
    return metrics[0][0] if metrics else None


def default_metrics(facets: Facets, most: int = 3) -> tuple[str, ...]:
    """The measures to show at first: the main one and its companions that runs have."""
    if facets.main is None:
        return facets.metrics[:most]
    try:
        known = known_metric(facets.main, None)
    except NeedsYou:
        known = None
    companions = [] if known is None else [m.id for m in for_task(known.task)]
    there = [name for name in companions if name in facets.metrics and name != facets.main]
    preferred = [name for name in there if name in {"log_loss", "f1", "rmse", "r2", "accuracy"}]
    return (facets.main, *preferred[: most - 1])
