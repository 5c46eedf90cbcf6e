"""Rows as a source gives them, and the one way from there to typed rows, for every reader.

A reader puts its rows into the engine's relation `t` with columns c0, c1, ...: texts where the
source knows no types (text files, pastes, sheets written as text), else values of the source's own
types. `typed` then decides by the rules of `domain.inference` over whole columns, and writes the
rows in their kinds to a private file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.base.spill_folders import spill_folder
from tidemill.catalog import typed_tables
from tidemill.catalog.column_plans import Column as PlannedColumn
from tidemill.catalog.column_plans import Plan
from tidemill.catalog.column_plans import column as looked_at
from tidemill.catalog.engine_texts import EngineTexts
from tidemill.catalog.raw_rows import as_text, decide_own_words, expected_words, numbered, shown
from tidemill.catalog.said_of_dates import answered, date_question, hinted, said_of
from tidemill.catalog.typed_tables import Form
from tidemill.domain.columns import ALL_MISSING, Column, Kind, Role, Schema
from tidemill.domain.evidence import Evidence
from tidemill.domain.inference import (
    AMBIGUOUS_DATES,
    NO_HINTS,
    Decision,
    Hints,
    decide,
    decide_expected,
    hints_of,
    is_nearly_numbers,
    words,
)
from tidemill.domain.parsing import Parser
from tidemill.domain.reading import (
    MAX_BAD_ROWS,
    MAX_EXAMPLES,
    MAX_OFFENDERS,
    BadRow,
    Mismatch,
    Question,
    ReadOptions,
)
from tidemill.domain.tables import FrameTable, Table

READ_AS_IT_COMES = ReadOptions()
AS_ASKED = "Read as text, as asked."
_WORDS = (Kind.CATEGORICAL, Kind.TEXT)
_WHOLE_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True)
class RawColumn:
    """A column as it came.

    `kind` is None for texts whose kind the rules find. Else the source says it: numbers of any
    type, timestamps, truth values; categories and texts are told apart by the rules. `note` says
    what was done to its values.
    """

    name: str
    kind: Kind | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class RawTable:
    """The relation `t` of an engine; `lines` has shape (rows,), as in `ReadResult`."""

    engine: Any
    columns: tuple[RawColumn, ...]
    lines: npt.NDArray[np.int64]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


class ColumnOfTexts(Protocol):
    """A column of texts, wherever they are."""

    @property
    def evidence(self) -> Evidence:
        """What the rules look at."""
        ...

    def plan(self, decision: Decision) -> Plan:
        """How to write the column as decided."""
        ...


@dataclass(frozen=True, eq=False)
class OneColumn:
    """A column on its way: as it came, as expected, as decided, as it will be written.

    `source` is None where the source's own values are taken as they are.
    """

    raw: RawColumn
    known: Column | None
    source: ColumnOfTexts | None
    decision: Decision | None = None
    plan: Plan | None = None
    column: Column | None = None


@dataclass(frozen=True, eq=False)
class Typed:
    """Rows in their kinds, and what there is to say of them; the words are `ReadResult`'s.

    `lines` are those of the rows that are there; `set_aside` are rows left out because a cell
    does not fit, as asked for, and `n_set_aside` counts them all.
    """

    table: Table
    schema: Schema
    mismatches: tuple[Mismatch, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    decimal: str
    lines: npt.NDArray[np.int64]
    questions: tuple[Question, ...] = ()
    set_aside: tuple[BadRow, ...] = ()
    n_set_aside: int = 0


def typed(
    raw: RawTable,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> Typed:
    """Bring all columns into kinds: those expected of them, or those their values show.

    The rows are written below `scratch`, which must stay as long as they are used; without it
    they are in memory. Expected columns come first, in their order, then the new ones. Raises
    `NeedsYou` at the first cell that does not fit where the options say to stop.
    """
    with spill_folder() as own:
        found = Typing(raw, expected, options, scratch or own, reporter).run()
        return replace(found, table=found.table if scratch else FrameTable(found.table.frame()))


class Typing:
    """One run over the columns of a raw table.

    Which rules decide stands here; what asks the rows themselves (`looked_at`, `bad_rows`,
    `raw_rows`, `written`) is asked of the engine, or of rows in memory by `small_tables`.
    """

    def __init__(
        self,
        raw: RawTable,
        expected: Schema | None,
        options: ReadOptions,
        scratch: Path,
        reporter: Reporter,
    ) -> None:
        self._raw, self._expected, self._options = raw, expected, options
        self._scratch, self._reporter = scratch, reporter
        self._engine, self._lines = raw.engine, raw.lines
        self._row = "" if raw.engine is None else numbered(raw.engine, len(raw.columns), scratch)

    def run(self) -> Typed:
        """Decide, plan and write."""
        names = self._raw.names
        found = [self.looked_at(i) for i in range(len(names))]
        hints = hints_of([one.decision for one in found if one.decision is not None])
        if hints != NO_HINTS:
            found = [self._with_hints(one, hints) for one in found]
        wanted = self._expected.names if self._expected else ()
        place = {name: i for i, name in enumerate(names)}
        new = tuple(name for name in names if name not in wanted) if self._expected else ()
        order = [n for n in wanted if n in place] + list(new) if self._expected else list(names)
        inside = [self._planned(found[place[name]]) for name in order]
        self._stop_at_the_first(inside)
        aside, n_aside, kept = self._rows_aside(inside)
        self._reporter.report(0.7)
        table = self.written(inside, kept)
        return Typed(
            table,
            Schema(tuple(one.column for one in inside if one.column is not None)),
            () if n_aside else tuple(self._mismatches(inside)),
            tuple(name for name in wanted if name not in place),
            new,
            hints.decimal or ".",
            self._lines if kept is None else self._lines[kept],
            tuple(q for q in map(self._question, inside) if q is not None),
            aside,
            n_aside,
        )

    def looked_at(self, i: int) -> OneColumn:
        """A column by its number, decided on without the hints of the others."""
        self._reporter.check()
        self._reporter.report(0.6 * i / len(self._raw.columns))
        raw = self._raw.columns[i]
        known = self.known(raw.name)
        is_own = raw.kind is not None
        source = f"c{i}"
        if is_own and raw.kind not in _WORDS:
            if known is None or known.is_open or known.kind is raw.kind:
                return _own(self._engine, i, raw, known)
            source = as_text(self._engine, i)
        n_rows = len(self._lines)
        texts = EngineTexts(self._engine, source, self._row, n_rows, self._reporter, is_own)
        one = OneColumn(raw, known, looked_at(i, raw.name, texts))
        return self.decided(one)

    def known(self, name: str) -> Column | None:
        """The column that is expected under a name."""
        return self._expected[name] if self._expected and name in self._expected else None

    def decided(self, one: OneColumn, hints: Hints = NO_HINTS) -> OneColumn:
        """With the kind that the rules find for its texts."""
        assert one.source is not None
        said = said_of(one.raw.name, self._expected, self._options)
        hints, evidence, known = hinted(hints, said), one.source.evidence, one.known
        if one.raw.kind is not None and (known is None or known.is_open):
            decision = decide_own_words(evidence, one.raw.kind, one.raw.note)
        elif known is None or known.is_open:
            decision = decide(evidence, hints)
            if said == "text" and decision.kind not in _WORDS:
                is_date = decision.kind is Kind.DATETIME
                decision = replace(words(evidence), note="", unsettled=is_date)
            if self._options.bad_rows in ("stop", "set aside") and is_nearly_numbers(decision):
                decision = Decision(Kind.NUMERIC, Parser(Kind.NUMERIC))
        else:
            decision = decide_expected(evidence, known, hints)
        return replace(one, decision=decision)

    def _with_hints(self, one: OneColumn, hints: Hints) -> OneColumn:
        said = said_of(one.raw.name, self._expected, self._options)
        if one.decision is None or said or not one.decision.unsettled:
            return one
        self._reporter.check()
        return self.decided(one, hints)

    def _planned(self, one: OneColumn) -> OneColumn:
        """With the way it is written, and its column in the schema."""
        self._reporter.check()
        if one.source is None:
            return one
        assert one.decision is not None
        decision, known = one.decision, one.known
        plan = one.source.plan(decision)
        if plan.n_bad and self._options.bad_rows == "text":
            decision = replace(words(one.source.evidence), note=AS_ASKED)
            column = decision.column(one.raw.name, known.role if known else Role.FEATURE)
            column = replace(column, reading="text", personal=bool(known and known.personal))
            return replace(one, plan=one.source.plan(decision), column=column, decision=decision)
        column = decision.column(one.raw.name)
        if known is not None and known.is_open:
            column = known if column.is_open else replace(column, role=known.role)
            if column.is_open and plan.form.kind is not column.kind:
                nothing = Decision(column.kind, Parser(column.kind))
                plan = one.source.plan(nothing)
        elif known is not None:
            column = replace(known, note=decision.note)
        whole = known is None and decision.whole
        if known is not None and column.kind is Kind.NUMERIC:
            whole = plan.form.whole or decision.whole
        column = answered(replace(column, whole=whole), self._said(one))
        return replace(one, plan=plan, column=column)

    def _said(self, one: OneColumn) -> str:
        return said_of(one.raw.name, self._expected, self._options)

    def _question(self, one: OneColumn) -> Question | None:
        if one.decision is None or not one.decision.unsettled or self._said(one):
            return None
        if one.column is None or one.column.note != AMBIGUOUS_DATES or one.source is None:
            return None
        return date_question(one.raw.name, one.source.evidence.head[:3])

    def bad_rows(self, one: OneColumn, limit: int | None) -> list[tuple[int, str]]:
        """Row numbers and texts of the cells that do not fit."""
        assert one.plan is not None
        assert isinstance(one.source, PlannedColumn)
        join = f" positional join {one.plan.side}" if one.plan.side else ""
        query = (
            f"select {self._row} r, {one.source.texts.source} from t{join} "
            f"where {one.plan.bad} order by r" + (f" limit {limit}" if limit else "")
        )
        return [(int(row), text) for row, text in self._engine.execute(query).fetchall()]

    def _mismatches(self, inside: Sequence[OneColumn]) -> Iterator[Mismatch]:
        for one in inside:
            if one.plan is None or not one.plan.n_bad:
                continue
            rows = self.bad_rows(one, MAX_OFFENDERS)
            lines = tuple(int(self._lines[row]) for row, _ in rows)
            examples = tuple(
                (line, text[:200])
                for line, (_, text) in zip(lines[:MAX_EXAMPLES], rows, strict=False)
            )
            kind = one.plan.form.kind
            yield Mismatch(one.raw.name, kind, one.plan.n_bad, examples, lines)

    def _stop_at_the_first(self, inside: Sequence[OneColumn]) -> None:
        if self._options.bad_rows != "stop":
            return
        firsts = [
            (*self.bad_rows(one, 1)[0], one)
            for one in inside
            if one.plan is not None and one.plan.n_bad
        ]
        if not firsts:
            return
        row, text, one = min(firsts, key=lambda first: first[0])
        assert one.plan is not None
        raise NeedsYou(
            f"Line {self._lines[row]:,}: {expected_words(one.raw.name, one.plan.form.kind, text)}",
            "Mend the line and add the file again, set such rows aside, or read the column as "
            "text.",
        )

    def _rows_aside(
        self, inside: Sequence[OneColumn]
    ) -> tuple[tuple[BadRow, ...], int, npt.NDArray[np.bool_] | None]:
        """The rows left out because a cell does not fit, and which rows are kept (all: None)."""
        if self._options.bad_rows != "set aside":
            return (), 0, None
        reasons: dict[int, str] = {}
        for one in inside:
            if one.plan is not None and one.plan.n_bad:
                for row, text in self.bad_rows(one, None):
                    words = expected_words(one.raw.name, one.plan.form.kind, text)
                    reasons.setdefault(row, words)
        if not reasons:
            return (), 0, None
        kept = np.ones(len(self._lines), dtype=bool)
        kept[list(reasons)] = False
        rows = tuple(
            BadRow(int(self._lines[row]), reasons[row], shown(cells))
            for row, cells in self.raw_rows(sorted(reasons))
        )
        return rows, len(reasons), kept

    def raw_rows(self, rows: Sequence[int]) -> Iterator[tuple[int, Sequence[str | None]]]:
        """The first `MAX_BAD_ROWS` of some rows, each with its number, as they came."""
        self._engine.register("aside", {"r": np.array(rows, dtype=np.int64)})
        self._engine.execute("create or replace temp table set_aside as select r from aside")
        self._engine.unregister("aside")
        cells = ", ".join(f"c{i}::varchar" for i in range(len(self._raw.columns)))
        found = self._engine.execute(
            f"select {self._row} r, {cells} from t where {self._row} in (select r from set_aside) "
            f"order by r limit {MAX_BAD_ROWS}"
        ).fetchall()
        for row, *texts in found:
            yield int(row), texts

    def written(self, inside: Sequence[OneColumn], kept: npt.NDArray[np.bool_] | None) -> Table:
        """The rows in their kinds; those that are `kept` where some are not."""
        plans = [one.plan for one in inside if one.plan is not None]
        sides = "".join(f" positional join {plan.side}" for plan in plans if plan.side)
        picked = ", ".join(f"{plan.expression} as c{i}" for i, plan in enumerate(plans))
        where = ""
        if kept is not None:  # not by a join with those set aside: it would keep no order of rows
            self._engine.register("kept", {"is_kept": kept})
            self._engine.execute(
                "create or replace temp table kept_rows as select is_kept from kept"
            )
            self._engine.unregister("kept")
            sides, where = f"{sides} positional join kept_rows", " where is_kept"
        path = self._scratch / "typed.parquet"
        forms = [plan.form for plan in plans]
        return typed_tables.write(
            self._engine, f"select {picked} from t{sides}{where}", forms, path, self._reporter
        )


def _own(engine: Any, i: int, raw: RawColumn, known: Column | None) -> OneColumn:
    """A column of the source's own numbers, times or truth values."""
    kind = raw.kind
    assert kind is not None
    whole, any_there = False, engine.execute(f"select count(c{i}) > 0 from t").fetchone()[0]
    expression = f"coalesce(c{i}::tinyint, -1)"
    if kind is Kind.DATETIME:
        expression = f"c{i}::timestamp"
    if kind is Kind.NUMERIC:
        engine_type = engine.execute(f"select typeof(c{i}) from t limit 1").fetchone()
        n_missing = engine.execute(f"select count(*) - count(c{i}) from t").fetchone()[0]
        is_int64 = bool(engine_type) and engine_type[0] in _WHOLE_TYPES and not n_missing
        whole_query = f"select bool_and(c{i} = floor(c{i})) from t where isfinite(c{i}::double)"
        whole = is_int64 or bool(engine.execute(whole_query).fetchone()[0])
        expression = f"c{i}::bigint" if is_int64 else f"coalesce(c{i}::double, 'nan')"
        form = Form(raw.name, kind, is_int64)
    else:
        form = Form(raw.name, kind)
    column = Column(raw.name, kind, whole=whole, note=raw.note if any_there else ALL_MISSING)
    if known is not None and not known.is_open:
        column = replace(known, whole=whole)
    elif known is not None:
        column = known if not any_there else replace(column, role=known.role)
        if not any_there:
            return OneColumn(raw, known, None, None, Plan(*_nothing(known)), known)
    return OneColumn(raw, known, None, None, Plan(form, expression), column)


def _nothing(known: Column) -> tuple[Form, str]:
    """A column without values, in the kind it is known to have."""
    if known.kind is Kind.NUMERIC:
        return Form(known.name, known.kind), "'nan'::double"
    if known.kind is Kind.DATETIME:
        return Form(known.name, known.kind), "null::timestamp"
    return Form(known.name, known.kind, False, ()), "-1::smallint"
