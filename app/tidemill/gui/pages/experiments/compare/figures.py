"""The columns of the compared runs, and of the runs around them, as axes for plots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tidemill.gui.kit.charts.parallel_lines import Axis

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.runs import Run
    from tidemill.services.workspace import Workspace

_MOST_BEHIND = 5_000
_A_READ = 500
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
    runs are judged by. `around` says in words what the rows behind are.
    """

    names: tuple[str, ...]
    n_front: int
    metrics: tuple[str, ...]
    params: tuple[str, ...]
    main: str | None
    around: str
    columns: dict[str, Axis]

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


def read(workspace: "Workspace", keys: Sequence[int], reporter: "Reporter") -> Figures:
    """Read the columns of runs and of the other runs of their experiments."""
    from tidemill.services import runs as service
    from tidemill.services.run_view import RunsView

    front: list[Run] = []
    for at in range(0, len(keys), _A_READ):
        reporter.check()
        front += service.find(workspace, list(keys[at : at + _A_READ]))
    experiments = sorted({run.experiment for run in front})
    ours = {run.pk for run in front}
    said = ", ".join(f'"{name}"' for name in experiments if '"' not in name)
    behind: list[Run] = []
    if said:
        wanted = f"experiment in ({said})"
        found = RunsView(workspace).page(where=wanted, limit=_MOST_BEHIND).runs
        behind = [run for run in found if run.pk not in ours]
    reporter.check()
    around = f"{len(front) + len(behind):,} runs of {_joined(experiments)}"
    return of_runs([*front, *behind], len(front), around)


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} experiments"


def of_runs(runs: "Sequence[Run]", n_front: int, around: str) -> Figures:
    """The columns of these runs."""
    from tidemill.services.runs import estimator_title, known_metric

    task = runs[0].params.get("task") if runs else None
    columns: dict[str, Axis] = {}
    names = dict.fromkeys(name for run in runs for name in run.metrics)
    metrics = [name for name in names if not name.endswith(_BOUNDS)]
    for name in metrics:
        values = np.array([run.metrics.get(name, np.nan) for run in runs], dtype=float)
        known = known_metric(name, task)
        title = name if known is None else known.title
        columns[f"metrics.{name}"] = Axis(f"metrics.{name}", title, values, is_measure=True)
    params = []
    for name in dict.fromkeys(name for run in runs for name in run.params):
        words = [run.params.get(name) for run in runs]
        if len(set(words)) > 1 and name not in _NOT_SETTINGS:
            if name.endswith("estimator"):
                words = [None if word is None else estimator_title(word) for word in words]
            axis = axis_of(f"params.{name}", name, words)
            if axis is not None:
                columns[axis.name] = axis
                params.append(axis.name)
    params.sort(key=lambda name: -_telling(columns[name]))
    judged = [run.params.get("metric") for run in runs[:n_front] if run.params.get("metric")]
    main = max(set(judged), key=judged.count) if judged else None
    if f"metrics.{main}" not in columns:
        main = metrics[0] if metrics else None
    ordered = sorted(metrics, key=lambda name: name != main)
    return Figures(
        tuple(run.name for run in runs),
        n_front,
        tuple(f"metrics.{name}" for name in ordered),
        tuple(params),
        None if main is None else f"metrics.{main}",
        around,
        columns,
    )


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
