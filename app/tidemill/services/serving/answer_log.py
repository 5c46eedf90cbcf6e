"""Answers kept for monitoring: gathered in memory, written in blocks, never waited for.

A block is a file of JSON lines, packed by Zstandard, and one row that names it. Values of columns
marked personal are masked before they are gathered.
"""

import hashlib
import json
import logging
import math
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import zstandard

from tidemill.base.clock import to_iso
from tidemill.base.errors import TidemillError
from tidemill.domain.deployments import AnswerBlock, Deployment, Logging
from tidemill.domain.mask_signs import MASK
from tidemill.domain.trials import TrialKind
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs

EVERY_S = 5.0
"""How long an answer stays in memory at most, where the disk keeps up."""

BLOCK_ROWS = 20_000
MOST_ROWS = 100_000
"""So many rows are held at most; where the store does not take them, newer ones are left out."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Kept:
    """The answers to one request, as they will be written.

    `trial` says that the rows count in a split or a shadow. For a shadow the answers are the
    candidate's, which nobody was given, and `beside` are those that the champion gave.
    """

    served: ServedModel
    at: datetime
    request: str
    seconds: float
    rows: Sequence[Row]
    answers: Sequence[Answer]
    trial: TrialKind | None = None
    beside: Sequence[Answer] = ()

    @property
    def order(self) -> tuple[int, bool]:
        """What goes into a block of its own: each version's answers, and its shadows."""
        return self.served.version.id, self.trial is TrialKind.SHADOW


class AnswerLog:
    """Takes answers from any thread; a thread of its own writes them. `close` writes the rest."""

    def __init__(self, workspace: Workspace, deployment: Deployment) -> None:
        self._workspace, self._deployment_id = workspace, deployment.id
        self._held: deque[Kept] = deque()
        self._n_held = 0
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._is_closing = False
        self._is_told = False
        self.n_written = 0
        self.n_left_out = 0
        self.set(deployment)
        self._thread = threading.Thread(target=self._write_on, name="answers", daemon=True)
        self._thread.start()

    def set(self, deployment: Deployment) -> None:
        """Keep from now on what the deployment's settings say."""
        settings = deployment.http
        self._share = {Logging.OFF: 0.0, Logging.ALL: 1.0}.get(settings.logging, settings.share)

    def wants(self, request: str) -> bool:
        """Whether the answers to a request are to be kept: by its id, so that asking twice tells
        the same."""
        if self._share in (0.0, 1.0):
            return self._share == 1.0
        digest = hashlib.blake2b(request.encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") < self._share * 2**32

    def add(self, one: Kept) -> None:
        """Keep the answers to a request, or leave them out where too much is held already."""
        with self._lock:
            if self._n_held + len(one.rows) > MOST_ROWS:
                self.n_left_out += len(one.rows)
                return
            self._held.append(one)
            self._n_held += len(one.rows)
            is_full = self._n_held >= BLOCK_ROWS
        if is_full:
            self._wake.set()

    def close(self) -> None:
        """Write what is held, and end."""
        self._is_closing = True
        self._wake.set()
        self._thread.join()

    def _write_on(self) -> None:
        while not self._is_closing:
            self._wake.wait(EVERY_S)
            self._wake.clear()
            self._write()
        self._write()

    def _write(self) -> None:
        with self._lock:
            held, self._held, self._n_held = self._held, deque(), 0
        order = attrgetter("order")
        for _, some in groupby(sorted(held, key=order), key=order):
            kept = list(some)
            n_rows = sum(len(one.rows) for one in kept)
            try:
                self._write_block(kept, n_rows)
                self.n_written += n_rows
                self._is_told = False
            except TidemillError as error:  # a full disk, a store that is away: answers go on
                self.n_left_out += n_rows
                if not self._is_told:
                    log.warning("Answers are not kept. %s %s", error.message, error.hint)
                self._is_told = True

    def _write_block(self, kept: Sequence[Kept], n_rows: int) -> None:
        version = kept[0].served.version
        lines = (line for one in kept for line in _lines(one))
        data = packed(lines)
        workspace = self._workspace
        name = workspace.blobs.put_bytes(data)
        first, last = min(one.at for one in kept), max(one.at for one in kept)
        is_shadow = kept[0].trial is TrialKind.SHADOW
        n_asked = 0 if is_shadow else len(kept)  # nobody asked a shadow
        block = AnswerBlock(
            0, self._deployment_id, version.id, first, last, n_asked, n_rows, len(data), name
        )
        with workspace.store.write() as tx:
            answer_logs.insert(tx, block)


def packed(lines: Iterable[Mapping[str, Any]]) -> bytes:
    """Lines as the file of a block holds them."""
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return zstandard.ZstdCompressor().compress(text.encode("utf-8", "replace"))


def _lines(one: Kept) -> Iterator[dict[str, Any]]:
    names, personal = one.served.fields.columns.names, one.served.personal
    identifier = one.served.fields.identifier
    for place, (row, answer) in enumerate(zip(one.rows, one.answers, strict=True)):
        shown = {name: plain(row.get(name), name in personal) for name in names}
        key = None if identifier is None else row.get(identifier)
        line = {
            "at": to_iso(one.at),
            "request": one.request,
            "ms": round(one.seconds * 1000, 3),
            "id": plain(answer.id, identifier in personal),
            "key": plain(key, identifier in personal),
            "row": shown,
            "prediction": answer.prediction,
            "probability": answer.probability,
        }
        if one.trial is not None:
            line["trial"] = str(one.trial)
        if one.beside:
            champion = one.beside[place]
            line["champion"] = [champion.prediction, champion.probability]
        yield line


def plain(value: Any, is_personal: bool) -> Any:
    """A value for JSON: the mask for one that is personal, missing as null, infinite and moments
    as text."""
    is_nan = isinstance(value, float) and math.isnan(value)
    if value is None or is_nan:
        return None
    if is_personal:
        return MASK
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if value in (float("inf"), float("-inf")) else value


def kept_answers(
    workspace: Workspace,
    deployment: Deployment,
    *,
    since: datetime | None = None,
    with_shadows: bool = False,
    newest_first: bool = False,
) -> Iterator[tuple[AnswerBlock, list[dict[str, Any]]]]:
    """The blocks of answers that were kept, oldest first unless said, each with its lines.

    A line is `{"at", "request", "ms", "id", "key", "row", "prediction", "probability"}`; `key` is
    the row's identifier, null where it came without; values of personal columns are masked. Lines
    that count in a trial also have `trial`, its kind. Shadows are left out unless asked for: nobody
    was given them. They have `champion`, the prediction and probability that were given.
    """
    with workspace.store.read() as connection:
        blocks = answer_logs.of_deployment(connection, deployment.id, since=since)
    for block in reversed(blocks) if newest_first else blocks:
        if block.is_shadow and not with_shadows:
            continue
        yield block, lines_of(workspace, block)


def lines_of(workspace: Workspace, block: AnswerBlock) -> list[dict[str, Any]]:
    """The lines of one block; `NeedsYou` where its file is gone."""
    data = zstandard.ZstdDecompressor().decompress(workspace.blobs.get_bytes(block.blob))
    return [json.loads(line) for line in data.decode("utf-8").split("\n")]
