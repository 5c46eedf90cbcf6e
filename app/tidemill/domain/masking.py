"""What stands in place of a personal value wherever values are shown.

A mask says that there is a value and nothing else: no length, no first letter. Missing stays
missing, which is what a person looking for gaps needs.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.mask_signs import MASK
from tidemill.domain.profiles import Profile
from tidemill.domain.version_diffs import ColumnDiff, Shape, VersionDiff

HIDDEN_TEXT = "hidden: the dataset has personal columns"
"""Shown in place of a line of a file that may hold personal values."""

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DIGITS = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,18}(?![\w.])")


def masked(value: Any) -> str | None:
    """The mask, or None where the value is missing (None or NaN)."""
    is_missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if is_missing else MASK


def masked_row(
    names: Sequence[str], values: Sequence[Any], personal: Collection[str]
) -> tuple[Any, ...]:
    """A row in which the values of personal columns are masked."""
    return tuple(
        masked(value) if name in personal else value
        for name, value in zip(names, values, strict=True)
    )


def row_masker(
    names: Sequence[str], personal: Collection[str]
) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What masks rows of these columns, without looking up names row by row."""
    places = frozenset(place for place, name in enumerate(names) if name in personal)
    if not places:
        return tuple
    return lambda row: tuple(masked(v) if i in places else v for i, v in enumerate(row))


def masked_text(text: str, values: Collection[str] = ()) -> str:
    """Words in which known personal values, mail addresses and long numbers are masked.

    `values` are the personal values known to stand in it; the rest goes by what they look like.
    """
    for value in sorted({v for v in values if v.strip()}, key=len, reverse=True):
        text = text.replace(value, MASK)
    return _DIGITS.sub(MASK, _MAIL.sub(MASK, text))


def masked_frame(frame: Frame, personal: Collection[str]) -> Frame:
    """The frame with texts of the mask in place of personal values; missing stays missing."""
    return Frame(tuple(_masked_column(c) if c.name in personal else c for c in frame))


def _masked_column(column: ColumnData) -> ColumnData:
    codes = np.where(column.missing, -1, 0).astype(np.int32)
    return ColumnData(column.name, Kind.TEXT, codes, (MASK,))


def masked_profile(profile: Profile, personal: Collection[str]) -> Profile:
    """The profile with counts of personal columns only: no value, no axis, no figure of values."""
    columns = tuple(
        replace(
            column,
            minimum=None,
            median=None,
            maximum=None,
            quartiles=None,
            quantiles=None,
            mean=None,
            sd=None,
            zeros=None,
            outliers=None,
            edges=(),
            counts=(),
            top=tuple((MASK, rows) for _, rows in column.top),
            levels=None,
            note="values are masked",
        )
        if column.name in personal
        else column
        for column in profile.columns
    )
    return replace(profile, columns=columns)


def masked_checks(
    checks: Sequence[Mapping[str, Any]], personal: Collection[str]
) -> tuple[dict[str, Any], ...]:
    """Stored check results without personal values, also of columns marked after they ran."""
    found = []
    for check in checks:
        shown, values = [], set()
        for row in check.get("offenders", ()):
            mine = {name: value for name, value in row["values"].items() if name in personal}
            values |= {str(value) for value in mine.values() if value is not None}
            hidden = {name: masked(value) for name, value in mine.items()}
            shown.append({**row, "values": {**row["values"], **hidden}})
        message = masked_text(str(check["message"]), values - {MASK})
        found.append({**check, "message": message, "offenders": shown})
    return tuple(found)


def masked_report(report: Mapping[str, Any], personal: Collection[str]) -> dict[str, Any]:
    """A drift report's JSON without the values of personal columns."""
    columns = [
        {
            **column,
            "new_values": [MASK for _ in column.get("new_values", ())],
            "gone_values": [MASK for _ in column.get("gone_values", ())],
            "distribution": _masked_distribution(column.get("distribution")),
        }
        if column["name"] in personal
        else column
        for column in report.get("columns", ())
    ]
    together = [
        {**one, "words": [{**each, "word": MASK} for each in one["words"]]}
        if one.get("column") in personal
        else one
        for one in report.get("together", ())
    ]
    return {**report, "columns": columns, "together": together}


def _masked_distribution(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A drawn distribution's JSON with its shares, but without the values they belong to."""
    if told is None:
        return None
    return {**told, "labels": [MASK for _ in told.get("labels", ())]}


def masked_diff(diff: VersionDiff, personal: Collection[str]) -> VersionDiff:
    """A comparison of versions without the values of personal columns."""
    key = [name in personal for name in diff.key]
    return replace(
        diff, columns=tuple(_masked_column_diff(column, key, personal) for column in diff.columns)
    )


def _masked_key(values: tuple[Any, ...], hide: Sequence[bool]) -> tuple[Any, ...]:
    if len(values) != len(hide):  # a row's number, where rows have no key
        return values
    return tuple(masked(v) if hidden else v for v, hidden in zip(values, hide, strict=True))


def _masked_column_diff(
    column: ColumnDiff, key: Sequence[bool], personal: Collection[str]
) -> ColumnDiff:
    is_mine = column.name in personal or column.was_name in personal
    cells = tuple(
        replace(
            cell,
            key=_masked_key(cell.key, key),
            before=masked(cell.before) if is_mine else cell.before,
            after=masked(cell.after) if is_mine else cell.after,
        )
        for cell in column.cells
    )
    origin = None if column.origin and column.origin.by in personal else column.origin
    if not is_mine:
        return replace(column, cells=cells, origin=origin)
    shape = replace(column.shape, edges=(), levels=tuple(MASK for _ in column.shape.levels))
    if not shape.levels:
        shape = Shape()
    return replace(
        column, shape=shape, words="values are masked", cells=cells, cells_words="", origin=origin
    )
