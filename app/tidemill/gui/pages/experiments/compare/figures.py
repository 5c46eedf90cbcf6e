"""The columns of the compared runs, and of the runs around them, as axes for plots."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.charts.parallel_lines import Axis

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.run_list import RunList

Keys = NDArray[np.int64]

_MOST_BEHIND = 30_000
_MOST_LOOKED_AT = 20
_A_FEW = 200
_MOST_LABELS = 12
_MOST_PARAMS = 6
_NOT_SETTINGS = frozenset(
    {"hold_out", "rows_hash", "data", "task", "target", "metric", "seed", "random_state", "fold"}
)
_BOUNDS = ("_low", "_high")


@dataclass(frozen=True, eq=False)
class Figures:
    """Columns of rows: the first `n_front` rows are the compared runs, the rest those around them.

    `metrics` and `params` are the columns' names, most telling first; `main` is the measure the
    runs are judged by. `around` says in words what the rows behind are. `more` are columns that
    were not read: thousands of names are read one by one, when they are asked for.
    """

    names: tuple[str, ...]
    n_front: int
    metrics: tuple[str, ...]
    params: tuple[str, ...]
    main: str | None
    around: str
    columns: dict[str, Axis]
    more: tuple[str, ...] = ()

    def axis(self, name: str) -> Axis | None:
        """A column by its name, `metrics.auc` or `params.max_depth`."""
        return self.columns.get(name)

    @property
    def n_rows(self) -> int:
        """How many rows every column has."""
        return len(self.names)

    def usual_axes(self) -> tuple[str, ...]:
        """What parallel coordinates show before anybody chooses: what varies, and the measure."""
        shown = list(self.params[:_MOST_PARAMS])
        if self.main is not None:
            shown.append(self.main)
        return tuple(shown)


def read(
    every: "RunList", keys: Sequence[int], reporter: "Reporter", asked: Collection[str] = ()
) -> Figures:
    """Read the columns of runs and of the other runs of their experiments.

    Of many columns those that most runs have, and the `asked` ones.
    """
    front = np.asarray(keys, dtype=np.int64)
    own = every.cells(front, ["name", "experiment"])
    experiments = sorted({str(name) for name in own["experiment"] if name is not None})
    behind = _around(every, experiments, front, reporter)
    rows = np.concatenate([front, behind])
    all_params, all_metrics = _names(every)
    params = _first_and(all_params, "params", asked)
    metrics = _first_and(all_metrics, "metrics", asked)
    reporter.check()
    task = _task(every, front)
    columns: dict[str, Axis] = {}
    for name in metrics:
        reporter.check()
        axis = _metric_axis(every, rows, name, task, len(front))
        if axis is not None:
            columns[axis.name] = axis
    for name in params:
        reporter.check()
        axis = _param_axis(every, rows, name)
        if axis is not None:
            columns[axis.name] = axis
    telling = [f"params.{name}" for name in params if f"params.{name}" in columns]
    telling.sort(key=lambda name: -_telling(columns[name]))
    measured = [f"metrics.{name}" for name in metrics if f"metrics.{name}" in columns]
    main = _main(every, front, measured)
    measured.sort(key=lambda name: name != main)
    around = tr("{n:,} runs of {joined}", n=len(rows), joined=_joined(experiments))
    names = tuple("" if name is None else str(name) for name in own["name"])
    looked_at = {*(f"metrics.{name}" for name in metrics), *(f"params.{name}" for name in params)}
    there = (*(f"metrics.{name}" for name in all_metrics), *(f"params.{n}" for n in all_params))
    more = tuple(name for name in there if name not in looked_at)
    return Figures(names, len(front), tuple(measured), tuple(telling), main, around, columns, more)


def _first_and(names: Sequence[str], kind: str, asked: Collection[str]) -> list[str]:
    rest = (name for name in names[_MOST_LOOKED_AT:] if f"{kind}.{name}" in asked)
    return [*names[:_MOST_LOOKED_AT], *rest]


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} experiments"


def _around(
    every: "RunList", experiments: Sequence[str], front: Keys, reporter: "Reporter"
) -> Keys:
    """The other runs of these experiments, the newest where there are many."""
    from tidemill.domain.run_lists import Wish

    said = ", ".join(f'"{name}"' for name in experiments if not set(name) & {'"', "\\"})
    if not said:
        return np.empty(0, dtype=np.int64)
    wish = Wish(where=f"experiment in ({said})", group_by=())
    found = every.outline(wish, first=_MOST_BEHIND, reporter=reporter).keys[:_MOST_BEHIND]
    return np.asarray(found[~np.isin(found, front)])


def _names(every: "RunList") -> tuple[list[str], list[str]]:
    """Parameters and metrics that may be columns, the most frequent first."""
    facets = every.facets()
    params = [name for name in facets.params if name not in _NOT_SETTINGS]
    metrics = [name for name in facets.metrics if not name.endswith(_BOUNDS)]
    metrics = [name for name in metrics if not name.startswith("system/")]
    return params, metrics


def _own(kind: str, name: str) -> str:
    """A column's name as the query language writes it."""
    from tidemill.domain.query import Name

    return Name(kind, name).to_text()


