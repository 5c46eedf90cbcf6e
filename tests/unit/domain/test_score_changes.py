"""Why a score changed: the parts add up, and are the ones a person would expect."""

from itertools import permutations

import numpy as np
import pytest

from tidemill.domain.score_changes import Array, Picks, split


def asker(rows: np.ndarray, *models: object):
    """Asks both models about rows put together from several."""

    def ask(picks: Picks) -> Array:
        values = rows[picks, np.arange(rows.shape[1])]
        return np.stack([model(values) for model in models], axis=1)  # type: ignore[operator]

    return ask


def crooked(rng: np.random.Generator, d: int):
    """A model with steps, products and bends of its columns."""
    weights, cut = rng.normal(size=d), rng.normal(size=d)
    pairs = rng.integers(0, d, size=(4, 2))

    def model(values: np.ndarray) -> np.ndarray:
        raw = values @ weights + (values > cut).sum(axis=1)
        for first, second in pairs:
            raw = raw + np.sin(values[:, first] * values[:, second])
        return 1 / (1 + np.exp(-raw))

    return model


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_of_random_models_and_rows_add_up_to_the_difference(seed: int):
    rng = np.random.default_rng(seed)
    d = int(rng.integers(1, 30))
    rows = rng.normal(size=(2 + int(rng.integers(1, 9)), d))
    same = rng.random(d) < 0.3
    rows[1, same] = rows[0, same]
    models = crooked(rng, d), crooked(rng, d)
    differing = np.flatnonzero(~same).tolist()
    found = split(
        asker(rows, *models), 0, 1, range(2, len(rows)), differing, range(d), d, seed=seed
    )
    assert found.before == pytest.approx(models[0](rows[:1])[0], abs=1e-12)
    assert found.after == pytest.approx(models[1](rows[1:2])[0], abs=1e-12)
    assert abs(found.total - (found.after - found.before)) < 1e-6
    assert (found.data[same] == 0).all()
    assert found.is_exact == (d <= 8)


def test_the_same_model_leaves_everything_to_the_data():
    rng = np.random.default_rng(1)
    rows, model = rng.normal(size=(8, 12)), crooked(rng, 12)
    found = split(asker(rows, model, model), 0, 1, range(2, 8), range(12), range(12), 12)
    assert found.everyone == 0
    assert (found.model == 0).all()
    assert found.data.sum() == pytest.approx(found.after - found.before)


def test_the_same_row_leaves_everything_to_the_model():
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(8, 5))
    rows[1] = rows[0]
    models = crooked(rng, 5), crooked(rng, 5)
    found = split(asker(rows, *models), 0, 1, range(2, 8), [], range(5), 5)
    assert (found.data == 0).all()
    assert found.everyone + found.model.sum() == pytest.approx(found.after - found.before)


def test_a_change_for_all_rows_alike_is_no_column_s():
    rows = np.random.default_rng(3).normal(size=(6, 10))
    found = split(
        asker(rows, lambda v: v[:, 0], lambda v: v[:, 0] + 0.25), 0, 1, range(2, 6), range(10),
        range(10), 10,
    )  # fmt: skip
    assert found.everyone == pytest.approx(0.25)
    assert np.abs(found.model).max() < 1e-12
    assert found.data[0] == pytest.approx(rows[1, 0] - rows[0, 0])


def test_few_columns_get_the_shapley_values_of_all_orders():
    rng = np.random.default_rng(4)
    d = 4
    rows, model = rng.normal(size=(2, d)), crooked(rng, d)
    found = split(asker(rows, model, model), 0, 1, [0], range(d), range(d), d)
    slow = np.zeros(d)
    for order in permutations(range(d)):
        now = rows[0].copy()
        for column in order:
            before = model(now[None])[0]
            now[column] = rows[1, column]
            slow[column] += model(now[None])[0] - before
    assert found.data == pytest.approx(slow / 24)


def test_linear_models_of_many_columns_are_split_exactly_by_any_order():
    rng = np.random.default_rng(5)
    d = 25
    rows, first, second = rng.normal(size=(9, d)), rng.normal(size=d), rng.normal(size=d)
    found = split(
        asker(rows, lambda v: v @ first, lambda v: v @ second),
        0, 1, range(2, 9), range(d), range(d), d,
    )  # fmt: skip
    middle = rows[2:].mean(axis=0)
    assert found.data == pytest.approx((first + second) / 2 * (rows[1] - rows[0]))
    assert found.model == pytest.approx((second - first) * ((rows[0] + rows[1]) / 2 - middle))
    assert found.everyone == pytest.approx((second - first) @ middle)
