"""Rows of a CSV file, and the target's values in them."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from .preparation import values

MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "?"}


def rows_of(path: Path) -> "list[dict[str, Any]]":
    """The rows of a CSV file, UTF-8 with a head, as dicts of texts; missing ones are None."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        return [
            {name: None if _is_missing(text) else text for name, text in row.items()}
            for row in reader
        ]


def _is_missing(text: Any) -> bool:
    return text is None or str(text).strip().lower() in MISSING


def target_of(rows: Any, target: str, kind: str) -> "list[Any]":
    """The class of each row as text, None where it is missing."""
    if kind == "boolean":
        said = values.booleans(rows, target)
        return [None if np.isnan(one) else "true" if one else "false" for one in said]
    if kind == "numeric":
        return [_text_of_number(one) for one in values.numbers(rows, target).tolist()]
    codes, levels = values.texts(rows, target)
    return [None if code < 0 else levels[code] for code in codes.tolist()]


def _text_of_number(value: float) -> "str | None":
    if not np.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)
