"""How what a model says moves with one raw column while the others stay as they are.

J. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29
(2001), section 8.2, by brute force on some rows held out; the middle half of the rows' own lines
goes with it (A. Goldstein et al., "Peeking inside the black box", Journal of Computational and
Graphical Statistics 24 (2015)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.recipes import Task
from tidemill.services.training.fitting import estimator_module
from tidemill.services.training.models import Array, TrainedModel

MOST_COLUMNS = 6
MOST_POINTS = 12
MOST_CLASSES = 12
_ROWS, _ROWS_OF_SLOW = 200, 40
_BUDGET = 60_000


@dataclass(frozen=True)
class Dependence:
    """The course of one column.

    `at` are the values set, in order (ISO 8601 for times). `mean`, `low` and `high` have a row a
    value and a column an answer: one for two classes (the second's probability) and for numbers,
    else one a class of `levels`; `low` and `high` hold the middle half of the rows between them.
    """

    column: str
    kind: str
    at: tuple[float | str, ...]
    mean: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    n_rows: int
    levels: tuple[str, ...] = ()

    @property
    def swing(self) -> float:
        """From its lowest to its highest mean, of the answer that moves most."""
        return float(np.ptp(np.asarray(self.mean), axis=0).max())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Dependence":
        """Read what `to_dict` wrote."""
        sides = {
            name: tuple(tuple(float(v) for v in row) for row in data[name])
            for name in ("mean", "low", "high")
        }
        at, levels = tuple(data["at"]), tuple(data.get("levels", ()))
        return cls(data["column"], data["kind"], at, n_rows=data["n_rows"], levels=levels, **sides)


def dependences(
    model: TrainedModel, frame: Frame, columns: Sequence[str], reporter: Reporter
) -> tuple[Dependence, ...]:
    """The courses of the first of `columns` that have one, from rows of `frame` drawn by the seed.

    A column of free text or of one value has none.
    """
    if not frame.n_rows:
        return ()
    rng = np.random.default_rng(model.recipe.seed)
    wanted = _ROWS_OF_SLOW if estimator_module(model.recipe).ENTRY.answers_slowly else _ROWS
    n_rows = min(frame.n_rows, wanted, max(20, _BUDGET // (len(model.inputs.columns) or 1)))
    inputs = frame.select(model.inputs.names)
    some = inputs.take(np.sort(rng.choice(frame.n_rows, n_rows, replace=False)))
    found: list[Dependence] = []
    for name in columns:
        if len(found) == MOST_COLUMNS:
            break
        reporter.check()
        reporter.report(len(found) / MOST_COLUMNS, f"Looking at {name}")
        grid = _grid(inputs[name])
        if grid is not None and len(grid) > 1:
            found.append(_of(model, some, inputs[name], grid))
    return tuple(found)


def _grid(column: ColumnData) -> Array | None:
    """The values to set: the commonest levels, or quantiles of the middle nine tenths."""
    known = column.values[~column.missing]
    if column.kind is Kind.TEXT or not len(known):
        return None
    if column.kind in CODED:
        counts = np.bincount(known, minlength=len(column.levels))
        common = np.argsort(-counts, kind="stable")[:MOST_POINTS]
        return np.sort(common[counts[common] > 0]).astype(column.values.dtype)
    if column.kind is not Kind.DATETIME:
        known = known[np.isfinite(known)]
    distinct = np.unique(known)
    if len(distinct) <= MOST_POINTS:
        return distinct
    places = np.linspace(0.05, 0.95, MOST_POINTS)
    ordered = np.sort(known)
    return np.unique(ordered[np.round(places * (len(ordered) - 1)).astype(np.int64)])


def _of(model: TrainedModel, some: Frame, column: ColumnData, grid: Array) -> Dependence:
    n = some.n_rows
    # All values are said in one call: a forest wakes its threads once.
    rows = np.tile(np.arange(n), len(grid))
    laid = some.take(rows)
    put = ColumnData(column.name, column.kind, np.repeat(grid, n), column.levels)
    changed = Frame(tuple(put if one.name == column.name else one for one in laid))
    said = model.predict(changed).reshape(len(grid), n, -1)
    levels: tuple[str, ...] = ()
    if model.task is Task.MULTICLASS:
        common = np.sort(np.argsort(-np.asarray(model.prior), kind="stable")[:MOST_CLASSES])
        said, levels = said[:, :, common], tuple(model.levels[k] for k in common)
    low, high = np.quantile(said, (0.25, 0.75), axis=1)
    return Dependence(
        column.name,
        str(column.kind),
        tuple(_told(column, value) for value in grid),
        _rows(said.mean(axis=1)),
        _rows(low),
        _rows(high),
        n,
        levels,
    )


def _told(column: ColumnData, value: Any) -> float | str:
    if column.kind in CODED:
        return column.levels[int(value)]
    if column.kind is Kind.DATETIME:
        return str(value.astype("datetime64[s]"))
    return float(value)


def _rows(values: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(f"{one:.6g}") for one in row) for row in values.tolist())
