"""Hold-out answers by row take at most 2 MB for 100,000 rows, and lose nothing that is told."""

import numpy as np
import pytest

from tidemill.domain import kept_shares
from tidemill.domain.metrics import evaluate
from tidemill.domain.recipes import Task
from tidemill.services.training.predictions import Predictions, digest

N = 100_000
MOST = 2_000_000


def _rows(draw):
    return np.sort(draw.choice(5 * N, N, replace=False))


def _of_classes(n_classes, n=N):
    draw = np.random.default_rng(n_classes)
    shares = draw.dirichlet(np.full(n_classes, 0.5), n)
    truth = (shares.cumsum(axis=1) < draw.random((n, 1))).sum(axis=1).clip(0, n_classes - 1)
    truth[::97] = -1
    levels = tuple(f"class {k}" for k in range(n_classes))
    rows = _rows(draw) if n == N else np.arange(n)
    return Predictions(Task.MULTICLASS, levels, rows, shares, truth)


def test_two_classes_and_numbers_keep_every_digit_in_2_mb():
    draw = np.random.default_rng(0)
    p = draw.beta(2, 5, N)
    y = draw.normal(size=N)
    two = Predictions(Task.BINARY, ("a", "b"), _rows(draw), p, (draw.random(N) < p).astype(int))
    numbers = Predictions(Task.REGRESSION, (), _rows(draw), y + draw.normal(size=N), y)
    for one in (two, numbers):
        data = one.as_kept().to_bytes()
        assert len(data) <= MOST
        read = Predictions.from_bytes(data)
        assert read.exact == ""
        assert np.array_equal(read.values, one.values)
        assert np.array_equal(read.truth, one.truth)
        assert np.array_equal(read.rows, one.rows)


@pytest.mark.parametrize("n_classes", [3, 4, 5, 10, 50])
def test_many_classes_keep_what_is_said_and_the_loss_of_each_row_in_2_mb(n_classes):
    full = _of_classes(n_classes)
    data = full.as_kept().to_bytes()
    assert len(data) <= MOST
    read = Predictions.from_bytes(data)
    assert read.exact == digest(full.values)
    assert (read.values.argmax(axis=1) == full.values.argmax(axis=1)).all()
    known = full.known
    picked = (np.flatnonzero(known), full.truth[known])
    assert read.values[picked] == pytest.approx(full.values[picked], rel=1e-6, abs=1e-12)
    assert read.values.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    before, _ = evaluate(Task.MULTICLASS, *full.judged())
    after, _ = evaluate(Task.MULTICLASS, *read.judged())
    assert after["log_loss"] == pytest.approx(before["log_loss"], rel=1e-6)
    assert after["accuracy"] == before["accuracy"]
    assert np.array_equal(read.rows, full.rows)
    assert np.array_equal(read.truth, full.truth)
    assert read.to_bytes() == data


def test_small_tables_keep_every_digit_of_any_number_of_classes():
    full = _of_classes(20, 500)
    read = Predictions.from_bytes(full.as_kept().to_bytes())
    assert np.array_equal(read.values, full.values)
    assert read.exact == ""


def test_the_true_class_is_kept_however_unlikely(monkeypatch):
    monkeypatch.setattr(kept_shares, "SMALL", 0)
    values = np.array([[0.4, 0.3, 0.15, 0.1, 0.04, 0.01], [0.01, 0.04, 0.1, 0.15, 0.3, 0.4]])
    said = Predictions(
        Task.MULTICLASS, tuple("abcdef"), np.arange(2), values, np.array([5, -1])
    ).as_kept()
    assert said.values[0] == pytest.approx([0.4, 0.3, 0.15, 0.07, 0.07, 0.01], abs=1e-7)
    assert said.values[1] == pytest.approx([0.025, 0.025, 0.1, 0.15, 0.3, 0.4], abs=1e-7)
    assert said.as_kept() is said
