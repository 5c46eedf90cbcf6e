"""Two versions held against each other agree with what pandas says of the same rows."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.profile_changes import Tone
from tidemill.domain.profiles import profile
from tidemill.domain.row_sets import StoredDiff
from tidemill.domain.tables import FrameTable
from tidemill.domain.version_diffs import Fate, RowKind, Side
from tidemill.services import datasets, drift, kept_diffs, version_diffs
from tidemill.services.diff_pair import Held, VersionPair

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def held(frame, label="churn v1", **roles):
    whole = {c.name: c.values.dtype.kind == "i" and c.kind is Kind.NUMERIC for c in frame}
    schema = Schema(
        tuple(
            Column(c.name, c.kind, roles.get(c.name, Role.FEATURE), whole=whole[c.name])
            for c in frame
        )
    )
    return Held(label, FrameTable(frame), schema, profile(frame, schema))


def side(number, rows):
    return Side(number, "churn", number, rows, WHEN)


def compare(before, after, key=None, reporter=None, **roles):
    one, two = held(before, "churn v1", **roles), held(after, "churn v2", **roles)
    known = {c.name: c.role for c in two.schema.columns}
    pair = VersionPair(one, two, known, reporter or Silent())
    sides = side(1, before.n_rows), side(2, after.n_rows)
    return version_diffs.of_pair(pair, sides, key)


def texts(name, values, kind=Kind.CATEGORICAL):
    levels = tuple(dict.fromkeys(v for v in values if v is not None))
    codes = [-1 if v is None else levels.index(v) for v in values]
    return ColumnData(name, kind, np.array(codes, np.int32), levels)


def numbers(name, values):
    if all(isinstance(v, int) for v in values):
        return ColumnData(name, Kind.NUMERIC, np.array(values, np.int64))
    return ColumnData(
        name, Kind.NUMERIC, np.array([np.nan if v is None else v for v in values], np.float64)
    )


rows = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.sampled_from([None, 0.0, 1.5, 2.5]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=25,
)


def frame_of(found):
    return Frame(
        (
            numbers("key", [k for k, _, _ in found]),
            numbers("x", [x for _, x, _ in found]),
            texts("shop", [s for _, _, s in found]),
        )
    )


def has_values(found, place):
    return not found or any(row[place] is not None for row in found)


@given(rows, rows)
@example([(1, 0.0, "a")], [(1, -0.0, "a")])
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_rows_added_removed_and_changed_agree_with_pandas(before, after):
    before = list({row[0]: row for row in before}.values())
    after = list({row[0]: row for row in after}.values())
    stored = compare(frame_of(before), frame_of(after), ["key"])
    columns = [
        name
        for at, name in ((1, "x"), (2, "shop"))
        if has_values(before, at) and has_values(after, at)
    ]
    one = pd.DataFrame(before, columns=["key", "x", "shop"])
    two = pd.DataFrame(after, columns=["key", "x", "shop"])
    both = one.merge(two, on="key", how="outer", suffixes=("", "_now"), indicator=True)
    matched = both[both["_merge"] == "both"]
    differs = pd.DataFrame(
        {
            name: (matched[name] != matched[f"{name}_now"])
            & ~(matched[name].isna() & matched[f"{name}_now"].isna())
            for name in columns
        },
        index=matched.index,
    )
    counts = stored.diff.rows
    assert counts.removed == int((both["_merge"] == "left_only").sum())
    assert counts.added == int((both["_merge"] == "right_only").sum())
    assert counts.changed == int(differs.any(axis=1).sum())
    assert counts.same == len(matched) - counts.changed
    for name in columns:
        assert stored.diff[name].changed == int(differs[name].sum())
        places = stored.rows.differing(name)
        keys = {after[i][0] for i in stored.rows.changed_after[places].tolist()}
        assert keys == set(matched.loc[differs[name], "key"])
    assert {after[i][0] for i in stored.rows.added.tolist()} == set(
        both.loc[both["_merge"] == "right_only", "key"]
    )


@given(rows, rows)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_without_a_key_rows_are_counted_by_what_they_hold(before, after):
    stored = compare(frame_of(before), frame_of(after), [])
    places = [at for at in range(3) if has_values(before, at) and has_values(after, at)]
    one = pd.Series([tuple(row[at] for at in places) for row in before], dtype=object)
    two = pd.Series([tuple(row[at] for at in places) for row in after], dtype=object)
    shared = one.value_counts().to_frame("a").join(two.value_counts().to_frame("b"), how="inner")
    n_same = int(shared.min(axis=1).sum())
    counts = stored.diff.rows
    assert (counts.same, counts.changed) == (n_same, 0)
    assert (counts.added, counts.removed) == (len(after) - n_same, len(before) - n_same)


@given(st.integers(0, 2**32), st.floats(0.0, 1.0))
@settings(max_examples=20, deadline=None)
def test_psi_is_that_of_the_drift_report_and_histograms_agree_with_numpy(seed, shift):
    draw = np.random.default_rng(seed)
    before = draw.normal(size=400)
    after = draw.normal(shift, size=500)
    after[:40] = np.nan
    one, two = (Frame((numbers("x", part.tolist()),)) for part in (before, after))
    column = compare(one, two).diff["x"]
    assert column.psi == drift.compare_frames(one, two)["x"].psi
    assert column.missing == (0.0, 40 / 500)
    shape = column.shape
    assert sum(shape.before) == 400
    assert sum(shape.after) == 460
    inner = np.array(shape.edges[1:-1])
    expected = np.bincount(np.searchsorted(inner, before, side="right"), minlength=22)
    assert list(shape.before) == expected.tolist()


def churn(n=200, seed=0):
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "customer_id": [f"C-{i:04d}" for i in range(n)],
            "region": draw.choice(["north", "east", "south"], n),
            "usage": np.round(draw.normal(80, 20, n), 1),
            "calls": draw.integers(0, 9, n),
        }
    )


def typed(table):
    return Frame(
        tuple(
            texts(name, [None if pd.isna(v) else v for v in table[name]])
            if table[name].dtype == object or str(table[name].dtype).startswith("str")
            else ColumnData(name, Kind.NUMERIC, table[name].to_numpy())
            for name in table.columns
        )
    )


def test_the_key_is_guessed_from_a_column_in_which_every_value_differs():
    stored = compare(typed(churn()), typed(churn().sample(frac=1.0, random_state=1)))
    assert stored.diff.key == ("customer_id",)
    assert stored.diff.is_key_guessed
    assert stored.diff.is_same
    assert stored.diff.title == "Both hold the same 200 rows."


def test_an_identifier_that_repeats_is_joined_with_the_column_of_time():
    one = churn(100)
    table = pd.concat([one, one], ignore_index=True)
    table["month"] = [1] * 100 + [2] * 100
    roles = {"customer_id": Role.IDENTIFIER, "month": Role.TIME}
    stored = compare(typed(table), typed(table), **roles)
    assert stored.diff.key == ("customer_id", "month")


def test_a_chosen_key_is_taken_and_an_unknown_one_is_refused():
    stored = compare(typed(churn()), typed(churn()), ["region", "calls"])
    assert stored.diff.key == ("region", "calls")
    assert not stored.diff.is_key_guessed
    assert stored.diff.rows.repeated > 0
    assert any("repeat the key" in note for note in stored.diff.notes)
    with pytest.raises(NeedsYou, match="churn v1 has no column zip") as told:
        compare(typed(churn()), typed(churn()), ["zip"])
    assert "customer_id, region" in told.value.hint


def test_the_title_counts_what_happened_and_names_what_needs_a_look():
    before = churn(400)
    after = before.copy()
    after.loc[after["region"] == "north", "usage"] = np.nan
    after.loc[after.index[:7], "calls"] += 1
    after = pd.concat([after, churn(30, 1).assign(customer_id=[f"D-{i}" for i in range(30)])])
    after["age"] = np.arange(len(after)) % 7
    stored = compare(typed(before), typed(after))
    diff = stored.diff
    n_changed = int(((before["region"] == "north") | (before.index < 7)).sum())
    assert diff.title == (
        f"30 rows are new, {n_changed} changed, none are gone. "
        "One column is new. usage needs a look."
    )
    assert diff.columns[0].name == "usage"
    assert diff.columns[-1].is_key
    column = diff["usage"]
    assert column.words == "missing rose, most in north"
    assert column.tone is Tone.WARN
    assert column.origin is not None
    assert (column.origin.by, column.origin.guilty) == ("region", "north")
    assert column.cells_words == f"{column.changed} became missing"
    assert [cell.after for cell in column.cells] == [None] * 5
    assert column.cells[0].key[0] == after.iloc[column.cells[0].row - 1]["customer_id"]
    assert diff["age"].fate is Fate.ADDED
    assert diff["calls"].words == "7 cells changed"


def test_a_column_of_another_name_with_the_same_values_is_called_renamed():
    after = churn().rename(columns={"usage": "usage_m3"}).drop(columns="calls")
    diff = compare(typed(churn()), typed(after)).diff
    column = diff["usage_m3"]
    assert (column.fate, column.was_name, column.words) == (
        Fate.RENAMED, "usage", "was called usage",
    )  # fmt: skip
    assert diff["calls"].fate is Fate.DROPPED
    assert diff.rows.same == 200
    assert "usage_m3 holds the values that usage held: it seems renamed." in diff.notes


def test_a_column_of_another_type_is_said_and_does_not_count_as_changed_cells():
    after = churn()
    after["calls"] = after["calls"].astype(str) + " calls"
    diff = compare(typed(churn()), typed(after)).diff
    column = diff["calls"]
    assert (column.fate, column.changed, column.psi) == (Fate.RETYPED, None, None)
    assert column.words == "was number, is category"
    assert diff.rows.changed == 0


def test_versions_without_a_column_in_common_share_no_row():
    one = churn(30)[["usage", "calls"]]
    two = churn(20)[["customer_id", "region"]]
    diff = compare(typed(one), typed(two)).diff
    assert (diff.rows.same, diff.rows.removed, diff.rows.added) == (0, 30, 20)
    assert {c.fate for c in diff.columns} == {Fate.ADDED, Fate.DROPPED}
    assert "no column in common" in diff.notes[0]


def test_a_version_without_rows_is_compared_as_well():
    empty = typed(churn(5)).take(np.empty(0, np.int64))
    diff = compare(typed(churn(5)), empty).diff
    assert (diff.rows.removed, diff.rows.added) == (5, 0)
    assert compare(empty, empty).diff.is_same


def test_mixed_up_units_are_seen_in_the_changed_cells():
    after = churn()
    after.loc[after.index[:12], "usage"] /= 10
    diff = compare(typed(churn()), typed(after)).diff
    assert diff["usage"].cells_words == "12 are about 10 times smaller"


def test_a_new_value_is_named_with_its_share_and_where_it_comes_from():
    before = churn(300)
    new = churn(60, 3).assign(customer_id=[f"N-{i}" for i in range(60)], region="west")
    diff = compare(typed(before), typed(pd.concat([before, new]))).diff
    column = diff["region"]
    assert column.words == "new value: west, 17%"
    assert column.tone is Tone.NEW
    assert column.origin is not None
    assert column.origin.guilty == "new rows"


def test_a_kept_comparison_reads_back_as_it_was():
    after = churn(220)
    after.loc[3, "usage"] = 1.0
    stored = compare(typed(churn()), typed(after))
    again = StoredDiff.from_bytes(stored.to_bytes())
    assert again.diff == stored.diff
    for name in ("added", "removed", "changed_before", "changed_after"):
        assert getattr(again.rows, name).tolist() == getattr(stored.rows, name).tolist()
    assert again.rows.differing("usage").tolist() == stored.rows.differing("usage").tolist()


def test_a_comparison_can_be_stopped():
    reporter = Silent()
    reporter.stop()
    with pytest.raises(Cancelled):
        compare(typed(churn()), typed(churn()), reporter=reporter)


def test_versions_in_the_store_are_compared_once_and_their_rows_shown(
    workspace, take_in, month, tmp_path
):
    take_in(month(1), series=None)
    first = datasets.version(workspace, "shop")
    take_in(month(2))
    second = datasets.version(workspace, "shop")
    stored = kept_diffs.found(workspace, first, second)
    assert (stored.diff.rows.added, stored.diff.rows.removed) == (120, 0)
    assert stored.diff.after.is_newest
    assert stored.diff.address == "data/shop/diff/1..2"
    known = kept_diffs.kept(workspace, first, second)
    assert known is not None
    assert known.diff == stored.diff
    page = kept_diffs.rows(workspace, stored, RowKind.ADDED, offset=100, limit=50)
    assert (page.total, len(page.rows)) == (120, 20)
    assert page.columns == second.schema.names
    assert page.numbers[0] == 221
    gone = replace(stored.diff, before=stored.diff.after, after=stored.diff.before)
    assert gone.address == "data/shop/diff/2..1"


def test_changed_rows_come_with_what_stood_there(workspace, take_in, tmp_path):
    table = churn(50)
    table.to_csv(tmp_path / "a.csv", index=False)
    table.loc[4, "usage"] = 71.25
    table.loc[[4, 9], "calls"] = (table.loc[[4, 9], "calls"] + 1) % 9
    table.to_csv(tmp_path / "b.csv", index=False)
    options = {"dataset": "churn", "target": None, "time": None}
    from tidemill.domain.datasets import Series

    take_in(tmp_path / "a.csv", series=Series.REPLACE, **options)
    job = take_in(tmp_path / "b.csv", **options)
    assert job.error is None, job.error
    one, two = datasets.find(workspace, "churn").versions
    stored = kept_diffs.found(workspace, one, two)
    page = kept_diffs.rows(workspace, stored, RowKind.CHANGED)
    assert page.numbers == (5, 10)
    usage, calls = page.columns.index("usage"), page.columns.index("calls")
    was = churn(50)
    assert page.before == {
        (0, usage): was.loc[4, "usage"],
        (0, calls): was.loc[4, "calls"],
        (1, calls): was.loc[9, "calls"],
    }
    only = kept_diffs.rows(workspace, stored, RowKind.CHANGED, column="usage")
    assert only.numbers == (5,)
    assert only.rows[0][usage] == 71.25


def test_a_damaged_kept_comparison_is_made_anew(workspace, take_in, month):
    take_in(month(1))
    take_in(month(2))
    one, two = datasets.find(workspace, "shop").versions
    made = kept_diffs.found(workspace, one, two)
    [path] = (workspace.folder / "comparisons").iterdir()
    path.write_bytes(path.read_bytes()[:100])
    assert kept_diffs.kept(workspace, one, two) is None
    assert kept_diffs.found(workspace, one, two).diff == made.diff


def test_the_worker_makes_a_comparison_that_the_window_finds(workspace, take_in, month, drain):
    take_in(month(1))
    take_in(month(2))
    one, two = datasets.find(workspace, "shop").versions
    kept_diffs.ask(workspace, one, two)
    [job] = drain()
    assert job.result["title"].startswith("120 rows are new")
    assert kept_diffs.kept(workspace, one, two) is not None
