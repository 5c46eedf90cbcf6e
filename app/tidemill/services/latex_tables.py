"""Tables as LaTeX, with the rules of booktabs, a row at a time."""

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tidemill.services.table_cells import Cell, odd, value_of

_LOOKED_AT = 1_000
"""Rows by which LaTeX decides how a column stands."""

_ON_A_PAGE = 40
"""Rows from which a LaTeX table may break over pages."""


def write(
    path: Path, headings: Sequence[str], rows: Iterator[Sequence[Any]], total: int | None
) -> tuple[int, list[str]]:
    """Write a table; returns its rows and what did not fit: nothing."""
    first = list(islice(rows, _LOOKED_AT))
    columns = [_LatexColumn([row[at] for row in first]) for at in range(len(headings))]
    is_long = len(first) > _ON_A_PAGE if total is None else total > _ON_A_PAGE
    frame = "longtable" if is_long else "tabular"
    n = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        stream.write("% In the preamble: \\usepackage{booktabs}")
        stream.write(" and \\usepackage{longtable}\n" if is_long else "\n")
        stream.write(f"\\begin{{{frame}}}{{{''.join(c.side for c in columns)}}}\n\\toprule\n")
        _line(stream, [escaped(heading) for heading in headings])
        stream.write("\\midrule\n\\endhead\n" if is_long else "\\midrule\n")
        for some in (first, rows):
            for row in some:
                _line(stream, [c.text(cell) for c, cell in zip(columns, row, strict=True)])
                n += 1
        stream.write(f"\\bottomrule\n\\end{{{frame}}}\n")
    return n, []


def _line(stream: TextIO, cells: list[str]) -> None:
    stream.write(" & ".join(cells) + " \\\\\n")


class _LatexColumn:
    """How a column stands: numbers to the right with as many decimals each, texts to the left."""

    def __init__(self, cells: Sequence[Any]) -> None:
        values = [v for v in map(value_of, cells) if v is not None]
        numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
        self.side = "r" if numbers and len(numbers) == len(values) else "l"
        finite = [v for v in numbers if math.isfinite(v)]
        self._decimals = max((_decimals_of(v) for v in finite), default=0)

    def text(self, cell: Any) -> str:
        """A cell as LaTeX."""
        value = value_of(cell)
        decimals = self._decimals
        if isinstance(cell, Cell) and cell.decimals is not None:
            decimals = cell.decimals
        told = _latex_text(value, decimals)
        return f"\\textbf{{{told}}}" if isinstance(cell, Cell) and cell.is_strong else told


def _decimals_of(value: float) -> int:
    """Decimals a number needs, four at most."""
    return next((n for n in range(4) if round(value, n) == value), 4)


def _latex_text(value: Any, decimals: int) -> str:
    if value is None:
        return "--"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _latex_number(value, decimals)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return escaped(str(value))


def _latex_number(value: float, decimals: int) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return {"NaN": "NaN", "inf": "$\\infty$", "-inf": "$-\\infty$"}[odd(value)]
    if value != 0 and (abs(value) < 10.0**-decimals or abs(value) >= 1e9) and value != int(value):
        digits, _, power = f"{value:.3e}".partition("e")
        return f"${digits}\\cdot 10^{{{int(power)}}}$"
    told = f"{value:.{decimals}f}"
    return f"${told}$" if told.startswith("-") else told  # a minus, not a hyphen


_ESCAPES = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
}


def escaped(text: str) -> str:
    """A text that LaTeX prints as it is, on one line."""
    one_line = " ".join(text.split())
    return "".join(
        _ESCAPES.get(letter, letter if letter.isprintable() else "?") for letter in one_line
    )
