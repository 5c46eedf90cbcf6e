"""Turns raw values into numbers by a fitted state of plain dicts, lists and arrays.

Each raw column is fitted to one state and gives one block of output columns, which depends on
that column alone. Ways:

- number (also booleans): as it is; infinite values become the largest or smallest finite value
  seen in fitting, and finite ones are held within ±1e30, so that float32 trees and squares in
  linear models do not overflow. Missing stays NaN, or becomes the median; in a column in which
  nothing was seen it becomes 0, since some trees cannot bin a column of nothing.
- onehot: a column a level, one more for missing if it was seen; an unknown level is all zeros.
- means: smoothed means of the target by level, missing being a level of its own; unknown levels
  and those beyond the 2,000 most frequent get the overall mean (D. Micci-Barreca, SIGKDD
  Explorations 3 (2001), equation 3 with a constant weight). For rows that are learned from, the
  means come from the other folds, so that a row's own target is not in its feature.
- date: month, day of the week, hour, day of the year, by whole-number arithmetic, as far as
  they vary; as numbers, or as points on a circle.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind

Array = npt.NDArray[Any]
State = dict[str, Any]

LARGEST = 1e30
MAX_LEVELS = 2_000
MAX_CLASSES = 10
_DAY_US = 86_400_000_000
PERIODS = {"month": 12, "day of week": 7, "hour": 24, "day of year": 366}


@dataclass(frozen=True)
class Settings:
    """What the preparation was asked to do; see the entry's parameters."""

    impute: bool
    indicator: bool
    scale: bool
    max_onehot: int
    smoothing: float
    dates: str
    elapsed: bool


# Fitting


def fit_number(x: Array, name: str, settings: Settings, *, scale: bool) -> State:
    """State of a numeric or boolean column from its values (rows,)."""
    finite = np.clip(x[np.isfinite(x)], -LARGEST, LARGEST)
    empty = len(finite) == 0
    mean = 0.0 if empty else float(finite.mean())
    spread = 0.0 if empty else float(finite.std())
    indicator = settings.indicator and bool(np.isnan(x).any())
    return {
        "way": "number",
        "low": 0.0 if empty else float(finite.min()),
        "high": 0.0 if empty else float(finite.max()),
        "fill": _fill(finite, settings),
        "mean": mean if scale else 0.0,
        "spread": spread if scale and spread > 0 else 1.0,
        "indicator": indicator,
        "outputs": [name, f"{name} [missing]"] if indicator else [name],
    }


def _fill(finite: Array, settings: Settings) -> float | None:
    """What missing becomes: the median if asked, 0 where no value was ever seen, else itself."""
    if not len(finite):
        return 0.0
    return float(np.median(finite)) if settings.impute else None


def fit_levels(codes: Array, levels: list[str], name: str, settings: Settings) -> State:
    """State of a category or text column; target means are added by `fit_means`."""
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    seen = sorted(
        (level for level, n in zip(levels, counts.tolist(), strict=True) if n > 0),
    )
    if len(seen) <= settings.max_onehot:
        missing = bool((codes < 0).any())
        outputs = [f"{name} [= {level}]" for level in seen]
        return {
            "way": "onehot",
            "index": {level: place for place, level in enumerate(seen)},
            "missing": missing,
            "outputs": outputs + ([f"{name} [missing]"] if missing or not seen else []),
        }
    order = sorted(range(len(levels)), key=lambda code: (-counts[code], levels[code]))
    kept = sorted(levels[code] for code in order[:MAX_LEVELS] if counts[code] > 0)
    return {"way": "means", "index": {level: place for place, level in enumerate(kept)}}


def targets(y: Array, task: str) -> tuple[Array, list[str]]:
    """What is averaged by level, (rows, K), and a name for each: see `fit_means`."""
    if task == "regression":
        return np.asarray(y, dtype=np.float64)[:, None], ["mean"]
    y = np.asarray(y)
    classes, counts = np.unique(y, return_counts=True)
    if task == "binary":
        return (y == 1).astype(np.float64)[:, None], ["mean"]
    often = np.sort(classes[np.argsort(-counts, kind="stable")[:MAX_CLASSES]])
    return (y[:, None] == often[None, :]).astype(np.float64), [f"mean of {k}" for k in often]


def fit_means(
    state: State, places: Array, y: Array, names: list[str], name: str, settings: Settings
) -> None:
    """Add to the state the mean of each column of `y` by level, missing and unknown included."""
    size = len(state["index"]) + 2
    sums, rows = _sums(places, y, size)
    table = _smoothed(sums, rows, y.mean(axis=0), settings.smoothing)
    table[-1] = y.mean(axis=0)
    state["table"] = table
    shown = table[places]
    state["mean"] = shown.mean(axis=0).tolist() if settings.scale else [0.0] * y.shape[1]
    spread = shown.std(axis=0) if settings.scale else np.ones(y.shape[1])
    state["spread"] = np.where(spread > 0, spread, 1.0).tolist()
    state["outputs"] = [f"{name} [{one}]" for one in names]


def crossed_means(state: State, places: Array, y: Array, folds: Array, settings: Settings) -> Array:
    """Means by level from the rows of the other folds; shape (rows, K), scaled as in `encode`."""
    size = len(state["index"]) + 2
    all_sums, all_rows = _sums(places, y, size)
    out = np.empty_like(y)
    for fold in np.unique(folds):
        here = folds == fold
        sums, rows = _sums(places[here], y[here], size)
        n_others = max(1, len(y) - int(here.sum()))
        overall = (y.sum(axis=0) - y[here].sum(axis=0)) / n_others
        table = _smoothed(all_sums - sums, all_rows - rows, overall, settings.smoothing)
        table[-1] = overall
        out[here] = table[places[here]]
    return np.asarray((out - state["mean"]) / state["spread"])


