"""Reads JSON: one object a line, a list of objects, or objects one after the other."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.staged_rows import EXACT, NESTED, TOO_LONG
from tidemill.base.table_engine import literal, table_engine
from tidemill.catalog.raw_tables import READ_AS_IT_COMES, RawColumn
from tidemill.catalog.readers import _files, _json_records, _results, _texts
from tidemill.catalog.readers._json_records import Record
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import MAX_BAD_ROWS, BadRow, Peek, ReadFacts, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="json_lines",
    version=1,
    title="JSON",
    help=(
        "One object a line, a list of objects, or an object that holds such lists by name. Keys "
        "are columns; numbers, truth values and texts are what they are, texts that are all dates "
        "are times, and nested values are kept as text."
    ),
    endings=(".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz"),
)

MAX_COLUMNS = 5_000
_BLOCK = 20_000
_SHOWN = 200
_NO_OBJECT = "It is no object of names and values."


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole file; line numbers are those in which a record begins.

    Records that are broken or no objects are left out and told. Raises `NeedsYou` for what is no
    such file, `WorldError` for the disk, `Cancelled`.
    """
    n_bytes = _files.size_of(path)
    with spill_folder() as spill, table_engine(reporter, spill) as engine:
        text = _texts.as_utf8(path, spill, Part(reporter, 0.0, 0.1))
        source = _source(path, text.path, options)
        loaded = _load(engine, source.records, Part(reporter, 0.1, 0.5))
        _has_rows(path, loaded)
        columns = _columns(engine, path)
        facts = ReadFacts(
            format="json_lines",
            n_bytes=n_bytes,
            encoding=text.encoding.removesuffix("-sig"),
            compression=text.compression,
            n_bad_rows=loaded.n_bad,
            cut=text.cut or loaded.cut,
            part=source.part,
            parts=source.parts,
        )
        return _results.read_result(
            engine,
            columns,
            np.array(loaded.lines, dtype=np.int64),
            facts,
            expected,
            Part(reporter, 0.5, 1.0),
            scratch,
            options,
            bad_rows=tuple(loaded.bad),
        )


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The first records."""
    n_bytes = _files.size_of(path)
    with spill_folder() as spill, table_engine(spill=spill) as engine:
        head = spill / "head.json"
        text = _texts.beginning(path).text
        head.write_text(text, encoding="utf-8")
        is_all = n_bytes <= _texts.SAMPLE and _files.head(path, 2) != b"\x1f\x8b"
        if is_all:
            source = _source(path, head, options)
            records: Iterable[Record] = source.records
        else:
            source = _Source(_records(head))
            # The sample ends inside its last record.
            records = list(source.records)[:-1]
        loaded = _load(engine, islice(records, 5 * _results.FIRST_ROWS), Silent())
        _has_rows(path, loaded)
        n_rows = len(loaded.lines)
        if not is_all:
            n_rows = round(n_rows * n_bytes / max(1, len(text.encode())))
        facts = ReadFacts(
            format="json_lines", n_bytes=n_bytes, part=source.part, parts=source.parts
        )
        return _results.peek_result(
            engine,
            _columns(engine, path),
            facts,
            n_rows,
            options,
            is_all=is_all,
            bad_rows=tuple(loaded.bad),
        )


@dataclass(frozen=True)
class _Source:
    """Records, and by which name they stand in the file where it holds several lists."""

    records: Iterable[Record]
    part: str = ""
    parts: tuple[str, ...] = ()


def _records(path: Path) -> Iterator[Record]:
    if _json_records.is_list(path):
        return _json_records.elements_of(path)
    if _json_records.are_lines(path):
        return _json_records.lines_of(path)
    return _json_records.values_of(path)


def _source(path: Path, text: Path, options: ReadOptions) -> _Source:
    first = list(islice(_records(text), 2))
    if len(first) == 1 and not first[0].broken:
        lists = _json_records.lists_in(text)
        if lists:
            part = _results.chosen_part(path, list(lists), options, "list") or next(iter(lists))
            texts = (json.dumps(one, ensure_ascii=False) for one in lists[part])
            records = [Record(number, one) for number, one in enumerate(texts, 1)]
            return _Source(records, part, tuple(lists))
    return _Source(_records(text))


@dataclass
class _Loaded:
    """What became of the records: the lines of those in the engine, and those left out."""

    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    n_bad: int = 0
    cut: str = ""

    def leave_out(self, line: int, reason: str, text: str) -> None:
        """Count a record that is no row, and keep its text if it is one of the first."""
        self.n_bad += 1
        if len(self.bad) < MAX_BAD_ROWS:
            self.bad.append(BadRow(line, reason, text[:_SHOWN]))


def _load(engine: Any, records: Iterable[Record], reporter: Reporter) -> _Loaded:
    """Put the texts of the objects into the engine's table `records`, in their order."""
    engine.execute("create or replace table records (n bigint, j varchar)")
    loaded = _Loaded()
    waiting = iter(records)
    while block := list(islice(waiting, _BLOCK)):
        reporter.check()
        for record in (one for one in block if one.broken):
            loaded.leave_out(record.line, record.broken, record.text)
            if "ends before" in record.broken:
                loaded.cut = "The JSON list ends before it is closed."
        whole = [one for one in block if not one.broken]
        if whole:
            _insert(engine, whole, loaded)
        reporter.report(0.0, f"Read {len(loaded.lines):,} records")
    return loaded


