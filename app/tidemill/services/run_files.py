"""Files of a run to look into: text, JSON, tables, pictures, archives; bounded, whatever they are.

Only bytes are read here; a picture is decoded by whoever shows it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.services.run_page import RunFile
from tidemill.services.workspace import Workspace
from tidemill.store import tables

Kind = Literal["text", "table", "image", "none"]

MOST_CHARACTERS = 200_000
MOST_JSON_BYTES = 4_000_000
MOST_IMAGE_BYTES = 30_000_000
MOST_ROWS = 200
MOST_COLUMNS = 60
MOST_CELL = 400

_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg"})
_DELIMITED = {".csv": ",", ".tsv": "\t"}
_ARCHIVES = frozenset({".zip", ".npz", ".skops"})


@dataclass(frozen=True, eq=False)
class Preview:
    """What can be seen of a file. `note` says what was left out, or why there is nothing to see."""

    file: RunFile
    kind: Kind = "none"
    text: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    image: bytes = b""
    note: str = ""
    is_mono: bool = True


def preview(workspace: Workspace, file: RunFile, reporter: Reporter) -> Preview:
    """Look into a file by its ending and its content; a missing or damaged one raises
    `NeedsYou`.
    """
    path = workspace.blobs.path(file.blob)
    if not path.exists():
        raise NeedsYou(
            f"{file.path} is not in the store any more.", "Restore a backup that still has it."
        )
    reporter.check()
    ending = PurePosixPath(file.path).suffix.lower()
    if ending in _IMAGES:
        return _image(file, path)
    if ending == ".parquet":
        return _parquet(file, path, reporter)
    if ending in _ARCHIVES:
        return _archive(file, path)
    with path.open("rb") as opened:
        data = opened.read(MOST_CHARACTERS * 4)
    is_whole = len(data) == file.n_bytes
    if b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = "This kind of file can't be shown here. Save it to open it with another program."
        return Preview(file, note=words)
    text = _decoded(data)
    if ending in _DELIMITED:
        return _delimited(file, text, _DELIMITED[ending], is_whole)
    if ending == ".json" and file.n_bytes <= MOST_JSON_BYTES:
        return _json(file, path, text)
    shown = text[:MOST_CHARACTERS]
    note = "" if is_whole and len(shown) == len(text) else f"The first {len(shown):,} characters."
    return Preview(file, "text", shown, note=note)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")


def _image(file: RunFile, path: Path) -> Preview:
    if file.n_bytes > MOST_IMAGE_BYTES:
        return Preview(file, note="The picture is too large to be shown here. Save it to open it.")
    return Preview(file, "image", image=path.read_bytes())


def _json(file: RunFile, path: Path, text: str) -> Preview:
    try:
        whole = json.dumps(json.loads(path.read_bytes()), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return Preview(file, "text", text[:MOST_CHARACTERS], note="It is no whole JSON document.")
    shown = whole[:MOST_CHARACTERS]
    note = "" if len(shown) == len(whole) else f"The first {len(shown):,} characters."
    return Preview(file, "text", shown, note=note)


def _delimited(file: RunFile, text: str, delimiter: str, is_whole: bool) -> Preview:
    first = text.split("\n", 1)[0]
    if delimiter == "," and first.count(";") > first.count(","):
        delimiter = ";"
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        return Preview(file, "text", text[:MOST_CHARACTERS], note="It can't be read as a table.")
    if not rows:
        return Preview(file, note="The file is empty.")
    if not is_whole and len(rows) <= MOST_ROWS and len(rows) > 1:
        rows.pop()  # the last one may have been cut
    is_more = len(rows) > MOST_ROWS or not is_whole
    return _table(file, rows[0], rows[1 : MOST_ROWS + 1], is_more)


def _table(
    file: RunFile, headers: Sequence[str], rows: Sequence[Sequence[str]], is_more: bool
) -> Preview:
    wide = min(MOST_COLUMNS, max((len(row) for row in [headers, *rows]), default=0))
    heads = [*headers, *("" for _ in range(wide - len(headers)))][:wide]
    cut = tuple(
        tuple(str(cell)[:MOST_CELL] for cell in [*row, *([""] * (wide - len(row)))][:wide])
        for row in rows
    )
    is_wider = any(len(row) > wide for row in [headers, *rows])
    note = ""
    if is_more or is_wider:
        note = f"The first {len(cut):,} rows" + (f", {wide} columns." if is_wider else ".")
    return Preview(file, "table", headers=tuple(heads), rows=cut, note=note)


def _parquet(file: RunFile, path: Path, reporter: Reporter) -> Preview:
    headers, rows, n = tables.first_rows(path, MOST_ROWS, reporter)
    return _table(file, headers, rows, n > len(rows))


def _archive(file: RunFile, path: Path) -> Preview:
    """What an archive holds: names and sizes."""
    try:
        with zipfile.ZipFile(path) as opened:
            inside = opened.infolist()
    except zipfile.BadZipFile:
        return Preview(file, note="The archive is damaged, or is none.")
    rows = [(one.filename, f"{one.file_size:,}", f"{one.compress_size:,}") for one in inside]
    return _table(file, ("Inside", "Bytes", "Packed"), rows[:MOST_ROWS], len(rows) > MOST_ROWS)


def save(workspace: Workspace, file: RunFile, target: Path, reporter: Reporter) -> None:
    """Copy a file out of the store, whole or not at all."""
    source = workspace.blobs.checked(file.blob)
    done = 0
    with (
        atomic.whole_file(target) as temporary,
        source.open("rb") as read,
        temporary.open("wb") as written,
    ):
        while block := read.read(1 << 20):
            written.write(block)
            done += len(block)
            reporter.check()
            reporter.report(done / max(1, file.n_bytes), f"Saving {file.path}")
