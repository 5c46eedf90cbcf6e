"""Every check passes good data, says so in a sentence, and counts what breaks its rule."""

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.checking import MAX_OFFENDERS, CheckFacts, CheckResult
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.entries import CheckEntry
from tidemill.domain.file_figures import figures_of
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.profiles import profile
from tidemill.domain.reading import BadRow, Mismatch, ReadFacts, ReadResult
from tidemill.domain.tables import FrameTable
from tidemill.services import rules

N = 1000
CHECKS = [pytest.param(module, id=name) for name, module in family("checks").items()]


SETTINGS: dict[str, dict[str, Any]] = {
    "column_values": {"column": "n", "kind": "numeric", "missing": 0.0, "low": "0"},
    "allowed_values": {"column": "c", "values": "a, b"},
    "sql_condition": {"expression": "n >= 0 and c in ('a', 'b')"},
    "python_condition": {"expression": "n >= 0 and c in ('a', 'b')"},
}
"""Settings of the checks that mean nothing without."""

NAMES_ROWS = {
    "types_match", "rows_readable", "missing_share", "target_present", "finite_values",
    "duplicate_rows", "column_values", "allowed_values", "sql_condition", "python_condition",
    "new_categories", "text_damage", "unique_key", "time_order", "repeated_rows",
}  # fmt: skip
"""Checks that name the rows that break them."""

SCHEMA = Schema(
    (
        Column("id", Kind.NUMERIC, Role.IDENTIFIER, whole=True),
        Column("day", Kind.DATETIME, Role.TIME),
        Column("n", Kind.NUMERIC),
        Column("c", Kind.CATEGORICAL),
        Column("who", Kind.TEXT),
        Column("late", Kind.NUMERIC, Role.TARGET, whole=True),
    )
)
START = np.datetime64("2025-03-03T00:00", "us")


def table(n: int = N, start: int = 0) -> Frame:
    """Rows of a file: an hour each by day, from `start` hours on."""
    draw = np.random.default_rng(start)
    hours = start + np.arange(n) // 8
    return Frame(
        (
            ColumnData("id", Kind.NUMERIC, start * 100 + np.arange(n)),
            ColumnData("day", Kind.DATETIME, START + _office(hours).astype("timedelta64[h]")),
            ColumnData("n", Kind.NUMERIC, draw.random(n) * 10 + 1),
            coded("c", Kind.CATEGORICAL, draw.choice(["a", "b"], n).tolist()),
            coded("who", Kind.TEXT, [f"guest {start + i} from Köln" for i in range(n)]),
            ColumnData("late", Kind.NUMERIC, draw.integers(0, 2, n)),
        )
    )


def _office(hours: Any) -> Any:
    """The n-th hour of those from 8 to 16."""
    return hours // 8 * 24 + 8 + hours % 8


def good(n: int = N) -> CheckFacts:
    """Facts of a third file that keeps every rule."""
    before = [FrameTable(table(n, start)) for start in (0, 1000)]
    known = tuple(figures_of(one, SCHEMA, None, "late") for one in before)
    earlier = FrameTable(stacked([one.held for one in before]))
    read = ReadResult(
        FrameTable(table(n, 2000)), SCHEMA, ReadFacts("csv", 10_000), np.arange(2, n + 2)
    )
    return CheckFacts(
        read,
        SCHEMA,
        n_rows_usual=(n, n, n),
        missing_usual=dict.fromkeys(SCHEMA.names, 0.0),
        known=known,
        former=profile(earlier.held, SCHEMA),
        earlier=earlier,
        now=datetime(2026, 1, 1, tzinfo=UTC),
        roles=SCHEMA,
    )


def with_column(facts: CheckFacts, name: str, values: Any, levels: Any = None) -> CheckFacts:
    frame = Frame(
        tuple(
            ColumnData(name, c.kind, values, c.levels if levels is None else levels)
            if c.name == name
            else c
            for c in facts.read.frame
        )
    )
    return replace(facts, read=replace(facts.read, table=FrameTable(frame)))


