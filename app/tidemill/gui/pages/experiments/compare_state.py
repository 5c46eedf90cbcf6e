"""What the comparison shows, row by row. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidemill.domain.models import ModelVersion, Stage
from tidemill.gui.kit import numbers
from tidemill.gui.pages.experiments.source import decimals_of
from tidemill.gui.pages.experiments.state import BOOKKEEPING, stage_words

if TYPE_CHECKING:
    from tidemill.services.runs import ComparedRow, Comparison


@dataclass(frozen=True)
class CompareCell:
    """One run's value in a row."""

    text: str
    delta: str = ""
    is_better: bool | None = None
    is_best: bool = False
    is_tinted: bool = False
    is_quiet: bool = False
    chips: tuple[tuple[str, str, str | None], ...] = ()


@dataclass(frozen=True)
class CompareLine:
    """A row: the head, a section (no cells), or a value for each run."""

    title: str
    note: str = ""
    cells: tuple[CompareCell, ...] = ()
    is_head: bool = False


def lines_of(comparison: "Comparison", only_differences: bool) -> tuple[CompareLine, ...]:
    """The rows of a comparison from the head down."""
    lines = [_head(comparison)]
    metrics = [row for row in comparison.metrics if row.differs or not only_differences]
    if metrics:
        lines.append(CompareLine("Metrics"))
        lines += [_metric(row) for row in metrics]
    lines += _differing("Parameters", comparison.params, only_differences)
    lines += _differing("Data", comparison.data, only_differences)
    return tuple(lines)


def _head(comparison: "Comparison") -> CompareLine:
    cells = []
    for at, run in enumerate(comparison.runs):
        chips = [_chip(v) for v in comparison.versions if v.run_pk == run.pk]
        if at == 0:
            chips.append(("baseline", "plain", None))
        cells.append(CompareCell(run.name, run.experiment, chips=tuple(chips)))
    return CompareLine("", cells=tuple(cells), is_head=True)


def _chip(version: ModelVersion) -> tuple[str, str, str | None]:
    look = {Stage.CHAMPION: ("champion", "crown"), Stage.CANDIDATE: ("candidate", "diamond")}
    return (stage_words(version), *look.get(version.stage, ("plain", None)))


def _metric(row: "ComparedRow") -> CompareLine:
    places = decimals_of(row.name)
    cells = []
    for at, value in enumerate(row.values):
        delta = row.deltas[at] if row.deltas else None
        words = ""
        if at and delta is not None:
            words = "same" if delta == 0 else numbers.delta(delta, places)
        cells.append(
            CompareCell(
                numbers.score(value, places),
                words,
                row.better[at] if row.better else None,
                is_best=row.best == at,
            )
        )
    return CompareLine(row.title, cells=tuple(cells))


def _differing(
    title: str, rows: "Sequence[ComparedRow]", only_differences: bool
) -> list[CompareLine]:
    told = [row for row in rows if row.name not in BOOKKEEPING or row.differs]
    shown = [row for row in told if row.differs or not only_differences]
    n_differ = sum(row.differs for row in told)
    words = f"{title} that differ" if title != "Data" else "Data that differs"
    head = CompareLine(words if only_differences else title, f"{n_differ} of {len(told)}")
    return [head, *(_plain(row) for row in shown)] if shown else []


def _plain(row: "ComparedRow") -> CompareLine:
    base = row.values[0]
    cells = []
    for at, value in enumerate(row.values):
        is_other = value != base
        cells.append(
            CompareCell(
                _words(value), is_tinted=bool(at) and is_other, is_quiet=bool(at) and not is_other
            )
        )
    return CompareLine(row.title, cells=tuple(cells))


def _words(value: Any) -> str:
    if value is None:
        return numbers.MISSING
    try:
        return numbers.plain(float(value))
    except ValueError:
        return str(value)


def best_of(comparison: "Comparison") -> int:
    """Which run is best by the first measure that tells them apart; the baseline if none does."""
    main = comparison.runs[0].params.get("metric")
    rows = sorted(comparison.metrics, key=lambda row: row.name != main)
    return next((row.best for row in rows if row.best is not None), 0)
