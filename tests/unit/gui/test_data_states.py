"""The states of the page Data follow from what the services say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.profiles import ColumnProfile
from tidemill.domain.recipes import HoldOut, HoldOutKind, Task
from tidemill.domain.suggestions import LeftOut, Suggestions
from tidemill.gui.kit.cells import WAITING, ChangedCell
from tidemill.gui.pages.data import column_state, dataset_state, profile_state, state, train_state
from tidemill.gui.pages.data.addresses import taken_apart
from tidemill.gui.pages.data.paged_rows import PagedRows, value_text
from tidemill.gui.pages.data.train_state import HoldOutChoice, Leak, Suggested, TrainState
from tidemill.services.datasets import DatasetView
from tidemill.services.training_times import Took

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None)  # dates in a table have no zone
SCHEMA = Schema(
    (
        Column("id", Kind.NUMERIC, Role.IDENTIFIER, whole=True),
        Column("day", Kind.DATETIME, Role.TIME),
        Column("wind", Kind.NUMERIC),
        Column("late", Kind.BOOLEAN, Role.TARGET),
    )
)


def version(number: int, checks: tuple[dict[str, object], ...] = ()) -> DatasetVersion:
    return DatasetVersion(
        number, 1, "flights", number, 100 * number, 100, "", "", "", 5000, SCHEMA,
        f"/in/flights_{number}.csv", None, NOW, "worker", checks, None, None,
    )  # fmt: skip


def view(*versions: DatasetVersion, name: str = "flights") -> DatasetView:
    dataset = Dataset(1, name, "default", Series.APPEND, SCHEMA, NOW, "worker")
    return DatasetView(dataset, versions or (version(1),), (), (), ())


def check(passed: bool, message: str = "As usual.", **more: object) -> dict[str, object]:
    return {"name": "Missing", "passed": passed, "message": message, "rows": [], **more}


def test_a_dataset_without_checks_says_so_and_one_with_a_failed_check_gives_its_sentence() -> None:
    assert state.line_of(view()).checks == "no checks yet"
    passed = state.line_of(view(version(1, (check(True), check(True)))))
    assert (passed.status, passed.checks) == ("good", "2 of 2 passed")
    failed = state.line_of(view(version(1, (check(True), check(False, "wind is 9% missing.")))))
    assert (failed.status, failed.checks) == ("warn", "wind is 9% missing")


def test_what_needs_a_look_comes_before_what_changed_last() -> None:
    old = replace(state.line_of(view(name="old")), status="warn", changed_at=NOW.replace(day=1))
    new = replace(state.line_of(view(name="new")), status="good")
    aside = replace(old, name="aside", status="bad")
    assert [line.name for line in state.usual_order([new, old, aside])] == ["aside", "old", "new"]


def test_the_list_is_filtered_by_all_words_and_sorted_by_a_column() -> None:
    lines = tuple(
        replace(state.line_of(view(name=name)), rows=rows)
        for name, rows in (("flights", 3), ("carriers", 9), ("flights-old", 5))
    )
    shown = state.ListState(word="ready", lines=lines, words="FLIGHTS late").shown
    assert [line.name for line in shown] == ["flights", "flights-old"]
    by_rows = state.ListState(word="ready", lines=lines, sort=("rows", False)).shown
    assert [line.name for line in by_rows] == ["carriers", "flights-old", "flights"]


def test_row_numbers_of_a_check_are_told_in_words() -> None:
    assert dataset_state.rows_words(check(True, rows=[1])) == ""
    assert dataset_state.rows_words(check(False, rows=[7], n_rows=1)) == "Row 7"
    assert dataset_state.rows_words(check(False, rows=[7, 9], n_rows=2)) == "Rows 7 and 9"
    many = check(False, rows=list(range(1, 21)), n_rows=1213)
    assert dataset_state.rows_words(many).endswith("11, 12 and 1,201 more")


def test_a_version_tells_columns_that_came_and_went() -> None:
    more = Schema((*SCHEMA.columns[1:], Column("new", Kind.TEXT), Column("newer", Kind.TEXT)))
    now = replace(version(2), schema=more)
    words = dataset_state.change_words(now, version(1))
    assert words == "+100 rows, +2 columns, \N{MINUS SIGN}1 column"
    assert dataset_state.change_words(version(1), None) == "+100 rows"


def test_counts_spread_over_other_bins_keep_their_sum_and_their_place() -> None:
    made = column_state.rebinned((0.0, 1.0, 2.0), (10, 30), (0.0, 0.5, 1.5, 2.0))
    assert made == pytest.approx((5.0, 20.0, 15.0))
    beyond = column_state.rebinned((-1.0, 0.0, 3.0), (8, 30), (0.0, 1.0, 2.0))
    assert sum(beyond) == pytest.approx(38.0)
    assert beyond == pytest.approx((18.0, 20.0))


def test_dates_are_as_short_as_their_span_allows() -> None:
    days = ColumnProfile("day", Kind.DATETIME, minimum="2026-01-02", maximum="2026-04-30")
    assert profile_state.value_words(days, "2026-01-02") == "2 Jan"
    years = ColumnProfile("day", Kind.DATETIME, minimum="2012-01-02", maximum="2026-04-30")
    assert profile_state.value_words(years, "2012-01-02") == "2012"
    flag = ColumnProfile("late", Kind.BOOLEAN)
    assert profile_state.value_words(flag, "true") == "yes"
    assert profile_state.value_words(flag, None) == "\N{EN DASH}"


def test_the_rest_of_a_columns_values_is_one_share_of_its_own() -> None:
    column = ColumnProfile("c", Kind.CATEGORICAL, present=10, top=(("a", 5), ("b", 3)))
    assert profile_state.shares_of(column) == pytest.approx((0.5, 0.3, 0.2))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([], ("", None, "profile", "")),
        (["flights"], ("flights", None, "profile", "")),
        (["flights", "3", "rows"], ("flights", 3, "rows", "")),
        (["flights", "v3"], ("flights", 3, "profile", "")),
        (["flights", "train"], ("flights", None, "profile", "train")),
        (["train"], ("train", None, "profile", "")),
    ],
)
def test_an_address_is_taken_apart(parts: list[str], found: tuple[object, ...]) -> None:
    assert taken_apart(parts) == found


def test_rows_that_are_not_there_are_asked_for_and_the_oldest_pages_go() -> None:
    wanted: list[int] = []
    rows = PagedRows(["a"], 100_000, wanted.append)
    assert rows.block(0, 2, "a") == [WAITING, WAITING]
    assert wanted == [0, 0]
    for page in range(30):
        rows.put(page, [(page,)] * 200)
    assert not rows.holds(0)
    assert rows.block(29 * 200, 29 * 200 + 1, "a") == ["29"]
    assert rows.block(5_800, 5_801, "#") == ["5,801"]
    assert rows.block(41_999, 42_000, "#") == [WAITING]
    rows.put(209, [(1,)] * 200, range(70_000, 70_200))
    assert rows.block(41_999, 42_000, "#") == ["70,200"]


def test_fractions_of_a_column_have_one_count_of_decimals() -> None:
    rows = PagedRows(["a"], 4, [].append)
    rows.put(0, [(88.0,), (53.25,), (-0.5,), (1234.5,)])
    shown = ["88.00", "53.25", "\N{MINUS SIGN}0.50", "1234.50"]
    assert rows.block(0, 4, "a") == shown
    assert value_text(0.125, 1) == "0.125"
    assert value_text(1e-9, 2).startswith("1.0")
    assert value_text(float("inf")) == "\N{INFINITY}"


def test_a_changed_cell_shows_what_stood_there_before() -> None:
    rows = PagedRows(["a", "b"], 2, [].append)
    rows.put(0, [(1, None), (2, "x")], (), {(0, 1): 0.5})
    assert rows.block(0, 2, "b") == [ChangedCell("0.5", "\N{EN DASH}"), "x"]
    assert rows.block(0, 2, "a") == ["1", "2"]


def test_values_stand_as_they_are_and_missing_ones_are_a_dash() -> None:
    texts = [value_text(v) for v in (None, True, 12345, -2, 0.5, DAY, "x")]
    assert texts == ["\N{EN DASH}", "yes", "12345", "\N{MINUS SIGN}2", "0.5", "2026-01-02", "x"]


SUGGESTIONS = Suggestions(
    target="late", target_reason="", task=Task.BINARY, classes=(("false", 60), ("true", 40)),
    metric="auc", metric_reason="", hold_out=HoldOut(HoldOutKind.NEWEST, 0.2), time="day",
    group=None, hold_out_reason="Dates.", leave_out=(LeftOut("id", "id", "By heart."),
    LeftOut("day", "date", "Later.")), leave_out_reason="By heart.", features=("wind",),
    targets=("late",),
)  # fmt: skip


def ready() -> TrainState:
    pipelines = tuple(train_state.Pipeline(name, name, "") for name in ("prior", "forest"))
    suggested = Suggested(SUGGESTIONS, (train_state.Measure("auc", "AUC", ""),), pipelines)
    return train_state.with_suggestions(TrainState(version(1)), suggested)


def test_the_plan_counts_rows_held_out_and_learned_from() -> None:
    plan = ready()
    assert (plan.n_known, plan.n_held_out, plan.features) == (100, 20, ("wind",))
    assert plan.chosen == {"prior", "forest"}
    assert plan.problem == ""


def test_training_needs_something_to_try_and_something_to_learn_from() -> None:
    plan = ready()
    assert replace(plan, chosen=frozenset()).problem == "Choose at least one thing to try."
    assert "No column" in replace(plan, leave_out=("id", "day", "wind")).problem


def test_a_column_taken_in_again_is_learned_from_and_the_recipe_says_so() -> None:
    plan = replace(ready(), leave_out=("day",), hold_out=HoldOutChoice("day", 0.3))
    recipe = train_state.recipe_of(plan, 1)
    assert recipe["features"] == ["id", "wind"]
    assert recipe["hold_out"] == {"kind": "newest", "share": 0.3}
    drawn = train_state.recipe_of(replace(plan, hold_out=HoldOutChoice(None, 0.1)), 1)
    assert (drawn["time"], drawn["hold_out"]["kind"]) == (None, "stratified")


def test_ways_to_hold_out_begin_with_the_suggested_one_and_do_not_repeat() -> None:
    ways = train_state.hold_out_choices(ready())
    assert ways[0] == HoldOutChoice("day", 0.2)
    assert len(ways) == len(set(ways)) == 6
    assert ways[0].words(Task.BINARY) == "The newest 20%, by day"
    assert "future" in train_state.hold_out_reason(replace(ready(), hold_out=ways[-1]))


def test_whole_groups_are_held_out_where_the_table_has_groups() -> None:
    suggested = replace(
        SUGGESTIONS, time=None, group="shop", hold_out=HoldOut(HoldOutKind.GROUPED, 0.2)
    )
    plan = train_state.with_suggestions(
        TrainState(version(1)), replace(ready().suggested, suggestions=suggested)
    )
    assert plan.hold_out.words(Task.BINARY) == "Whole groups of shop, 20%"
    recipe = train_state.recipe_of(plan, 1)
    assert (recipe["group"], recipe["hold_out"]["kind"]) == ("shop", "grouped")
    ways = train_state.hold_out_choices(plan)
    assert {(way.time, way.group) for way in ways} == {
        (None, "shop"),
        ("day", "shop"),
        (None, None),
    }
    drawn = replace(plan, hold_out=HoldOutChoice(None, 0.2))
    assert "on both sides" in train_state.hold_out_reason(drawn)
    assert train_state.recipe_of(drawn, 1)["group"] is None


def test_windows_need_a_time_column_and_count_as_fits() -> None:
    plan = replace(ready(), is_over_time=True)
    assert (plan.n_fits, train_state.recipe_of(plan, 1)["windows"]) == (12, 5)
    drawn = replace(plan, hold_out=HoldOutChoice(None, 0.2))
    assert drawn.n_fits == 2
    assert "windows" not in train_state.recipe_of(drawn, 1)


def test_a_search_is_not_tried_unless_chosen_and_counts_its_fits() -> None:
    search = train_state.Pipeline("search:forest", "Forest search", "", "forest", 301)
    base = ready()
    took = {"forest": Took(60.0, 80), "prior": Took(1.0, 80)}
    suggested = replace(base.suggested, pipelines=(*base.suggested.pipelines, search), took=took)
    plan = train_state.with_suggestions(TrainState(version(1)), suggested)
    assert plan.chosen == {"prior", "forest"}
    both = replace(plan, chosen=plan.chosen | {"search:forest"})
    assert (both.n_fits, both.time_words) == (303, "at most 5 hours")
    assert [one.is_search for one in both.tried] == [False, False, True]


def test_the_time_is_told_in_proportion_to_what_earlier_trainings_took() -> None:
    plan = ready()
    assert plan.time_words == "known after the first training"
    took = {"forest": Took(60.0, 40), "prior": Took(1.0, 8_000)}
    timed = replace(plan, suggested=replace(plan.suggested, took=took))
    assert timed.time_words == "about 2 minutes", "80 rows by one column are twice 40 cells"
    only = replace(timed, chosen=frozenset({"prior"}))
    assert only.time_words == "a few seconds"
    some = replace(plan, suggested=replace(plan.suggested, took={"forest": took["forest"]}))
    assert some.time_words == "more than 2 minutes"


def test_a_leak_that_was_heeded_or_kept_is_not_told_again() -> None:
    leaking = replace(ready(), leaks=(Leak("wind", "wind knows."),))
    assert [leak.column for leak in leaking.open_leaks] == ["wind"]
    assert replace(leaking, kept=frozenset({"wind"})).open_leaks == ()
    assert replace(leaking, leave_out=("wind",)).open_leaks == ()
