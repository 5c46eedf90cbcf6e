"""The course of a model: what monitoring found of it in each chunk, as arrays over the chunks.

Pages, boards and rules read this and never the reports themselves. Of each chunk's report only a
few figures a column are kept for it (`pack_figures`), small enough to read years at once; the
report with its distributions is read one chunk at a time.
"""

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Moments = npt.NDArray[np.datetime64]

_HEAD = struct.Struct("<BHI")  # version of this form, how many columns, bytes of their names
_FORM = 2
_FORMS = (1, _FORM)  # that of before has nothing behind the columns
_KEPT = ("psi", "effect", "missing", "q_value")
_OVER_COLUMNS = (*_KEPT, "is_over")
_OVER_CHUNKS = (
    "chunk_ids",
    "dataset_versions",
    "versions",
    "starts_at",
    "ends_at",
    "seen_at",
    "n_rows",
    "prediction_psi",
    "coverage",
    "references",
    "candidate_psi",
    "candidates",
    "worth_estimated",
    "spans",
)


@dataclass(frozen=True, eq=False)
class Series:
    """One figure over the chunks with its interval; each (chunks,), NaN where there is none.

    `n` is how many rows it was measured on; `notes` say why there is no figure, else "".
    """

    value: Floats
    low: Floats
    high: Floats
    n: Floats
    notes: tuple[str, ...] = ()

    def __getitem__(self, chosen: slice) -> "Series":
        return Series(
            self.value[chosen],
            self.low[chosen],
            self.high[chosen],
            self.n[chosen],
            self.notes[chosen],
        )


@dataclass(frozen=True, eq=False)
class Whole:
    """One finding about columns together over the chunks; each (chunks,), NaN where there is none.

    `value` is what is told (an area under the ROC curve, standard deviations), `effect` what is
    held against the floor, `is_over` whether the chunk drifted by it.
    """

    title: str
    value: Floats
    effect: Floats
    is_over: Bools

    def __getitem__(self, chosen: slice) -> "Whole":
        return Whole(self.title, self.value[chosen], self.effect[chosen], self.is_over[chosen])


@dataclass(frozen=True, eq=False)
class Course:
    """One model over time, oldest rows first.

    Arrays over chunks have the shape (chunks,), those over columns too (columns, chunks).
    Moments are UTC without saying so (`datetime64[us]`), NaT where rows have no time. What is not
    known is NaN, False in `is_over` (the column drifted) and "" in texts. `psi` and `effect`
    (PSI less the noise expected) are without unit, `missing`, `coverage` (rows with a label) are
    shares from 0 to 1, `q_value` is the false-discovery rate at which a column would count,
    `data_age` is in seconds from the newest row of a chunk to its first look, `worth` in `unit`.
    `wholes` go by the finding's id, and by "id: column" where a column's texts were compared.
    `candidate_psi` is `prediction_psi` of the candidate of that time, `candidates` its number (0:
    there was none). `worth_estimated` says where `worth` is an estimate, as no labels had come.
    `spans` say which rows a chunk has (`domain.cuts`); of rows that came with no version of the
    data `dataset_versions` is 0.
    """

    model: str
    metric: str
    chunk_ids: Ints
    dataset_versions: Ints
    versions: Ints
    starts_at: Moments
    ends_at: Moments
    seen_at: Moments
    n_rows: Ints
    columns: tuple[str, ...]
    psi: Floats
    effect: Floats
    missing: Floats
    q_value: Floats
    is_over: Bools
    prediction_psi: Floats
    coverage: Floats
    measures: dict[str, Series] = field(default_factory=dict)
    estimates: dict[str, Series] = field(default_factory=dict)
    worth: Series | None = None
    unit: str = ""
    references: tuple[str, ...] = ()
    wholes: dict[str, Whole] = field(default_factory=dict)
    candidate_psi: Floats = field(default_factory=lambda: np.empty(0))
    candidates: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    worth_estimated: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    spans: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.chunk_ids)

    @property
    def data_age(self) -> Floats:
        """How old the newest row of each chunk was when it was first looked at, in seconds."""
        age = (self.seen_at - self.ends_at).astype("timedelta64[us]")
        return np.where(np.isnat(age), np.nan, age.astype(np.float64) / 1e6)

    @property
    def n_drifted(self) -> Ints:
        """How many columns drifted in each chunk."""
        found: Ints = self.is_over.sum(axis=0, dtype=np.int64)
        return found

    def place(self, chunk_id: int) -> int | None:
        """Where a chunk stands; None if it is not in the course."""
        found = np.flatnonzero(self.chunk_ids == chunk_id)
        return int(found[0]) if found.size else None

    def row(self, column: str) -> int | None:
        """The row of a column in the arrays over columns."""
        return self.columns.index(column) if column in self.columns else None

    def __getitem__(self, chosen: slice) -> "Course":
        """The course over some of its chunks, which follow each other."""
        cut: dict[str, Any] = {name: getattr(self, name)[chosen] for name in _OVER_CHUNKS}
        cut |= {name: getattr(self, name)[:, chosen] for name in _OVER_COLUMNS}
        cut["measures"] = {name: one[chosen] for name, one in self.measures.items()}
        cut["estimates"] = {name: one[chosen] for name, one in self.estimates.items()}
        cut["wholes"] = {name: one[chosen] for name, one in self.wholes.items()}
        cut["worth"] = None if self.worth is None else self.worth[chosen]
        return replace(self, **cut)

    def upto(self, n: int) -> "Course":
        """The first `n` chunks: what was known when the last of them had come."""
        return self[:n]