def broken(check: str) -> CheckFacts:
    """Facts that break one rule in more than `MAX_OFFENDERS` rows where rules name rows."""
    facts = good()
    read = facts.read
    half = np.arange(N) % 2
    values = read.frame["n"].values
    half_missing = np.where(half == 0, np.nan, values)
    lines = tuple(range(2, MAX_OFFENDERS + 2))
    times = read.frame["day"].values
    mails = [f"guest{i}@example.org" for i in range(N)]
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
        "duplicate_rows": lambda: replace(
            facts, read=replace(read, table=FrameTable(table().take(np.arange(N) // 2)))
        ),
        "column_values": lambda: with_column(facts, "n", half_missing),
        "allowed_values": lambda: with_column(facts, "c", half.astype(np.int32), ("a", "z")),
        "sql_condition": lambda: with_column(facts, "n", values * (1 - 2 * half)),
        "python_condition": lambda: with_column(facts, "n", values * (1 - 2 * half)),
        "usual_values": lambda: with_column(facts, "n", values * 1000),
        "new_categories": lambda: with_column(facts, "c", half.astype(np.int32), ("a", "z")),
        "time_of_day": lambda: with_column(facts, "day", times + np.timedelta64(5, "h")),
        "fresh_data": lambda: with_column(facts, "day", times - np.timedelta64(400, "D")),
        "time_order": lambda: with_column(
            facts, "day", np.where(half == 0, times, times[0] - np.timedelta64(1, "h"))
        ),
        "unique_key": lambda: with_column(facts, "id", np.arange(N) // 2),
        "repeated_rows": lambda: replace(
            facts, read=replace(read, table=FrameTable(facts.earlier.take(np.arange(N))))
        ),
        "label_leakage": lambda: with_column(facts, "n", read.frame["late"].values + 0.01 * values),
        "text_damage": lambda: with_column(
            facts,
            "who",
            read.frame["who"].values,
            tuple(v.encode().decode("latin-1") for v in read.frame["who"].levels),
        ),
        "personal_data": lambda: with_column(
            facts, "who", np.arange(N, dtype=np.int32), tuple(mails)
        ),
    }[check]()


def run(module: ModuleType, facts: CheckFacts, **given: Any) -> CheckResult:
    settings = SETTINGS.get(module.ENTRY.id, {}) | given
    return module.check(facts, **module.ENTRY.settings(settings))


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
    facts = CheckFacts(good().read, target="late", time="day")
    assert run(module, facts).passed


@pytest.mark.parametrize("module", CHECKS)
def test_broken_rule_is_told_with_its_entry_and_its_rows(module):
    result = run(module, broken(module.ENTRY.id))
    assert not result.passed
    assert (result.check, result.version) == (module.ENTRY.id, module.ENTRY.version)
    assert result.name == module.ENTRY.title
    assert result.severity in ("error", "warn")
    assert result.sets_aside == (result.severity == "error")
    assert result.message.endswith((".", "?"))
    assert len(result.rows) <= MAX_OFFENDERS
    assert list(result.rows) == sorted(set(result.rows))
    assert result.n_rows >= len(result.rows)
    assert bool(result.rows) == (module.ENTRY.id in NAMES_ROWS)
    if result.rows:
        assert len(result.rows) == MAX_OFFENDERS
        assert result.n_rows > MAX_OFFENDERS
    if result.row_numbers is not None:
        assert result.n_rows == len(result.row_numbers)


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
    about = {
        **dict.fromkeys(
            (
                "columns_present",
                "types_match",
                "missing_share",
                "finite_values",
                "usual_values",
                "label_leakage",
            ),
            "n",
        ),
        "new_categories": "c",
        "text_damage": "who",
        "personal_data": "who",
        "unique_key": "id",
    }.get(module.ENTRY.id)
    if about is None:
        assert not run(module, facts).passed
        return
    schema = facts.read.schema.assigned({about: Role.LEFT_OUT})
    read = replace(facts.read, schema=schema)
    left_out = replace(facts, expected=schema, roles=schema, read=read)
    assert run(module, left_out).passed


@pytest.mark.parametrize("module", CHECKS)
def test_a_rule_is_one_sentence(module):
    sentence = rules.sentence(module.ENTRY.id, SETTINGS.get(module.ENTRY.id, {}))
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence.split(" ")[0] in SCHEMA.names


@pytest.mark.parametrize("module", CHECKS)
def test_what_a_check_proposes_is_kept_by_the_files_it_was_proposed_from(module):
    facts = good()
    offered = getattr(module, "propose", lambda *_: [])(SCHEMA, list(facts.known))
    for settings, severity, reason in offered:
        assert severity in ("error", "warn")
        assert reason.endswith(".")
        if hasattr(module, "judge"):
            module.judge(SCHEMA, **module.ENTRY.settings(settings))
        assert module.check(facts, **module.ENTRY.settings(settings)).passed, settings


# The bounds of the settings say all where there is nothing to judge.
@pytest.mark.parametrize("module", [case for case in CHECKS if hasattr(case.values[0], "judge")])
def test_settings_that_cannot_be_meant_are_refused(module):
    wrong = {
        "column_values": {"column": "nowhere"},
        "allowed_values": {"column": "c", "values": ""},
        "sql_condition": {"expression": "n > (select 1 from read_text('/etc/hostname'))"},
        "python_condition": {"expression": "__import__('os')"},
        "unique_key": {"columns": "nowhere"},
        "fresh_data": {"column": "n"},
        "time_order": {"column": "n"},
    }[module.ENTRY.id]
    with pytest.raises(NeedsYou):
        module.judge(SCHEMA, **module.ENTRY.settings(wrong))


@pytest.mark.parametrize("module", CHECKS)
def test_no_message_shows_a_value_of_a_personal_column(module):
    secret = "secret"
    facts = broken(module.ENTRY.id)
    read = facts.read
    frame = Frame(
        tuple(
            ColumnData(c.name, c.kind, c.values, tuple(f"{secret} {v}" for v in c.levels))
            for c in read.frame
        )
    )
    schema = Schema(tuple(replace(c, personal=True) for c in SCHEMA.columns))
    mismatches = tuple(replace(m, examples=((2, secret),)) for m in read.mismatches)
    bad_rows = tuple(replace(row, text=secret) for row in read.bad_rows)
    read = replace(read, table=FrameTable(frame), mismatches=mismatches, bad_rows=bad_rows)
    result = run(module, replace(facts, read=read, roles=schema))
    assert secret not in result.message
