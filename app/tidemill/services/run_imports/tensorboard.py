"""Reads folders of TensorBoard: each folder that holds event files is a run."""

import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.base.protobuf_wire import fields
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.services.run_imports import framed
from tidemill.services.run_imports.protobuf import (
    double,
    message,
    part,
    parts,
    single,
    text,
    whole,
)
from tidemill.services.run_imports.sources import id_of
from tidemill.services.run_imports.values import many, text_of

_EVENTS = "*tfevents*"
_PAGE_BYTES = 8 << 20
_HPARAMS_START, _HPARAMS_END = "_hparams_/session_start_info", "_hparams_/session_end_info"
_KINDS = {
    "images": "picture",
    "histograms": "histogram",
    "distributions": "histogram",
    "text": "text",
    "audio": "sound",
    "pr_curves": "precision-recall curve",
    "mesh": "figure in space",
}


@dataclass
class _Read:
    """What the event files of a run said."""

    points: list[Point] = field(default_factory=list)
    params: dict[str, str] = field(default_factory=dict)
    began: float | None = None
    ended: float | None = None
    has_failed: bool = False
    plugins: dict[str, str] = field(default_factory=dict)

    def at(self, moment: float) -> None:
        """Something happened at a moment."""
        self.began = moment if self.began is None else min(moment, self.began)
        self.ended = moment if self.ended is None else max(moment, self.ended)