@dataclass(frozen=True)
class Seen:
    """One chunk as the course reads it; `figures` is what `pack_figures` gave."""

    chunk_id: int
    dataset_version: int
    version: int
    starts_at: datetime | None
    ends_at: datetime | None
    seen_at: datetime
    n_rows: int
    figures: bytes
    measures: Mapping[str, Mapping[str, Any]]
    prediction_psi: float | None
    coverage: float | None
    estimates: Mapping[str, Mapping[str, Any]]
    worth: Mapping[str, Any] | None
    reference: str
    span: str = ""


def pack_figures(report: Mapping[str, Any]) -> bytes:
    """The few figures of each column of a drift report that a course needs."""
    columns = report["columns"]
    names = json.dumps([c["name"] for c in columns], ensure_ascii=False).encode()
    kept = np.array(
        [[np.nan if one is None else float(one) for one in _figures(column)] for column in columns],
        dtype="<f8",
    ).reshape(len(columns), len(_KEPT))
    over = np.array([bool(c.get("drifted")) for c in columns], dtype=np.uint8)
    head = _HEAD.pack(_FORM, len(columns), len(names))
    return head + names + kept.T.tobytes() + over.tobytes() + _beyond(report)


def _beyond(report: Mapping[str, Any]) -> bytes:
    """What is told of no column alone, as JSON: findings by name, and of the candidate."""
    wholes = {
        f"{one['id']}: {one['column']}" if one["column"] else one["id"]: [
            one["title"],
            one["value"],
            one["effect"],
            one["drifted"],
        ]
        for one in report.get("together") or ()
        if one["value"] is not None
    }
    candidate = report.get("candidate_drift") or {}
    found = {"together": wholes, "candidate": [candidate.get("psi"), candidate.get("version")]}
    return json.dumps(found, ensure_ascii=False).encode()


def _figures(column: Mapping[str, Any]) -> tuple[float | None, ...]:
    now = column.get("missing", {}).get("current")
    return column.get("psi"), column.get("effect"), now, column.get("q_value")


def unpack_figures(data: bytes) -> tuple[bytes, Floats, Bools]:
    """Names as JSON, the figures (4, columns) and whether each drifted (columns,)."""
    form, n, length = _HEAD.unpack_from(data)
    if form not in _FORMS:
        raise ValueError(f"figures of form {form}")
    at = _HEAD.size + length
    kept = np.frombuffer(data, dtype="<f8", count=len(_KEPT) * n, offset=at)
    over = np.frombuffer(data, dtype=np.uint8, count=n, offset=at + kept.nbytes)
    return data[_HEAD.size : at], kept.reshape(len(_KEPT), n), over.astype(bool)


