import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.leakage import find_leaks
from tidemill.domain.recipes import Recipe, Task

N = 600
RNG = np.random.default_rng(2)
Y = (RNG.random(N) < 0.2).astype(int)


def _leaks(*columns: ColumnData, task: Task = Task.BINARY, target: ColumnData | None = None):
    target = target or coded("y", Kind.CATEGORICAL, ["yes" if v else "no" for v in Y])
    frame = Frame((*columns, target))
    return find_leaks(frame, Recipe(target.name, task, tuple(c.name for c in columns)))


def test_number_that_knows_the_answer_is_named_with_its_auc() -> None:
    told = ColumnData("days_since", Kind.NUMERIC, Y + RNG.normal(0, 0.25, N))
    honest = ColumnData("age", Kind.NUMERIC, 0.5 * Y + RNG.normal(0, 1, N))
    (leak,) = _leaks(honest, told)
    assert leak.column == "days_since"
    assert leak.auc > 0.95
    assert "predicts y with AUC 0.9" in leak.message or "AUC 1.00" in leak.message


def test_number_that_falls_with_the_answer_leaks_as_well() -> None:
    (leak,) = _leaks(ColumnData("left", Kind.NUMERIC, -Y.astype(float)))
    assert leak.auc == 1.0


def test_column_that_is_missing_only_for_yes_leaks() -> None:
    (leak,) = _leaks(ColumnData("a", Kind.NUMERIC, np.where(Y == 1, np.nan, RNG.normal(size=N))))
    assert leak.auc == 1.0


def test_date_that_is_only_set_for_yes_leaks() -> None:
    day = np.where(Y == 1, np.datetime64("2024-05-01", "us"), np.datetime64("NaT"))
    (leak,) = _leaks(ColumnData("cancelled_on", Kind.DATETIME, day.astype("M8[us]")))
    assert leak.auc == 1.0


def test_category_that_repeats_the_answer_leaks() -> None:
    (leak,) = _leaks(coded("status", Kind.CATEGORICAL, ["closed" if v else "open" for v in Y]))
    assert leak.auc == 1.0


def test_many_rare_values_are_no_knowledge() -> None:
    names = [f"name {i % 400}" for i in range(N)]
    assert _leaks(coded("name", Kind.CATEGORICAL, names)) == ()


def test_rows_in_alternating_order_do_not_hide_or_fake_a_leak() -> None:
    y = np.arange(N) % 2
    target = coded("y", Kind.CATEGORICAL, ["yes" if v else "no" for v in y])
    noise = coded("colour", Kind.CATEGORICAL, [f"c{k}" for k in RNG.integers(0, 5, N)])
    assert _leaks(noise, target=target) == ()
    told = coded("status", Kind.CATEGORICAL, ["a" if v else "b" for v in y])
    assert len(_leaks(told, target=target)) == 1


def test_each_class_of_several_is_asked_about() -> None:
    three = RNG.integers(0, 3, N)
    target = coded("y", Kind.CATEGORICAL, [f"k{k}" for k in three])
    told = ColumnData("is_second", Kind.NUMERIC, (three == 1).astype(float))
    (leak,) = _leaks(told, task=Task.MULTICLASS, target=target)
    assert leak.auc == 1.0


def test_copy_of_a_numeric_target_leaks() -> None:
    amount = RNG.gamma(2, 20, N)
    target = ColumnData("amount", Kind.NUMERIC, amount)
    (leak,) = _leaks(
        ColumnData("amount_eur", Kind.NUMERIC, amount * 1.1),
        ColumnData("noise", Kind.NUMERIC, RNG.normal(size=N)),
        task=Task.REGRESSION,
        target=target,
    )
    assert leak.column == "amount_eur"


def test_too_few_rows_of_a_class_accuse_nobody() -> None:
    target = coded("y", Kind.CATEGORICAL, ["yes"] * 3 + ["no"] * (N - 3))
    first = ColumnData("row", Kind.NUMERIC, np.arange(N, dtype=float))
    assert _leaks(first, target=target) == ()
