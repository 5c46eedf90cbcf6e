"""The list of runs as a person walks through it: keys in order, groups, what the columns hold.

A list of a million runs is held as their keys in order; whole runs are read a page at a time with
`runs.find`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidemill.base.errors import NeedsYou
from tidemill.domain.metrics import METRICS, for_task
from tidemill.domain.query import Completion, Name, QueryError, complete, parse, parse_name
from tidemill.domain.recipes import USUAL_METRIC
from tidemill.domain.runs import RunState
from tidemill.services.runs import NOT_ARCHIVED, RunsView, known_metric

Keys = NDArray[np.int64]
_LOOK_INTO = 5_000


@dataclass(frozen=True)
class RunGroup:
    """Runs of one experiment: where they begin in the order, how many, what stands out.

    `best` is the best value of the list's main metric, None where none has one. `dataset` is
    given where all of them learned from the same version.
    """

    name: str
    start: int
    count: int
    running: int
    dataset: str | None
    best: float | None


@dataclass(frozen=True, eq=False)
class Outline:
    """All matching runs by key in order, their groups, how many there are at all."""

    keys: Keys
    groups: tuple[RunGroup, ...]
    total: int

    @property
    def matching(self) -> int:
        """How many match."""
        return len(self.keys)


@dataclass(frozen=True)
class Facets:
    """What can be shown: metrics and parameters some run has, most frequent first.

    `main` is the measure most runs are judged by, None where no run has a known one.
    `scale` are the lowest and the highest value of it.
    """

    main: str | None
    metrics: tuple[str, ...]
    params: tuple[str, ...]
    varying: tuple[str, ...]
    names: tuple[str, ...]
    scale: tuple[float, float] | None


class RunList(RunsView):
    """A live view that also gives the whole order; safe to use from several threads."""

    def outline(
        self,
        *,
        where: str = "",
        sort: Sequence[tuple[str, bool]] = (("started", True),),
        is_grouped: bool = True,
        archived: bool = False,
        main: str | None = None,
    ) -> Outline:
        """The runs that match, sorted by (column, descending) pairs, pinned ones first.

        Grouped, the experiment with the newest run comes first. A wrong query raises
        `domain.query.QueryError` with its position in `where`.
        """
        self.refresh()
        if where:
            parse(where)  # so that an error's position is that of the person's own text
        text = where if archived else f"({where}) and {NOT_ARCHIVED}" if where else NOT_ARCHIVED
        with self._lock:
            mask = self._columns.select(parse(text))
            rows = self._columns.order(mask, [("pinned", True), *sort])
            groups: tuple[RunGroup, ...] = ()
            if is_grouped:
                rows, groups = self._grouped(mask, rows, main)
            return Outline(self._columns.pks(rows).copy(), groups, len(self._columns))

    def _grouped(
        self, mask: NDArray[np.bool_], rows: Keys, main: str | None
    ) -> tuple[Keys, tuple[RunGroup, ...]]:
        found = self._columns.group(mask, ["experiment"])
        codes = found.codes[rows]
        started = np.nan_to_num(self._columns.numbers("started")[rows], nan=-np.inf)
        newest = np.full(len(found.items), -np.inf)
        np.maximum.at(newest, codes, started)
        ranking = np.argsort(-newest, kind="stable")
        rank = np.empty_like(ranking)
        rank[ranking] = np.arange(len(ranking))
        ordered = np.argsort(rank[codes], kind="stable")
        rows, codes = rows[ordered], codes[ordered]
        groups = []
        start = 0
        for code in ranking.tolist():
            item = found.items[code]
            part = rows[start : start + item.count]
            groups.append(self._group(str(item.values[0] or ""), start, part, main))
            start += item.count
        return rows, tuple(groups)

    def _group(self, name: str, start: int, rows: Keys, main: str | None) -> RunGroup:
        seen = rows[:_LOOK_INTO]
        datasets = {value for value in self._columns.values("dataset", seen) if value}
        states = self._columns.values("state", seen)
        best = None
        if main is not None:
            values = self._columns.numbers(Name("metrics", main))[rows]
            values = values[np.isfinite(values)]
            if len(values):
                best = float(values.max() if _is_higher_better(main) else values.min())
        return RunGroup(
            name,
            start,
            len(rows),
            states.count(str(RunState.RUNNING)),
            datasets.pop() if len(datasets) == 1 else None,
            best,
        )

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
