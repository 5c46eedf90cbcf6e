"""The profile of a version, and what changed since the one before, in words."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from scipy.stats.contingency import association

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.profile_changes import Change, Tone, changes
from tidemill.domain.profiles import N_BINS, Profile, duplicate_rows, profile
from tidemill.domain.references import summarise_frame
from tidemill.domain.target_links import target_link


def numbers(name: str, values: object) -> ColumnData:
    return ColumnData(name, Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def booleans(name: str, values: object) -> ColumnData:
    return ColumnData(name, Kind.BOOLEAN, np.asarray(values, dtype=np.int32), ("false", "true"))


def dates(name: str, values: object) -> ColumnData:
    return ColumnData(name, Kind.DATETIME, np.asarray(values, dtype="datetime64[us]"))


def schema_of(frame: Frame, **roles: Role) -> Schema:
    return Schema(tuple(Column(c.name, c.kind) for c in frame)).assigned(roles)


def profile_of(*columns: ColumnData, **roles: Role) -> Profile:
    frame = Frame(columns)
    return profile(frame, schema_of(frame, **roles))


def test_numbers_have_their_figures_and_a_histogram() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(100.0, 15.0, 1000)
    values[:30] = np.nan
    values[30:40] = 0.0
    found = profile_of(numbers("x", values))["x"]
    good = values[30:]
    assert found.missing == pytest.approx(0.03)
    assert found.present == 970
    assert (found.minimum, found.maximum) == (0.0, good.max())
    assert found.median == pytest.approx(np.median(good))
    assert found.mean == pytest.approx(good.mean())
    assert found.sd == pytest.approx(good.std())
    assert found.zeros == pytest.approx(0.01)
    q1, q3 = np.quantile(good, [0.25, 0.75])
    beyond = (good < q1 - 3 * (q3 - q1)) | (good > q3 + 3 * (q3 - q1))
    assert found.outliers == beyond.sum() == 10
    assert len(found.counts) == N_BINS == len(found.edges) - 1
    assert sum(found.counts) == 970


def test_histogram_without_outliers_is_numpys() -> None:
    values = np.random.default_rng(1).uniform(2.0, 9.0, 500)
    found = profile_of(numbers("x", values))["x"]
    counts, edges = np.histogram(values, bins=N_BINS)
    assert found.counts == tuple(counts.tolist())
    assert found.edges == pytest.approx(edges)
    assert found.outliers == 0


def test_giant_value_does_not_flatten_the_histogram() -> None:
    values = np.append(np.random.default_rng(2).normal(size=999), 1e300)
    found = profile_of(numbers("x", values))["x"]
    assert max(found.counts) < 300
    assert sum(found.counts) == 1000
    assert (found.outliers, found.counts[-1] >= 1) == (1, True)


def test_categories_have_their_five_most_frequent_values() -> None:
    texts = [*"aaaaaabbbbbcccc", *"ddd", *"ee", "f", None]
    found = profile_of(coded("c", Kind.CATEGORICAL, texts))["c"]
    assert found.top == (("a", 6), ("b", 5), ("c", 4), ("d", 3), ("e", 2))
    assert (found.median, found.distinct, found.minimum) == ("a", 6, None)
    assert found.levels == tuple("abcdef")
    assert found.edges == ()


def test_dates_are_written_as_iso_text() -> None:
    moments = ["2024-01-01", "2024-01-03T12:30", "2024-01-05", "NaT"]
    found = profile_of(dates("d", moments))["d"]
    assert (found.minimum, found.median, found.maximum) == (
        "2024-01-01",
        "2024-01-03 12:30:00",
        "2024-01-05",
    )
    assert found.mean is None
    assert found.edges[0] == 1704067200.0
    assert sum(found.counts) == 3


def test_identifier_shows_only_what_counts() -> None:
    found = profile_of(numbers("id", [1, 2, 3]), id=Role.IDENTIFIER)["id"]
    assert (found.distinct, found.median, found.counts) == (3, None, ())


def test_whole_frame_is_counted() -> None:
    found = profile_of(numbers("x", [1.0, np.nan, 1.0]), coded("c", Kind.TEXT, ["a", None, "a"]))
    assert (found.rows, found.duplicate_rows) == (3, 1)
    assert found.missing_cells == pytest.approx(2 / 6)


def test_rows_repeat_only_if_every_cell_does() -> None:
    frame = Frame(
        (
            numbers("x", [0.0, -0.0, 1.0, np.nan, np.nan, 1.0]),
            booleans("b", [1, 1, -1, 0, 0, 1]),
            dates("d", ["2024-01-01"] * 5 + ["NaT"]),
        )
    )
    assert duplicate_rows(frame) == 2
    assert duplicate_rows(Frame(())) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 1)), max_size=40))
def test_duplicate_rows_agree_with_a_set(rows: list[tuple[int, int]]) -> None:
    frame = Frame((numbers("x", [a for a, _ in rows]), booleans("b", [b for _, b in rows])))
    assert duplicate_rows(frame) == len(rows) - len(set(rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(), max_size=40))
def test_any_numbers_make_a_profile_of_plain_json(values: list[float]) -> None:
    found = profile_of(numbers("x", values))
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert Profile.from_dict(data) == found
    assert sum(found["x"].counts) in {0, int(np.isfinite(values).sum())}


@pytest.mark.parametrize(
    ("column", "note"),
    [
        (numbers("x", [np.nan] * 3), "every value is missing"),
        (numbers("x", [np.inf, 1.0, 2.0]), "1 infinite"),
        (numbers("x", [4.0] * 3), "one value only"),
        (coded("x", Kind.TEXT, ["a", "b", "c"]), "every value differs"),
        (numbers("x", [4.0, 5.0]), ""),
        (dates("x", np.array([2**62], dtype=np.int64)), ""),
    ],
)
def test_odd_columns_are_noted(column: ColumnData, note: str) -> None:
    assert profile_of(column)["x"].note == note


def test_profile_survives_json_and_takes_a_summary_made_before() -> None:
    frame = Frame(
        (
            numbers("x", [1.0, 2.0, 5.0]),
            coded("c", Kind.CATEGORICAL, ["a", "b", None]),
            dates("d", ["2024-01-01", "2024-02-01", "NaT"]),
            booleans("b", [0, 1, 1]),
        )
    )
    found = profile(frame, schema_of(frame, b=Role.TARGET))
    assert Profile.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert profile(frame, schema_of(frame, b=Role.TARGET), summarise_frame(frame)) == found


def test_link_of_numbers_is_spearmans() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=800).round(1)
    y = -np.exp(x) + rng.normal(size=800)
    x[:20] = np.nan
    expected = abs(spearmanr(x[20:], y[20:]).statistic)
    found = target_link(numbers("x", x), numbers("y", y))
    assert found == pytest.approx(expected)
    assert profile_of(numbers("x", x), numbers("y", y), y=Role.TARGET)["x"].target_link == found


def test_link_of_levels_is_cramers_v_less_what_chance_gives() -> None:
    rng = np.random.default_rng(4)
    one = rng.integers(0, 3, 6000)
    other = np.where(rng.random(6000) < 0.5, one, rng.integers(0, 3, 6000))
    columns = [coded("c", Kind.CATEGORICAL, [f"v{i}" for i in side]) for side in (one, other)]
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (one, other), 1)
    assert target_link(*columns) == pytest.approx(association(table, method="cramer"), abs=0.002)
    noise = coded("n", Kind.CATEGORICAL, [f"n{i}" for i in rng.integers(0, 40, 6000)])
    link = target_link(noise, columns[0])
    assert link is not None
    assert link < 0.05


def test_link_of_levels_with_a_number_sees_their_means() -> None:
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 4, 2000)
    levels = coded("c", Kind.CATEGORICAL, [f"v{i}" for i in codes])
    strong = target_link(levels, numbers("y", codes * 10.0 + rng.normal(size=2000)))
    none = target_link(levels, numbers("y", rng.normal(size=2000)))
    assert strong is not None
    assert strong > 0.95
    assert none is not None
    assert none < 0.1


def test_no_link_where_nothing_can_be_said() -> None:
    keys = coded("k", Kind.TEXT, [f"k{i}" for i in range(100)])
    varied = numbers("y", np.arange(100.0))
    assert target_link(keys, varied) is None
    assert target_link(numbers("x", np.ones(100)), varied) is None
    assert target_link(numbers("x", np.full(100, np.nan)), varied) is None
    assert profile_of(numbers("x", [1.0, 2.0]))["x"].target_link is None


def change_of(before: ColumnData, after: ColumnData, **roles: Role) -> Change:
    return changes(profile_of(before, **roles), profile_of(after, **roles))[after.name]


def test_same_column_is_the_same() -> None:
    column = numbers("x", np.random.default_rng(6).normal(size=300))
    assert change_of(column, column) == Change("same", Tone.SAME)
    levels = coded("x", Kind.CATEGORICAL, list("aab"))
    assert change_of(levels, levels) == Change("same", Tone.SAME)
    assert change_of(dates("x", ["2024-01-01"]), dates("x", ["2024-01-01"])).words == "same"


def test_changes_are_told_in_words() -> None:
    values = np.random.default_rng(7).normal(38.2, 9.0, 2001)
    assert change_of(numbers("x", values), numbers("x", values + 0.7)) == Change(
        "median +0.70", Tone.MOVED
    )
    assert change_of(numbers("x", values), numbers("x", values - 12.0)).words == "median −12"
    wider = np.median(values) + (values - np.median(values)) * 1.5
    assert change_of(numbers("x", values), numbers("x", wider)).words == "spread 50.0% wider"


def test_giant_value_does_not_hide_a_moved_median() -> None:
    values = np.append(np.random.default_rng(8).normal(size=2000), 1e200)
    assert change_of(numbers("x", values), numbers("x", values + 0.5)).words == "median +0.50"


def test_missing_that_rises_is_a_warning_and_that_falls_is_not() -> None:
    few, many = np.arange(1000.0), np.arange(1000.0)
    few[:21], many[:87] = np.nan, np.nan
    assert change_of(numbers("x", few), numbers("x", many)) == Change("missing was 2.1%", Tone.WARN)
    assert change_of(numbers("x", many), numbers("x", few)).tone is Tone.MOVED


def test_new_and_gone_values_are_counted() -> None:
    two, three = list("ab") * 5, [*list("ab") * 5, "c"]
    before, after = (coded("x", Kind.CATEGORICAL, texts) for texts in (two, three))
    assert change_of(before, after) == Change("1 new value", Tone.NEW)
    assert change_of(after, before) == Change("1 value is gone", Tone.MOVED)


def test_shares_that_move_are_told() -> None:
    yes = booleans("x", [1] * 126 + [0] * 874)
    assert change_of(yes, booleans("x", [1] * 130 + [0] * 870)) == Change(
        "yes was 12.6%", Tone.MOVED
    )
    before = coded("x", Kind.CATEGORICAL, ["a"] * 60 + ["b"] * 40)
    after = coded("x", Kind.CATEGORICAL, ["a"] * 30 + ["b"] * 70)
    assert change_of(before, after) == Change("a was 60.0%", Tone.MOVED)


def test_newest_date_that_moves_is_told() -> None:
    before = dates("x", ["2025-10-01", "2025-10-31"])
    after = dates("x", ["2025-10-01", "2025-10-31", "2025-11-19"])
    assert change_of(before, after) == Change("newest was 31 Oct", Tone.MOVED)


def test_columns_come_go_and_turn_into_others() -> None:
    before = profile_of(numbers("x", [1.0, 2.0]), numbers("old", [1.0, 2.0]))
    after = profile_of(coded("x", Kind.TEXT, ["a", "b"]), numbers("fresh", [1.0, 2.0]))
    assert changes(before, after) == {
        "x": Change("was numeric", Tone.WARN),
        "fresh": Change("new column", Tone.NEW),
        "old": Change("column is gone", Tone.WARN),
    }


def test_identifier_does_not_report_its_new_values() -> None:
    before = coded("id", Kind.TEXT, ["a", "b"])
    after = coded("id", Kind.TEXT, ["c", "d", "e"])
    assert change_of(before, after, id=Role.IDENTIFIER).tone is Tone.SAME


def test_values_far_outside_the_former_ones_are_told() -> None:
    rng = np.random.default_rng(5)
    values = rng.uniform(10.0, 20.0, 1000)
    was = profile_of(numbers("x", values))
    for odd, words in ((-999.0, "lowest was 10"), (5000.0, "highest was 19.99")):
        now = profile_of(numbers("x", np.append(values, odd)))
        assert changes(was, now)["x"].words.startswith(words)
    within = profile_of(numbers("x", np.append(values, 21.0)))
    assert changes(was, within)["x"] == Change("same", Tone.SAME)


def test_zeros_that_become_more_are_told() -> None:
    rng = np.random.default_rng(6)
    values = np.abs(rng.normal(0.0, 1.0, 4000))
    values[:40] = 0.0
    more = values.copy()
    more[np.argsort(values)[:200]] = 0.0
    found = changes(profile_of(numbers("x", values)), profile_of(numbers("x", more)))["x"]
    assert found == Change("zeros were 1.0%", Tone.MOVED)
