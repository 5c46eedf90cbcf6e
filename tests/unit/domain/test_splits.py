import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.splits import split

N = 400


def _frame(seed: int = 0) -> Frame:
    rng = np.random.default_rng(seed)
    day = np.timedelta64(1, "D")
    return Frame(
        (
            ColumnData("x", Kind.NUMERIC, rng.normal(size=N)),
            ColumnData(
                "at",
                Kind.DATETIME,
                np.datetime64("2024-01-01", "us") + rng.integers(0, 60, N) * day,
            ),
            coded("shop", Kind.CATEGORICAL, [f"s{k}" for k in rng.integers(0, 40, N)]),
            coded("y", Kind.CATEGORICAL, ["yes" if v < 0.1 else "no" for v in rng.random(N)]),
            ColumnData("amount", Kind.NUMERIC, rng.gamma(2, 50, N)),
        )
    )


def _recipe(task: Task = Task.BINARY, target: str = "y", **changes: object) -> Recipe:
    return Recipe(target=target, task=task, features=("x",), **changes)


NEWEST = HoldOut(HoldOutKind.NEWEST, 0.2)


def _sides(frame: Frame, recipe: Recipe, name: str) -> tuple[np.ndarray, np.ndarray]:
    parts = split(frame, recipe)
    values = frame[name].values
    return values[parts.train], values[parts.hold_out]


def test_newest_rows_are_held_out_and_equal_times_stay_on_one_side() -> None:
    frame = _frame()
    older, newer = _sides(frame, _recipe(time="at", hold_out=NEWEST), "at")
    assert older.max() < newer.min()
    assert len(newer) / N == pytest.approx(0.2, abs=0.02)
    assert len(older) + len(newer) == N


def test_a_time_column_is_never_split_at_random() -> None:
    even = HoldOut(HoldOutKind.STRATIFIED, 0.2)
    older, newer = _sides(_frame(), _recipe(time="at", hold_out=even), "at")
    assert older.max() < newer.min()


def test_whole_groups_asked_for_are_drawn_whatever_their_time() -> None:
    grouped = HoldOut(HoldOutKind.GROUPED, 0.2)
    recipe = _recipe(time="at", group="shop", hold_out=grouped)
    learned, held = _sides(_frame(), recipe, "shop")
    assert not set(learned.tolist()) & set(held.tolist())
    assert len(learned) + len(held) == N
    older, newer = _sides(_frame(), recipe, "at")
    assert older.max() > newer.min()


def test_words_say_from_when_rows_are_held_out() -> None:
    frame = _frame()
    parts = split(frame, _recipe(time="at", hold_out=NEWEST))
    first = str(frame["at"].values[parts.hold_out].min().astype("M8[D]"))
    assert parts.words == (
        f"The newest {len(parts.hold_out) / N:.0%} by at: {len(parts.hold_out)} rows from {first}."
    )


def test_a_share_between_two_moments_takes_the_nearer() -> None:
    moments = np.repeat(np.arange(4.0), [10, 60, 25, 5])
    frame = Frame(
        (
            coded("y", Kind.CATEGORICAL, ["yes", "no"] * 50),
            ColumnData("at", Kind.NUMERIC, moments),
        )
    )
    parts = split(frame, Recipe("y", Task.BINARY, (), time="at", hold_out=NEWEST))
    assert len(parts.hold_out) == 30


def test_rows_without_a_time_are_only_learned_from() -> None:
    frame = _frame()
    times = frame["at"].values.copy()
    times[:25] = np.datetime64("NaT")
    at = ColumnData("at", Kind.DATETIME, times)
    holed = Frame(tuple(at if c.name == "at" else c for c in frame))
    parts = split(holed, _recipe(time="at", hold_out=NEWEST))
    assert not set(range(25)) & set(parts.hold_out.tolist())
    assert set(range(25)) <= set(parts.train.tolist())
    assert "25 rows without at are only learned from." in parts.words


