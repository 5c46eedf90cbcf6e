"""Reads what Weights & Biases wrote on this computer: folders of runs with a `run-*.wandb` file.

The file is a log of LevelDB whose records are messages of wandb_internal.proto; the numbers of
fields below are those of that description.
"""

import json
import math
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.services.run_imports import framed
from tidemill.services.run_imports.protobuf import (
    Fields,
    double,
    message,
    part,
    parts,
    text,
    whole,
)
from tidemill.services.run_imports.sources import files_below, id_of
from tidemill.services.run_imports.values import many, number_of, numbers_of, params_of

_HEAD = b":W&B\xe1\xbe\x00"
_PAGE_BYTES = 8 << 20
_HISTORY, _SUMMARY, _OUTPUT, _CONFIG, _STATS, _RAW, _RUN, _EXIT = 2, 3, 4, 5, 7, 13, 17, 18
_MOST_PRINTED = 1 << 20


@dataclass
class _Read:
    """What the files of a run said, one after the other."""

    run: Fields = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    system: list[Point] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    exit_code: int | None = None
    step: int = 0
    n_stats: int = 0
    last_at: float = 0.0
    began: float = 0.0


class WandbFolder:
    """A folder `wandb`, one run's folder, or a folder with several such in it."""

    tracker = "W&B"

    def __init__(self, place: Path) -> None:
        """Look for runs. `NeedsYou` where none is."""
        files = [place] if place.is_file() else sorted(place.rglob("run-*.wandb"))
        if not files:
            raise NeedsYou(
                f"{place} has no run of W&B's in it.",
                "Name the folder wandb beside the script that ran, with its run-*.wandb files.",
            )
        self._left: Counter[str] = Counter()
        self._broken: list[str] = []
        self._n_links = 0
        self._files: dict[str, list[Path]] = {}
        for path in files:
            if path.is_symlink() or any(p.name == "latest-run" for p in path.parents):
                continue
            one = _id(path)
            if one is None:
                self._broken.append(f"{path.name} has no run in it yet: it was left out.")
            else:
                self._files.setdefault(one, []).append(path)

    def close(self) -> None:
        """Nothing is held."""

    def count(self) -> int:
        """How many runs there are; one that was taken up again has several files."""
        return len(self._files)

    def ids(self) -> Iterator[list[str]]:
        """The ids of runs in pages of some megabytes."""
        page: list[str] = []
        weight = 0
        for one, paths in self._files.items():
            page.append(one)
            weight += sum(path.stat().st_size for path in paths)
            if weight > _PAGE_BYTES:
                yield page
                page, weight = [], 0
        if page:
            yield page

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        return [self._run(one) for one in ids]

    def files(self, one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """What the runs' folders hold under `files`; of a name twice the newer."""
        found: dict[str, Path] = {}
        for path in self._files[one.id]:
            folder = path.parent / "files"
            found |= dict(files_below(folder))
            self._n_links += sum(each.is_symlink() for each in folder.rglob("*"))
        yield from found.items()

    def left_out(self) -> list[str]:
        """What was met in histories and is no number, and files that did not end well."""
        said = []
        if self._left:
            listed = ", ".join(many(n, kind) for kind, n in sorted(self._left.items()))
            said.append(f"Not numbers, left out of the metrics: {listed}.")
        if self._n_links:
            links = many(self._n_links, "file")
            said.append(f"Kept there as a link to a place outside of the run, left out: {links}.")
        return said + self._broken

    def _run(self, one: str) -> OutsideRun:
        read = _Read()
        for path in self._files[one]:
            for record in _records(path, self._broken):
                try:
                    self._take(read, message(record))
                except (ValueError, struct.error):
                    self._left["record of an unknown kind"] += 1
        self._summary(read)
        run = read.run
        tags = {each.decode("utf-8", "replace"): "" for each in parts(run, 10)}
        named = {"group": 6, "job_type": 7, "sweep": 12}
        tags |= {name: text(run, number) for name, number in named.items() if text(run, number)}
        code = read.exit_code
        status = "RUNNING" if code is None else "FAILED" if code else "FINISHED"
        began = read.began or read.last_at
        return OutsideRun(
            one,
            text(run, 3) or "wandb",
            text(run, 8) or text(run, 1) or self._files[one][0].stem.removeprefix("run-"),
            "",
            status,
            began,
            max(read.last_at, began),
            params=dict(params_of({k: v for k, v in read.config.items() if k != "_wandb"})),
            tags=tags,
            points=read.points,
            note=text(run, 9),
            error=f"It ended with code {code}." if code else None,
            printed="".join(read.printed)[-_MOST_PRINTED:],
            system=read.system,
            facts={"host": text(run, 13)} if text(run, 13) else {},
        )

    def _take(self, read: _Read, record: Fields) -> None:
        for number, take in _TAKERS.items():
            data = part(record, number)
            if data is not None:
                take(self, read, message(data))

    def _on_run(self, read: _Read, found: Fields) -> None:
        read.run = {**read.run, **found}
        for config in parts(found, 4):
            self._on_config(read, message(config))
        started = part(found, 17)
        if started is not None and not read.began:
            read.began = _moment(message(started))

    def _on_config(self, read: _Read, found: Fields) -> None:
        for item in parts(found, 1):
            name, value = _item(message(item))
            if name:
                _put(read.config, name, value)
        for item in parts(found, 2):
            names, _ = _item(message(item))
            if len(names) == 1:
                read.config.pop(names[0], None)

    def _on_history(self, read: _Read, found: Fields) -> None:
        values: dict[str, Any] = {}
        for item in parts(found, 1):
            name, value = _item(message(item), typed=True)
            if name:
                _put(values, name, value)
        step = part(found, 2)
        given = values.pop("_step", None)
        read.step = int(given) if given is not None else whole(message(step or b""), 1)
        read.last_at = float(values.pop("_timestamp", None) or read.last_at or read.began)
        values.pop("_runtime", None)
        values.pop("_wandb", None)
        for dotted, value in numbers_of(values):
            number = number_of(value)
            if number is None:
                self._left[_kind(value)] += 1
            else:
                read.points.append((dotted, read.step, read.last_at, number))

    def _on_summary(self, read: _Read, found: Fields) -> None:
        for item in parts(found, 1):
            name, value = _item(message(item))
            if name:
                _put(read.summary, name, value)
        for item in parts(found, 2):
            names, _ = _item(message(item))
            if len(names) == 1:
                read.summary.pop(names[0], None)

    def _on_stats(self, read: _Read, found: Fields) -> None:
        at = _moment(message(part(found, 2) or b""))
        read.last_at = max(read.last_at, at)
        for item in parts(found, 3):
            pair = message(item)
            number = number_of(_json(text(pair, 16)))
            if number is not None:
                read.system.append((text(pair, 1), read.n_stats, at, number))
        read.n_stats += 1

    def _on_output(self, read: _Read, found: Fields) -> None:
        read.printed.append(text(found, 3))

    def _on_exit(self, read: _Read, found: Fields) -> None:
        read.exit_code = whole(found, 1)
        if read.began:
            read.last_at = max(read.last_at, read.began + whole(found, 2))

    def _summary(self, read: _Read) -> None:
        """What the summary says beyond the last values of the histories."""
        last = {name: value for name, _, _, value in read.points}
        for name, value in numbers_of(read.summary):
            number = number_of(value)
            if number is None or name.startswith("_"):
                continue
            if name not in last:
                read.points.append((name, read.step, read.last_at, number))
            elif number != last[name] and not (math.isnan(number) and math.isnan(last[name])):
                read.points.append((f"{name}.summary", read.step, read.last_at, number))


_TAKERS = {
    _RUN: WandbFolder._on_run,
    _CONFIG: WandbFolder._on_config,
    _HISTORY: WandbFolder._on_history,
    _SUMMARY: WandbFolder._on_summary,
    _STATS: WandbFolder._on_stats,
    _OUTPUT: WandbFolder._on_output,
    _RAW: WandbFolder._on_output,
    _EXIT: WandbFolder._on_exit,
}


def _id(path: Path) -> str | None:
    """By entity, project and the run's own id, which the first records tell."""
    for record in _records(path, []):
        run = part(message(record), _RUN)
        if run is not None:
            found = message(run)
            return id_of("wandb", text(found, 2), text(found, 3), text(found, 1))
    return None


def _records(path: Path, broken: list[str]) -> Iterator[bytes]:
    return framed.whole_records(path, framed.log_records, broken, head=_HEAD, whose="W&B's")


def _item(found: Fields, *, typed: bool = False) -> tuple[tuple[str, ...], Any]:
    """The name, in parts, and the value of an item: key 1, nested key 2, JSON 16; a history's may
    have its value as a truth 4, whole number 5, number 6, text 7 or JSON 8 instead."""
    nested = tuple(each.decode("utf-8", "replace") for each in parts(found, 2))
    name = nested or ((text(found, 1),) if text(found, 1) else ())
    if typed and 16 not in found:
        if 6 in found:
            return name, double(found, 6)
        if 5 in found:
            zigzag = whole(found, 5) & ((1 << 64) - 1)
            return name, (zigzag >> 1) ^ -(zigzag & 1)
        if 4 in found:
            return name, bool(whole(found, 4))
        if 7 in found:
            return name, _Text(text(found, 7))
        return name, _json(text(found, 8)) if 8 in found else None
    return name, _json(text(found, 16))


class _Text(str):
    """A text that is one, even where its words are those of a number."""


def _put(tree: dict[str, Any], name: tuple[str, ...], value: Any) -> None:
    for each in name[:-1]:
        inner = tree.get(each)
        if not isinstance(inner, dict):
            inner = tree[each] = {}
        tree = inner
    tree[name[-1]] = value


def _json(said: str) -> Any:
    try:
        return json.loads(said) if said else None
    except ValueError:
        return said


def _moment(found: Fields) -> float:
    return whole(found, 1) + whole(found, 2) / 1e9


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return {"table-file": "table", "image-file": "picture", "histogram": "histogram"}.get(
            str(value.get("_type")), "file or object"
        )
    return (
        "text" if isinstance(value, str) else "list" if isinstance(value, list) else "empty value"
    )
