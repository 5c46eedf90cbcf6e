"""One column of two versions, read once: its values' hashes, figures and what moved in it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog import discovery
from tidemill.domain import content, diff_slices
from tidemill.domain.cells import axis_values
from tidemill.domain.columns import Kind
from tidemill.domain.content import Hashes
from tidemill.domain.diff_words import factor_words, figure
from tidemill.domain.distributions import ColumnCounts, ColumnReference, count, summarise
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import CODED, ColumnData, Frame, stacked
from tidemill.domain.profile_changes import MISSING
from tidemill.domain.row_matching import Matching
from tidemill.domain.tables import Table
from tidemill.domain.version_diffs import Origin, Shape

N_BINS = 22
MOST_LEVELS_DRAWN = 5
WHOLE_ROWS = 2_000_000  # longer columns are read in blocks
_MOVED = 0.1  # PSI from which on the range that grew is looked for
_LEAST_NEW = 0.01  # share of rows from which on new values are an event

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Values:
    """A column of one version. `axis` holds numbers or microseconds, None where coded."""

    kind: Kind
    hashes: Hashes
    missing: Mask
    axis: npt.NDArray[Any] | None
    reference: ColumnReference
    counts: ColumnCounts | None = None

    @property
    def missing_share(self) -> float:
        """The share of rows without a value."""
        return self.reference.missing / self.reference.n if self.reference.n else 0.0


def family(kind: Kind) -> str:
    """Kinds whose values can be equal."""
    return "text" if kind in CODED else str(kind)


def blocks(table: Table, names: Sequence[str], reporter: Reporter) -> Iterator[Frame]:
    """The rows of some columns in order; asks between blocks whether to stop."""
    for block in table.blocks(names):
        reporter.check()
        yield block


def whole_column(table: Table, name: str, reporter: Reporter) -> ColumnData:
    """One column; a long one is put together from blocks, so that it can be stopped."""
    if table.n_rows <= WHOLE_ROWS:
        reporter.check()
        return table.column(name)
    return stacked(list(blocks(table, [name], reporter)))[name]


def hashes_of(column: ColumnData) -> Hashes:
    """A hash of each value that does not know the column's name."""
    return content.row_hashes(Frame((replace(column, name="value"),)))


def read(
    table: Table,
    name: str,
    reporter: Reporter,
    *,
    known: ColumnReference | None = None,
    against: ColumnReference | None = None,
) -> Values:
    """Read a column; `known` is its stored summary, `against` the one to count it on."""
    column = whole_column(table, name, reporter)
    is_known = known is not None and known.kind is column.kind and known.n == len(column)
    reference = known if known is not None and is_known else summarise(column)
    counts = None
    if against is not None:
        try:
            counts = count(column, against)
        except NeedsYou:  # another kind of values: nothing to compare
            counts = None
    axis = None if column.kind in CODED else axis_values(column)
    return Values(column.kind, hashes_of(column), column.missing, axis, reference, counts)


def key_hashes(table: Table, key: Sequence[str], reporter: Reporter) -> Hashes:
    """A hash of each row's key."""
    parts = [
        content.row_hashes(
            Frame(tuple(replace(c, name=f"key {at}") for at, c in enumerate(block.select(key))))
        )
        for block in blocks(table, key, reporter)
    ]
    return np.concatenate(parts)


def content_hashes(table: Table, columns: Sequence[tuple[str, str]], reporter: Reporter) -> Hashes:
    """A hash of each row's values in columns, given as (name here, name to hash under)."""
    if not columns:
        return np.zeros(table.n_rows, np.uint64)
    parts = []
    for block in blocks(table, [name for name, _ in columns], reporter):
        named = tuple(replace(block[name], name=shown) for name, shown in columns)
        parts.append(content.row_hashes(Frame(named)))
    return np.concatenate(parts)


def psi(before: Values, after: Values) -> Figure:
    """PSI of a column by the code that watches for drift; no value where it has no meaning."""
    if after.counts is None or before.reference.missing == before.reference.n:
        return Figure(None)
    module = discovery.family("statistics")["psi"]
    return cast(Figure, module.compute(Pair(before.reference, after.counts)))


def psi_limit() -> float:
    """The PSI from which on a column counts as drifted."""
    entry = cast(StatisticEntry, discovery.family("statistics")["psi"].ENTRY)
    assert entry.floor is not None
    return entry.floor


def new_values(before: Values, after: Values) -> tuple[tuple[str, float], ...]:
    """Levels that the earlier version has not, with their shares, the most frequent first."""
    if after.counts is None or before.kind not in CODED or not before.reference.complete:
        return ()
    there = after.reference.n - after.reference.missing
    return tuple((level, rows / there) for level, rows in after.counts.unseen.items())