def _insert(engine: Any, block: list[Record], loaded: _Loaded) -> None:
    texts = np.array([one.text.encode("utf-8", "replace").decode() for one in block], dtype=object)
    engine.register("block", {"n": np.arange(len(block)), "j": texts})
    query = "select case when json_valid(j) then json_type(j) end k from block order by n"
    kinds = [row[0] for row in engine.execute(query).fetchall()]
    for record, kind in zip(block, kinds, strict=True):
        if kind == "OBJECT":
            loaded.lines.append(record.line)
        else:
            why = _NO_OBJECT if kind else _json_records.why_broken(record.text)
            loaded.leave_out(record.line, why or "It is broken.", record.text)
    start = len(loaded.lines) - kinds.count("OBJECT")
    good = np.array([kind == "OBJECT" for kind in kinds])
    engine.unregister("block")
    kept = texts[good]
    engine.register("block", {"n": np.arange(start, start + len(kept)), "j": kept})
    engine.execute("insert into records select n, j::varchar from block")
    engine.unregister("block")


def _has_rows(path: Path, loaded: _Loaded) -> None:
    if loaded.lines:
        return
    if not loaded.bad:
        raise NeedsYou(
            f"{path.name} has no records: its list is empty.",
            "Check that it was written completely, then drop it again.",
        )
    first = loaded.bad[0]
    raise NeedsYou(
        f"None of the {loaded.n_bad:,} records of {path.name} can be read. "
        f"Line {first.line:,}: {first.reason}",
        'Write one object a line, such as {"city": "Bern", "age": 30}, or a list of them.',
    )


def _columns(engine: Any, path: Path) -> tuple[RawColumn, ...]:
    """Make the relation `t` of the records' values; return its columns."""
    query = (
        "select k from (select n, unnest(json_keys(j)) k, "
        "generate_subscripts(json_keys(j), 1) place from records) group by k "
        f"order by min(n), arg_min(place, n) limit {MAX_COLUMNS + 1}"
    )
    keys = [row[0] for row in engine.execute(query).fetchall()]
    if len(keys) > MAX_COLUMNS:
        raise NeedsYou(
            f"The records of {path.name} have more than {MAX_COLUMNS:,} different names.",
            "Names are columns here: write what differs from record to record as a value.",
        )
    if not keys:
        raise NeedsYou(f"The records of {path.name} hold no values.", "Ask for a new copy.")
    pointers = ", ".join(literal(_pointer(key)) for key in keys)
    values = ", ".join(
        f"case when v[{i + 1}]::varchar <> 'null' then v[{i + 1}]::varchar end as c{i}"
        for i in range(len(keys))
    )
    engine.execute(
        f"create or replace table pieces as select {values} from "
        f"(select json_extract(j, [{pointers}]) v from records)"
    )
    engine.execute("drop table records")
    found = [_typed_piece(engine, i, key) for i, key in enumerate(keys)]
    picked = ", ".join(f"{expression} as c{i}" for i, (_, expression) in enumerate(found))
    engine.execute(f"create or replace view t as select {picked} from pieces")
    names = _results.distinct_names(keys, path)
    columns = []
    for i, (column, _) in enumerate(found):
        named = RawColumn(names[i], column.kind, column.note)
        dates = column.kind is Kind.CATEGORICAL and not column.note
        if dates and _results.all_like_dates(engine, i):
            named = RawColumn(names[i])
        columns.append(named)
    return tuple(columns)


def _pointer(key: str) -> str:
    """A key as a path (RFC 6901)."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


_TEXT = "json_extract_string(c{0}, '$')"


def _typed_piece(engine: Any, i: int, key: str) -> tuple[RawColumn, str]:
    """What the values of a key are, and the engine's words for them."""
    query = f"""
        select count(*), count(*) filter (where f = '"'), count(*) filter (where f in ('t', 'f')),
            count(*) filter (where f in ('{{', '[')), count(*) filter (where is_whole),
            count(*) filter (where is_whole and try_cast(v as bigint) is null),
            count(*) filter (where is_whole and coalesce(abs(try_cast(v as hugeint)), {EXACT} + 1)
                > {EXACT}), (select count(*) from pieces)
        from (select c{i} v, c{i}[1] f, regexp_full_match(c{i}, '-?[0-9]+') is_whole
            from pieces where c{i} is not null)
    """
    n, texts, truths, nested, whole, too_long, inexact, rows = engine.execute(query).fetchone()
    text = _TEXT.format(i)
    if n == 0:
        return RawColumn(key), f"c{i}"
    if texts == n:
        return RawColumn(key, Kind.CATEGORICAL), text
    if truths == n:
        return RawColumn(key, Kind.BOOLEAN), f"c{i} = 'true'"
    if nested:
        return RawColumn(key, Kind.CATEGORICAL, NESTED), _either(i)
    if texts + truths == 0:
        if too_long or (inexact and (whole < n or n < rows)):
            return RawColumn(key, Kind.CATEGORICAL, TOO_LONG), f"c{i}"
        if whole == n:
            return RawColumn(key, Kind.NUMERIC), f"c{i}::bigint"
        return RawColumn(key, Kind.NUMERIC), f"nullif(c{i}::double, 'nan'::double)"
    return RawColumn(key), _either(i)  # texts and numbers: what they say decides


def _either(i: int) -> str:
    return f"case when c{i}[1] = '\"' then {_TEXT.format(i)} else c{i} end"
