"""A model about to leave: all that an exporter may need, and how its answers are held against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.business_value import Table

Array = npt.NDArray[Any]

TOLERANCE = 1e-6
"""How far an answer may be off: of a probability absolutely, of a number by its size beyond 1."""

MOST_SHOWN = 20


@dataclass(frozen=True, eq=False)
class Outgoing:
    """A fitted pipeline ("prepare", "model") with what it is called and what it reads.

    `columns` are (name, kind) pairs in the order of the preparation, `levels` the classes, for two
    the positive last, empty for a number. `estimator` and `preparation` are ids of the catalogue.
    `target_kind` is the kind of the target's column, `recipe` says how it was trained.
    `sources` has the raw column behind each of `columns` where a step gave it another name.
    `predict(pipeline, table)` answers in the form of `domain.metrics`. `skops` is the pipeline as
    bytes, of which the types in `trusted` may be loaded. `papers` are further files by name, such
    as the card; `examples` are raw rows to try it on, without personal values. These and what
    follows (the version's number, what it answers in a sentence) are set where an exporter needs
    papers. `steps`, ready to run, are those that change values and go into the file; rows come in
    the columns `raw` then, (name, kind) pairs, and `said` is what the model says of such rows, NaN
    where the steps leave one out. `absent` are raw columns that nobody sends and steps may name
    (what is to be predicted); `learned_behind` are all steps, with those that only choose what is
    learned from. `threshold` is from which probability of the second of two classes on it is said,
    `table` what deciding one of several classes costs by the truth, empty where the likeliest is.
    """

    title: str
    task: str
    levels: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    pipeline: Any
    estimator: str
    preparation: str
    target: str
    target_kind: str
    recipe: Mapping[str, Any]
    predict: Callable[[Any, Any], Array]
    sources: Mapping[str, str] = field(default_factory=dict)
    skops: bytes = b""
    trusted: tuple[str, ...] = ()
    papers: Mapping[str, bytes] = field(default_factory=dict)
    examples: tuple[Mapping[str, Any], ...] = ()
    number: int = 1
    question: str = ""
    steps: tuple[Any, ...] = ()
    raw: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    learned_behind: tuple[Any, ...] = ()
    said: Callable[[Any], Array] | None = None
    threshold: float = 0.5
    table: Table = ()

    def source(self, column: str) -> str:
        """What a column is called in raw rows."""
        return self.sources.get(column, column)


@dataclass(frozen=True)
class DifferentRow:
    """A row that an export answers otherwise: its number from 1 or what it was made up for, its
    values, and the two answers (a probability a class, or a number)."""

    row: str
    values: Mapping[str, Any]
    model: tuple[float, ...]
    export: tuple[float, ...]

    @property
    def words(self) -> str:
        """The row in a sentence."""
        return f"{self.row}: the model says {_said(self.model)}, the export {_said(self.export)}."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "row": self.row,
            "values": dict(self.values),
            "model": [_plain(v) for v in self.model],
            "export": [_plain(v) for v in self.export],
        }


def _plain(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _said(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.6g}" for value in values)


@dataclass(frozen=True)
class Comparison:
    """An export held against its model: how many stored and made-up rows, the largest difference,
    and the rows that differ by more than is allowed, the furthest first (at most so many)."""

    n_stored: int
    n_made_up: int
    largest: float
    n_different: int
    different: tuple[DifferentRow, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether every row is answered the same."""
        return self.n_different == 0

    @property
    def words(self) -> str:
        """How it went, in a sentence."""
        rows = f"{self.n_stored:,} stored rows and {self.n_made_up:,} made up to be odd"
        if self.is_equal:
            off = "exactly" if self.largest == 0 else f"within {self.largest:.1g}"
            return f"It answers {rows} as the model does, {off}."
        return (
            f"It answers {self.n_different:,} of {rows} otherwise than the model, by up to "
            f"{self.largest:.3g}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "n_stored": self.n_stored,
            "n_made_up": self.n_made_up,
            "largest": _plain(self.largest),
            "tolerance": TOLERANCE,
            "n_different": self.n_different,
            "equal": self.is_equal,
            "words": self.words,
            "different": [one.to_dict() for one in self.different],
        }


def distances(model: Array, export: Array) -> Array:
    """How far the answers to each row are apart, (rows,); infinite where one is no number.

    Both are (rows,) or (rows, classes). Where the model's own answer is no number the export's
    may be none either.
    """
    ours = np.asarray(model, dtype=np.float64).reshape(len(model), -1)
    theirs = np.asarray(export, dtype=np.float64).reshape(len(export), -1)
    if ours.shape != theirs.shape:
        return np.full(len(ours), np.inf)
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    with np.errstate(invalid="ignore"):
        far = np.abs(ours - theirs) / np.maximum(1.0, np.abs(ours))
    found = np.where(same, 0.0, np.where(np.isfinite(far), far, np.inf))
    return np.asarray(found.max(axis=1, initial=0.0))
