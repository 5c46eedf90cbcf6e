"""The steps of preparation that the model learned behind: rows as they come, as they leave them."""

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from .preparation import values
from .preparation.columns import Kind
from .preparation.frames import BOOLEAN_LEVELS, ColumnData, Frame


def read_steps(folder: Path) -> "Steps | None":
    """The steps of a package, None where its model learned behind none."""
    path = folder / "steps.json"
    return Steps(json.loads(path.read_text("utf-8"))) if path.exists() else None


class Steps:
    """Steps that rows go through, in order; `columns` are the columns they come with."""

    def __init__(self, plan: "dict[str, Any]") -> None:
        self.columns: list[list[str]] = plan["columns"]
        self._steps = [
            (importlib.import_module(one["module"], __package__), one["settings"], one["learning"])
            for one in plan["steps"]
        ]

    def through(self, rows: Any) -> "tuple[Frame, np.ndarray]":
        """All rows as the steps leave them, and True for those that they don't leave out."""
        frame = frame_of(rows, self.columns)
        stays = np.ones(frame.n_rows, dtype=bool)
        for module, settings, is_for_learning in self._steps:
            if is_for_learning:
                continue
            if module.ENTRY.drops_rows:
                stays &= module.kept(frame, **settings)
            else:
                frame = module.apply(frame, **settings)
        return frame, stays

    def learned_from(self, rows: Any) -> "tuple[Frame, np.ndarray]":
        """The rows that a training learns from, and their numbers among those that came."""
        frame = frame_of(rows, self.columns)
        numbers = np.arange(frame.n_rows)
        for module, settings, _ in self._steps:
            if not module.ENTRY.drops_rows:
                frame = module.apply(frame, **settings)
                continue
            if module.ENTRY.is_whole:
                _, first = np.unique(module.keys(frame, **settings), return_index=True)
                left = np.sort(first)
            else:
                left = np.flatnonzero(module.kept(frame, **settings))
            frame, numbers = frame.take(left), numbers[left]
        return frame, numbers


def frame_of(rows: Any, columns: "list[list[str]]") -> Frame:
    """Rows as a table of these columns; what a row lacks is missing."""
    return Frame(tuple(_column(rows, name, Kind(kind)) for name, kind in columns))


def _column(rows: Any, name: str, kind: Kind) -> ColumnData:
    read = values.READERS[kind](rows, name)
    if kind is Kind.BOOLEAN:
        codes = np.where(np.isnan(read), -1.0, read).astype(np.int32)
        return ColumnData(name, kind, codes, BOOLEAN_LEVELS)
    if kind in (Kind.CATEGORICAL, Kind.TEXT):
        codes, levels = read
        return ColumnData(name, kind, codes.astype(np.int32), tuple(levels))
    return ColumnData(name, kind, read)