def _sums(places: Array, y: Array, size: int) -> tuple[Array, Array]:
    sums = np.stack(
        [np.bincount(places, weights=y[:, k], minlength=size) for k in range(y.shape[1])], axis=1
    )
    return sums, np.bincount(places, minlength=size)


def _smoothed(sums: Array, rows: Array, overall: Array, weight: float) -> Array:
    total = rows[:, None] + weight
    table = np.broadcast_to(overall, sums.shape).copy()
    np.divide(sums + weight * overall, total, out=table, where=total > 0)
    # Of a level that no row has (missing, where none was) nothing is known but the average.
    table[rows == 0] = overall
    return table


def fit_dates(moments: Array, name: str, settings: Settings) -> State:
    """State of a date column: which parts vary, and the first moment."""
    known = moments[~np.isnat(moments)]
    parts = [
        part for part in PERIODS if len(known) and len(np.unique(date_part(known, part))) > 1
    ] or ["month"]
    circles = settings.dates == "circles"
    outputs = [
        f"{name} [{part}{side}]"
        for part in parts
        for side in ((" sin", " cos") if circles else ("",))
    ]
    state: State = {
        "way": "date",
        "parts": parts,
        "circles": circles,
        "fill": settings.impute or circles or not len(known),
        "indicator": settings.indicator and len(known) < len(moments),
        "first": int(known.min().astype(np.int64)) if len(known) else 0,
        "elapsed": None,
    }
    if settings.elapsed:
        days = _elapsed(moments, state["first"])
        plain = Settings(**{**vars(settings), "indicator": False})
        state["elapsed"] = fit_number(days, f"{name} [days]", plain, scale=settings.scale)
        outputs.append(f"{name} [days]")
    state["outputs"] = outputs + ([f"{name} [missing]"] if state["indicator"] else [])
    return state


# Encoding


def encode(state: State, values: Any, out: Array) -> None:
    """Write the block of a column into `out` (rows, outputs of the state)."""
    way = state["way"]
    if way == "number":
        _encode_number(state, values, out)
    elif way == "date":
        _encode_date(state, values, out)
    elif way == "means":
        table = (state["table"] - state["mean"]) / state["spread"]
        out[:] = table[places_of(state, values[0], values[1])]
    else:
        _encode_onehot(state, values[0], values[1], out)


def places_of(state: State, codes: Array, levels: list[str]) -> Array:
    """Place of each row's level in the state; missing is the last but one, unknown the last."""
    index = state["index"]
    unknown = len(index) + 1
    table = [index.get(level, unknown) for level in levels]
    return np.array([*table, len(index)], dtype=np.int64)[codes]


def _encode_number(state: State, x: Array, out: Array) -> None:
    gone = np.isnan(x)
    tamed = np.clip(x, -LARGEST, LARGEST)
    tamed[x == np.inf] = state["high"]
    tamed[x == -np.inf] = state["low"]
    if state["fill"] is not None:
        tamed[gone] = state["fill"]
    out[:, 0] = (tamed - state["mean"]) / state["spread"]
    if state["indicator"]:
        out[:, 1] = gone


def _encode_onehot(state: State, codes: Array, levels: list[str], out: Array) -> None:
    out[:] = 0.0
    places = places_of(state, codes, levels)
    # With a column for missing its place is the one behind the levels; beyond it is unknown.
    rows = np.flatnonzero(places < out.shape[1])
    out[rows, places[rows]] = 1.0


def date_part(moments: Array, part: str) -> Array:
    """A part of known moments as whole numbers: months and days of the year from 1, Monday 0."""
    micros = moments.astype(np.int64)
    days = micros // _DAY_US
    if part == "hour":
        return np.asarray(micros // 3_600_000_000 % 24)
    if part == "day of week":
        return np.asarray((days + 3) % 7)
    if part == "month":
        return np.asarray(moments.astype("datetime64[M]").astype(np.int64) % 12 + 1)
    first = moments.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(days - first + 1)


def _elapsed(moments: Array, first: int) -> Array:
    days = np.full(len(moments), np.nan)
    known = ~np.isnat(moments)
    days[known] = (moments[known].astype(np.int64) - first) / _DAY_US
    return days


def _encode_date(state: State, moments: Array, out: Array) -> None:
    gone = np.isnat(moments)
    known = moments[~gone]
    at = 0
    for part in state["parts"]:
        values = date_part(known, part)
        if state["circles"]:
            turn = 2 * np.pi * values / PERIODS[part]
            out[~gone, at], out[~gone, at + 1] = np.sin(turn), np.cos(turn)
            out[gone, at : at + 2] = 0.0
            at += 2
        else:
            out[~gone, at] = values
            out[gone, at] = -1.0 if state["fill"] else np.nan
            at += 1
    if state["elapsed"] is not None:
        _encode_number(state["elapsed"], _elapsed(moments, state["first"]), out[:, at : at + 1])
        at += 1
    if state["indicator"]:
        out[:, at] = gone


def reader_way(kind: Kind) -> str:
    """Which family of states a kind of column belongs to."""
    return {
        Kind.NUMERIC: "number",
        Kind.BOOLEAN: "number",
        Kind.DATETIME: "date",
    }.get(kind, "levels")
