"""The answers of a batch folder kept as a service keeps its own, so that they are measured alike.

They go into blocks of the answer log while a file is scored, and are written down together with
the fact that its answer is whole: once, however often the file was begun.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from tidemill.base.clock import to_iso
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.frames import Frame
from tidemill.services import personal_data
from tidemill.services.predicting import Reading, Scored
from tidemill.services.serving import answer_log
from tidemill.services.training import raw_rows
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs
from tidemill.store.engine import Transaction

MOST_ROWS = 200_000
"""Of a file with more rows every second, third … is kept, so that no more than this are."""


@dataclass(frozen=True)
class _Packed:
    """A block as it will be written: so many rows, packed."""

    n_rows: int
    data: bytes


class BatchAnswers:
    """Takes the answers to a file's rows as they are made; personal values are masked at once."""

    def __init__(self, workspace: Workspace, reading: Reading, request: str, n_rows: int) -> None:
        """`request` names the file in the log; `n_rows` is how many rows it has."""
        raw = reading.learned_on.raw_schema()
        self._workspace, self._version = workspace, reading.version
        self._names = raw_rows.expected(reading.model).names
        self._identifier = next((n for n in raw.names if raw[n].role == "identifier"), None)
        self._personal = personal_data.columns(workspace, reading.learned_on.dataset)
        self._request, self._every = request, max(1, math.ceil(n_rows / MOST_ROWS))
        self._at: datetime = workspace.clock.now()
        self.begin()

    def begin(self) -> None:
        """Forget what was taken: the file is scored from its first row on."""
        self._lines: list[dict[str, Any]] = []
        self._packed: list[_Packed] = []
        self._seen = 0

    def take(self, some: Scored) -> None:
        """Keep the answers to the next rows; a row that has none is left out."""
        chosen = np.arange(-self._seen % self._every, some.frame.n_rows, self._every)
        self._seen += some.frame.n_rows
        if not len(chosen):
            return
        frame = some.frame.take(chosen)
        names = [name for name in self._names if name in frame]
        shown = [self._values(frame, name) for name in names]
        keys: Sequence[Any] = [None] * len(chosen)
        if self._identifier is not None and self._identifier in frame:
            keys = self._values(frame, self._identifier)
        at = to_iso(self._at)
        for place, key, *row in zip(chosen.tolist(), keys, *shown, strict=True):
            answer = some.answers[place]
            if answer.prediction is None:
                continue
            self._lines.append(
                {
                    "at": at,
                    "request": self._request,
                    "ms": 0.0,
                    "id": answer.row if key is None else key,
                    "key": key,
                    "row": dict(zip(names, row, strict=True)),
                    "prediction": answer.prediction,
                    "probability": answer.probability,
                }
            )
        while len(self._lines) >= answer_log.BLOCK_ROWS:
            self._pack(answer_log.BLOCK_ROWS)

    def _values(self, frame: Frame, name: str) -> list[Any]:
        is_personal = name in self._personal
        return [answer_log.plain(value, is_personal) for value in frame[name].to_list()]

    def _pack(self, n: int) -> None:
        lines, self._lines = self._lines[:n], self._lines[n:]
        self._packed.append(_Packed(len(lines), answer_log.packed(lines)))

    def stored(self, deployment_id: int) -> list[AnswerBlock]:
        """The blocks, their files in the store; `write` then names them."""
        if self._lines:
            self._pack(len(self._lines))
        return [
            AnswerBlock(
                0,
                deployment_id,
                self._version.id,
                self._at,
                self._at,
                1,
                one.n_rows,
                len(one.data),
                self._workspace.blobs.put_bytes(one.data),
            )
            for one in self._packed
        ]


def write(tx: Transaction, blocks: Sequence[AnswerBlock]) -> None:
    """Write down that the blocks are there."""
    for one in blocks:
        answer_logs.insert(tx, one)
