"""The part of a table's rows that an incident concerns: those of one level of a column, or all."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import CODED, Frame

Part = Mapping[str, str] | None
"""`column` and `level` ("" where missing); None for all rows."""


def rows_of_part(frame: Frame, part: Part) -> npt.NDArray[np.bool_]:
    """Which rows belong to the part of the rows that is concerned, (rows,); all without one."""
    if part is None:
        return np.ones(frame.n_rows, dtype=bool)
    name, level = part["column"], part["level"]
    if name not in frame or frame[name].kind not in CODED or level not in (*frame[name].levels, ""):
        return np.zeros(frame.n_rows, dtype=bool)
    column = frame[name]
    code = column.levels.index(level) if level in column.levels else -1
    return np.asarray(column.values == code)
