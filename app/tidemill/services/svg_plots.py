"""Plots as SVG text for pages that are read without Tidemill: no script, nothing from outside.

Colours are names that the page gives a value to (`report_page`), so one picture fits light, dark
and paper. Whatever a person named is escaped here; callers pass plain text. Runs have a tone from 0
to 7 with a colour, a dash and a marker of its own; without a tone they are quiet, grey and behind.
"""

import html
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.curves import thinned

Array = NDArray[Any]

N_TONES = 8
MARKERS = (
    "circle", "square", "triangle", "diamond",
    "circle-hollow", "square-hollow", "triangle-hollow", "diamond-hollow",
)  # fmt: skip
DASHES = ("", "6 3", "2 2.4", "8 3 2 3") * 2
MOST_POINTS = 400
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 10, 40


@dataclass(frozen=True, eq=False)
class Series:
    """A line of one run; `low` and `high` (as `y`) make a band. `tone` None is quiet."""

    name: str
    x: Array
    y: Array
    tone: int | None = None
    low: Array | None = None
    high: Array | None = None


@dataclass(frozen=True)
class Row:
    """A named row of marks: (tone, value, low, high), the ends None where there is no interval."""

    name: str
    marks: tuple[tuple[int | None, float, float | None, float | None], ...]


def escaped(text: str, most: int = 120) -> str:
    """A person's text for HTML and SVG: cut, without control characters, harmless.

    Marks that turn the direction of writing go too, or one name could turn a whole line around.
    """
    kept = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs") or letter in _TURNING else letter
        for letter in text[: most + 1]
    )
    kept = kept if len(kept) <= most else kept[: most - 1] + "…"
    return html.escape(kept, quote=True)


def lines(
    title: str,
    about: str,
    series: Sequence[Series],
    *,
    x_title: str,
    y_title: str,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
    diagonal: bool = False,
    most_bands: int = 4,
    size: tuple[int, int] = (520, 300),
) -> str:
    """Lines over each other, the quiet ones behind. Ranges are found if not given.

    Bands are faint, and drawn only where at most `most_bands` lines have one. Points that are no
    numbers are left out, long lines thinned to 400 points by their shape.
    """
    shown = [one for one in (_finite(one) for one in series) if len(one.x)]
    if sum(one.low is not None and one.tone is not None for one in shown) > most_bands:
        shown = [replace(one, low=None, high=None) for one in shown]
    x = _Scale.of([one.x for one in shown], x_range, _LEFT, size[0] - _RIGHT)
    heights = [part for one in shown for part in (one.y, one.low, one.high) if part is not None]
    y = _Scale.of(heights, y_range, size[1] - _BOTTOM, _TOP)
    parts = [_frame(x, y, x_title, y_title, size)]
    if diagonal:
        ends = f"M{x(x.low):.1f} {y(x.low):.1f}L{x(x.high):.1f} {y(x.high):.1f}"
        parts.append(f'<path class="diagonal" d="{ends}"/>')
    behind_first = sorted(shown, key=lambda one: (one.tone is not None, -(one.tone or 0)))
    parts += [_line(one, x, y) for one in behind_first]
    return _svg(title, about, size, parts)


def forest(title: str, about: str, rows: Sequence[Row], *, x_title: str) -> str:
    """A row of marks with intervals for each name; a line where nothing differs (0)."""
    left = 190
    size = (640, len(rows) * 22 + _TOP + _BOTTOM)
    ends = [
        value
        for row in rows
        for _, *found in row.marks
        for value in found
        if value is not None and math.isfinite(value)
    ]
    x = _Scale.of([np.array([0.0, *ends])], None, left, size[0] - _RIGHT)
    parts = [_x_axis(x, x_title, size)]
    parts.append(f'<path class="zero" d="M{x(0):.1f} {_TOP}V{size[1] - _BOTTOM}"/>')
    for at, row in enumerate(rows):
        middle = _TOP + 22 * at + 11
        parts.append(
            f'<text class="name" x="{left - 10}" y="{middle + 4}" text-anchor="end">'
            f"{escaped(row.name, 26)}</text>"
        )
        for tone, value, low, high in row.marks:
            said = f"{row.name}: {value:.4g}"
            inside = ""
            if low is not None and high is not None:
                said += f" ({low:.4g} to {high:.4g})"
                inside = f'<path class="range" d="M{x(low):.1f} {middle}H{x(high):.1f}"/>'
            inside += _marker(tone, x(value), middle)
            parts.append(f"<g{_tone(tone)}><title>{escaped(said)}</title>{inside}</g>")
    return _svg(title, about, size, parts)


