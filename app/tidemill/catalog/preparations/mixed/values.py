"""Raw values as one form a kind, whichever table they come from.

Three tables are read: a `Frame`, a pandas DataFrame, and a list of dicts (rows). The same value
gives the same result from each: the number 3, the text "3" in a numeric column, and 3.0 in a
column that became floating point because another row was missing.

Forms: numbers and booleans are float64 with NaN for missing; dates datetime64[us] in UTC with
NaT; categories and texts int64 codes into a list of distinct texts, -1 for missing.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame

Array = npt.NDArray[Any]

_NAT = np.datetime64("NaT", "us")
_TRUE = frozenset({"true", "yes", "y", "t", "1", "1.0", "on"})
_FALSE = frozenset({"false", "no", "n", "f", "0", "0.0", "off"})


def is_data_frame(table: Any) -> bool:
    """True for a pandas DataFrame, found out without importing pandas."""
    return hasattr(table, "iloc") and hasattr(table, "columns")


def n_rows(table: Any) -> int:
    """How many rows a table of any of the three kinds has."""
    return table.n_rows if isinstance(table, Frame) else len(table)


def kinds_of(table: Any) -> list[list[str]]:
    """(name, kind) pairs of a Frame or DataFrame, for when nobody named the columns."""
    if isinstance(table, Frame):
        return [[c.name, str(c.kind)] for c in table]
    if not is_data_frame(table):
        raise TypeError("name the columns and their kinds to learn from rows")
    by_code = {"b": Kind.BOOLEAN, "i": Kind.NUMERIC, "u": Kind.NUMERIC, "f": Kind.NUMERIC}
    by_code["M"] = Kind.DATETIME
    return [
        [str(name), str(by_code.get(getattr(dtype, "kind", "O"), Kind.CATEGORICAL))]
        for name, dtype in table.dtypes.items()
    ]


def numbers(table: Any, name: str) -> Array:
    """Numbers (rows,); text that is no number counts as missing."""
    raw = _raw(table, name)
    if isinstance(raw, ColumnData):
        if raw.kind is Kind.NUMERIC:
            return raw.values.astype(np.float64)
        raw = raw.to_list()
    if isinstance(raw, np.ndarray):
        return np.asarray(raw, dtype=np.float64)
    return np.array([_number(value) for value in raw], dtype=np.float64)


def booleans(table: Any, name: str) -> Array:
    """1, 0 or NaN (rows,)."""
    raw = _raw(table, name)
    if isinstance(raw, ColumnData):
        if raw.kind is Kind.BOOLEAN:
            return np.asarray(np.array([0.0, 1.0, np.nan])[raw.values])
        raw = raw.to_list()
    return np.array([_boolean(value) for value in _listed(raw)], dtype=np.float64)


def dates(table: Any, name: str) -> Array:
    """Moments in UTC as datetime64[us] (rows,); what is no ISO date counts as missing."""
    raw = _raw(table, name, as_moments=True)
    if isinstance(raw, ColumnData):
        if raw.kind is Kind.DATETIME:
            return raw.values.astype("datetime64[us]")
        raw = raw.to_list()
    if isinstance(raw, np.ndarray) and raw.dtype.kind == "M":
        return raw.astype("datetime64[us]")
    return np.array([_date(value) for value in _listed(raw)], dtype="datetime64[us]")


def texts(table: Any, name: str) -> tuple[Array, list[str]]:
    """Codes (rows,) and the distinct texts they stand for; an empty text counts as missing."""
    raw = _raw(table, name)
    if isinstance(raw, ColumnData) and raw.kind in CODED:
        return _recoded(raw.values, raw.levels)
    if isinstance(raw, ColumnData):
        raw = raw.to_list()
    elif hasattr(raw, "categories"):
        return _recoded(np.asarray(raw.codes), raw.categories.tolist())
    known: dict[str, int] = {}
    codes = [
        -1 if text is None else known.setdefault(text, len(known))
        for text in map(_text, _listed(raw))
    ]
    return np.array(codes, dtype=np.int64), list(known)


def _recoded(codes: Array, levels: Sequence[Any]) -> tuple[Array, list[str]]:
    """Codes of levels that may read alike or be empty, as codes of distinct texts."""
    known: dict[str, int] = {}
    read = [_text(level) for level in levels]
    table = [-1 if text is None else known.setdefault(text, len(known)) for text in read]
    return np.array([*table, -1], dtype=np.int64)[codes], list(known)


def _raw(table: Any, name: str, *, as_moments: bool = False) -> Any:
    """The column as it lies in the table; a column that is not there is missing in each row."""
    if isinstance(table, Frame):
        return table[name] if name in table else [None] * table.n_rows
    if not is_data_frame(table):
        return [row.get(name) for row in table]
    if name not in table.columns:
        return [None] * len(table)
    series = table[name]
    kind = getattr(series.dtype, "kind", "O")
    if hasattr(series, "cat"):
        return series.array
    if isinstance(series.dtype, np.dtype) and kind in ("M" if as_moments else "iuf"):
        return series.to_numpy()
    return series.tolist()


def _listed(raw: Any) -> Any:
    return raw.tolist() if isinstance(raw, np.ndarray) and raw.dtype.kind != "M" else raw


def _is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas' NA, told apart by not being equal to themselves."""
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - that is how NaN is known
    except TypeError:
        return True


def _number(value: Any) -> float:
    if isinstance(value, str):
        if "_" in value:
            return np.nan
    elif _is_missing(value):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf
    except (TypeError, ValueError):
        return np.nan


def _boolean(value: Any) -> float:
    if _is_missing(value):
        return np.nan
    word = str(value).strip().lower()
    return 1.0 if word in _TRUE else 0.0 if word in _FALSE else np.nan


def _date(value: Any) -> Any:
    if _is_missing(value):
        return _NAT
    if isinstance(value, np.datetime64):
        return np.asarray(value, dtype="datetime64[us]")[()]
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return _NAT
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if not isinstance(moment, datetime):
        return _NAT
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    # Rebuilt from its parts: a pandas Timestamp may carry nanoseconds numpy would complain of.
    return np.datetime64(
        datetime(  # noqa: DTZ001 - UTC by now, and numpy takes no time zones
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond,
        ),
        "us",
    )


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return str(value) or None
    if _is_missing(value):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


READERS: dict[Kind, Callable[[Any, str], Any]] = {
    Kind.NUMERIC: numbers,
    Kind.BOOLEAN: booleans,
    Kind.DATETIME: dates,
    Kind.CATEGORICAL: texts,
    Kind.TEXT: texts,
}
