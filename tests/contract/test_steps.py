"""Every step is pure, does to blocks what it does to the whole, and says what columns become."""

import copy
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import prepared_tables
from tidemill.catalog.discovery import family
from tidemill.catalog.prepared_tables import PreparedTable, bound, effect
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.tables import FrameTable

N = 997
STEPS = [pytest.param(module, id=name) for name, module in family("steps").items()]


def table(n: int = N) -> Frame:
    """Columns of every kind, each with missing values but the first, and rows that repeat."""
    rng = np.random.default_rng(7)
    cities = [" Köln", "köln", "Oslo  1", None, "Bergen"]
    days = np.datetime64("2024-02-27T22:30", "us") + rng.integers(0, 900, n) * np.timedelta64(
        1, "h"
    )
    days[rng.random(n) < 0.1] = np.datetime64("NaT")
    amounts = rng.normal(10, 5, n).round(1)
    amounts[rng.random(n) < 0.2] = np.nan
    return Frame(
        (
            ColumnData("id", Kind.NUMERIC, rng.integers(0, n // 2, n)),
            ColumnData("amount", Kind.NUMERIC, amounts),
            coded("city", Kind.CATEGORICAL, [cities[i] for i in rng.integers(0, 5, n)]),
            coded("remark", Kind.TEXT, [f"{i % 90}" if i % 7 else None for i in range(n)]),
            ColumnData("day", Kind.DATETIME, days),
            ColumnData(
                "paid", Kind.BOOLEAN, rng.integers(-1, 2, n).astype(np.int32), ("false", "true")
            ),
        )
    )


SCHEMA = Schema(
    (
        Column("id", Kind.NUMERIC, Role.IDENTIFIER, whole=True),
        Column("amount", Kind.NUMERIC, Role.TARGET),
        Column("city", Kind.CATEGORICAL, personal=True),
        Column("remark", Kind.TEXT),
        Column("day", Kind.DATETIME, Role.TIME),
        Column("paid", Kind.BOOLEAN),
    )
)

_EXAMPLES: dict[str, Any] = {
    "column": "amount",
    "columns": ["city"],
    "name": "made",
    "condition": "amount > 9 and city is not missing",
    "expression": "if amount > 10 then amount * 2 else id",
    "pairs": {"Bergen": "bergen", "1": "one", "köln": ""},
    "labels": {"3": "late", "5": None, "7": "open"},
}


def settings_of(entry: StepEntry) -> dict[str, Any]:
    """Settings by which a step does something to the table, from what its settings declare."""
    given: dict[str, Any] = {}
    for parameter in entry.parameters:
        form = parameter.form if isinstance(parameter, StepParameter) else "value"
        if form not in _EXAMPLES:
            continue
        given[parameter.id] = _EXAMPLES[form]
        if form == "column" and isinstance(parameter, StepParameter):
            fitting = [c.name for c in SCHEMA.columns if c.kind in parameter.kinds]
            given[parameter.id] = "remark" if "remark" in fitting else fitting[0]
    if "parts" in given:
        given["parts"] = ["year", "weekday", "hour"]
    if "value" in {p.id for p in entry.parameters}:
        given["value"] = "7"
    return given


def step(module: ModuleType, **changed: Any) -> dict[str, Any]:
    settings = settings_of(module.ENTRY) | changed
    return {"kind": module.ENTRY.id, "name": "", "settings": settings}


def same(one: Frame, other: Frame) -> bool:
    return one.names == other.names and all(
        a.kind is b.kind and a.to_list() == b.to_list() for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("module", STEPS)
def test_step_declares_what_becomes_of_the_columns(module: ModuleType) -> None:
    steps = bound([step(module)])
    after = effect(SCHEMA, steps)
    made = PreparedTable(FrameTable(table()), SCHEMA, steps).frame()
    assert [(c.name, c.kind) for c in made] == [(c.name, c.kind) for c in after.columns]
    for column in after.columns:
        if column.whole:
            values = made[column.name].values.astype(np.float64)
            assert np.array_equal(np.rint(values), values, equal_nan=True)
    renamed = prepared_tables.names_after(SCHEMA.names, [step(module)])
    for old, new in renamed.items():
        if new in after:  # what a column is for, and who may see it, goes with it
            assert after[new].role is SCHEMA[old].role
            assert after[new].personal is SCHEMA[old].personal


@pytest.mark.parametrize("module", STEPS)
def test_step_does_not_change_what_it_is_given(module: ModuleType) -> None:
    frame, given = table(), step(module)
    before = copy.deepcopy((frame, given))
    first = PreparedTable(FrameTable(frame), SCHEMA, bound([given])).frame()
    second = PreparedTable(FrameTable(frame), SCHEMA, bound([given])).frame()
    assert same(first, second)
    assert same(frame, before[0])
    assert given == before[1]


@pytest.mark.parametrize("rows", [1, 64, 500])
@pytest.mark.parametrize("module", STEPS)
def test_blocks_become_what_the_whole_becomes(module: ModuleType, rows: int) -> None:
    n = 120 if rows == 1 else N
    prepared = PreparedTable(FrameTable(table(n)), SCHEMA, bound([step(module)]))
    whole, _ = prepared_tables.applied(table(n), np.arange(n), prepared.steps)
    assert same(stacked(list(prepared.blocks(rows=rows))), whole)
    assert prepared.n_rows == whole.n_rows
    picked = np.array([prepared.n_rows // 2, 0, prepared.n_rows - 1])
    assert same(prepared.take(picked), whole.take(picked))
    for name in whole.names:
        assert prepared.column(name).to_list() == whole[name].to_list()


@pytest.mark.parametrize("module", STEPS)
def test_step_does_something_to_a_table_it_fits(module: ModuleType) -> None:
    prepared = PreparedTable(FrameTable(table()), SCHEMA, bound([step(module)]))
    assert not same(prepared.frame(), table())


@pytest.mark.parametrize("module", STEPS)
def test_no_rows_become_no_rows(module: ModuleType) -> None:
    prepared = PreparedTable(FrameTable(table(0)), SCHEMA, bound([step(module)]))
    assert prepared.frame().n_rows == 0
    assert prepared.frame().names == effect(SCHEMA, prepared.steps).names


@pytest.mark.parametrize("module", STEPS)
def test_step_says_in_a_sentence_what_it_does(module: ModuleType) -> None:
    (one,) = bound([step(module)])
    assert one.sentence[0].isupper()
    assert one.sentence[-1] not in ".!"
    assert module.ENTRY.help.endswith(".")
    for parameter in module.ENTRY.parameters:
        assert parameter.title[0].isupper()


def names_columns(module: ModuleType) -> bool:
    forms = {getattr(p, "form", "") for p in module.ENTRY.parameters}
    return bool({"column", "columns"} & forms)


@pytest.mark.parametrize("module", [case for case in STEPS if names_columns(case.values[0])])
def test_column_that_is_gone_is_named(module: ModuleType) -> None:
    given = {
        p.id: "gone" if p.form == "column" else ["gone"]
        for p in module.ENTRY.parameters
        if p.form in ("column", "columns") and p.id != "parts"
    }
    with pytest.raises(NeedsYou, match="There is no column gone") as caught:
        effect(SCHEMA, bound([step(module, **given)]))
    assert "amount" in caught.value.hint


@pytest.mark.parametrize("module", STEPS)
def test_bad_settings_are_said(module: ModuleType) -> None:
    with pytest.raises(NeedsYou, match="has no setting colour"):
        bound([step(module, colour="red")])
    for parameter in module.ENTRY.parameters:
        if parameter.choices:
            with pytest.raises(NeedsYou, match="cannot be"):
                bound([step(module, **{parameter.id: "something else"})])
        if getattr(parameter, "needed", False):
            with pytest.raises(NeedsYou, match="is needed"):
                bound([step(module, **{parameter.id: ""})])
        if getattr(parameter, "form", "") in ("condition", "expression"):
            with pytest.raises(NeedsYou, match="position 5"):
                effect(SCHEMA, bound([step(module, **{parameter.id: "1 + gone"})]))


@pytest.mark.parametrize("module", STEPS)
def test_whole_steps_know_the_rows_that_came_before(module: ModuleType) -> None:
    frame = table()
    half = N // 2
    first, second = frame.take(np.arange(half)), frame.take(np.arange(half, N))
    steps = bound([step(module)])
    whole = PreparedTable(FrameTable(frame), SCHEMA, steps)
    early = PreparedTable(FrameTable(first), SCHEMA, steps)
    late = PreparedTable(
        FrameTable(second), SCHEMA, steps, before=(FrameTable(first),), first_row=half
    )
    assert same(stacked([early.frame(), late.frame()]), whole.frame())