def heat(
    title: str,
    about: str,
    levels: Sequence[str],
    shares: Array,
    texts: Sequence[Sequence[str]],
    *,
    is_difference: bool = False,
) -> str:
    """A square of cells, a row for each true class and a column for each class said.

    `shares` (K, K) from 0 to 1 colour the cells, or from -1 to 1 where it is a difference.
    """
    n = len(levels)
    cell = max(26, min(64, 300 // max(1, n)))
    left, top = 96, 30
    size = (max(left + n * cell + 10, 330), top + n * cell + 26)
    far = float(np.abs(shares).max()) or 1.0
    parts = []
    for i in range(n):
        label = escaped(levels[i], 12)
        y = top + i * cell + cell / 2 + 4
        parts.append(
            f'<text class="name" x="{left - 8}" y="{y:.0f}" text-anchor="end">{label}</text>'
        )
        x = left + i * cell + cell / 2
        parts.append(
            f'<text class="tick" x="{x:.0f}" y="{top - 8}" text-anchor="middle">{label}</text>'
        )
        for j in range(n):
            share = float(shares[i, j]) / (far if is_difference else 1.0)
            kind = ("high" if share > 0 else "low") if is_difference else "heat"
            said = f"{levels[i]} said to be {levels[j]}: {texts[i][j]}"
            place = f'x="{left + j * cell}" y="{top + i * cell}" width="{cell - 1}"'
            parts.append(
                f"<g><title>{escaped(said)}</title>"
                f'<rect class="cell {kind}" {place} height="{cell - 1}" '
                f'style="--share:{100 * abs(share):.0f}%"/>'
                f'<text class="in-cell" x="{left + (j + 0.5) * cell:.0f}" '
                f'y="{top + (i + 0.5) * cell + 4:.0f}">{escaped(texts[i][j], 8)}</text></g>'
            )
    end = top + n * cell + 18
    parts.append(
        f'<text class="tick" x="{left}" y="{end}">Rows: what is true. Columns: what is said.</text>'
    )
    return _svg(title, about, size, parts)


def swatch(tone: int | None) -> str:
    """A run's dash and marker, for a legend or the head of a column."""
    inside = f'<path class="line" d="M1 7H29"{_dash(tone)}/>{_marker(tone, 15, 7)}'
    head = '<svg class="swatch" width="30" height="14" aria-hidden="true">'
    return f"{head}<g{_tone(tone)}>{inside}</g></svg>"


# Parts


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    @classmethod
    def of(
        cls, values: Sequence[Array], given: tuple[float, float] | None, start: float, end: float
    ) -> "_Scale":
        if given is not None:
            return cls(*given, start, end)
        filled = [one[np.isfinite(one)] for one in values]
        filled = [one for one in filled if len(one)]
        low = min((float(one.min()) for one in filled), default=0.0)
        high = max((float(one.max()) for one in filled), default=1.0)
        if low == high:
            low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
        room = 0.03 * (high - low)
        return cls(low - room, high + room, start, end)

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.5, max(-0.5, share)) * (self.end - self.start)

    def many(self, values: Array) -> Array:
        share = np.clip((values - self.low) / (self.high - self.low), -0.5, 1.5)
        return np.asarray(self.start + share * (self.end - self.start))

    def ticks(self, most: int = 5) -> list[float]:
        """Round numbers within the range, at most `most` steps."""
        rough = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * (1 - 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(k * step, 12) for k in range(first, last + 1)]


def _finite(one: Series) -> Series:
    good = np.isfinite(one.x) & np.isfinite(one.y)
    x, y = np.asarray(one.x, dtype=float)[good], np.asarray(one.y, dtype=float)[good]
    if len(x) > MOST_POINTS:
        wide = float(np.ptp(x)) or 1.0, float(np.ptp(y)) or 1.0
        kept = thinned(x / wide[0], y / wide[1], MOST_POINTS)
        return Series(one.name, x[kept], y[kept], one.tone)
    low = None if one.low is None else np.asarray(one.low, dtype=float)[good]
    high = None if one.high is None else np.asarray(one.high, dtype=float)[good]
    return Series(one.name, x, y, one.tone, low, high)


def _line(one: Series, x: _Scale, y: _Scale) -> str:
    across, up = x.many(one.x), y.many(one.y)
    parts = [f"<title>{escaped(one.name)}</title>"]
    if one.low is not None and one.high is not None and one.tone is not None:
        ends = np.concatenate((y.many(one.high), y.many(one.low)[::-1]))
        parts.append(f'<path class="band" d="{_path(np.append(across, across[::-1]), ends)}Z"/>')
    parts.append(f'<path class="line" d="{_path(across, up)}"{_dash(one.tone)}/>')
    if one.tone is not None and len(across):
        for share in (0.15, 0.5, 0.85):
            at = min(len(across) - 1, int(share * len(across)))
            parts.append(_marker(one.tone, float(across[at]), float(up[at])))
    return f"<g{_tone(one.tone)}>{''.join(parts)}</g>"


def _path(across: Array, up: Array) -> str:
    places = [f"{a:.1f} {b:.1f}" for a, b in zip(across.tolist(), up.tolist(), strict=True)]
    return "M" + "L".join(places)


def _frame(x: _Scale, y: _Scale, x_title: str, y_title: str, size: tuple[int, int]) -> str:
    parts = [_x_axis(x, x_title, size)]
    for value in y.ticks():
        at = y(value)
        parts.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{size[0] - _RIGHT}"/>')
        parts.append(
            f'<text class="tick" x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">'
            f"{value:g}</text>"
        )
    middle = (size[1] - _BOTTOM + _TOP) / 2
    parts.append(
        f'<text class="tick" transform="translate(11 {middle:.0f}) rotate(-90)" '
        f'text-anchor="middle">{escaped(y_title, 40)}</text>'
    )
    return "".join(parts)


def _x_axis(x: _Scale, title: str, size: tuple[int, int]) -> str:
    base = size[1] - _BOTTOM
    parts = [f'<path class="axis" d="M{x.start:.1f} {base}H{x.end:.1f}"/>']
    start = f'<text class="tick" y="{base + 15}" text-anchor="middle" x='
    parts += [f'{start}"{x(value):.1f}">{value:g}</text>' for value in x.ticks()]
    parts.append(
        f'<text class="tick" x="{(x.start + x.end) / 2:.0f}" y="{base + 31}" '
        f'text-anchor="middle">{escaped(title, 60)}</text>'
    )
    return "".join(parts)


def _tone(tone: int | None) -> str:
    return ' class="quiet"' if tone is None else f' class="run c{tone % N_TONES}"'


def _dash(tone: int | None) -> str:
    dash = "" if tone is None else DASHES[tone % N_TONES]
    return f' stroke-dasharray="{dash}"' if dash else ""


def _marker(tone: int | None, x: float, y: float) -> str:
    shape, _, hollow = MARKERS[0 if tone is None else tone % N_TONES].partition("-")
    kind = "mark hollow" if hollow else "mark"
    if shape == "circle":
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    corners = {
        "square": "M-3.6-3.6H3.6V3.6H-3.6Z",
        "triangle": "M0-4.5L4.5 3.8H-4.5Z",
        "diamond": "M0-5L5 0L0 5L-5 0Z",
    }[shape]
    return f'<path class="{kind}" transform="translate({x:.1f} {y:.1f})" d="{corners}"/>'


def _svg(title: str, about: str, size: tuple[int, int], parts: Sequence[str]) -> str:
    wide, tall = size
    head = f"<title>{escaped(title)}</title><desc>{escaped(about, 400)}</desc>"
    return (
        f'<svg class="plot" role="img" viewBox="0 0 {wide} {tall}" width="{wide}" '
        f'height="{tall}">{head}{"".join(parts)}</svg>'
    )