def test_stratified_keeps_the_share_of_each_class_and_is_seeded() -> None:
    frame = _frame()
    parts = split(frame, _recipe())
    yes = frame["y"].values == frame["y"].levels.index("yes")
    assert yes[parts.hold_out].mean() == pytest.approx(yes.mean(), abs=0.01)
    assert (split(frame, _recipe()).hold_out == parts.hold_out).all()
    assert not np.array_equal(split(frame, _recipe(seed=1)).hold_out, parts.hold_out)
    assert not set(parts.train.tolist()) & set(parts.hold_out.tolist())


def test_rare_class_of_two_rows_is_on_both_sides() -> None:
    frame = Frame((coded("y", Kind.CATEGORICAL, ["no"] * 98 + ["yes"] * 2),))
    parts = split(frame, Recipe("y", Task.BINARY, ()))
    assert (parts.train >= 98).sum() == 1
    assert (parts.hold_out >= 98).sum() == 1


def test_regression_is_split_evenly_over_the_range() -> None:
    recipe = _recipe(Task.REGRESSION, "amount")
    train, held = _sides(_frame(), recipe, "amount")
    for q in (0.1, 0.5, 0.9):
        assert np.mean(held <= np.quantile(train, q)) == pytest.approx(q, abs=0.03)


def test_no_group_is_on_both_sides() -> None:
    frame = _frame()
    train, held = _sides(frame, _recipe(group="shop"), "shop")
    assert not set(train.tolist()) & set(held.tolist())
    assert len(held) / N == pytest.approx(0.2, abs=0.04)


def test_group_with_time_drops_the_older_rows_of_held_out_groups() -> None:
    frame = _frame()
    shops = coded("shop", Kind.CATEGORICAL, [f"s{i // 2}" for i in range(N)])
    frame = Frame(tuple(shops if c.name == "shop" else c for c in frame))
    recipe = _recipe(time="at", group="shop", hold_out=NEWEST)
    parts = split(frame, recipe)
    train, held = shops.values[parts.train], shops.values[parts.hold_out]
    assert not set(train.tolist()) & set(held.tolist())
    assert "are not learned from" in parts.words
    at = frame["at"].values
    assert at[parts.train].max() < at[parts.hold_out].min()


def test_given_rows_are_held_out() -> None:
    recipe = _recipe(hold_out=HoldOut(HoldOutKind.GIVEN))
    parts = split(_frame(), recipe, given=np.arange(300, N))
    assert parts.hold_out.tolist() == list(range(300, N))
    assert parts.train.tolist() == list(range(300))


def test_rows_without_target_are_on_neither_side() -> None:
    texts = (["no", "yes", None, "no"]) * 25
    frame = Frame((coded("y", Kind.CATEGORICAL, texts),))
    parts = split(frame, Recipe("y", Task.BINARY, ()))
    both = np.concatenate((parts.train, parts.hold_out))
    assert sorted(both.tolist()) == [i for i, t in enumerate(texts) if t is not None]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hold_out": NEWEST}, "names no time column"),
        ({"time": "when"}, "no column when"),
        ({"group": "who"}, "no column who"),
        ({"time": "shop"}, "cannot order rows in time"),
        ({"hold_out": HoldOut(HoldOutKind.GIVEN)}, "none were given"),
        ({"time": "at", "group": "one"}, "Nearly every one"),
        ({"group": "one"}, "one group only"),
        ({"time": "still"}, "one moment only"),
    ],
)
def test_rule_that_cannot_be_kept_is_refused(changes: dict, words: str) -> None:
    more = (
        coded("one", Kind.CATEGORICAL, ["all"] * N),
        ColumnData("still", Kind.NUMERIC, np.ones(N)),
    )
    frame = Frame((*_frame().columns, *more))
    with pytest.raises(NeedsYou, match=words) as caught:
        split(frame, _recipe(**changes))
    assert caught.value.hint


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(NeedsYou, match="Only 4 rows"):
        split(_frame().take(np.arange(4)), _recipe(Task.REGRESSION, "amount"))
