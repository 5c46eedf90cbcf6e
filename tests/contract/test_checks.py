"""Every check passes good data, says so in a sentence, and counts what breaks its rule."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.checking import MAX_OFFENDERS, CheckFacts, CheckResult
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.entries import CheckEntry
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.reading import BadRow, Mismatch, ReadFacts, ReadResult
from tidemill.domain.tables import FrameTable

N = 1000
CHECKS = [pytest.param(module, id=name) for name, module in family("checks").items()]


def good(n: int = N) -> CheckFacts:
    """Facts that keep every rule."""
    frame = Frame(
        (
            ColumnData("n", Kind.NUMERIC, np.arange(n) * 0.5),
            coded("c", Kind.CATEGORICAL, ["a", "b"] * (n // 2)),
            ColumnData("late", Kind.NUMERIC, np.arange(n) % 2),
        )
    )
    schema = Schema(
        (
            Column("n", Kind.NUMERIC),
            Column("c", Kind.CATEGORICAL),
            Column("late", Kind.NUMERIC, Role.TARGET, whole=True),
        )
    )
    read = ReadResult(FrameTable(frame), schema, ReadFacts("csv", 10_000), np.arange(2, n + 2))
    return CheckFacts(
        read,
        schema,
        n_rows_usual=(n, n, n),
        missing_usual={"n": 0.0, "c": 0.0, "late": 0.0},
    )


def with_column(facts: CheckFacts, name: str, values: Any) -> CheckFacts:
    frame = Frame(
        tuple(
            ColumnData(name, c.kind, values, c.levels) if c.name == name else c
            for c in facts.read.frame
        )
    )
    return replace(facts, read=replace(facts.read, table=FrameTable(frame)))


def broken(check: str) -> CheckFacts:
    """Facts that break one rule in more than `MAX_OFFENDERS` rows where rules name rows."""
    facts = good()
    read = facts.read
    half_missing = np.where(np.arange(N) % 2 == 0, np.nan, 1.0 * np.arange(N))
    lines = tuple(range(2, MAX_OFFENDERS + 2))
    return {
        "columns_present": lambda: replace(facts, read=replace(read, missing_columns=("n",))),
        "types_match": lambda: replace(
            facts,
            read=replace(
                read, mismatches=(Mismatch("n", Kind.NUMERIC, 500, ((2, "calm"),), lines),)
            ),
        ),
        "rows_readable": lambda: replace(
            facts,
            read=replace(
                read,
                bad_rows=tuple(BadRow(i, "It has 1 value.", "x") for i in range(2, 502)),
                facts=replace(read.facts, n_bad_rows=500),
            ),
        ),
        "row_count": lambda: replace(facts, n_rows_usual=(10 * N, 10 * N)),
        "missing_share": lambda: with_column(facts, "n", half_missing),
        "target_present": lambda: with_column(facts, "late", np.full(N, np.nan)),
        "finite_values": lambda: with_column(facts, "n", np.full(N, np.inf)),
        "duplicate_rows": lambda: with_column(facts, "n", np.zeros(N)),
    }[check]()


def run(module: ModuleType, facts: CheckFacts, **given: Any) -> CheckResult:
    return module.check(facts, **module.ENTRY.settings(given))


@pytest.mark.parametrize("module", CHECKS)
def test_entry_declares_itself(module):
    entry = module.ENTRY
    assert isinstance(entry, CheckEntry)
    assert entry.severity in ("error", "warn")
    assert entry.version >= 1
    assert entry.title
    assert entry.help
    for parameter in entry.parameters:
        assert parameter.title
        assert parameter.help
        assert parameter.checked(parameter.default) == parameter.default


@pytest.mark.parametrize("module", CHECKS)
def test_good_data_passes_with_a_sentence(module):
    result = run(module, good())
    assert result.passed
    assert result.message.endswith(".")
    assert result.rows == ()
    assert not result.sets_aside


@pytest.mark.parametrize("module", CHECKS)
def test_first_file_of_a_dataset_passes(module):
    facts = CheckFacts(good().read)
    assert run(module, facts).passed


@pytest.mark.parametrize("module", CHECKS)
def test_broken_rule_is_told_with_its_entry_and_its_rows(module):
    result = run(module, broken(module.ENTRY.id))
    assert not result.passed
    assert (result.check, result.version) == (module.ENTRY.id, module.ENTRY.version)
    assert result.name == module.ENTRY.title
    assert result.severity == module.ENTRY.severity
    assert result.sets_aside == (result.severity == "error")
    assert result.message.endswith(".")
    assert len(result.rows) <= MAX_OFFENDERS
    assert list(result.rows) == sorted(set(result.rows))
    assert result.n_rows >= len(result.rows)
    if result.rows:
        assert len(result.rows) == MAX_OFFENDERS
        assert result.n_rows > MAX_OFFENDERS


@pytest.mark.parametrize("module", CHECKS)
def test_result_survives_storing(module):
    result = run(module, broken(module.ENTRY.id))
    stored = result.to_dict()
    assert CheckResult.from_dict(stored) == result
    assert {"name", "passed", "message", "rows"} <= set(stored)
    assert all(isinstance(row, int) for row in stored["rows"])


@pytest.mark.parametrize("module", CHECKS)
def test_unknown_settings_are_refused(module):
    with pytest.raises(NeedsYou, match="has no setting"):
        run(module, good(), nonsense=1)


@pytest.mark.parametrize("module", CHECKS)
def test_columns_left_out_break_no_rule(module):
    facts = broken(module.ENTRY.id)
    if module.ENTRY.id not in ("columns_present", "types_match", "missing_share", "finite_values"):
        assert not run(module, facts).passed
        return
    schema = facts.read.schema.assigned({"n": Role.LEFT_OUT})
    left_out = replace(facts, expected=schema, read=replace(facts.read, schema=schema))
    assert run(module, left_out).passed
