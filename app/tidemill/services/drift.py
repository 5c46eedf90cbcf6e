"""Compare data with a reference: two files, a new chunk with a stored summary, predictions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.base.freed_memory import keep_freed_memory
from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import DAY_US, ColumnCounts, ColumnReference, count
from tidemill.domain.drift import ALPHA, Comparison, DriftReport, Floor, report
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import CODED, ColumnData, Frame, coded
from tidemill.domain.references import FrameCounts, FrameReference, summarise_frame
from tidemill.services.drift_together import compare_together

_MOST_NAMED = 20  # values named as new or gone


def compare(
    reference: FrameReference,
    current: Frame,
    *,
    columns: Sequence[str] | None = None,
    raw_reference: Frame | None = None,
    exact: bool = True,
    limits: Mapping[str, float] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    alpha: float = ALPHA,
) -> DriftReport:
    """Hold a frame against a stored reference; a column that cannot be compared says why.

    `raw_reference` is the reference's own frame, by which texts are looked into and, where
    `exact`, KS and Wasserstein are exact. `limits` replaces the floors of statistics by id,
    `settings` their parameters. Raises `WrongUse` for a column, statistic or setting nobody knows.
    """
    counts = count_frame(current, reference, columns=columns)
    raw = (raw_reference, current) if raw_reference is not None else None
    return compare_counts(
        reference,
        counts,
        columns=columns,
        raw=raw,
        exact=exact,
        limits=limits,
        settings=settings,
        alpha=alpha,
    )


def compare_frames(
    reference: Frame,
    current: Frame,
    exact: bool = False,
    *,
    columns: Sequence[str] | None = None,
    together: bool = False,
    limits: Mapping[str, float] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    alpha: float = ALPHA,
) -> DriftReport:
    """Hold a frame against another; with `exact`, KS and Wasserstein are from the raw values.

    With `together` the tables are also compared as wholes, by classifiers that tell new rows from
    old ones, which loads scikit-learn; see `drift_together`.
    """
    keep_freed_memory()
    if columns is not None:
        _check_known(columns, [*reference.names, *current.names])
        reference = reference.select([name for name in columns if name in reference])
    found = compare(
        summarise_frame(reference),
        current,
        columns=columns,
        raw_reference=reference,
        exact=exact,
        limits=limits,
        settings=settings,
        alpha=alpha,
    )
    if not together:
        return found
    wholes = compare_together(reference, current, columns=columns, alpha=alpha)
    return replace(found, together=wholes)


def count_frame(
    current: Frame, reference: FrameReference, *, columns: Sequence[str] | None = None
) -> FrameCounts:
    """Count a frame on a reference's cells, in one pass; kept, it can be compared again later."""
    keep_freed_memory()
    counts: dict[str, ColumnCounts] = {}
    problems: dict[str, str] = {}
    for name, known in reference.columns.items():
        if name not in current or (columns is not None and name not in columns):
            continue
        try:
            counts[name] = count(current[name], known)
        except NeedsYou as error:
            problems[name] = error.message
    new = {c.name: c.kind for c in current if c.name not in reference.columns}
    return FrameCounts(current.n_rows, counts, problems, new)


def compare_counts(
    reference: FrameReference,
    counts: FrameCounts,
    *,
    columns: Sequence[str] | None = None,
    raw: tuple[Frame, Frame] | None = None,
    exact: bool = True,
    limits: Mapping[str, float] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    alpha: float = ALPHA,
) -> DriftReport:
    """Hold rows counted earlier against their reference; see `compare`."""
    keep_freed_memory()
    known = [*reference.columns, *counts.new]
    if columns is not None:
        _check_known(columns, known)
    statistics = discovery.family("statistics")
    chosen = _settings(statistics, settings or {})
    floors = _floors(statistics, limits or {})
    comparisons = []
    for name in columns if columns is not None else known:
        column = reference.columns.get(name)
        if column is None:
            comparisons.append(_new_column(name, counts.new[name]))
        elif name in counts.columns:
            pair = Pair(column, counts.columns[name], _raw_pair(name, raw, exact))
            comparisons.append(_comparison(pair, statistics, chosen))
        else:
            problem = counts.problems.get(name, f"The column {name} is gone.")
            missing = (_share(column.missing, column.n), None)
            comparisons.append(
                Comparison(name, column.kind, missing=missing, problem=problem, note=problem)
            )
    beside = {name for name, module in statistics.items() if not _entry(module).is_evidence}
    return report(reference.n_rows, counts.n_rows, comparisons, floors, alpha, beside=beside)


