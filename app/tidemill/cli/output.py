"""How commands speak: one JSON document or readable text on standard output, the rest on error."""

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from tidemill.base.clock import to_iso
from tidemill.base.errors import NoFolderForFiles, NotThere, NoWorkspace, TidemillError

_LISTS = {
    "person": "people",
    "dataset": "data",
    "automation": "automation",
    "trigger": "trigger",
    "alert rule": "rules",
    "gate set": "gates",
    "example row": "gates",
    "rule of choice": "choice",
    "preparation": "preparations",
}
"""The group of commands whose `list` shows things of a kind, where it is not the plural."""

_MAY_FOLD = 18
"""Characters that a column keeps at least when the table has to be narrower."""

as_json = False
"""Set once by the root command; one process runs one command."""


def set_json(on: bool) -> None:
    """Choose JSON or text for this process."""
    global as_json  # noqa: PLW0603  a command line has one voice
    as_json = on


def plain(value: Any) -> Any:
    """Turn a value into plain JSON types: ISO times in UTC, missing as null, never NaN."""
    if is_dataclass(value) and not isinstance(value, type):
        if hasattr(value, "to_dict"):
            return plain(value.to_dict())
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, datetime):
        return to_iso(value) if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (str, int)) or value is None:
        return value
    if isinstance(value, Iterable):
        return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} is no plain value")


def show(value: Any, text: str) -> None:
    """Print a result: as JSON where asked, else the text."""
    if as_json:
        print(json.dumps(plain(value), ensure_ascii=False, indent=2))
    elif text:
        print(text)


def show_list(
    items: Sequence[Any], columns: Sequence[tuple[str, str]], *, total: int | None = None
) -> None:
    """Print a list: `{"items", "total"}` as JSON, else a table of (field, title) columns.

    Where the columns do not fit side by side, each row is told from top to bottom.
    """
    rows = [plain(i) for i in items]
    if as_json:
        total = len(rows) if total is None else total
        print(json.dumps({"items": rows, "total": total}, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    found = [(title, [_deep(row, field) for row in rows]) for field, title in columns]
    cells = [(title, _cells(values)) for title, values in found]  # two may have one title
    widths = [max(map(len, [title, *texts])) + 2 for title, texts in cells]
    if sum(min(width, _MAY_FOLD) for width in widths) > console.width:
        for row in range(len(rows)):
            told = Table(box=None, pad_edge=False, show_header=False)
            told.add_column(style="bold")
            told.add_column(overflow="fold")
            for title, texts in cells:
                told.add_row(title, texts[row])
            console.print(told)
            if row + 1 < len(rows):
                console.print()
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title, values in found:
            side: Literal["left", "right"] = "right" if _are_numbers(values) else "left"
            table.add_column(title, overflow="fold", justify=side)
        for row in range(len(rows)):
            table.add_row(*[texts[row] for _, texts in cells])
        console.print(table)
    if total is not None and total > len(rows):
        say(f"{len(rows)} of {total}")


def _deep(row: Any, field: str) -> Any:
    """A field by its dotted name; the longest name that is there wins, for names with dots."""
    if not isinstance(row, Mapping):
        return None
    if field in row:
        return row[field]
    head, dot, rest = field.partition(".")
    return _deep(row.get(head), rest) if dot else None


def _are_numbers(values: Sequence[Any]) -> bool:
    known = [v for v in values if v is not None]
    return bool(known) and all(
        isinstance(v, (int, float)) and not isinstance(v, bool) for v in known
    )


def _cells(values: Sequence[Any]) -> list[str]:
    """A column's texts; numbers that are all whole are written without a decimal point."""
    if _are_numbers(values) and all(v is None or v == int(v) for v in values):
        return ["–" if v is None else str(int(v)) for v in values]
    return [_cell(value) for value in values]


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    text = str(value)
    if len(text) == 32 and text.isalnum() and text == text.lower():
        return text[:12]  # enough of an id to name one
    if len(text) == 27 and text[10] == "T" and text.endswith("Z"):
        return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")
    return text


def say(text: str) -> None:
    """Say something on standard error."""
    print(text, file=sys.stderr, flush=True)


def hint_of(error: TidemillError) -> str:
    """The way out in this face's words: lists and what makes a workspace are commands here."""
    if isinstance(error, NoWorkspace):
        files = " --artifacts FOLDER" if "://" in str(error.folder) else ""
        return f"Make one with: tidemill init {error.folder}{files}"
    if isinstance(error, NoFolderForFiles):
        return f"{error.hint.removesuffix('.')}: tidemill init {error.place} --artifacts FOLDER"
    if isinstance(error, NotThere):
        return f"See them with: tidemill {_LISTS.get(error.what, error.what + 's')} list"
    return error.hint


def show_error(error: TidemillError) -> None:
    """Print a failure: as JSON on standard output where asked, in words on standard error."""
    if as_json:
        body = {"kind": error.kind, "message": error.message, "hint": hint_of(error)}
        print(json.dumps({"error": body}, ensure_ascii=False, indent=2))
        return
    say(error.message)
    if hint := hint_of(error):
        say(hint)
    if error.kind == "bug" and error.detail:
        say(error.detail)
