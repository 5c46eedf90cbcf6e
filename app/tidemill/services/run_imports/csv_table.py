"""Reads a table of runs as trackers export it: a line a run, its columns parameters and metrics."""

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError, WrongUse
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.services.run_imports.sources import id_of, pages
from tidemill.services.run_imports.values import many

_PAGE = 500
_OWN = {
    "id": ("run id", "run_id", "id", "sys/id", "experiment key", "experiment_key", "run uuid"),
    "name": ("name", "run name", "run_name", "sys/name", "tags.mlflow.runname", "experiment name"),
    "experiment": ("experiment", "project", "project name", "experiment_id", "sys/group_tags"),
    "user": ("user", "user id", "user_id", "sys/owner", "owner", "author"),
    "status": ("state", "status", "sys/state", "sys/failed"),
    "started": (
        *("start time", "start_time", "created", "created at", "created_at", "started"),
        *("sys/creation_time", "started_at", "date"),
    ),
    "ended": ("end time", "end_time", "ended", "sys/modification_time", "ended_at"),
    "seconds": ("duration", "runtime", "sys/running_time", "_runtime", "relative time (process)"),
    "note": ("notes", "note", "description", "sys/description", "tags.mlflow.note.content"),
    "tags": ("tags", "sys/tags"),
    "parent": ("tags.mlflow.parentrunid", "parent", "parent run id"),
}
"""Names of columns, in small letters, by which the trackers call what a run is."""

WHAT = tuple(_OWN)
"""What of a run a column may be."""

_NOT_TAKEN = {
    *("source type", "source name", "lifecycle_stage", "artifact_uri", "sweep", "github commit"),
    *("_step", "_timestamp", "_wandb"),
}
_PREFIXES = (
    (
        "param",
        ("params.", "param.", "parameters/", "parameters.", "config.", "config/", "hparams."),
    ),
    ("metric", ("metrics.", "metric.", "metrics/", "summary.", "summary/")),
    ("tag", ("tags.", "tag.", "tags/", "properties/")),
)
_DONE = {"finished", "success", "succeeded", "completed", "inactive", "done", "idle", ""}
_FAILED = {"failed", "crashed", "error", "true"}
_STOPPED = {"killed", "stopped", "aborted", "cancelled", "canceled"}
_SETTINGS = frozenset(
    "lr learning rate alpha beta gamma lambda c eta dropout decay momentum depth leaves batch size "
    "epochs seed layers hidden subsample colsample temperature warmup patience eps".split()
)
"""Words of a column's name by which numbers are settings, where the table does not say."""
_MISSING = {"", "-", "nan", "null", "none", "n/a"}
_NUMBERS = {"nan": math.nan, "inf": math.inf, "infinity": math.inf, "-inf": -math.inf}


@dataclass(frozen=True)
class Mapped:
    """Columns that a person says the meaning of; `own` by what of the run they are."""

    params: Sequence[str] = ()
    metrics: Sequence[str] = ()
    tags: Sequence[str] = ()
    own: Mapping[str, str] = field(default_factory=dict)


