"""Rows that one run gets right and the other wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base.progress import Part, Reporter
from tidemill.domain.masking import masked_frame
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import hold_outs, personal_data, tables
from tidemill.services.hold_outs import SharedRows
from tidemill.services.slices import telling_columns
from tidemill.services.tiers import source_of
from tidemill.services.workspace import Workspace

MOST_ROWS = 1_000
MOST_COLUMNS = 40
MOST_LETTERS = 80
MISSING = "–"


@dataclass(frozen=True)
class DisagreedRow:
    """One row: its number, the truth and what both runs say, and its columns as text.

    `weight` is by how much the better answer is better: the difference of the probabilities given
    to the true class, or of the absolute errors.
    """

    row: int
    truth: str
    a: str
    b: str
    weight: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Disagreements:
    """Who is right where, of two runs on the same rows.

    Classification: right is the class that is true, yes being said from `threshold` up;
    `both_wrong` and `both_right` count the rows on which they agree. Regression: who is nearer to
    the truth; `both_right` counts rows on which both are as near, `both_wrong` is 0. `p_value` is
    of the exact test that `only_a` and `only_b` differ by chance (McNemar's; a sign test).

    `a_right` and `b_right` are the rows that only one gets right, most different first, at most as
    many as asked for. `columns` name the cells, most telling first; there are none where the runs
    were not trained here. `missing` says why the two can't be held against each other.
    """

    name_a: str
    name_b: str
    is_regression: bool = False
    n_rows: int = 0
    both_right: int = 0
    only_a: int = 0
    only_b: int = 0
    both_wrong: int = 0
    p_value: float = 1.0
    columns: tuple[str, ...] = ()
    a_right: tuple[DisagreedRow, ...] = ()
    b_right: tuple[DisagreedRow, ...] = ()
    missing: str = ""

    @property
    def words(self) -> str:
        """The finding in a sentence."""
        if self.missing:
            return self.missing
        verb = "is nearer to the truth" if self.is_regression else "alone is right"
        by_chance = "more than chance" if self.p_value <= 0.05 else "no more than chance"
        return (
            f"{self.name_a} {verb} on {self.only_a:,} rows, {self.name_b} on {self.only_b:,}, of "
            f"{self.n_rows:,}; the two counts differ by {by_chance} (p = {self.p_value:.2g})."
        )


def disagreements(
    workspace: Workspace,
    run_a: Run,
    run_b: Run,
    limit: int,
    reporter: Reporter,
    *,
    threshold: float = 0.5,
) -> Disagreements:
    """Find the rows on which two runs differ; at most `limit` a side, and never over 1,000."""
    both = (run_a, run_b)
    shared = hold_outs.share(hold_outs.read(workspace, both, Part(reporter, 0.0, 0.3)))
    told = Disagreements(run_a.name, run_b.name, shared.task is Task.REGRESSION)
    if len(shared.places) < 2:
        return replace(told, missing=" ".join(dict.fromkeys(why for why in shared.why if why)))
    a_right, b_right, weight = _right(shared, threshold)
    only_a, only_b = a_right & ~b_right, b_right & ~a_right
    limit = max(0, min(limit, MOST_ROWS))
    first, second = _heaviest(only_a, weight, limit), _heaviest(only_b, weight, limit)
    reporter.check()
    reporter.report(0.4, "Reading the rows they differ on")
    wanted = shared.rows[np.concatenate((first, second))]
    columns, cells = _cells(workspace, both, wanted, Part(reporter, 0.4, 0.9))
    texts = [_texts(shared, at, threshold) for at in (0, 1)]

    def row(place: int, k: int) -> DisagreedRow:
        return DisagreedRow(
            int(shared.rows[place]),
            _truth(shared, place),
            texts[0](place),
            texts[1](place),
            float(abs(weight[place])),
            cells[k] if cells else (),
        )

    return replace(
        told,
        n_rows=len(shared.rows),
        both_right=int((a_right & b_right).sum()),
        only_a=int(only_a.sum()),
        only_b=int(only_b.sum()),
        both_wrong=int((~a_right & ~b_right).sum()),
        p_value=_exact_p(int(only_a.sum()), int(only_b.sum())),
        columns=columns,
        a_right=tuple(row(int(place), k) for k, place in enumerate(first)),
        b_right=tuple(row(int(place), k + len(first)) for k, place in enumerate(second)),
    )


def _right(
    shared: SharedRows, threshold: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]:
    """Which rows each run gets right, and how much better the first one's answer is."""
    y, (p_a, p_b) = shared.y, _answers(shared)
    if shared.task is Task.REGRESSION:
        nearer = np.abs(p_b - y) - np.abs(p_a - y)
        return nearer >= 0, nearer <= 0, nearer
    every = np.arange(len(y))
    if shared.task is Task.BINARY:
        of_true = [np.where(y == 1, p, 1.0 - p) for p in (p_a, p_b)]
        right = [(p >= threshold) == (y == 1) for p in (p_a, p_b)]
    else:
        of_true = [p[every, y] for p in (p_a, p_b)]
        right = [p.argmax(axis=1) == y for p in (p_a, p_b)]
    return right[0], right[1], of_true[0] - of_true[1]


def _answers(shared: SharedRows) -> tuple[NDArray[Any], NDArray[Any]]:
    first, second = shared.answers
    assert first is not None
    assert second is not None
    return first, second


def _heaviest(
    rows: NDArray[np.bool_], weight: NDArray[np.float64], limit: int
) -> NDArray[np.int64]:
    places = np.flatnonzero(rows)
    return np.asarray(places[np.argsort(-np.abs(weight[places]), kind="stable")[:limit]])


def _exact_p(one: int, other: int) -> float:
    from scipy.special import bdtr

    return float(min(1.0, 2 * bdtr(float(min(one, other)), one + other, 0.5)))


# Texts


def _texts(shared: SharedRows, at: int, threshold: float) -> Any:
    """What a run says of the row at a place, as text."""
    p = _answers(shared)[at]

    def binary(place: int) -> str:
        said = shared.levels[int(p[place] >= threshold)]
        return f"{said} ({shared.levels[1]} {p[place]:.0%})"

    def several(place: int) -> str:
        said = int(p[place].argmax())
        return f"{shared.levels[said]} ({p[place, said]:.0%})"

    def number(place: int) -> str:
        return f"{p[place]:,.4g}"

    return {Task.BINARY: binary, Task.MULTICLASS: several}.get(
        shared.task or Task.REGRESSION, number
    )


def _truth(shared: SharedRows, place: int) -> str:
    if shared.task is Task.REGRESSION:
        return f"{shared.y[place]:,.4g}"
    return shared.levels[int(shared.y[place])]


def _cells(
    workspace: Workspace, runs: Sequence[Run], rows: NDArray[np.int64], reporter: Reporter
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The rows' columns as text; nothing where no run tells whose rows they are."""
    source = source_of(workspace, runs)
    if source is None or not len(rows):
        return (), []
    names = telling_columns(workspace, runs, *source)[:MOST_COLUMNS]
    frame = tables.some_rows(workspace, source[1], rows, names, reporter)
    frame = masked_frame(frame, personal_data.hidden(workspace, source[1].dataset))
    columns = [[_text(value) for value in column.to_list()] for column in frame]
    return tuple(names), list(zip(*columns, strict=True))


def _text(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, float):
        return f"{value:,.6g}"
    text = str(value)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