def unpack_beyond(data: bytes) -> dict[str, Any]:
    """What is told of no column alone; nothing of figures packed before that was kept."""
    form, n, length = _HEAD.unpack_from(data)
    rest = data[_HEAD.size + length + (8 * len(_KEPT) + 1) * n :]
    nothing: dict[str, Any] = {"together": {}, "candidate": [None, None]}
    return nothing if form == 1 or not rest else dict(json.loads(rest))


def course_of(model: str, metric: str, seen: Sequence[Seen]) -> Course:
    """Put chunks, oldest first, beside each other."""
    columns, kept, over = _by_column([one.figures for one in seen])
    beyond = [unpack_beyond(one.figures) for one in seen]
    named = [one.worth for one in seen]
    return Course(
        model=model,
        metric=metric,
        chunk_ids=np.array([one.chunk_id for one in seen], dtype=np.int64),
        dataset_versions=np.array([one.dataset_version for one in seen], dtype=np.int64),
        versions=np.array([one.version for one in seen], dtype=np.int64),
        starts_at=_moments(one.starts_at for one in seen),
        ends_at=_moments(one.ends_at for one in seen),
        seen_at=_moments(one.seen_at for one in seen),
        n_rows=np.array([one.n_rows for one in seen], dtype=np.int64),
        columns=columns,
        psi=kept[0],
        effect=kept[1],
        missing=kept[2],
        q_value=kept[3],
        is_over=over,
        prediction_psi=_floats(one.prediction_psi for one in seen),
        coverage=_floats(one.coverage for one in seen),
        measures=_series([one.measures for one in seen]),
        estimates=_series([one.estimates for one in seen]),
        worth=_one_series(named) if any(named) else None,
        unit=next((one["unit"] for one in reversed(named) if one and one.get("unit")), ""),
        references=tuple(one.reference for one in seen),
        wholes=_wholes([one["together"] for one in beyond]),
        candidate_psi=_floats(one["candidate"][0] for one in beyond),
        worth_estimated=np.array([bool(one and one.get("is_estimated")) for one in named]),
        candidates=np.array([one["candidate"][1] or 0 for one in beyond], dtype=np.int64),
        spans=tuple(one.span for one in seen),
    )


def _by_column(packed: Sequence[bytes]) -> tuple[tuple[str, ...], Floats, Bools]:
    """All columns in the order in which they first came, and their figures over the chunks."""
    parts = [unpack_figures(data) for data in packed]
    rows: dict[str, int] = {}
    places: dict[bytes, Ints] = {}
    for names, _, _ in parts:
        if names not in places:
            there = [rows.setdefault(name, len(rows)) for name in json.loads(names)]
            places[names] = np.array(there, dtype=np.int64)
    kept = np.full((len(_KEPT), len(rows), len(parts)), np.nan)
    over = np.zeros((len(rows), len(parts)), dtype=bool)
    for i, (names, figures, is_over) in enumerate(parts):
        kept[:, places[names], i] = figures
        over[places[names], i] = is_over
    return tuple(rows), kept, over


def _wholes(found: Sequence[Mapping[str, Sequence[Any]]]) -> dict[str, Whole]:
    titles = {name: told[0] for one in found for name, told in one.items()}
    nothing = ("", None, None, False)
    made = {}
    for name, title in titles.items():
        told = [one.get(name, nothing) for one in found]
        over = np.array([bool(one[3]) for one in told])
        made[name] = Whole(title, _floats(t[1] for t in told), _floats(t[2] for t in told), over)
    return made


def _series(found: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, Series]:
    names = dict.fromkeys(name for one in found for name in one)
    return {name: _one_series([one.get(name) for one in found]) for name in names}


def _one_series(found: Sequence[Mapping[str, Any] | None]) -> Series:
    known = [one or {} for one in found]
    low, high, value, n = (
        _floats(one.get(key) for one in known) for key in ("low", "high", "value", "n")
    )
    return Series(value, low, high, n, tuple(str(one.get("note") or "") for one in known))


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _moments(values: Iterable[datetime | None]) -> Moments:
    plain = [np.datetime64("NaT") if v is None else v.replace(tzinfo=None) for v in values]
    return np.array(plain, dtype="datetime64[us]")
