import numpy as np
import pytest

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.repeats import find_repeats
from tidemill.domain.splits import Split, split

N = 400
RECIPE = Recipe("y", Task.BINARY, ("x", "town"))


def _frame(rows: np.ndarray) -> Frame:
    """Rows drawn once, with a missing number here and there; `rows` says which stand where."""
    rng = np.random.default_rng(0)
    x = np.where(rng.random(N) < 0.05, np.nan, rng.normal(size=N))
    towns = rng.integers(0, 40, N)
    late = rng.random(N) < 0.4
    return Frame(
        (
            ColumnData("x", Kind.NUMERIC, x[rows]),
            coded("town", Kind.CATEGORICAL, [f"t{k}" for k in towns[rows]]),
            coded("y", Kind.CATEGORICAL, ["yes" if v else "no" for v in late[rows]]),
        )
    )


def _by_hand(frame: Frame, names: tuple[str, ...], parts: Split) -> int:
    rows = list(zip(*([str(v) for v in frame[name].to_list()] for name in names), strict=True))
    learned = {rows[i] for i in parts.train}
    return sum(rows[i] in learned for i in parts.hold_out)


def test_rows_on_both_sides_are_counted() -> None:
    frame = _frame(np.concatenate((np.arange(N), np.arange(60))))
    parts = split(frame, RECIPE)
    found = find_repeats(frame, RECIPE, parts)
    assert found is not None
    assert found.n == _by_hand(frame, ("x", "town", "y"), parts) > 5
    assert found.n_held == len(parts.hold_out)
    assert found.message.startswith(f"{found.n} of the {found.n_held} rows held out (")


def test_rows_that_differ_only_in_the_answer_are_no_repeats() -> None:
    frame = _frame(np.concatenate((np.arange(N), np.arange(60))))
    y = frame["y"].values.copy()
    y[N:] = 1 - y[N:]
    turned = Frame(
        tuple(ColumnData("y", c.kind, y, c.levels) if c.name == "y" else c for c in frame)
    )
    assert find_repeats(turned, RECIPE, split(turned, RECIPE)) is None


def test_rows_drawn_once_are_not_warned_of() -> None:
    frame = _frame(np.arange(N))
    assert find_repeats(frame, RECIPE, split(frame, RECIPE)) is None


@pytest.mark.parametrize("n_repeated", [4, 0])
def test_a_handful_is_no_matter(n_repeated: int) -> None:
    frame = _frame(np.arange(N))
    parts = Split(np.arange(N - 80), np.arange(N - 80, N), "")
    rows = np.arange(N)
    rows[N - 80 : N - 80 + n_repeated] = np.arange(n_repeated)
    assert find_repeats(_frame(rows), RECIPE, parts) is None
    rows[N - 80 : N - 80 + 5] = np.arange(5)
    found = find_repeats(_frame(rows), RECIPE, parts)
    assert found is not None
    assert found.n == _by_hand(_frame(rows), ("x", "town", "y"), parts) == 5
    assert frame.n_rows == N


def test_equal_rows_are_no_wonder_where_there_are_few_values() -> None:
    frame = _frame(np.arange(N))
    recipe = Recipe("y", Task.BINARY, ("town",))
    parts = split(frame, recipe)
    assert _by_hand(frame, ("town", "y"), parts) > 40
    assert find_repeats(frame, recipe, parts) is None
