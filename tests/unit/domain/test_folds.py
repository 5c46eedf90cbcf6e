"""Folds of the rows learned from keep the rules that the hold-out keeps."""

from itertools import pairwise

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.folds import Fold, folds
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.targets import TargetValues

N = 120


def _frame(seed: int = 0) -> Frame:
    rng = np.random.default_rng(seed)
    days = rng.integers(0, 40, N)
    at = np.datetime64("2024-01-01", "us") + days * np.timedelta64(1, "D")
    at[:5] = np.datetime64("NaT")
    return Frame(
        (
            ColumnData("x", Kind.NUMERIC, rng.normal(size=N)),
            ColumnData("at", Kind.DATETIME, at),
            coded("shop", Kind.CATEGORICAL, [f"s{v}" for v in rng.integers(0, 12, N)]),
        )
    )


def _target(task: Task = Task.BINARY, seed: int = 0) -> TargetValues:
    """Of the frame's rows all but every tenth, as a hold-out leaves them."""
    rng = np.random.default_rng(seed + 1)
    rows = np.flatnonzero(np.arange(N) % 10 != 0)
    if task is Task.REGRESSION:
        return TargetValues(rows, rng.normal(size=len(rows)), ())
    y = (rng.random(len(rows)) < 0.3).astype(np.int64)
    return TargetValues(rows, y, ("no", "yes"))


def _recipe(task: Task = Task.BINARY, **changes: object) -> Recipe:
    return Recipe(**({"target": "y", "task": task, "features": ("x",)} | changes))


def _are_parts(made: tuple[Fold, ...], n_rows: int) -> bool:
    """Whether every row is judged once, and never by a model that learned from it."""
    judged = np.concatenate([one.judge for one in made])
    apart = all(not np.intersect1d(one.train, one.judge).size for one in made)
    return apart and np.array_equal(np.sort(judged), np.arange(n_rows))


def test_classes_are_shared_out_evenly_and_the_seed_decides() -> None:
    target = _target()
    made = folds(_frame(), _recipe(), target, 4, 0)
    assert _are_parts(made, len(target.rows))
    shares = [int(target.y[one.judge].sum()) for one in made]
    assert max(shares) - min(shares) <= 1
    assert max(len(one.judge) for one in made) - min(len(one.judge) for one in made) <= 1
    again, other = (folds(_frame(), _recipe(), target, 4, seed) for seed in (0, 1))
    assert np.array_equal(again[0].judge, made[0].judge)
    assert not np.array_equal(other[0].judge, made[0].judge)


def test_a_numeric_target_is_shared_out_over_its_range() -> None:
    target = _target(Task.REGRESSION)
    made = folds(_frame(), _recipe(Task.REGRESSION), target, 3, 0)
    assert _are_parts(made, len(target.rows))
    tenths = np.quantile(target.y, [0.1, 0.9])
    for one in made:
        y = target.y[one.judge]
        assert y.min() < tenths[0]
        assert y.max() > tenths[1]


def test_no_group_is_on_both_sides_and_folds_are_of_about_equal_size() -> None:
    target, frame = _target(), _frame()
    made = folds(frame, _recipe(group="shop"), target, 4, 0)
    assert _are_parts(made, len(target.rows))
    shops = frame["shop"].values[target.rows]
    for one in made:
        assert not np.intersect1d(shops[one.train], shops[one.judge]).size
        assert 0.5 < len(one.judge) / (len(target.rows) / 4) < 1.5


def test_each_stretch_of_time_is_judged_by_what_came_before_it() -> None:
    target, frame = _target(), _frame()
    made = folds(frame, _recipe(time="at"), target, 4, 0)
    at, missing = frame["at"].values[target.rows], frame["at"].missing[target.rows]
    assert len(made) == 4
    for one in made:
        assert not missing[one.judge].any()
        assert missing[one.train].sum() == missing.sum()
        assert at[one.train][~missing[one.train]].max() < at[one.judge].min()
    for earlier, later in pairwise(made):
        assert set(earlier.judge) <= set(later.train)
        assert at[earlier.judge].max() < at[later.judge].min()


def test_with_time_and_groups_older_rows_of_a_judged_group_are_not_learned_from() -> None:
    rng = np.random.default_rng(3)
    shops = np.sort(rng.integers(0, 30, N))  # a shop lives for a while, then the next opens
    frame = Frame(
        (
            ColumnData("x", Kind.NUMERIC, rng.normal(size=N)),
            ColumnData("at", Kind.NUMERIC, np.arange(N, dtype=np.float64)),
            coded("shop", Kind.CATEGORICAL, [f"s{v}" for v in shops]),
        )
    )
    target = _target()
    plain = folds(frame, _recipe(time="at"), target, 3, 0)
    made = folds(frame, _recipe(time="at", group="shop"), target, 3, 0)
    of_rows = shops[target.rows]
    for one, before in zip(made, plain, strict=True):
        assert not np.intersect1d(of_rows[one.train], of_rows[one.judge]).size
        assert np.array_equal(one.judge, before.judge)
    assert sum(len(one.train) for one in made) < sum(len(one.train) for one in plain)


def test_folds_with_one_answer_only_are_left_out_and_too_few_are_refused() -> None:
    frame, target = _frame(), _target()
    late = TargetValues(
        target.rows, (np.arange(len(target.rows)) > 80).astype(np.int64), ("a", "b")
    )
    ordered = Frame((frame["x"], ColumnData("at", Kind.NUMERIC, np.arange(N, dtype=np.float64))))
    with pytest.raises(NeedsYou, match="can't be divided into folds"):
        folds(ordered, _recipe(time="at"), late, 4, 0)
    rare = TargetValues(target.rows, (np.arange(len(target.rows)) < 3).astype(np.int64), ("a", "b"))
    assert len(folds(frame, _recipe(), rare, 5, 0)) == 3
