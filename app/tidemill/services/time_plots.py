"""Plots over one axis of time as SVG text: a line with its interval, and a map of columns by time.

All have one width and one margin, so that plots below each other share their axis. Colours are
names that the page gives a value to (`report_page`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.services.svg_plots import escaped

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_WIDE, _LEFT, _RIGHT = 960, 170, 14
_ROW = 16
_STEPS = 10


@dataclass(frozen=True)
class Mark:
    """Something that happened, `at` looks from the left."""

    at: float
    words: str
    kind: str = "note"


@dataclass(frozen=True, eq=False)
class Drawn:
    """A line over the looks; each (looks,), NaN where nothing is known. `tone` as of a run."""

    name: str
    value: Floats
    low: Floats
    high: Floats
    tone: int = 0
    is_dashed: bool = False


def course(
    title: str,
    about: str,
    lines: Sequence[Drawn],
    marks: Sequence[Mark],
    *,
    limit: float | None = None,
    decimals: int = 3,
) -> str:
    """Lines over looks with their intervals, a limit, and what happened."""
    tall, top, bottom = 190, 12, 172
    parts = [part for one in lines for part in (one.value, one.low, one.high)]
    every = np.concatenate([*parts, [] if limit is None else [limit]])
    every = every[np.isfinite(every)]
    low, high = (float(every.min()), float(every.max())) if every.size else (0.0, 1.0)
    room = 0.06 * (high - low) or abs(low) * 0.05 or 0.5
    low, high = low - room, high + room
    n = len(lines[0].value) if lines else 1

    def to_y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    drawn = []
    for step in range(4):
        value = low + (step + 0.5) / 4 * (high - low)
        drawn.append(f'<path class="grid" d="M{_LEFT} {to_y(value):.1f}H{_WIDE - _RIGHT}"/>')
        drawn.append(
            f'<text class="tick" x="{_LEFT - 6}" y="{to_y(value) + 4:.1f}" text-anchor="end">'
            f"{value:,.{decimals}f}</text>"
        )
    drawn += _marks(marks, n, top, bottom)
    if limit is not None:
        y = to_y(limit)
        ends = f"M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}"
        drawn.append(f'<path class="diagonal" d="{ends}"/>')
        words = f"limit {limit:,.{decimals}f}"
        drawn.append(f'<text class="tick" x="{_LEFT + 6}" y="{y - 4:.1f}">{words}</text>')
    for one in lines:
        drawn += _line(one, n, to_y)
    return _svg(title, about, tall, drawn)


def _line(one: Drawn, n: int, place: Callable[[float], float]) -> list[str]:
    parts = [f'<g class="run c{one.tone}"><title>{escaped(one.name)}</title>']
    for start, end in _stretches(np.isfinite(one.low) & np.isfinite(one.high)):
        over = [f"{_x(k + 0.5, n):.1f} {place(float(one.high[k])):.1f}" for k in range(start, end)]
        under = [f"{_x(k + 0.5, n):.1f} {place(float(one.low[k])):.1f}" for k in range(start, end)]
        parts.append(f'<path class="band" d="M{"L".join(over + under[::-1])}Z"/>')
    dash = ' stroke-dasharray="5 3"' if one.is_dashed else ""
    for start, end in _stretches(np.isfinite(one.value)):
        spots = [
            f"{_x(k + 0.5, n):.1f} {place(float(one.value[k])):.1f}" for k in range(start, end)
        ]
        if len(spots) == 1:
            x, y = spots[0].split()
            parts.append(f'<circle class="mark" cx="{x}" cy="{y}" r="3"/>')
        else:
            parts.append(f'<path class="line" fill="none" d="M{"L".join(spots)}"{dash}/>')
    return [*parts, "</g>"]


def cells(
    title: str,
    about: str,
    names: Sequence[str],
    values: Floats,
    drifted: Bools,
    ticks: Sequence[str],
    marks: Sequence[Mark],
    *,
    top: float,
) -> str:
    """Columns (a row each) by looks, coloured by strength up to `top`, a dot where drifted."""
    n_rows, n = values.shape
    bottom = n_rows * _ROW + 4
    parts = []
    for row, name in enumerate(names):
        place = f'x="{_LEFT - 8}" y="{4 + row * _ROW + 12}" text-anchor="end"'
        parts.append(f'<text class="name" {place}>{escaped(name, 24)}</text>')
    strong = np.nan_to_num(np.clip(values / top, 0.0, 1.0), nan=0.0)
    steps = np.ceil(strong * _STEPS).astype(np.int64)
    wide = (_WIDE - _LEFT - _RIGHT) / n
    gap = 1.0 if wide > 4 else 0.0
    for step in range(1, _STEPS + 1):
        spots = np.argwhere(steps == step).tolist()
        path = "".join(
            f"M{_LEFT + k * wide:.1f} {4 + r * _ROW}h{wide - gap:.1f}v{_ROW - 1}h-{wide - gap:.1f}z"
            for r, k in spots
        )
        if path:
            share = f"--share:{100 * step // _STEPS}%"
            parts.append(f'<path class="cell high" style="{share}" d="{path}"/>')
    if wide >= 5:
        dots = "".join(
            f"M{_LEFT + (k + 0.5) * wide - 1.5:.1f} {4 + r * _ROW + 6}h3v3h-3z"
            for r, k in np.argwhere(drifted).tolist()
        )
        parts.append(f'<path fill="var(--surface)" d="{dots}"/>' if dots else "")
    parts += _marks(marks, n, 4, bottom)
    free_from = 0.0
    for k, words in enumerate(ticks):
        x = _x(k, n)
        if x >= free_from and x < _WIDE - 60:
            parts.append(
                f'<text class="tick" x="{x:.0f}" y="{bottom + 14}">{escaped(words, 16)}</text>'
            )
            free_from = x + 8 * len(words) + 12
    return _svg(title, about, bottom + 22, parts)


def _x(place: float, n: int) -> float:
    return _LEFT + (_WIDE - _LEFT - _RIGHT) * place / max(1, n)


_INKS = {"promotion": "var(--gold)", "alert": "var(--bad)"}


def _marks(marks: Sequence[Mark], n: int, top: float, bottom: float) -> list[str]:
    """Lines of what happened; those of one moment stand side by side, a kind once."""
    made, taken = [], set[tuple[float, str]]()
    for one in marks:
        if (one.at, one.kind) in taken:
            continue
        x = _x(one.at, n) + 2.5 * sum(at == one.at for at, _ in taken)
        taken.add((one.at, one.kind))
        words = "; ".join(m.words for m in marks if (m.at, m.kind) == (one.at, one.kind))
        ink = _INKS.get(one.kind, "var(--reference)")
        made.append(
            f'<g><title>{escaped(words, 200)}</title><path d="M{x:.1f} {top}V{bottom}" '
            f'stroke="{ink}" stroke-width="1.6"/></g>'
        )
    return made


def _stretches(known: Bools) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _svg(title: str, about: str, tall: int, parts: Sequence[str]) -> str:
    head = f"<title>{escaped(title)}</title><desc>{escaped(about, 400)}</desc>"
    return (
        f'<svg class="plot" role="img" viewBox="0 0 {_WIDE} {tall}" style="max-width:100%" '
        f'width="{_WIDE}" height="{tall}">{head}{"".join(parts)}</svg>'
    )
