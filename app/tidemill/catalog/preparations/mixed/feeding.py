"""Raw values as an ONNX graph of the preparation takes them: one input a column, (rows, 1).

Numbers and booleans are double with NaN for missing, categories and texts are text with the empty
one for missing, dates whole microseconds since 1970 in UTC with the smallest number for missing,
as numpy keeps NaT. Needs numpy only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Kind

NO_DATE = int(np.iinfo(np.int64).min)

TYPES = {
    Kind.NUMERIC: np.float64,
    Kind.BOOLEAN: np.float64,
    Kind.DATETIME: np.int64,
    Kind.CATEGORICAL: object,
    Kind.TEXT: object,
}
"""How values of a kind go in."""

_UNSAYABLE = "\0\ufffd"
"""No file has such a category."""


def feed(table: Any, columns: Sequence[Sequence[str]], names: Mapping[str, str]) -> dict[str, Any]:
    """The inputs for a table (a Frame, DataFrame or dicts); `names` has each column's input."""
    found = {}
    for name, kind in columns:
        raw = values.READERS[Kind(kind)](table, name)
        if TYPES[Kind(kind)] is object:
            codes, levels = raw
            raw = np.array([*map(_sendable, levels), ""], dtype=object)[codes]
        elif TYPES[Kind(kind)] is np.int64:
            raw = raw.view(np.int64)
        found[names[name]] = raw[:, None]
    return found


def _sendable(text: str) -> str:
    """A text as it is, or an unknown one for what UTF-8 can't bear: halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSAYABLE
    return text
