"""The list of runs and comparisons as tables for other programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tidemill.base.progress import Reporter, Silent
from tidemill.domain.query import parse_name
from tidemill.domain.run_lists import Wish
from tidemill.services.comparing import ComparedRow, Comparison
from tidemill.services.run_list import RunList
from tidemill.services.table_cells import Cell, as_number
from tidemill.services.table_files import Kind, Written, kind_of, write_table

__all__ = ["Kind", "Written", "comparison_table", "kind_of", "write_comparison", "write_list"]

USUAL = ("id", "name")
"""Columns that a file has where none are named, before all parameters, metrics and tags."""

_SLICE = 5_000
_TIMES = ("started", "ended")
"""Own fields that are moments; only CSV writes their zone with them."""

_TEXTS = ("id", "name", "note", "error")
"""Own fields that are words even where they look like numbers."""


def write_list(
    runs: RunList,
    wish: Wish,
    columns: Sequence[str],
    path: Path,
    kind: Kind | None = None,
    *,
    reporter: Reporter | None = None,
) -> Written:
    """Write all runs that match, in their order, with these columns (names as queries write them).

    Read and written in slices, so a million runs take no more room than the list itself. Without
    a kind the file's ending decides. Raises `QueryError`, `NeedsYou`, `WorldError`; `Cancelled`
    leaves no file.
    """
    kind = kind or kind_of(path)
    outline = runs.outline(wish, reporter=reporter)
    keys = outline.keys
    names = list(columns) or [*USUAL, *_all_logged(runs)]

    def rows() -> Iterator[list[Any]]:
        for start in range(0, len(keys), _SLICE):
            part = [int(key) for key in keys[start : start + _SLICE]]
            cells = runs.cells(part, names)
            told = [_told(name, cells[name]) for name in names]
            yield from (list(row) for row in zip(*told, strict=True))

    headings = [f"{n} (UTC)" if n in _TIMES and kind != "csv" else n for n in names]
    return write_table(path, headings, rows(), kind, reporter=reporter or Silent(), total=len(keys))


def _all_logged(runs: RunList) -> list[str]:
    return [name for name in runs.facets().names if name not in USUAL]


def _told(name: str, values: list[Any]) -> list[Any]:
    """Values of a column; texts that are plain numbers as numbers, but not names and words."""
    parsed = parse_name(name)
    if parsed.kind is None and parsed.name in _TEXTS:
        return values
    return [as_number(value) if isinstance(value, str) else value for value in values]


def comparison_table(
    comparison: Comparison, *, with_deltas: bool = True
) -> tuple[list[str], list[list[Any]]]:
    """A comparison as headings and rows: what, its name, a value for each run.

    With deltas, columns follow that hold each run's metrics minus the baseline's. The best value
    of a metric stands out where the format can show it.
    """
    runs, base = comparison.runs, comparison.baseline
    others = [at for at in range(len(runs)) if at != base] if with_deltas else []
    headings = ["", "name", *(run.name for run in runs)]
    headings += [f"{runs[at].name} minus {runs[base].name}" for at in others]
    rows: list[list[Any]] = []
    for row in comparison.metrics:
        deltas = [row.deltas[at] if at < len(row.deltas) else None for at in others]
        shown = [Cell(delta, row.decimals) for delta in deltas]
        rows.append(["metric", row.name, *_metric_cells(row), *shown])
    for what, some in (("parameter", comparison.params), ("data", comparison.data)):
        for row in some:
            values = [as_number(v) if isinstance(v, str) else v for v in row.values]
            rows.append([what, row.name, *values, *(None for _ in others)])
    return headings, rows


def _metric_cells(row: ComparedRow) -> list[Cell]:
    return [Cell(v, row.decimals, is_strong=at == row.best) for at, v in enumerate(row.values)]


def write_comparison(
    path: Path,
    comparison: Comparison,
    kind: Kind | None = None,
    *,
    reporter: Reporter | None = None,
) -> Written:
    """Write a comparison's table; in LaTeX without the differences, which make it too wide."""
    kind = kind or kind_of(path)
    headings, rows = comparison_table(comparison, with_deltas=kind != "latex")
    return write_table(path, headings, rows, kind, reporter=reporter, total=len(rows))
