"""The answers to the rows of a file, in the format the file came in, and beside them what no row
could be made of."""

import bz2
import gzip
import lzma
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Silent
from tidemill.catalog.reading import reader_for
from tidemill.domain.batches import parted_name
from tidemill.domain.columns import Schema
from tidemill.domain.masking import HIDDEN_TEXT, masked_text
from tidemill.domain.reading import MAX_BAD_ROWS, BadRow, ReadOptions, ReadResult
from tidemill.services import data_exports, personal_data, predicting
from tidemill.services.answered_tables import AnsweredTable
from tidemill.services.batch_answers import BatchAnswers
from tidemill.services.predicting import Reading
from tidemill.services.table_files import CsvStyle, write_table
from tidemill.services.training import raw_rows
from tidemill.services.workspace import Workspace

ANSWER, ERRORS = "answer", "errors"
"""The names under which they are written; whoever puts them in place gives them others."""

HEADINGS = ("line", "reason", "text")
"""The columns of the file of rows left out."""

LEFT_OUT = "A step of preparation leaves this row out: it has no prediction."
_KINDS = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".feather": "feather", ".arrow": "feather",
}  # fmt: skip
_OTHER = {".xlsm": ".xlsx"}
_PACKERS: dict[str, Callable[[Path, str], Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}


@dataclass(frozen=True)
class Answers:
    """What was written: rows with an answer, how many rows of the file have none, and the answers
    to be kept for monitoring."""

    rows: int
    n_errors: int
    kept: BatchAnswers


@dataclass(frozen=True)
class Refused:
    """Why a file as a whole has no answer."""

    reason: str


def ending_for(name: str) -> str:
    """The ending of the answer to a file: its own; .csv where that can be read, not written."""
    inner, packing = _parts(name)
    if inner in _KINDS:
        return _OTHER.get(inner, inner) + packing
    return ".csv" + packing


def _parts(name: str) -> tuple[str, str]:
    """The ending of a file without that of its packing, and that; in lower case."""
    ending = parted_name(name)[1].lower()
    packing = next((one for one in _PACKERS if ending.endswith(one)), "")
    return ending.removesuffix(packing), packing


def write(
    workspace: Workspace,
    reading: Reading,
    file: Path,
    work: Path,
    scratch: Path,
    part: Part,
    *,
    request: str,
    explain: bool = False,
) -> Answers:
    """Write the rows of a file with their answers, and what was left out, into the folder `work`.

    `request` is what the file is called in the log of answers. With `explain` what each column
    moved the score by stands behind the answers.

    A row that can't be read, or has a cell that fits no kind of its column, is left out and told.
    Personal values are masked for who may not see them. Raises `NeedsYou` for a file that can't
    be read or lacks a column the model reads, `WorldError` for the disk.
    """
    hidden = personal_data.hidden(workspace, reading.learned_on.dataset)
    folder = scratch / "rows"
    folder.mkdir()
    reader = reader_for(file)
    part.report(0.0, f"Reading {file.name}")
    options = ReadOptions(bad_rows="set aside")
    read: ReadResult = reader.read(file, expected(reading), Part(part, 0.0, 0.4), folder, options)
    if read.table.n_rows == 0:
        _write_errors(work / ERRORS, [*_unreadable(read, hidden)])
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Mend the file.")
    explainer = predicting.explainer_of(workspace, reading, hidden, part) if explain else None
    kept = BatchAnswers(workspace, reading, request, read.table.n_rows)
    table = AnsweredTable(reading, read, explainer, kept)
    inner, packing = _parts(file.name)
    kind = _KINDS.get(inner, "csv")
    style = CsvStyle()
    if kind == "csv" and read.facts.delimiter:
        style = CsvStyle(read.facts.delimiter, read.facts.decimal)
    target = work / ANSWER
    written = data_exports.write(
        table, target, kind, hidden=hidden, style=style, reporter=Part(part, 0.4, 1.0)
    )
    if packing:
        _pack(target, packing)
    n_errors = read.facts.n_bad_rows + table.n_left_out
    if n_errors:
        lines = read.lines
        steps = [BadRow(int(lines[row]), LEFT_OUT, "") for row in table.left_out]
        bad = sorted((*_unreadable(read, hidden), *steps), key=lambda row: row.line)
        more = n_errors - len(bad)
        if more > 0:
            bad.append(BadRow(0, f"{more:,} more rows are not listed.", ""))
        _write_errors(work / ERRORS, bad)
    return Answers(written.rows - table.n_left_out, n_errors, kept)


def expected(reading: Reading) -> Schema:
    """The columns a file is read by: those the model's data came with.

    Without the target, which need not be known yet, and may hold anything where it is not.
    """
    raw = reading.learned_on.raw_schema()
    target = reading.model.recipe.target
    kept = raw_rows.expected(reading.model).names
    return replace(
        raw,
        columns=tuple(
            c for c in raw.columns if c.name != target and (c.name in kept or c.role != "feature")
        ),
    )


def refuse(workspace: Workspace, reading: Reading, work: Path, error: NeedsYou) -> Refused:
    """Write why a file as a whole has no answer, where no row is named already."""
    is_personal = bool(personal_data.columns(workspace, reading.learned_on.dataset))
    words = masked_text(error.message) if is_personal else error.message  # it may quote a line
    errors = work / ERRORS
    (work / ANSWER).unlink(missing_ok=True)
    if not errors.exists():
        _write_errors(errors, [BadRow(0, f"{words} {error.hint}".strip(), "")])
    return Refused(words)


def _unreadable(read: ReadResult, hidden: frozenset[str]) -> Iterator[BadRow]:
    """The rows that could not be read; their texts not where a column is hidden."""
    for row in read.bad_rows[:MAX_BAD_ROWS]:
        yield replace(row, text=HIDDEN_TEXT) if hidden else row


def _write_errors(path: Path, rows: list[BadRow]) -> None:
    cells = ((row.line or None, row.reason, row.text) for row in rows)
    write_table(path, HEADINGS, cells, "csv", reporter=Silent())


def _pack(path: Path, packing: str) -> None:
    packed = path.with_name(f"{path.name}{packing}")
    with path.open("rb") as source, _PACKERS[packing](packed, "wb") as target:
        shutil.copyfileobj(source, target)
    packed.replace(path)