class TensorBoardFolder:
    """A folder with event files in it or below it; runs in runs are nested."""

    tracker = "TensorBoard"

    def __init__(self, folder: Path) -> None:
        """Look for event files. `NeedsYou` where none is."""
        self._folder = folder
        found: dict[Path, list[Path]] = {}
        for path in sorted(folder.rglob(_EVENTS)):
            if path.is_file():
                found.setdefault(path.parent, []).append(path)
        if not found:
            raise NeedsYou(
                f"{folder} has no event file of TensorBoard's in it.",
                "Name the folder that TensorBoard is started with (--logdir).",
            )
        self._left: Counter[str] = Counter()
        self._broken: list[str] = []
        self._files = found
        self._ids = {place: self._id(place) for place in sorted(found)}
        self._places = {one: place for place, one in self._ids.items()}

    def close(self) -> None:
        """Nothing is held."""

    def count(self) -> int:
        """How many folders hold events."""
        return len(self._places)

    def ids(self) -> Iterator[list[str]]:
        """The ids of runs in pages of some megabytes, outer folders first."""
        page: list[str] = []
        weight = 0
        for one, place in self._places.items():
            page.append(one)
            weight += sum(path.stat().st_size for path in self._files[place])
            if weight > _PAGE_BYTES:
                yield page
                page, weight = [], 0
        if page:
            yield page

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        return [self._run(one, self._places[one]) for one in ids]

    def files(self, one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """The event files: what is no scalar stays in them."""
        for path in self._files[self._places[one.id]]:
            yield path.name, path

    def left_out(self) -> list[str]:
        """What was met beside scalars, and files that could not be read to their end."""
        said = []
        if self._left:
            listed = ", ".join(many(n, kind) for kind, n in sorted(self._left.items()))
            said.append(f"Not numbers of one value, left in the event files: {listed}.")
        return said + self._broken

    def _id(self, place: Path) -> str:
        """The same wherever the folder lies: by its name, its first file's, and when that began."""
        first = self._files[place][0]
        began = next(
            (double(message(one), 1) for one in framed.whole_records(first, framed.tf_records, [])),
            None,
        )
        return id_of("tensorboard", place.resolve().name, first.name, began)

    def _run(self, one: str, place: Path) -> OutsideRun:
        read = _Read()
        for path in self._files[place]:
            for event in framed.whole_records(path, framed.tf_records, self._broken):
                try:
                    self._take(read, event)
                except (ValueError, struct.error):
                    self._left["record of an unknown kind"] += 1
        name = place.relative_to(self._folder).as_posix()
        above = next((self._ids[each] for each in place.parents if each in self._ids), None)
        return OutsideRun(
            one,
            self._folder.resolve().name,
            place.resolve().name if name == "." else name,
            "",
            "FAILED" if read.has_failed else "FINISHED",
            read.began or 0.0,
            read.ended,
            params=read.params,
            points=read.points,
            parent=above,
            facts={"folder": str(place.resolve())},
        )

    def _take(self, read: _Read, event: bytes) -> None:
        """One event: moment 1, step 2, summary 5, log of the session 7 (event.proto)."""
        found = message(event)
        moment, step = double(found, 1) or 0.0, whole(found, 2)
        session = part(found, 7)
        if session is not None and whole(message(session), 1) == 1:
            # It was started again from here: what had been logged further on counts no more.
            read.points = [each for each in read.points if each[1] < step]
        summary = part(found, 5)
        if summary is None:
            return
        read.at(moment)
        for value in parts(message(summary), 1):
            self._value(read, value, step, moment)

    def _value(self, read: _Read, data: bytes, step: int, moment: float) -> None:
        """A value: tag 1, number 2, older histogram 3, picture 4, histogram 5, sound 6, tensor 8,
        what it is for 9 (summary.proto)."""
        found = message(data)
        tag = text(found, 1)
        about = part(found, 9)
        content = b""
        if about is not None and (plugin := part(message(about), 1)) is not None:
            told = message(plugin)
            read.plugins.setdefault(tag, text(told, 1))
            content = part(told, 2) or b""
        kind = read.plugins.get(tag, "")
        if kind == "hparams" or tag.startswith("_hparams_/"):
            _settings(read, tag, content)
            return
        number = single(found, 2)
        tensor = part(found, 8)
        if number is None and tensor is not None and kind in ("scalars", ""):
            number = _scalar(tensor)
        if number is not None:
            read.points.append((tag, step, moment, number))
            return
        by_field = {3: "histogram", 4: "picture", 5: "histogram", 6: "sound"}
        inside = next((word for n, word in by_field.items() if n in found), "tensor")
        self._left[_KINDS.get(kind, inside)] += 1


def _scalar(tensor: bytes) -> float | None:
    """The one number of a tensor: kind 1, shape 2, bytes 4, floats 5, doubles 6, whole numbers 7
    and 10 (tensor.proto); None where it has more, or holds none."""
    found = message(tensor)
    kind = whole(found, 1)
    forms = {1: ("<f", 5), 2: ("<d", 6), 3: ("<i", 7), 9: ("<q", 10)}
    if kind not in forms:
        return None
    if any(whole(message(size), 1) != 1 for size in parts(message(part(found, 2) or b""), 2)):
        return None
    form, number = forms[kind]
    content = part(found, 4)
    if content is not None:
        return float(struct.unpack(form, content)[0])
    if number not in found:
        return 0.0
    if kind in (3, 9):
        given = found[number][-1]
        if isinstance(given, bytes):  # packed
            given = next(_varints(given), 0)
        return float(given - (1 << 64) if given >> 63 else given)
    packed = part(found, number) or b""
    return float(struct.unpack_from(form, packed)[0])


def _varints(data: bytes) -> Iterator[int]:
    for match in re.finditer(rb"[\x80-\xff]*[\x00-\x7f]", data):
        yield sum((byte & 0x7F) << (7 * at) for at, byte in enumerate(match[0]))


def _settings(read: _Read, tag: str, content: bytes) -> None:
    """Hyperparameters: begin 3 with their values 1 and moment 5, end 4 with status 1 and moment 2
    (plugin_data.proto of the hparams plugin)."""
    told = message(content)
    if tag == _HPARAMS_START and (start := part(told, 3)) is not None:
        found = message(start)
        for entry in parts(found, 1):
            pair = message(entry)
            read.params[text(pair, 1)] = _given(part(pair, 2) or b"")
        if moment := double(found, 5):
            read.at(moment)
    elif tag == _HPARAMS_END and (end := part(told, 4)) is not None:
        found = message(end)
        read.has_failed = whole(found, 1) == 2
        if moment := double(found, 2):
            read.at(moment)


def _given(value: bytes) -> str:
    """A value of struct.proto: number 2, text 3, truth 4."""
    for number, content in fields(value):
        if number == 2 and isinstance(content, bytes):
            (given,) = struct.unpack("<d", content)
            return text_of(int(given)) if given.is_integer() and abs(given) < 2**53 else str(given)
        if number == 3 and isinstance(content, bytes):
            return content.decode("utf-8", "replace")
        if number == 4:
            return text_of(bool(content))
    return ""