def gone_values(before: Values, after: Values) -> tuple[str, ...]:
    """Levels that only the earlier version has, the most frequent first."""
    if after.counts is None or before.kind not in CODED:
        return ()
    known = before.reference
    n = len(known.levels)
    gone = np.flatnonzero((known.cells[:n] > 0) & (after.counts.cells[:n] == 0))
    return tuple(known.levels[i] for i in gone.tolist())


def shape(before: Values | None, after: Values | None) -> Shape:
    """Both versions on one axis, as they are drawn; a side that is None is left empty."""
    sides = [side for side in (before, after) if side is not None]
    if any((side.axis is None) != (sides[0].axis is None) for side in sides):
        sides = sides[-1:]  # a retyped column: only what it is now can be drawn
        before = None
    if sides[0].axis is None:
        return _split(before, after)
    edges = _edges([side.reference for side in sides])
    if not edges:
        return Shape()
    scale = 1e6 if sides[0].kind is Kind.DATETIME else 1.0
    return Shape(
        tuple(edge / scale for edge in edges),
        _counted(before, edges),
        _counted(after, edges),
    )


def _split(before: Values | None, after: Values | None) -> Shape:
    """Shares of the most frequent levels and of all others together."""
    shares = [_level_shares(side) for side in (before, after)]
    names = list(dict.fromkeys([*list(shares[0])[:MOST_LEVELS_DRAWN], *shares[1]]))
    if not shares[0]:
        names = list(shares[1])
    drawn = names[: MOST_LEVELS_DRAWN + 1 if len(names) == MOST_LEVELS_DRAWN + 1 else
                  MOST_LEVELS_DRAWN]  # fmt: skip
    rows: list[tuple[float, ...]] = []
    for side, given in zip((before, after), shares, strict=True):
        if side is None:
            rows.append(())
            continue
        part = [given.get(name, 0.0) for name in drawn]
        rows.append((*part, max(0.0, 1.0 - sum(part))) if given else ())
    levels = [*drawn, "others"]
    if all(not row or row[-1] < 1e-9 for row in rows):
        levels, rows = levels[:-1], [row[:-1] for row in rows]
    return Shape((), rows[0], rows[1], tuple(levels))


def _level_shares(side: Values | None) -> dict[str, float]:
    if side is None:
        return {}
    there = side.reference.n - side.reference.missing
    return {str(level): rows / there for level, rows in side.reference.top if rows}


def _edges(references: Sequence[ColumnReference]) -> tuple[float, ...]:
    """Edges of equal bins where most values of both lie; outliers share the outer bins."""
    lows, highs = [], []
    for reference in references:
        quantiles = reference.quantiles
        if quantiles is None:
            continue
        q0, q05, q25, _, q75, q95, q100 = quantiles
        inner, outer = (q25, q75) if q75 > q25 else (q05, q95)
        fence = 3.0 * (outer / 2.0 - inner / 2.0) * 2.0
        fence = fence if fence > 0.0 and math.isfinite(fence) else math.inf
        lows.append(max(q0, inner - fence))
        highs.append(min(q100, outer + fence))
    if not lows:
        return ()
    low, high = min(lows), max(highs)
    if high <= low:
        low, high = low - max(0.5, abs(low) / 2.0), high + max(0.5, abs(high) / 2.0)
    steps = np.linspace(0.0, 1.0, N_BINS + 1)
    return tuple((low * (1.0 - steps) + high * steps).tolist())


def _counted(side: Values | None, edges: Sequence[float]) -> tuple[float, ...]:
    if side is None or side.axis is None:
        return ()
    values = side.axis[~side.missing].astype(np.float64)
    values = values[np.isfinite(values)]
    places = np.searchsorted(np.asarray(edges[1:-1]), values, side="right")
    return tuple(np.bincount(places, minlength=N_BINS).astype(float).tolist())


@dataclass(frozen=True, eq=False)
class Moved:
    """An event in a column and the rows of both versions in which it happened."""

    name: str
    before: Mask | None
    after: Mask


