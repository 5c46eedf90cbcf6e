"""One pass over a table makes its profile, its reference, its sums and its rows' hashes."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain import distinct_counts
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import content_hash, level_hashes, row_hashes
from tidemill.domain.distinct_counts import repeated
from tidemill.domain.distributions import count
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.level_counts import LevelCounter
from tidemill.domain.moments import QUANTILES
from tidemill.domain.profiles import profile
from tidemill.domain.references import summarise_frame
from tidemill.domain.suggestions import facts_of
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import FrameTable


def some_frame() -> Frame:
    rng = np.random.default_rng(4)
    amounts = rng.normal(10.0, 3.0, 500)
    amounts[::50] = np.nan
    return Frame(
        (
            ColumnData("amount", Kind.NUMERIC, amounts),
            ColumnData("visits", Kind.NUMERIC, rng.integers(0, 9, 500)),
            coded("town", Kind.CATEGORICAL, [["Bern", "Chur", None][i % 3] for i in range(500)]),
            ColumnData("left", Kind.BOOLEAN, (amounts > 10).astype(np.int32), ("false", "true")),
        )
    )


def schema_of(frame: Frame, **roles: Role) -> Schema:
    columns = tuple(Column(c.name, c.kind, whole=c.values.dtype.kind == "i") for c in frame)
    return Schema(columns).assigned(roles)


def test_summary_holds_what_was_made_one_by_one_before() -> None:
    frame = some_frame()
    schema = schema_of(frame, left=Role.TARGET)
    found = summarised(FrameTable(frame), schema)
    assert found.profile == profile(frame, schema)
    assert found.facts == facts_of(frame)
    assert found.sums.hexdigest() == content_hash(frame)
    assert found.row_hashes is not None
    assert found.row_hashes.tolist() == row_hashes(frame).tolist()
    assert found.reference().to_bytes() == summarise_frame(frame).to_bytes()


def test_summary_survives_its_bytes() -> None:
    frame = some_frame()
    one = summarised(FrameTable(frame), schema_of(frame))
    again = TableSummary.from_bytes(one.to_bytes())
    assert again.profile == one.profile
    assert again.facts == one.facts
    assert again.sums == one.sums
    assert again.reference().to_bytes() == one.reference().to_bytes()
    assert again.to_bytes() == one.to_bytes()


class Blocky(FrameTable):
    """A table that comes in blocks of a few rows, each with levels of its own."""

    size = 7

    def blocks(self, names: Sequence[str] | None = None, rows: int = 0) -> Iterator[Frame]:
        del rows
        for block in super().blocks(names, self.size):
            columns = []
            for column in block:
                if column.kind in (Kind.CATEGORICAL, Kind.TEXT):
                    columns.append(coded(column.name, column.kind, column.to_list()))
                else:
                    columns.append(column)
            yield Frame(tuple(columns))


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
ANY_NUMBER = st.floats(allow_nan=True, allow_infinity=True, width=64)
SOME_ROWS = st.lists(
    st.tuples(
        st.one_of(ANY_NUMBER, st.sampled_from([0.0, -0.0, 1.0, 2.5, np.nan])),
        st.integers(-(2**63) + 1, 2**63 - 1),
        st.one_of(st.none(), MOMENTS),
        st.one_of(st.none(), st.text(max_size=4)),
        st.sampled_from([-1, 0, 1]),
    ),
    min_size=1,
    max_size=60,
)


def frame_of(rows: list[tuple[object, ...]]) -> Frame:
    numbers, whole, times, texts, yes = zip(*rows, strict=True)
    return Frame(
        (
            ColumnData("number", Kind.NUMERIC, np.array(numbers, dtype=np.float64)),
            ColumnData("whole", Kind.NUMERIC, np.array(whole, dtype=np.int64)),
            ColumnData("time", Kind.DATETIME, np.array(times, dtype="datetime64[us]")),
            coded("text", Kind.TEXT, list(texts)),  # type: ignore[arg-type]
            ColumnData("yes", Kind.BOOLEAN, np.array(yes, dtype=np.int32), ("false", "true")),
        )
    )


@settings(max_examples=120, deadline=None)
@given(SOME_ROWS)
def test_blocks_give_what_the_whole_frame_gives(rows: list[tuple[object, ...]]) -> None:
    frame = frame_of(rows)
    schema = schema_of(frame, yes=Role.TARGET)
    found = summarised(Blocky(frame), schema)
    assert found.profile == profile(frame, schema)
    assert found.facts == facts_of(frame)
    assert found.sums.hexdigest() == content_hash(frame)
    assert found.reference().to_bytes() == summarise_frame(frame).to_bytes()


@settings(max_examples=120, deadline=None)
@given(SOME_ROWS)
def test_profile_agrees_with_pandas(rows: list[tuple[object, ...]]) -> None:
    import pandas as pd

    frame = frame_of(rows)
    found = summarised(Blocky(frame), schema_of(frame))
    table = pd.DataFrame({column.name: column.to_list() for column in frame})
    table["number"] = table["number"].astype(np.float64)
    table["time"] = table["time"].astype("datetime64[us]")
    assert found.duplicates == int(table.duplicated().sum())
    for name in frame.names:
        column, figures = table[name], found.columns[name]
        assert figures.missing == int(column.isna().sum())
        finite = column.dropna()
        if name == "number":
            assert figures.infinite == int(np.isinf(finite).sum())
            finite = finite[np.isfinite(finite)]
        assert figures.distinct == finite.nunique()
        if name in ("text", "yes") and len(finite):
            times = finite.map(str).str.lower() if name == "yes" else finite
            assert (
                dict(figures.top) == dict(times.value_counts().head(20)) or len(figures.top) == 20
            )
        if name == "whole":
            assert (figures.minimum, figures.maximum) == (finite.min(), finite.max())
        if name == "number" and len(finite) and finite.abs().max() < 1e150:
            assert figures.quantiles == pytest.approx(
                finite.quantile(QUANTILES).tolist(), rel=1e-12, abs=1e-300
            )
            assert (figures.minimum, figures.maximum) == (finite.min(), finite.max())
            assert figures.zeros == int((finite == 0).sum())
        if name == "time" and len(finite):
            assert figures.minimum == finite.min().value // 1000
            assert figures.maximum == finite.max().value // 1000


def long_frame(n: int = 40_000) -> Frame:
    rng = np.random.default_rng(11)
    heavy = np.where(rng.random(n) < 0.3, 12.5, rng.lognormal(2.0, 1.0, n))
    heavy[::97] = np.nan
    heavy[5] = np.inf
    return Frame(
        (
            ColumnData("normal", Kind.NUMERIC, rng.normal(100.0, 15.0, n)),
            ColumnData("heavy", Kind.NUMERIC, heavy),
            ColumnData("few", Kind.NUMERIC, rng.poisson(4.0, n)),
            ColumnData("huge", Kind.NUMERIC, rng.integers(-(2**62), 2**62, n)),
            ColumnData(
                "when",
                Kind.DATETIME,
                np.datetime64("2024-01-01", "us") + rng.integers(0, 10**13, n),
            ),
            ColumnData("all gone", Kind.NUMERIC, np.full(n, np.nan)),
        )
    )


def test_long_tables_have_exact_counts_and_quantiles_within_their_cell() -> None:
    frame = long_frame()
    schema = schema_of(frame, normal=Role.TARGET)
    exact, found = (
        summarised(FrameTable(frame), schema),
        summarised(Blocky(frame), schema, exact_rows=1000),
    )
    assert found.duplicates == exact.duplicates
    assert found.sums == exact.sums
    for name, figures in found.columns.items():
        true = exact.columns[name]
        for part in ("n", "missing", "below", "above", "minimum", "maximum", "zeros"):
            assert getattr(figures, part) == getattr(true, part), (name, part)
        assert figures.mean == (None if true.mean is None else pytest.approx(true.mean, rel=1e-9))
        assert figures.sd == (None if true.sd is None else pytest.approx(true.sd, rel=1e-9))
        assert figures.distinct == pytest.approx(true.distinct, rel=0.04)
        assert figures.grid is not None
        counted = count(frame[name], figures)
        assert figures.cells.tolist() == counted.cells.tolist()
        if true.quantiles is None:
            assert figures.quantiles is None
            continue
        assert figures.quantiles is not None
        low, high, slack = figures.grid.limits()
        kind = np.int64 if frame[name].kind is Kind.DATETIME or name in ("few", "huge") else float
        cells = figures.grid.cells(np.array(true.quantiles).astype(kind))
        for cell, about, right in zip(cells, figures.quantiles, true.quantiles, strict=True):
            wide = slack[cell] + 2 * max(high[cell] - low[cell], 0.0)
            assert abs(about - right) <= wide, (name, about, right)
    assert found.columns["few"].quantiles == exact.columns["few"].quantiles
    assert found.columns["few"].top == exact.columns["few"].top
    assert found.columns["heavy"].top[0] == exact.columns["heavy"].top[0]
    assert [c.is_about for c in found.profile.columns] == [True, True, False, True, True, True]


def test_long_tables_have_the_histogram_of_their_values() -> None:
    frame = long_frame()
    schema = schema_of(frame)
    exact = summarised(FrameTable(frame), schema).profile["normal"]
    found = summarised(Blocky(frame), schema, exact_rows=1000).profile["normal"]
    assert sum(found.counts) == sum(exact.counts) == frame.n_rows
    assert np.array(found.counts) == pytest.approx(np.array(exact.counts), abs=60)
    assert found.outliers == pytest.approx(exact.outliers, abs=3)


def test_most_frequent_levels_of_many_are_named_with_their_exact_counts() -> None:
    rng = np.random.default_rng(3)
    numbers = np.concatenate((np.repeat(np.arange(40), 50), rng.permutation(30_000) + 1000))
    texts = [f"level {i}" for i in rng.permutation(numbers)]
    counter = LevelCounter("x", Kind.TEXT)
    for low in range(0, len(texts), 500):
        block = coded("x", Kind.TEXT, texts[low : low + 500])
        counter.add(block, level_hashes(block.levels))
    found = counter.reference()
    assert counter.is_exact
    assert found.distinct == 30_040
    assert found.n_once == 30_000
    assert {rows for _, rows in found.top} == {50}
    assert len(found.levels) == 10_000
    assert int(found.cells.sum()) == len(texts)
    assert not found.complete


def test_levels_beyond_what_is_counted_are_estimated_and_frequent_ones_hardly_off() -> None:
    rng = np.random.default_rng(8)
    numbers = np.concatenate((np.repeat(np.arange(5), 3000), rng.permutation(60_000) + 1000))
    texts = [f"level {i}" for i in rng.permutation(numbers)]
    counted = 20_000
    counter = LevelCounter("x", Kind.TEXT, counted)
    for low in range(0, len(texts), 5_000):
        block = coded("x", Kind.TEXT, texts[low : low + 5_000])
        counter.add(block, level_hashes(block.levels))
    found = counter.reference()
    assert not counter.is_exact
    assert found.distinct == pytest.approx(60_005, rel=0.04)
    assert found.n_once == pytest.approx(60_000, rel=0.04)
    most_off = len(texts) / (counted / 2)
    tops = dict(found.top[:5])
    assert set(tops) == {f"level {i}" for i in range(5)}
    assert all(3000 - most_off <= rows <= 3000 for rows in tops.values())
    assert int(found.cells.sum()) == len(texts)


def test_repeated_rows_are_counted_in_parts_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    hashes = rng.integers(0, 2**63, 5000, dtype=np.uint64) * np.uint64(2)
    hashes = rng.permutation(np.concatenate((hashes, hashes[:777], hashes[:5])))
    assert repeated(hashes) == 782
    monkeypatch.setattr(distinct_counts, "_AT_ONCE", 700)
    assert repeated(hashes) == 782
    assert repeated(hashes[:0]) == 0


@pytest.mark.parametrize("at_once", [7, 64, 10_000])
def test_places_of_repeated_hashes_are_found_a_part_at_a_time_as_all_at_once(monkeypatch, at_once):
    monkeypatch.setattr(distinct_counts, "_AT_ONCE", at_once)
    draw = np.random.default_rng(3)
    hashes = np.repeat(draw.integers(0, 2**64, 300, dtype=np.uint64), draw.integers(1, 4, 300))
    draw.shuffle(hashes)
    seen: set[int] = set()
    wanted = [k for k, one in enumerate(hashes.tolist()) if one in seen or seen.add(one)]
    assert distinct_counts.repeats(hashes).tolist() == wanted
    assert distinct_counts.repeated(hashes) == len(wanted)
    assert distinct_counts.repeats(hashes[:0]).tolist() == []


def test_a_hash_at_the_very_border_of_a_part_is_looked_at(monkeypatch):
    monkeypatch.setattr(distinct_counts, "_AT_ONCE", 2)
    hashes = np.array([2**64 - 1, 2**63, 0, 2**63], dtype=np.uint64)  # two parts, cut at 2**63
    assert distinct_counts.repeats(hashes).tolist() == [3]
    assert distinct_counts.repeated(hashes) == 1


def test_sketch_is_exact_until_it_is_full_and_then_close() -> None:
    rng = np.random.default_rng(6)
    hashes = rng.integers(0, 2**64, 50_000, dtype=np.uint64, endpoint=False)
    sketch = distinct_counts.DistinctSketch(4096)
    sketch.add(hashes[:4000])
    sketch.add(hashes[:2000])
    assert (sketch.n_distinct(), sketch.n_once()) == (4000, 2000)
    for low in range(0, 50_000, 1000):
        sketch.add(hashes[low : low + 1000])
    assert sketch.n_distinct() == pytest.approx(50_000, rel=0.05)


def test_a_pass_can_be_stopped() -> None:
    stopped = Silent()
    stopped.stop()
    frame = some_frame()
    with pytest.raises(Cancelled):
        summarised(FrameTable(frame), schema_of(frame), stopped)


def test_table_without_rows_or_columns_has_a_summary() -> None:
    frame = some_frame().take(np.arange(0))
    found = summarised(FrameTable(frame), schema_of(frame))
    assert found.profile == profile(frame, schema_of(frame))
    assert found.sums.hexdigest() == content_hash(frame)
    empty = summarised(FrameTable(Frame(())), Schema(()))
    assert (empty.rows, empty.duplicates) == (0, 0)
