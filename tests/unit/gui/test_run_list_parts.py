"""The pure parts of the run list: rows and groups, selections, chips, arrangements as a line."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain.query import QueryError, parse
from tidemill.domain.run_lists import Facets, Outline, RunGroups, Wish
from tidemill.gui.pages.experiments.arranging import (
    arrangement_from,
    arrangement_of,
    is_same,
    text_of,
    view_of,
)
from tidemill.gui.pages.experiments.builder import condition_text
from tidemill.gui.pages.experiments.columns import (
    COURSE,
    asked,
    is_sortable,
    suggested,
    table_columns,
    title_of,
)
from tidemill.gui.pages.experiments.filter_chips import (
    bracketed,
    conditions,
    joined,
    position_in,
)
from tidemill.gui.pages.experiments.layout import Layout, Openness, Places, arranged, every_heading
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.state import Arrangement, Plots

FACETS = Facets(
    "auc", ("auc", "log_loss", "odd name"), ("model", "seed"), ("model",), (), (0.5, 0.9), ("team",)
)


def groups_of(rows: list[tuple[int, int, int, int, int, bool]], labels: Any) -> RunGroups:
    """Groups from (level, start, count, parent, code, is fold)."""
    levels, starts, counts, parents, codes, folds = (
        np.array(part) for part in zip(*rows, strict=True)
    )
    nothing = np.zeros(len(rows), dtype=np.int64)
    return RunGroups(
        levels, starts, counts, nothing, parents, codes, folds.astype(bool), nothing - 1, (), labels
    )


@pytest.fixture
def outline() -> Outline:
    """Ten runs: experiment a (4, two of them a fold of seeds) and b (6, in models x and y)."""
    groups = groups_of(
        [
            (0, 0, 4, -1, 0, False),
            (1, 0, 4, 0, 0, False),
            (2, 1, 2, 1, -1, True),
            (0, 4, 6, -1, 1, False),
            (1, 4, 2, 3, 0, False),
            (1, 6, 4, 3, 1, False),
        ],
        (("a", "b"), ("x", "y")),
    )
    keys = np.array([50, 40, 30, 60, 11, 12, 13, 14, 15, 16], dtype=np.int64)
    return Outline(keys, groups, 12, 10)


def rows_of(layout: Layout) -> list[Any]:
    keys = layout.keys_of(np.arange(layout.n_rows, dtype=np.int64)).tolist()
    return [
        layout.groups.path(layout.group_at(row)) if key == -1 else key
        for row, key in enumerate(keys)
    ]


def test_rows_are_headings_and_runs_with_folded_rows_closed(outline: Outline) -> None:
    layout = Layout(arranged(outline), Openness())
    assert rows_of(layout) == [
        ("a",), ("a", "x"), 50, ("a", "x"), 60,
        ("b",), ("b", "x"), 11, 12, ("b", "y"), 13, 14, 15, 16,
    ]  # fmt: skip


def test_a_closed_group_hides_all_it_holds_and_a_fold_opens_by_its_lowest_run(
    outline: Outline,
) -> None:
    openness = Openness().toggle(("b", "y")).toggle_fold(30)
    layout = Layout(arranged(outline), openness)
    assert rows_of(layout) == [
        ("a",), ("a", "x"), 50, ("a", "x"), 40, 30, 60, ("b",), ("b", "x"), 11, 12, ("b", "y"),
    ]  # fmt: skip
    assert layout.row_of_key(13) == -1
    assert layout.row_of_key(30) == 5
    all_closed = Layout(arranged(outline), every_heading(True))
    assert rows_of(all_closed) == [("a",), ("b",)]
    opened = Layout(arranged(outline), every_heading(True).toggle(("a",)))
    assert rows_of(opened) == [("a",), ("a", "x"), ("b",)]


@given(st.sets(st.sampled_from([("a",), ("b",), ("a", "x"), ("b", "x"), ("b", "y")])))
def test_every_run_in_sight_is_found_in_its_row(closed: set[tuple[str, ...]]) -> None:
    groups = groups_of(
        [
            (0, 0, 4, -1, 0, False), (1, 0, 4, 0, 0, False), (0, 4, 6, -1, 1, False),
            (1, 4, 2, 2, 0, False), (1, 6, 4, 2, 1, False),
        ],
        (("a", "b"), ("x", "y")),
    )  # fmt: skip
    keys = np.array([50, 40, 30, 60, 11, 12, 13, 14, 15, 16], dtype=np.int64)
    layout = Layout(arranged(Outline(keys, groups, 10, 10)), Openness(frozenset(closed)))
    rows = np.arange(layout.n_rows, dtype=np.int64)
    shown = layout.keys_of(rows)
    for row, key in zip(rows.tolist(), shown.tolist(), strict=True):
        if key >= 0:
            assert layout.row_of_key(key) == row
    hidden = set(keys.tolist()) - set(shown.tolist())
    assert all(layout.row_of_key(key) == -1 for key in hidden)


def test_a_first_page_leaves_later_rows_unknown(outline: Outline) -> None:
    first = Outline(outline.keys[:3], RunGroups(), 12, 10, False)
    layout = Layout(arranged(first), Openness())
    assert layout.keys_of(np.arange(10)).tolist() == [50, 40, 30, *[-2] * 7]


@given(st.lists(st.integers(0, 10**9), unique=True, max_size=30), st.integers(0, 10**9))
def test_places_are_those_of_the_order_however_far_keys_lie_apart(
    keys: list[int], other: int
) -> None:
    places = Places(np.array(keys, dtype=np.int64))
    assert [places.of(key) for key in keys] == list(range(len(keys)))
    if other not in keys:
        assert places.of(other) == -1


@given(st.sets(st.integers(0, 50)), st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_a_selection_behaves_like_a_set(had: set[int], more: list[int], less: list[int]) -> None:
    selection = RunSelection.of(had).add(more).remove(less)
    assert set(selection.to_list()) == (had | set(more)) - set(less)
    assert selection.to_list() == sorted(selection.to_list())
    for key in (0, 7, 50):
        assert (key in selection) == (key in set(selection.to_list()))
        assert set(selection.toggle(key).to_list()) == set(selection.to_list()) ^ {key}
    assert set(selection.among(more).to_list()) == set(selection.to_list()) & set(more)
    assert len(selection.none()) == 0


NODES = (
    'experiment = "churn"',
    "metrics.auc > 0.86",
    "auc.best >= 0.9",
    'params.model in ("a", "b")',
    'name ~ "^tmp"',
    'note contains "x y"',
    "metrics.`odd name` is not null",
    "not tag = shortlist",
    "(auc > 1 or auc < 0)",
    'started > "2 weeks ago"',
)


@given(st.lists(st.sampled_from(NODES), max_size=5))
def test_text_and_chips_always_say_the_same(parts: list[str]) -> None:
    text = " and ".join(parts)
    chips = conditions(text)
    assert parse(joined([chip.text for chip in chips])) == parse(text)
    assert len(chips) == len(parts)


def test_a_chip_says_its_condition_in_words() -> None:
    said = [(one.words, one.value) for one in conditions(" and ".join(NODES[:7]))]
    assert said[0] == ("experiment is", "churn")
    assert said[1] == ("auc >", "0.86")
    assert said[2] == ("auc best ≥", "0.9")
    assert said[3] == ("model is one of", "a, b")
    assert said[4] == ("name matches", "^tmp")
    assert said[6] == ("odd name", "is there")


def test_an_or_gets_brackets_where_it_joins_other_conditions() -> None:
    assert bracketed("a = 1 or b = 2") == "(a = 1 or b = 2)"
    assert bracketed("a = 1") == "a = 1"


def test_a_place_in_the_whole_filter_is_found_in_its_condition() -> None:
    assert position_in(["auc > 1", "name = x"], 3) == (0, 3)
    assert position_in(["auc > 1", "name = x"], len("auc > 1 and na")) == (1, 2)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("auc", ">", "0.9"), "auc > 0.9"),
        (("params.model", "=", 'l"gbm'), 'params.model = "l\\"gbm"'),
        (("name", "contains", "12"), 'name contains "12"'),
        (("auc", "is null", ""), "auc is null"),
    ],
)
def test_the_builder_writes_what_a_person_would_type(
    parts: tuple[str, str, str], text: str
) -> None:
    assert condition_text(*parts) == text
    assert parse(text).to_text() == parse(condition_text(*parts)).to_text()


def test_an_unreadable_filter_has_no_chips() -> None:
    with pytest.raises(QueryError):
        conditions("auc >")


def test_an_arrangement_comes_back_whole_from_its_line() -> None:
    arrangement = Arrangement(
        Wish("auc > 0.9", (("metrics.auc.best", True), ("name", False)), ("params.model",)),
        ("metrics.auc", "params.model", "started"),
        True,
        {"metrics.auc": "best"},
        ("metrics.auc",),
        {"metrics.auc": 140},
        "scatter",
        Plots("params.seed", "metrics.auc", "params.model", frozenset({"params.seed"})),
        True,
    )
    text = text_of(arrangement, "Best")
    assert "\n" not in text
    assert arrangement_from(text) == arrangement
    assert view_of(arrangement, "Best").name == "Best"
    assert is_same(arrangement, arrangement_of(view_of(arrangement)))
    assert not is_same(arrangement, Arrangement())


def test_a_line_that_is_no_view_says_so_and_odd_widths_are_left_out() -> None:
    with pytest.raises(NeedsYou):
        arrangement_from("https://example.org")
    odd = arrangement_from("tidemill://experiments?widths=name:9999999|x|a:50")
    assert odd.widths == {"a": 50}


def test_columns_are_asked_for_by_their_statistic_and_named_by_it() -> None:
    best = {"metrics.auc": "best"}
    assert asked("metrics.auc", best) == "metrics.auc.best"
    assert asked("metrics.auc", {}) == "metrics.auc"
    assert title_of("metrics.auc", best) == "AUC, best"
    assert title_of(f"{COURSE}metrics.auc") == "AUC, course"
    assert not is_sortable(f"{COURSE}metrics.auc")


def test_held_columns_stand_at_the_left_behind_the_name() -> None:
    columns = suggested(FACETS)
    made = table_columns(columns, FACETS, {}, ("started",))
    assert [column.id for column in made[:4]] == ["pinned", "state", "name", "started"]
    assert made[3].frozen
    assert {column.id for column in made[3:]} == set(columns)