def _task(every: "RunList", front: Keys) -> str | None:
    said = every.cells(front[:1], [_own("params", "task")])
    return next((str(one) for column in said.values() for one in column if one is not None), None)


def _main(every: "RunList", front: Keys, measured: Sequence[str]) -> str | None:
    """The measure most of the runs were trained for, as a column; else the usual of all runs."""
    column = every.cells(front[:_A_FEW], [_own("params", "metric")])
    said = [f"metrics.{one}" for values in column.values() for one in values if one is not None]
    usual = max(set(said), key=said.count) if said else f"metrics.{every.facets().main}"
    return usual if usual in measured else next(iter(measured), None)


def _metric_axis(
    every: "RunList", rows: Keys, name: str, task: str | None, n_front: int
) -> Axis | None:
    from tidemill.services.runs import metric_title

    values = every.numbers(rows, _own("metrics", name))
    if not np.isfinite(values[:n_front]).any():
        return None
    return Axis(f"metrics.{name}", metric_title(name, task), values, is_measure=True)


def _param_axis(every: "RunList", rows: Keys, name: str) -> Axis | None:
    """A parameter that differs among the rows; None for one that tells nothing."""
    from tidemill.services.runs import estimator_title

    column = _own("params", name)
    values = every.numbers(rows, column)
    known = values[np.isfinite(values)]
    if len(known) >= 0.9 * len(rows):
        differs = known.min() < known.max()
        axis = Axis(f"params.{name}", name, values)
        return axis.logged(_is_spread(values)) if differs else None
    words = next(iter(every.cells(rows, [column]).values()))
    if len(set(words)) < 2:
        return None
    said = [None if word is None else str(word) for word in words]
    if name.endswith("estimator"):
        said = [None if word is None else spoken(estimator_title(word)) for word in said]
    return axis_of(f"params.{name}", name, said)


def axis_of(name: str, title: str, words: Sequence[str | None]) -> Axis | None:
    """A parameter as an axis: numbers where nearly all are, else its few values as categories."""
    values = numbers_of(words)
    n_known = sum(word is not None for word in words)
    if n_known and np.isfinite(values).sum() >= 0.9 * n_known:
        axis = Axis(name, title, values)
        return axis.logged(_is_spread(values))
    labels = sorted({word for word in words if word is not None})
    if not 1 < len(labels) <= _MOST_LABELS:
        return None
    codes = {label: float(at) for at, label in enumerate(labels)}
    return Axis(
        name, title, np.array([codes.get(word or "", np.nan) for word in words]), tuple(labels)
    )


def numbers_of(words: Sequence[str | None]) -> NDArray[np.float64]:
    """The numbers that texts hold, NaN where one holds none."""
    found = np.full(len(words), np.nan)
    for at, word in enumerate(words):
        try:
            found[at] = float(word) if word is not None else np.nan
        except ValueError:
            continue
    return found


def _is_spread(values: NDArray[np.float64]) -> bool:
    """Whether values over zero reach over two powers of ten, as learning rates do."""
    known = values[np.isfinite(values)]
    return bool(known.size) and known.min() > 0 and known.max() / known.min() >= 100


def _telling(axis: Axis) -> float:
    """How much an axis tells: many known values that differ come first."""
    known = axis.values[np.isfinite(axis.values)]
    if not known.size:
        return 0.0
    return len(known) / len(axis.values) * min(1.0, len(np.unique(known)) / 6.0)