def event(
    before: Values, after: Values, figure_: Figure, pairs: Matching, changed: Mask | None
) -> Moved | None:
    """What most tells how a column changed, None where it hardly did."""
    if after.missing_share - before.missing_share >= MISSING:
        return Moved("missing", before.missing, after.missing)
    fresh = new_values(before, after)
    if fresh and sum(part for _, part in fresh) >= _LEAST_NEW:
        wanted = _level_hashes([level for level, _ in fresh])
        name = fresh[0][0] if len(fresh) == 1 else "new values"
        return Moved(name, None, np.isin(after.hashes, wanted))
    if changed is not None and changed.any():
        mask = np.zeros(len(after.hashes), bool)
        mask[pairs.after[changed]] = True
        return Moved("changed", None, mask)
    if figure_.effect is not None and figure_.effect >= _MOVED and after.counts is not None:
        return _grown(before, after)
    return None


def _grown(before: Values, after: Values) -> Moved | None:
    """The bin (or level) that adds most to the PSI among those that grew."""
    assert after.counts is not None
    reference = before.reference
    was = reference.binned(reference.as_counts()).astype(float)
    now = reference.binned(after.counts).astype(float)
    p = np.maximum(was / was.sum(), 1e-4)
    q = np.maximum(now / now.sum(), 1e-4)
    gain = np.where(q > p, (q - p) * np.log(q / p), 0.0)[: reference.bins.n]
    if not gain.size or gain.max() <= 0.0:
        return None
    place = int(np.argmax(gain))
    if reference.grid is None:
        cells = np.flatnonzero(reference.bins.of_cell[: len(reference.levels)] == place)
        levels = [reference.levels[i] for i in cells.tolist()]
        if not levels:
            return None
        wanted = _level_hashes(levels)
        name = levels[0] if len(levels) == 1 else f"{levels[0]} and like it"
        return Moved(name, np.isin(before.hashes, wanted), np.isin(after.hashes, wanted))
    assert after.axis is not None
    masks = []
    for side in (before, after):
        assert side.axis is not None
        cells = reference.grid.cells(side.axis)
        masks.append((reference.bins.of_cell[cells] == place) & ~side.missing)
    held = after.axis[masks[1]]
    held = held[np.isfinite(held.astype(np.float64))]
    if not held.size or before.kind is Kind.DATETIME:
        return Moved("the range that grew", masks[0], masks[1]) if held.size else None
    name = f"{figure(float(held.min()))} to {figure(float(held.max()))}"
    return Moved(name, masks[0], masks[1])


def _level_hashes(levels: Sequence[str]) -> Hashes:
    codes = np.arange(len(levels), dtype=np.int32)
    return hashes_of(ColumnData("value", Kind.CATEGORICAL, codes, tuple(levels)))


def origin(moved: Moved | None, slicings: Sequence[diff_slices.Slicing], own: str) -> Origin | None:
    """Where an event comes from; a column does not explain itself."""
    if moved is None:
        return None
    others = [slicing for slicing in slicings if slicing.name != own]
    return diff_slices.origin(moved.name, moved.before, moved.after, others)


def cells_words(before: Values, after: Values, pairs: Matching, changed: Mask) -> str:
    """What became of the changed cells: "286 became missing, 12 are 10 times smaller"."""
    mine, others = pairs.before[changed], pairs.after[changed]
    lost = after.missing[others] & ~before.missing[mine]
    given = before.missing[mine] & ~after.missing[others]
    said = []
    if lost.any():
        said.append(f"{int(lost.sum()):,} became missing")
    if given.any():
        said.append(f"{int(given.sum()):,} {_verb(given, 'was', 'were')} missing before")
    rest = ~lost & ~given
    n = int(rest.sum())
    if n and before.axis is not None and after.axis is not None and after.kind is Kind.NUMERIC:
        said += _ratio_words(before.axis[mine[rest]], after.axis[others[rest]])
    elif n and said:
        said.append(f"{n:,} {_verb(rest, 'has', 'have')} another value")
    return ", ".join(said)


def _ratio_words(then: npt.NDArray[Any], now: npt.NDArray[Any]) -> list[str]:
    """Whether changed numbers are a power of ten apart, as mixed-up units are, or which way."""
    then, now = then.astype(np.float64), now.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = now / then
        middle = float(np.median(ratio))
        words = factor_words(1.0, middle) if np.isfinite(middle) else ""
        near = np.abs(ratio / middle - 1.0) <= 0.1 if words else np.zeros(len(ratio), bool)
    said = [f"{int(near.sum()):,} {_verb(near, 'is', 'are')} about {words}"] if words else []
    up, down = int((now[~near] > then[~near]).sum()), int((now[~near] < then[~near]).sum())
    if up:
        said.append(f"{up:,} {'is' if up == 1 else 'are'} larger")
    if down:
        said.append(f"{down:,} {'is' if down == 1 else 'are'} smaller")
    return said


def _verb(mask: Mask, one: str, many: str) -> str:
    return one if int(mask.sum()) == 1 else many
