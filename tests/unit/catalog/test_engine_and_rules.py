"""Columns of many texts are typed in the engine; the rules over texts in memory are the truth."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.progress import Silent
from tidemill.base.table_engine import table_engine
from tidemill.catalog import engine_texts
from tidemill.catalog.raw_tables import RawColumn, RawTable, put_texts, typed
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.inference import decide, decide_expected, parse, text_column
from tidemill.domain.reading import ReadOptions

SPACED = st.sampled_from(["", "", "", " ", "\t", "\u00a0", "\u2003"])
WHOLE = st.integers(-(10**6), 10**6).map(str)
LONG = st.one_of(st.integers(2**53 - 3, 2**53 + 3), st.integers(-(2**65), 2**65)).map(str)
REAL = st.one_of(
    st.floats(allow_nan=False).map(repr),
    st.sampled_from([".5", "5.", "+7.25", "1e400", "-1E-400", "inf", "-Infinity", "1_000"]),
)
ZEROS = st.integers(0, 99).map(lambda n: f"{n:04}")
COMMA = st.tuples(st.integers(0, 99_999), st.integers(0, 99)).map(lambda p: f"{p[0]},{p[1]:02}")
GROUPED = st.integers(0, 10**9).map(lambda n: f"{n:,}")
DOTTED = st.integers(0, 10**9).map(lambda n: f"{n:,}".replace(",", ".") + ",5")
DAYS = st.dates()
ISO = st.datetimes().map(lambda d: d.isoformat(sep=" "))
ISO_DAY = DAYS.map(str)
ZONED = st.datetimes().map(lambda d: d.isoformat() + "Z")
DAY_FIRST = DAYS.map(lambda d: f"{d.day:02}.{d.month:02}.{d.year:04}")
MONTH_FIRST = DAYS.map(lambda d: f"{d.month}/{d.day}/{d.year:04} 05:07")
NO_DAY = st.sampled_from(["2013-02-30", "0000-01-01", "31.02.2013", "2013-1-5", "2013-01-05 24:00"])
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
GAPS = st.sampled_from(["NA", "n/a", "", " null ", "\u00a0NaN", None, None])
YES = st.sampled_from(["yes", "No", "true", "FALSE", "1", "0"])
FAMILIES = [
    WHOLE, LONG, REAL, ZEROS, COMMA, GROUPED, DOTTED,
    ISO, ISO_DAY, ZONED, DAY_FIRST, MONTH_FIRST, NO_DAY, WORDS, YES,
]  # fmt: skip


@st.composite
def columns(draw: st.DrawFn) -> list[str | None]:
    """Texts mostly of one family, with some of another and some missing."""
    most = draw(st.sampled_from(FAMILIES))
    texts: list[str | None] = list(draw(st.lists(most, min_size=1, max_size=30)))
    if draw(st.booleans()):
        texts += draw(st.lists(draw(st.sampled_from(FAMILIES)), max_size=3))
    if draw(st.booleans()):
        texts += draw(st.lists(GAPS, max_size=3))
    if draw(st.booleans()):
        space = draw(SPACED)
        texts = [None if t is None else f"{space}{t}" for t in texts]
    return draw(st.permutations(texts))


def in_engine(texts, expected=None, **options):
    with table_engine() as engine:
        put_texts(engine, 1, [[text] for text in texts])
        raw = RawTable(engine, (RawColumn("v"),), np.arange(2, len(texts) + 2))
        return typed(raw, expected, Silent(), None, ReadOptions(**options))


@pytest.fixture(params=[0, 5_000], ids=["many texts", "few texts"])
def few(request, monkeypatch):
    monkeypatch.setattr(engine_texts, "LEVELS_KEPT", request.param)


def same(data, other) -> None:
    assert (data.kind, data.values.dtype, data.levels) == (
        other.kind, other.values.dtype, other.levels,
    )  # fmt: skip
    np.testing.assert_array_equal(data.values, other.values)


quietly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quietly
@given(texts=columns())
def test_a_column_is_typed_in_the_engine_as_by_the_rules(few, texts):
    column = text_column("v", texts)
    decision = decide(column)
    if decision.kind is Kind.BOOLEAN and engine_texts.LEVELS_KEPT == 0:
        return  # words for true and false are few texts by their nature
    found = in_engine(texts)
    assert found.schema["v"] == decision.column("v")
    same(found.table.frame()["v"], parse(column, decision.parser)[0])


@quietly
@given(texts=columns(), kind=st.sampled_from([Kind.NUMERIC, Kind.DATETIME]))
def test_cells_that_do_not_fit_are_the_same_for_engine_and_rules(few, texts, kind):
    column, known = text_column("v", texts), Column("v", kind)
    decision = decide_expected(column, known)
    data, odd = parse(column, decision.parser)
    found = in_engine(texts, Schema((known,)))
    same(found.table.frame()["v"], data)
    lines = tuple(int(row) + 2 for row in np.flatnonzero(odd))
    assert tuple(line for m in found.mismatches for line in m.lines) == lines


@quietly
@given(texts=columns())
def test_rows_that_do_not_fit_can_be_set_aside_whole(few, texts):
    known = Schema((Column("v", Kind.NUMERIC),))
    odd = in_engine(texts, known).mismatches
    found = in_engine(texts, known, bad_rows="set aside")
    assert found.mismatches == ()
    lines = tuple(row.line for row in found.set_aside)
    assert lines == tuple(line for m in odd for line in m.lines)
    assert found.table.n_rows == len(texts) - len(lines) == len(found.lines)
    assert not set(found.lines.tolist()) & set(lines)
