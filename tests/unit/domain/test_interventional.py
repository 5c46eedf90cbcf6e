"""Interventional Shapley values: as their definition over all orders, and always adding up."""

from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest

from tidemill.domain import interventional
from tidemill.domain.interventional import Picks

Array = npt.NDArray[np.float64]


def model(values: Array) -> Array:
    """Two outputs with products, bends and steps."""
    first = values[:, 0] * values[:, -1] + np.sin(3 * values.sum(axis=1))
    second = (values > 0.2).sum(axis=1) + np.exp(values[:, -1]) * values[:, 0]
    return np.stack([first, second], axis=1)


def asker(table: Array):
    def ask(picks: Picks) -> Array:
        return model(table[picks, np.arange(table.shape[1])])

    return ask


def by_definition(table: Array, row: int, background: range, columns: range) -> Array:
    """The mean over all orders and rows of the background of what each step moves."""
    found = np.zeros((table.shape[1], 2))
    orders = list(permutations(columns))
    for other in background:
        for order in orders:
            at = table[row].copy()
            at[list(columns)] = table[other, list(columns)]
            before = model(at[None])[0]
            for column in order:
                at[column] = table[row, column]
                after = model(at[None])[0]
                found[column] += after - before
                before = after
    return found / (len(orders) * len(background))


@pytest.mark.parametrize("d", [1, 2, 4, 5])
def test_few_columns_get_the_values_of_the_definition(d: int):
    table = np.random.default_rng(d).normal(size=(7, d))
    found = interventional.parts(asker(table), [0, 1], range(2, 7), range(d), d)
    assert found.is_exact
    for at in (0, 1):
        wanted = by_definition(table, at, range(2, 7), range(d))
        assert found.by[at] == pytest.approx(wanted, abs=1e-12)
    assert found.base == pytest.approx(model(table[2:]).mean(axis=0))


def test_walks_come_near_the_values_of_every_set(monkeypatch: pytest.MonkeyPatch):
    table = np.random.default_rng(5).normal(size=(12, 6))
    exact = interventional.parts(asker(table), [0], range(1, 12), range(6), 6)
    monkeypatch.setattr(interventional, "FEW_COLUMNS", 0)
    near = interventional.parts(asker(table), [0], range(1, 12), range(6), 6, n_pairs=300)
    assert not near.is_exact
    assert near.by == pytest.approx(exact.by, abs=0.05)
    assert np.abs(near.by - exact.by).max() > 0


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_add_up_to_what_is_said(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(interventional, "AT_ONCE", 97)
    draw = np.random.default_rng(seed)
    d = int(draw.integers(1, 25))
    table = draw.normal(size=(3 + int(draw.integers(1, 9)), d))
    found = interventional.parts(asker(table), [0, 1, 2], range(3, len(table)), range(d), d)
    assert found.said == pytest.approx(model(table[:3]))
    assert np.abs(found.by.sum(axis=1) + found.base - found.said).max() < 1e-9


def test_a_row_is_told_the_same_whatever_is_asked_beside_it_and_unread_columns_do_nothing():
    table = np.random.default_rng(3).normal(size=(14, 12))
    read = range(10)

    def ask(picks: Picks) -> Array:
        return model(table[picks, np.arange(12)][:, :10])

    alone = interventional.parts(ask, [1], range(2, 14), read, 12)
    beside = interventional.parts(ask, [0, 1], range(2, 14), read, 12)
    assert (alone.by[0] == beside.by[1]).all()
    assert (alone.by[:, 10:] == 0).all()


@pytest.mark.parametrize(("d", "n_pairs"), [(4, 1), (6, 1), (7, 1), (15, 3), (120, 1)])
def test_so_many_rows_are_asked_about_as_was_said(d: int, n_pairs: int):
    table, asked = np.random.default_rng(0).normal(size=(9, d)), []

    def ask(picks: Picks) -> Array:
        asked.append(len(picks))
        return table[picks, np.arange(d)].sum(axis=1, keepdims=True)

    found = interventional.parts(ask, [0], range(1, 9), range(d), d, n_pairs=n_pairs)
    assert sum(asked) == 1 + 8 + interventional.n_asked(d, 8, n_pairs)
    assert found.by[0, :, 0] == pytest.approx(table[0] - table[1:].mean(axis=0))
