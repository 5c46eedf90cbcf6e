"""The rows of a file with a model's answers behind them: a table scored while it is read."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.reading import ReadResult
from tidemill.domain.recipes import Task
from tidemill.domain.tables import BLOCK_ROWS, TableColumn
from tidemill.services import predicting
from tidemill.services.explained_rows import Explainer
from tidemill.services.predicting import Reading, Scored

MAX_LEFT_OUT = 10_000
"""How many rows without a prediction are named; all of them are counted."""


class Taker(Protocol):
    """Is given the answers to a file's rows, some at a time."""

    def begin(self) -> None:
        """The file is scored from its first row on."""
        ...

    def take(self, some: Scored) -> None:
        """These are the answers to the next rows."""
        ...


class AnsweredTable:
    """A `Table` of a file's columns with prediction, probability, model and version behind them.

    It is scored anew each time its blocks
    are read; `left_out` are then the numbers of the first rows without a prediction, and
    `n_left_out` how many there are. With an `explainer` what each column moved the score by stands
    behind those. `taker` is given the answers as they are made.
    """

    def __init__(
        self,
        reading: Reading,
        read: ReadResult,
        explainer: Explainer | None = None,
        taker: Taker | None = None,
    ) -> None:
        self._reading, self._read, self._explainer = reading, read, explainer
        self._taker = taker
        self._is_number = reading.model.task is Task.REGRESSION
        there = [column.name for column in read.table.columns]
        self._own = predicting.free_names(there, explainer)
        self.left_out: list[int] = []
        self.n_left_out = 0

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The file's columns, then ours."""
        prediction, probability, model, version, *why = self._own
        said = Kind.NUMERIC if self._is_number else Kind.CATEGORICAL
        return (
            *self._read.table.columns,
            TableColumn(prediction, said),
            TableColumn(probability, Kind.NUMERIC),
            TableColumn(model, Kind.CATEGORICAL),
            TableColumn(version, Kind.NUMERIC, whole=True),
            *(TableColumn(name, Kind.NUMERIC) for name in why),
        )

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self._read.table.n_rows

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, scored some at a time."""
        self.left_out, self.n_left_out = [], 0
        if self._taker is not None:
            self._taker.begin()
        first = 0
        for some in predicting.scored(self._reading, self._read, rows, self._explainer):
            for place, answer in enumerate(some.answers):
                if answer.prediction is None:
                    self.n_left_out += 1
                    if len(self.left_out) < MAX_LEFT_OUT:
                        self.left_out.append(first + place)
            if self._taker is not None:
                self._taker.take(some)
            first += some.frame.n_rows
            whole = Frame((*some.frame.columns, *self._answers(some)))
            yield whole if names is None else whole.select(names)

    def _answers(self, some: Scored) -> Iterator[ColumnData]:
        prediction, probability, model, version, *why = self._own
        n = some.frame.n_rows
        said = [answer.prediction for answer in some.answers]
        shares = [answer.probability for answer in some.answers]
        if self._is_number:
            yield ColumnData(prediction, Kind.NUMERIC, np.array(said, dtype=np.float64))
        else:
            words = [None if one is None else str(one) for one in said]
            yield coded(prediction, Kind.CATEGORICAL, words)
        yield ColumnData(probability, Kind.NUMERIC, np.array(shares, dtype=np.float64))
        one = self._reading.version
        yield ColumnData(model, Kind.CATEGORICAL, np.zeros(n, dtype=np.int32), (one.model,))
        yield ColumnData(version, Kind.NUMERIC, np.full(n, one.number, dtype=np.int64))
        if some.reasons is not None:
            whole = np.array(list(some.why()), dtype=np.float64).reshape(n, len(why))
            for place, name in enumerate(why):
                yield ColumnData(name, Kind.NUMERIC, whole[:, place])

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return self.frame()[name]

    def take(
        self, rows: "np.typing.NDArray[np.int64]", names: Sequence[str] | None = None
    ) -> Frame:
        """Some rows by number, in that order."""
        whole = self.frame().take(rows)
        return whole if names is None else whole.select(names)

    def frame(self) -> Frame:
        """All rows in memory."""
        return stacked(list(self.blocks()))
