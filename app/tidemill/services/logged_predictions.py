"""Predictions a script hands over, in the form comparisons read."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.recipes import Task
from tidemill.services.registry import PREDICTIONS_FILE as FILE
from tidemill.services.training.predictions import Predictions

__all__ = ["FILE", "packed", "predictions"]

Array = npt.NDArray[Any]
_MOST_CLASSES = 50
"""Whole numbers of more different values than this are amounts, not classes."""


def packed(
    y_true: npt.ArrayLike,
    y_pred: npt.ArrayLike,
    ids: Any = None,
    *,
    classes: Sequence[Any] | None = None,
    task: str | None = None,
) -> bytes:
    """The bytes of `predictions`."""
    return predictions(y_true, y_pred, ids, classes=classes, task=task).to_bytes()


def predictions(
    y_true: npt.ArrayLike,
    y_pred: npt.ArrayLike,
    ids: Any = None,
    *,
    classes: Sequence[Any] | None = None,
    task: str | None = None,
) -> Predictions:
    """Truth (n,) and predictions: numbers or labels (n,), or probabilities (n,) or (n, K).

    What is not said is read from the values: more than one column, texts or truth values mean
    classes; so do whole numbers where both sides are, of at most 50 different ones; 0 and 1
    against values between them mean probabilities. Raises `ValueError` where the lengths differ
    or the columns are not those of the classes.
    """
    truth, said = np.asarray(y_true), np.asarray(y_pred)
    truth = truth.ravel() if truth.ndim == 2 and truth.shape[1] == 1 else truth
    said = said.ravel() if said.ndim == 2 and said.shape[1] == 1 else said
    if truth.ndim != 1 or said.ndim not in (1, 2) or len(truth) != len(said):
        raise ValueError(f"y_true has the shape {truth.shape}, y_pred {said.shape}")
    rows = _rows(ids, len(truth))
    chosen = Task(task) if task is not None else _task(truth, said, classes)
    if chosen is Task.REGRESSION:
        if said.ndim == 2:
            raise ValueError(f"one number a row is needed, y_pred has the shape {said.shape}")
        numbers = said.astype(np.float64)
        return Predictions(chosen, (), rows, numbers, truth.astype(np.float64))
    levels = _levels(truth, said, classes)
    place = {level: k for k, level in enumerate(levels)}
    codes = np.array([place.get(_word(v), -1) for v in truth.tolist()], np.int64)
    shares = _shares(said, levels, place)
    if len(levels) == 2:
        return Predictions(Task.BINARY, levels, rows, shares[:, 1], codes)
    return Predictions(Task.MULTICLASS, levels, rows, shares, codes)


def _task(truth: Array, said: Array, classes: Sequence[Any] | None) -> Task:
    if said.ndim == 2 or classes is not None or truth.dtype.kind in "bOUS":
        return Task.MULTICLASS
    known = np.unique(truth[~np.isnan(truth.astype(np.float64))])
    is_share = said.dtype.kind == "f" and bool(np.all((said >= 0) & (said <= 1)))
    if len(known) <= 2 and set(known.tolist()) <= {0, 1} and (is_share or said.dtype.kind in "iub"):
        return Task.BINARY
    is_coded = truth.dtype.kind in "iu" and said.dtype.kind in "iu"
    return Task.MULTICLASS if is_coded and len(known) <= _MOST_CLASSES else Task.REGRESSION


def _levels(truth: Array, said: Array, classes: Sequence[Any] | None) -> tuple[str, ...]:
    if classes is not None:
        return tuple(_word(one) for one in classes)
    values = {v for v in truth.tolist() if v is not None and v == v}  # noqa: PLR0124 (no NaN)
    if said.ndim == 1 and not _is_probability(said):
        values |= {v for v in said.tolist() if v is not None and v == v}  # noqa: PLR0124
    if values <= {0, 1}:
        values |= {False, True} if truth.dtype.kind == "b" else {0, 1}
    try:
        ordered = sorted(values)
    except TypeError:  # of several kinds
        ordered = sorted(values, key=str)
    return tuple(dict.fromkeys(_word(v) for v in ordered))


def _is_probability(said: Array) -> bool:
    return said.dtype.kind == "f" and bool(np.all((said >= 0) & (said <= 1)))


def _shares(said: Array, levels: tuple[str, ...], place: dict[str, int]) -> Array:
    """Probabilities (n, K) of what was said."""
    if said.ndim == 2:
        if said.shape[1] != len(levels):
            raise ValueError(
                f"y_pred has {said.shape[1]} columns for {len(levels)} classes; name `classes`"
            )
        return said.astype(np.float64)
    if _is_probability(said):
        if len(levels) != 2:
            raise ValueError(f"{len(levels)} classes need a probability each")
        return np.column_stack([1.0 - said, said]).astype(np.float64)
    shares = np.zeros((len(said), len(levels)))
    for row, value in enumerate(said.tolist()):
        code = place.get(_word(value))
        if code is not None:
            shares[row, code] = 1.0
    return shares


def _word(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(ids: Any, n: int) -> npt.NDArray[np.int64]:
    """Whole numbers as they are; other names by a hash, the same in each run."""
    if ids is None:
        return np.arange(n, dtype=np.int64)
    names = np.asarray(ids).ravel()
    if len(names) != n:
        raise ValueError(f"{len(names)} ids for {n} rows")
    if names.dtype.kind in "iu":
        return names.astype(np.int64)
    hashed = [
        int.from_bytes(hashlib.blake2b(str(v).encode(), digest_size=8).digest(), "little") >> 1
        for v in names.tolist()
    ]
    return np.array(hashed, np.int64)
