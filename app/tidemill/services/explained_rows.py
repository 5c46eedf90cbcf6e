"""Why a version says what it says of the rows of a file: what each field moved its score by.

Each row is held against the usual one, as in a try, and the same row gets the same contributions
there; many rows are asked at once. The formula is in `domain.contributions`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.catalog import prepared_tables
from tidemill.domain import contributions
from tidemill.domain.contributions import Plan
from tidemill.domain.frames import ColumnData, Frame, stacked
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.services import trying
from tidemill.services.serving import served_models
from tidemill.services.serving.fields import Fields, needed_of
from tidemill.services.training import raw_rows
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace

Array = npt.NDArray[np.float64]

SCORE, USUAL, WHY, MASKED = "score", "usual score", "why: {}", "masked columns"
"""How the columns are named that stand behind the answers."""

_ASKED = 20_000
"""Rows predicted at once."""


@dataclass(frozen=True, eq=False)
class Reasons:
    """What was found for some rows.

    `score` (rows,) is the number predicted, the probability of the second of two classes, or that
    of the class that is said; `usual` (rows,) is the same for the usual row. `by` (rows, columns)
    is what each column moved it by: with `usual` they add up to `score`.
    """

    score: Array
    usual: Array
    by: Array


class Explainer:
    """Explains rows of one version. `names` are the columns of what it finds.

    What columns in `hidden` did is told in one sum, the last. `check` is called between
    predictions; it may raise `Cancelled`.
    """

    def __init__(
        self,
        workspace: Workspace,
        version: ModelVersion,
        model: TrainedModel,
        hidden: frozenset[str] = frozenset(),
        check: Callable[[], None] = served_models.nothing,
    ) -> None:
        if isinstance(model, ForecastModel):
            raise NeedsYou(
                f"{version.label} tells ahead from values it looks up, so its answers are not "
                "explained row by row.",
                "The page of its run says what it leans on.",
            )
        self._model, self._check = model, check
        self._columns = raw_rows.expected(model)
        needed = needed_of(self._columns, model.recipe.target, served_models.needs_of(model))
        usual = trying.fields_of(workspace, version).usual
        self._fields = tuple(sorted(name for name in usual if name in needed))
        row = {name: usual[name] for name in self._fields}
        told = Fields(self._columns, needed).frame([row])
        self._usual = prepared_tables.in_schema(told, self._columns)
        self._hidden = np.array([name in hidden for name in self._fields], dtype=bool)

    @property
    def names(self) -> tuple[str, ...]:
        """What moved scores, in the order of `Reasons.by`."""
        shown = [name for name, gone in zip(self._fields, self._hidden, strict=True) if not gone]
        return (*shown, MASKED) if self._hidden.any() else tuple(shown)

    def explain(self, frame: Frame) -> Reasons:
        """What moved the score of each row, given as it came."""
        table = stacked([self._usual, prepared_tables.in_schema(frame, self._columns)])
        n = frame.n_rows
        found = Reasons(np.zeros(n), np.zeros(n), np.zeros((n, len(self._fields))))
        waiting: list[tuple[Plan, npt.NDArray[np.int64]]] = []
        asked = 0
        for plan, rows in self._planned(table):
            most = max(1, _ASKED // len(plan.sets))
            for low in range(0, len(rows), most):
                some = rows[low : low + most]
                if asked and asked + len(some) * len(plan.sets) > _ASKED:
                    self._ask(table, waiting, found)
                    waiting, asked = [], 0
                waiting.append((plan, some))
                asked += len(some) * len(plan.sets)
        if waiting:
            self._ask(table, waiting, found)
        if not self._hidden.any():
            return found
        shown, masked = found.by[:, ~self._hidden], found.by[:, self._hidden].sum(axis=1)
        return Reasons(found.score, found.usual, np.column_stack([shown, masked]))

    def _planned(self, table: Frame) -> Iterator[tuple[Plan, npt.NDArray[np.int64]]]:
        """Rows in which the same fields differ from the usual row's, with what to ask of them."""
        differs = np.column_stack(
            [np.empty((table.n_rows - 1, 0), dtype=bool)]
            + [_differs(table[name]) for name in self._fields]
        )
        patterns, which = np.unique(differs, axis=0, return_inverse=True)
        order = np.argsort(which.ravel(), kind="stable")
        ends = np.cumsum(np.bincount(which.ravel(), minlength=len(patterns)))
        for pattern, rows in zip(patterns, np.split(order, ends[:-1]), strict=True):
            names = (name for name, is_other in zip(self._fields, pattern, strict=True) if is_other)
            yield contributions.plan(tuple(names)), rows

    def _ask(
        self,
        table: Frame,
        waiting: Sequence[tuple[Plan, npt.NDArray[np.int64]]],
        found: Reasons,
    ) -> None:
        """Predict what was planned, and put down what each field moved."""
        self._check()
        own = np.concatenate([np.repeat(rows + 1, len(plan.sets)) for plan, rows in waiting])
        columns = []
        for column in table:
            at = [self._picked(column.name, plan, rows) for plan, rows in waiting]
            columns.append(column.take(np.where(np.concatenate(at), own, 0)))
        values = raw_rows.every_value(self._model, Frame(tuple(columns)))
        first = 0
        for plan, rows in waiting:
            size = len(rows) * len(plan.sets)
            shape = (len(rows), len(plan.sets), *values.shape[1:])
            scores = self._scores(values[first : first + size].reshape(shape))
            first += size
            found.usual[rows], found.score[rows] = scores[:, 0], scores[:, -1]
            places = np.array([self._fields.index(name) for name in plan.fields], dtype=np.int64)
            found.by[np.ix_(rows, places)] = scores @ plan.weights.T

    def _picked(self, name: str, plan: Plan, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Where the row's own value is taken: everywhere but in the fields that are asked about."""
        if name in plan.fields:
            return np.tile(plan.members[:, plan.fields.index(name)], len(rows))
        return np.ones(len(rows) * len(plan.sets), dtype=bool)

    def _scores(self, values: Array) -> Array:
        """One number for each row and set: of several classes that which is said of the row."""
        if self._model.task is not Task.MULTICLASS:
            return values
        said = values[:, -1].argmax(axis=1)
        return np.take_along_axis(values, said[:, None, None], axis=2)[:, :, 0]


def _differs(column: ColumnData) -> npt.NDArray[np.bool_]:
    """Whether each row but the first has another value than the first; missing equals missing."""
    missing = column.missing
    is_other = column.values[1:] != column.values[0]
    return np.asarray(np.where(missing[0], ~missing[1:], missing[1:] | is_other))
