"""Worlds in which the input moves and what it means does not: known rows and shifted new ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.resources import resource
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Split:
    """Rows held out and shifted new rows, with the truth and one model's answers for both."""

    task: Task
    held: Frame
    held_y: Array
    held_p: Array
    new: Frame
    new_y: Array
    new_p: Array


@dataclass(frozen=True, eq=False)
class World:
    """A table, what is asked of it, how many rows go where, and how hard it is shifted."""

    name: str
    task: Task
    table: Callable[[], tuple[Array, Array]]
    n_train: int
    n_held: int
    n_new: int
    strength: float

    def split(self, seed: int) -> Split:
        """Shuffle, learn, and draw new rows by a slant on two columns that nobody is told."""
        rng = np.random.default_rng([seed, len(self.name)])
        x, y = self.table()
        order = rng.permutation(len(y))
        train, held, rest = np.split(order, [self.n_train, self.n_train + self.n_held])
        ranked = np.argsort(np.argsort(x[rest], axis=0), axis=0) / max(1, len(rest) - 1)
        slant = rng.standard_normal(2) * self.strength
        columns = rng.choice(x.shape[1], 2, replace=False)
        odds = np.exp(ranked[:, columns] @ slant)
        new = rest[rng.choice(len(rest), self.n_new, replace=False, p=odds / odds.sum())]
        model = _model(self.task, x.shape[1], len(train))
        model.fit(x[train], y[train])

        def said(rows: Array) -> Array:
            if self.task is Task.REGRESSION:
                return np.asarray(model.predict(x[rows]), dtype=np.float64)
            shares = model.predict_proba(x[rows])
            return np.asarray(shares[:, 1] if self.task is Task.BINARY else shares)

        return Split(
            self.task,
            _frame(x[held]), y[held], said(held),
            _frame(x[new]), y[new], said(new),
        )  # fmt: skip


def _frame(x: Array) -> Frame:
    return Frame(
        tuple(ColumnData(f"c{k}", Kind.NUMERIC, x[:, k].copy()) for k in range(x.shape[1]))
    )


def _model(task: Task, n_columns: int, n_rows: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if task is Task.REGRESSION:
        return make_pipeline(StandardScaler(), Ridge(1.0))
    if n_rows > 1_000:
        return HistGradientBoostingClassifier(max_iter=40, random_state=0)
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))


@lru_cache
def _bundled(name: str) -> tuple[Array, Array]:
    from sklearn import datasets

    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    return np.asarray(x, dtype=np.float64), np.asarray(y)


def _cancer() -> tuple[Array, Array]:
    return _bundled("breast_cancer")


def _high_digits() -> tuple[Array, Array]:
    x, y = _bundled("digits")
    varies = np.ptp(x, axis=0) > 0
    return x[:, varies], (y >= 5).astype(np.int64)


def _all_digits() -> tuple[Array, Array]:
    x, y = _bundled("digits")
    return x[:, np.ptp(x, axis=0) > 0], y


def _diabetes() -> tuple[Array, Array]:
    return _bundled("diabetes")


@lru_cache
def _flights() -> tuple[Array, Array]:
    """All flights of the sample in no order, so that nothing moves but what is made to."""
    import duckdb

    names = ("distance", "scheduled_block", "temp", "visib", "wind_speed", "precip")
    with duckdb.connect() as connection:
        relation = connection.from_parquet(str(resource("sample/flights/flights.parquet")))
        there = [name for name in names if name in relation.columns]
        told = ", ".join(f"coalesce({name}::double, 0) as {name}" for name in there)
        clock = "date_part('epoch', scheduled_departure) % 86400 / 3600 as clock"
        found = relation.select(f"late::int as late, {clock}, {told}").fetchnumpy()
    x = np.column_stack([np.asarray(found[name], dtype=np.float64) for name in (*there, "clock")])
    return x, np.asarray(found["late"], dtype=np.int64)


WORLDS = (
    World("breast cancer", Task.BINARY, _cancer, 150, 219, 100, 3.0),
    World("high digits", Task.BINARY, _high_digits, 500, 600, 300, 3.0),
    World("digits", Task.MULTICLASS, _all_digits, 400, 700, 300, 3.0),
    World("diabetes", Task.REGRESSION, _diabetes, 150, 172, 60, 3.0),
    World("flights", Task.BINARY, _flights, 8_000, 4_000, 2_000, 3.0),
)