class CsvTable:
    """A file of comma-separated values, or ones separated by semicolons or tabs."""

    tracker = "CSV"

    def __init__(self, path: Path, mapped: Mapped | None = None) -> None:
        """Read it. `NeedsYou` where it has no runs; `WrongUse` for a column that is not there."""
        self._path = path
        self._rows, self._columns = _read(path)
        mapped = mapped or Mapped()
        asked = [*mapped.params, *mapped.metrics, *mapped.tags, *mapped.own.values()]
        lacking = next((one for one in asked if one not in self._columns), None)
        if lacking is not None:
            raise WrongUse(
                f"{path.name} has no column {lacking}.", f"It has {', '.join(self._columns)}."
            )
        self._own = _own_columns(self._columns, mapped)
        self._kinds = self._meanings(mapped)
        if not any(kind in ("param", "metric") for kind, _ in self._kinds.values()):
            raise NeedsYou(
                f"{path.name} has no column of a parameter or a metric.",
                "Say which columns are which.",
            )
        self._rows.sort(key=lambda row: _moment(row.get(self._own.get("started", ""), "")) or 0.0)
        self._ids = {self._id(row): row for row in self._rows}

    def close(self) -> None:
        """Nothing is held."""

    def count(self) -> int:
        """How many lines there are; such as say the same are one run."""
        return len(self._ids)

    def ids(self) -> Iterator[list[str]]:
        """The ids of runs in pages, earlier ones first: parents before children."""
        yield from pages(list(self._ids), _PAGE)

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        return [self._run(one, self._ids[one]) for one in ids]

    def files(self, _one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """A table has none."""
        yield from ()

    def left_out(self) -> list[str]:
        """Courses are not in such a table; columns nobody needs, and lines said twice."""
        said = ["A table has the last values of metrics only, no courses and no files."]
        if self._is_guessed:
            names = [one for one, (kind, _) in self._kinds.items() if kind == "metric"]
            said.append(
                "The table does not say which columns are metrics; taken for such by their values: "
                f"{', '.join(names) or 'none'}."
            )
        rest = [one for one in self._columns if one not in self._kinds and one not in self._mine()]
        if rest:
            said.append(f"Columns left out: {', '.join(rest)}.")
        n_twice = len(self._rows) - len(self._ids)
        if n_twice:
            said.append(f"{many(n_twice, 'line')} said what another one says.")
        return said

    def _mine(self) -> set[str]:
        return set(self._own.values())

    def _meanings(self, mapped: Mapped) -> dict[str, tuple[str, str]]:
        """Kind and name of each column that is a parameter, metric or tag."""
        found: dict[str, tuple[str, str]] = {}
        said = {
            **dict.fromkeys(mapped.params, "param"),
            **dict.fromkeys(mapped.metrics, "metric"),
            **dict.fromkeys(mapped.tags, "tag"),
        }
        prefixed = {one: _prefixed(one) for one in self._columns}
        is_telling = any(prefixed.values())
        self._is_guessed = not is_telling and not said
        mine = self._mine()
        for one in self._columns:
            told = prefixed[one]
            if one in said:
                found[one] = said[one], told[1] if told is not None else one
            elif one in mine or one.lower() in _NOT_TAKEN:
                continue
            elif told is not None:
                found[one] = told
            elif self._is_guessed:
                kind = self._guessed(one)
                if kind:
                    found[one] = kind, one
        return found

    def _guessed(self, column: str) -> str:
        """Words are a parameter; so are whole numbers only, and numbers whose name is that of a
        setting. Other numbers are a metric. Empty for a column without values."""
        values = [row[column] for row in self._rows if row[column].lower() not in _MISSING]
        numbers = [_number(one) for one in values]
        if not values:
            return ""
        if any(one is None for one in numbers) or _SETTINGS & set(
            re.findall("[a-z]+", column.lower())
        ):
            return "param"
        return "param" if all(one is not None and one.is_integer() for one in numbers) else "metric"

    def _id(self, row: Mapping[str, str]) -> str:
        """By the run's own id where the table has it, else by all that its line says."""
        own = row.get(self._own.get("id", ""), "")
        return (
            self._id_of(own, row)
            if own
            else id_of("csv", *(f"{name}={value}" for name, value in sorted(row.items())))
        )

    def _id_of(self, own: str, row: Mapping[str, str]) -> str:
        if re.fullmatch(r"[0-9a-f]{32}", own):
            return own
        return id_of("csv", row.get(self._own.get("experiment", ""), ""), own)

    def _run(self, one: str, row: Mapping[str, str]) -> OutsideRun:
        own = {what: row[column].strip() for what, column in self._own.items()}
        began = _moment(own.get("started", ""))
        ended = _moment(own.get("ended", ""))
        seconds = _seconds(own.get("seconds", ""))
        if ended is None and began is not None and seconds is not None:
            ended = began + seconds
        began = began if began is not None else self._path.stat().st_mtime
        params: dict[str, str] = {}
        tags: dict[str, str] = {}
        points: list[Point] = []
        for column, (kind, name) in self._kinds.items():
            value = row[column]
            if kind == "metric":
                number = None if value == "" else _number(value)
                if number is not None:
                    points.append((name, 0, ended if ended is not None else began, number))
            elif value != "":
                (params if kind == "param" else tags)[name] = value
        tags |= {
            name: "" for each in own.get("tags", "").split(",") if (name := each.strip(' []"'))
        }
        state = own.get("status", "").lower()
        return OutsideRun(
            one,
            own.get("experiment") or self._path.stem,
            own.get("name") or own.get("id") or one[:8],
            own.get("user", ""),
            _status(state),
            began,
            ended,
            params=params,
            tags=tags,
            points=points,
            parent=self._id_of(own["parent"], row) if own.get("parent") else None,
            note="" if own.get("note", "") in _MISSING else own["note"],
            facts={"file": self._path.name},
        )


def _read(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NeedsYou(
            f"{path.name} is no text in UTF-8.", "Save it as CSV in UTF-8.", detail=str(error)
        ) from error
    except OSError as error:
        raise WorldError(f"{path} can't be read.", "Check the path.", detail=str(error)) from error
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    csv.field_size_limit(1 << 24)
    try:
        lines = [one for one in csv.reader(text.splitlines(keepends=True), delimiter=mark) if one]
    except csv.Error as error:
        raise NeedsYou(f"{path.name} is no table.", "Export it anew.", detail=str(error)) from error
    if len(lines) < 2:
        raise NeedsYou(f"{path.name} has no line of a run.", "Export the runs as CSV.")
    head = lines[0]
    twice = next((one for at, one in enumerate(head) if one in head[:at]), None)
    if twice is not None:
        raise NeedsYou(f"{path.name} has two columns {twice}.", "Rename one of them.")
    wrong = next((n for n, one in enumerate(lines[1:], 2) if len(one) > len(head)), None)
    if wrong is not None:
        raise NeedsYou(f"Line {wrong} of {path.name} has more values than columns.", "Mend it.")
    rows = [
        dict(zip(head, [*one, *[""] * (len(head) - len(one))], strict=True)) for one in lines[1:]
    ]
    return rows, head


def _own_columns(columns: Sequence[str], mapped: Mapped) -> dict[str, str]:
    by_small = {one.lower(): one for one in reversed(columns)}
    taken = {*mapped.params, *mapped.metrics, *mapped.tags}
    found = dict(mapped.own)
    for what, names in _OWN.items():
        known = next((by_small[name] for name in names if name in by_small), None)
        if what not in found and known is not None and known not in taken:
            found[what] = known
    return found


def _prefixed(column: str) -> tuple[str, str] | None:
    for kind, prefixes in _PREFIXES:
        for prefix in prefixes:
            if column.startswith(prefix) and len(column) > len(prefix):
                return kind, column[len(prefix) :]
    return None


def _number(text: str) -> float | None:
    small = text.strip().lower()
    if small in _NUMBERS:
        return _NUMBERS[small]
    try:
        return float(small)
    except ValueError:
        return None


def _moment(text: str) -> float | None:
    """Seconds since 1970 of a time in ISO 8601, or of a number of seconds or milliseconds."""
    number = _number(text)
    if number is not None and math.isfinite(number):
        return number / 1000 if number > 1e11 else number
    try:
        read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).timestamp()


def _seconds(text: str) -> float | None:
    """A number of seconds, or such with its unit: "5.2s", "1.5min", "120ms", "2.0h"."""
    found = re.fullmatch(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(ms|s|min|h|d)?\s*", text)
    if found is None:
        return None
    factor = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}[found[2] or "s"]
    number = _number(found[1])
    return None if number is None else number * factor


def _status(said: str) -> str:
    if said in _FAILED:
        return "FAILED"
    if said in _STOPPED:
        return "KILLED"
    return "FINISHED" if said in _DONE or said == "false" else said.upper()