def prediction_column(predictions: npt.ArrayLike, name: str = "prediction") -> ColumnData:
    """A model's output as a column, so that its drift is watched like any other.

    Numbers of shape (rows,) stay as they are. Class probabilities of shape (rows, 2) give the
    second class's; of shape (rows, classes) the largest, the model's confidence. Labels become
    levels.
    """
    values = np.asarray(predictions)
    if values.ndim == 2:
        if not values.shape[1]:
            raise WrongUse("These predictions have no classes.")
        if values.shape[1] == 1:
            values = values[:, 0]
        else:
            values = values[:, 1] if values.shape[1] == 2 else values.max(axis=1)
    if values.ndim != 1:
        raise WrongUse(f"Predictions have one or two dimensions, not {values.ndim}.")
    if values.dtype.kind == "b":
        return ColumnData(name, Kind.BOOLEAN, values.astype(np.int32), ("false", "true"))
    if values.dtype.kind in "iuf":
        return ColumnData(name, Kind.NUMERIC, values.astype(np.float64))
    labels = [None if _is_missing(v) else str(v) for v in values.tolist()]
    return coded(name, Kind.CATEGORICAL, labels)


def _is_missing(label: object) -> bool:
    return label is None or (isinstance(label, float) and math.isnan(label))


def _check_known(columns: Sequence[str], known: Sequence[str]) -> None:
    unknown = [name for name in columns if name not in known]
    if unknown:
        raise WrongUse(
            f"No column is named {unknown[0]}.", "The columns are " + ", ".join(known) + "."
        )


def _entry(module: ModuleType) -> StatisticEntry:
    return cast(StatisticEntry, module.ENTRY)


def _check_statistics(given: Mapping[str, Any], statistics: Mapping[str, ModuleType]) -> None:
    for name in given:
        if name not in statistics:
            raise WrongUse(
                f"No statistic is named {name}.", "There are " + ", ".join(statistics) + "."
            )


def _settings(
    statistics: Mapping[str, ModuleType], given: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    _check_statistics(given, statistics)
    return {name: _entry(m).settings(given.get(name)) for name, m in statistics.items()}


def _floors(statistics: Mapping[str, ModuleType], limits: Mapping[str, float]) -> dict[str, Floor]:
    """The statistics that decide, PSI first, and from which effect on."""
    _check_statistics(limits, statistics)
    floors = {}
    for name in sorted(statistics, key=lambda name: (name != "psi", name)):
        entry = _entry(statistics[name])
        limit = limits.get(name, entry.floor)
        if limit is not None:
            floors[name] = Floor(entry.title, limit)
    return floors


def _raw_pair(
    name: str, raw: tuple[Frame, Frame] | None, exact: bool
) -> tuple[ColumnData, ColumnData] | None:
    """The raw columns where wanted: of numbers and dates for exactness, of texts always."""
    if raw is None or name not in raw[0] or name not in raw[1]:
        return None
    mine, others = raw[0][name], raw[1][name]
    if mine.kind in CODED and others.kind in CODED:
        return (mine, others) if Kind.TEXT in {mine.kind, others.kind} else None
    return (mine, others) if exact and mine.kind is others.kind else None


def _new_column(name: str, kind: Kind) -> Comparison:
    note = "New column: the reference has nothing to compare it with."
    return Comparison(name, kind, is_new=True, note=note)


def _comparison(
    pair: Pair, statistics: Mapping[str, ModuleType], settings: Mapping[str, dict[str, Any]]
) -> Comparison:
    reference, current = pair.reference, pair.current
    figures: dict[str, Figure] = {}
    unfit = []
    for name, module in statistics.items():
        if reference.kind in _entry(module).kinds:
            figures[name] = module.compute(pair, **settings[name])
        elif name in {"ks", "wasserstein"}:
            unfit.append(_entry(module).title)
    sd = reference.sd
    if sd is not None and reference.kind is Kind.DATETIME:
        sd /= DAY_US
    return Comparison(
        reference.name,
        reference.kind,
        figures,
        missing=_shares(reference, current, "missing"),
        infinite=_shares(reference, current, "infinite"),
        sd=sd,
        new_values=tuple(current.unseen)[:_MOST_NAMED],
        gone_values=_gone(reference, current),
        note=f"{' and '.join(unfit)} need ordered values." if unfit else None,
    )


def _shares(
    reference: ColumnReference, current: ColumnCounts, what: str
) -> tuple[float | None, float | None]:
    if what == "infinite" and reference.kind is not Kind.NUMERIC:
        return None, None
    mine, others = getattr(reference, what), getattr(current, what)
    return _share(mine, reference.n), _share(others, current.n)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _gone(reference: ColumnReference, current: ColumnCounts) -> tuple[str, ...]:
    """Levels that the reference has and the current column not, the most frequent first."""
    if reference.kind not in CODED:
        return ()
    n_levels = len(reference.levels)
    gone = np.flatnonzero((reference.cells[:n_levels] > 0) & (current.cells[:n_levels] == 0))
    return tuple(reference.levels[i] for i in gone[:_MOST_NAMED].tolist())
