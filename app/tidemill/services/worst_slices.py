"""For whom a run is surely worse than for the rest, up to two columns deep, and its figures by the
groups of a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain import deep_slices
from tidemill.domain.cost_thresholds import USUAL
from tidemill.domain.deep_slices import PartFigure
from tidemill.domain.frames import Frame
from tidemill.domain.gate_sets import GateWish
from tidemill.domain.group_figures import CRITERIA, METRIC, GroupFigures, group_figures
from tidemill.domain.metrics import Metric, UndefinedMetric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import hold_outs, personal_data, tables
from tidemill.services.hold_outs import SharedRows
from tidemill.services.slices import telling_columns
from tidemill.services.tiers import metric_of, source_of
from tidemill.services.workspace import Workspace

MOST_COLUMNS = 8
MOST_ROWS = 20_000
"""So many rows held out are looked at, spread evenly over them."""


@dataclass(frozen=True)
class WorstSlices:
    """Where a run is surely worse than elsewhere, worst first, by one measure.

    `whole` is the measure on all `n_rows` looked at; `columns` those the slices were made of.
    `n_measured` slices were looked at together, `n_silent` had too little to say. `groups` are the
    figures of the columns that were asked for; `notes` say which of them could not be told.
    """

    run: str
    metric: str
    title: str
    decimals: int
    n_rows: int
    whole: float
    columns: tuple[str, ...]
    parts: tuple[PartFigure, ...]
    n_measured: int
    n_silent: int
    groups: tuple[GroupFigures, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What was found, in a sentence."""
        looked = (
            f"{self.n_measured:,} slices of {len(self.columns)} columns on {self.n_rows:,} rows"
        )
        if not self.n_measured:
            return f"On {self.n_rows:,} rows no slice is large enough to be told from the rest."
        if not self.parts:
            return f"On none of {looked} is {self.title} surely worse than on the rest."
        first = self.parts[0]
        n = len(self.parts)
        return (
            f"{self.title} is {self.whole:.{self.decimals}f} on the whole and surely worse on "
            f"{n} of {looked}; worst where {first.words}: {first.value:.{self.decimals}f} on "
            f"{first.n:,} rows."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; each slice with the gate that watches it."""
        return {
            "run": self.run,
            "metric": self.metric,
            "title": self.title,
            "decimals": self.decimals,
            "rows": self.n_rows,
            "whole": self.whole,
            "columns": list(self.columns),
            "words": self.words,
            "items": [one.to_dict() | {"gate": str(gate_of(one.columns))} for one in self.parts],
            "measured": self.n_measured,
            "too_few_rows": self.n_silent,
            "groups": [one.to_dict() for one in self.groups],
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "WorstSlices":
        """Read what `to_dict` wrote, but for the groups' figures."""
        return cls(
            data["run"],
            data["metric"],
            data["title"],
            data["decimals"],
            data["rows"],
            data["whole"],
            tuple(data["columns"]),
            tuple(PartFigure.from_dict(one) for one in data["items"]),
            data["measured"],
            data["too_few_rows"],
            notes=tuple(data["notes"]),
        )


def gate_of(columns: Sequence[str]) -> GateWish:
    """The gate that keeps candidates from being worse on slices of these columns."""
    return GateWish("not_worse_on_slices", {"columns": ",".join(columns), "depth": len(columns)})


def of_run(
    workspace: Workspace,
    run: Run,
    reporter: Reporter,
    *,
    metric_id: str = "",
    by: Sequence[str] = (),
    depth: int = 2,
) -> WorstSlices:
    """Look at a run's answers to the rows held out.

    Slices are made of the columns it leans on most, `by` names columns whose groups are told.
    `NeedsYou` where the rows are not known, or a column is not there or may not be seen.
    """
    shared = hold_outs.share(hold_outs.read(workspace, [run], Part(reporter, 0.0, 0.1)))
    source = source_of(workspace, [run])
    answers = shared.answers[0] if len(shared.answers) else None
    if shared.task is None or answers is None:
        raise NeedsYou(" ".join(shared.why), "Choose a run with hold-out answers.")
    if source is None:
        raise NeedsYou(
            f"What columns the rows of {run.name} have is not known: it was not trained here.",
            "Choose a run that was trained here.",
        )
    hidden = personal_data.hidden(workspace, source[1].dataset)  # a slice is named by its values
    known = [n for n in telling_columns(workspace, [run], *source) if n not in hidden]
    absent = [name for name in by if name not in known]
    if absent:
        raise NeedsYou(
            f"There is no column {', '.join(absent)} to tell groups by.", "Check its name."
        )
    names = known[:MOST_COLUMNS]
    places = _spread(len(shared.rows))
    frame = tables.some_rows(
        workspace,
        source[1],
        shared.rows[places],
        list(dict.fromkeys([*names, *by])),
        Part(reporter, 0.1, 0.3),
    )
    one = metric_of(shared.task, [run], metric_id)
    y, p = shared.y[places], answers[places]
    parts = deep_slices.parts([frame[name] for name in names], depth)
    reporter.report(0.3, f"Looking at {len(parts):,} slices")
    found = deep_slices.worst(one, y, p, parts, check=reporter.check)
    groups, notes = _groups(shared, one, frame, y, p, by, _threshold(run))
    return WorstSlices(
        run.name,
        one.id,
        one.title,
        one.decimals,
        len(places),
        one.value(y, p),
        tuple(names),
        found.parts,
        found.n_measured,
        found.n_silent,
        groups,
        notes,
    )


def _spread(n: int) -> "np.typing.NDArray[np.int64]":
    """The places of so many rows as are looked at, evenly over all."""
    return np.unique(np.linspace(0, n - 1, min(n, MOST_ROWS)).round().astype(np.int64))


def _threshold(run: Run) -> float:
    """From which probability on the run's model says yes."""
    try:
        return float(run.params.get("threshold", USUAL))
    except ValueError:
        return USUAL


def _groups(
    shared: SharedRows,
    one: Metric,
    frame: Frame,
    y: Any,
    p: Any,
    by: Sequence[str],
    threshold: float,
) -> tuple[tuple[GroupFigures, ...], tuple[str, ...]]:
    """The figures by the groups of each column: the measure, and of two classes the rates."""
    assert shared.task is not None
    found, notes = [], []
    criteria = CRITERIA if shared.task is Task.BINARY else (METRIC,)
    for name in by:
        for criterion in criteria:
            try:
                told = group_figures(
                    frame[name],
                    shared.task,
                    y,
                    p,
                    criterion=criterion,
                    metric_id=one.id,
                    threshold=threshold,
                )
            except UndefinedMetric as error:
                notes.append(f"{name}, {criterion.replace('_', ' ')}: {error.message}")
            else:
                found.append(told)
    return tuple(found), tuple(notes)
