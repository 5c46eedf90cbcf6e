"""Columns of many texts are typed in the engine; the rules over texts in memory are the truth."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts_of_columns import columns

from tidemill.base.progress import Silent
from tidemill.base.table_engine import table_engine
from tidemill.catalog import engine_texts
from tidemill.catalog.raw_rows import put_texts
from tidemill.catalog.raw_tables import RawColumn, RawTable, typed
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.inference import decide, decide_expected, parse, text_column
from tidemill.domain.reading import ReadOptions


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
