"""Rows of texts that are few: typed in memory, by the same rules and without an engine.

An engine takes longer to begin than all there is to do for a small file. A column of at most
`LEVELS_KEPT` different texts is read text by text by the rules of `domain.inference` in either
way; here the texts are grouped by Python, there by the engine. What comes out is the same.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.catalog.column_plans import Plan, by_levels, different_texts
from tidemill.catalog.engine_texts import LEVELS_KEPT
from tidemill.catalog.raw_tables import (
    READ_AS_IT_COMES,
    OneColumn,
    RawColumn,
    RawTable,
    Typed,
    Typing,
)
from tidemill.domain.columns import Schema
from tidemill.domain.evidence import Texts
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.inference import Decision
from tidemill.domain.reading import MAX_BAD_ROWS, ReadOptions
from tidemill.domain.tables import FrameTable

MOST_ROWS = LEVELS_KEPT
"""Up to so many rows no column can have too many different texts."""

_NONE: npt.NDArray[np.int64] = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class HeldPlan(Plan):
    """A column as it stands in memory; `odd` are the rows whose cells do not fit."""

    data: ColumnData
    odd: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class HeldColumn:
    """A column of texts in memory: `codes` of its different texts, -1 where missing."""

    name: str
    texts: Sequence[str | None]
    evidence: Texts
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, name: str, texts: Sequence[str | None]) -> "HeldColumn":
        """A column, its different texts in the order of the rows."""
        evidence = different_texts(Counter(texts).items(), len(texts), are_words=False)
        place: dict[str | None, int] = {text: i for i, text in enumerate(evidence.levels)}
        codes = np.fromiter((place.get(text, -1) for text in texts), np.int32, len(texts))
        return cls(name, texts, evidence, codes)

    def plan(self, decision: Decision) -> HeldPlan:
        """How the column stands as decided."""
        found = by_levels(self.name, decision.parser, self.evidence)
        codes = self.codes
        if found.truths is not None:
            codes = np.append(found.truths, np.int32(-1))[codes]
        odd = np.flatnonzero(np.isin(self.codes, found.odd)) if found.odd else _NONE
        data = found.form.data(codes)
        return HeldPlan(found.form, "", "", found.n_bad, data=data, odd=odd)


class _Held(Typing):
    """One run over columns of texts in memory."""

    def __init__(
        self,
        columns: Sequence[HeldColumn],
        lines: npt.NDArray[np.int64],
        expected: Schema | None,
        options: ReadOptions,
        reporter: Reporter,
    ) -> None:
        raw = RawTable(None, tuple(RawColumn(one.name) for one in columns), lines)
        super().__init__(raw, expected, options, Path(), reporter)
        self._columns = columns

    def looked_at(self, i: int) -> OneColumn:
        column = self._columns[i]
        return self.decided(OneColumn(RawColumn(column.name), self.known(column.name), column))

    def bad_rows(self, one: OneColumn, limit: int | None) -> list[tuple[int, str]]:
        assert isinstance(one.source, HeldColumn)
        assert isinstance(one.plan, HeldPlan)
        return [(int(row), one.source.texts[row] or "") for row in one.plan.odd[:limit]]

    def raw_rows(self, rows: Sequence[int]) -> Iterator[tuple[int, Sequence[str | None]]]:
        for row in rows[:MAX_BAD_ROWS]:
            yield row, [column.texts[row] for column in self._columns]

    def written(
        self, inside: Sequence[OneColumn], kept: npt.NDArray[np.bool_] | None
    ) -> FrameTable:
        frame = Frame(tuple(one.plan.data for one in inside if isinstance(one.plan, HeldPlan)))
        return FrameTable(frame if kept is None else frame.take(kept))


def typed(
    names: Sequence[str],
    columns: Sequence[Sequence[str | None]],
    lines: npt.NDArray[np.int64],
    expected: Schema | None,
    reporter: Reporter,
    options: ReadOptions = READ_AS_IT_COMES,
) -> Typed:
    """As `raw_tables.typed`, for at most `MOST_ROWS` rows of texts by column, None where missing.

    `lines` has shape (rows,), as in `ReadResult`. The rows are in memory.
    """
    held = [HeldColumn.of(name, texts) for name, texts in zip(names, columns, strict=True)]
    return _Held(held, lines, expected, options, reporter).run()
