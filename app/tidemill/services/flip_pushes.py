"""What pushed the decisions over that flip in a rehearsal: candidate less champion, by column.

Of a row x with h(x) = (candidate's score) - (champion's score) the columns' parts are the
interventional Shapley values of h against other rows of the rehearsal (`domain.interventional`).
With what h says of those on average, which moves all rows alike, they add up to h(x).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.domain import business_value, interventional
from tidemill.domain.frames import Frame
from tidemill.domain.interventional import Picks
from tidemill.domain.recipes import Task
from tidemill.domain.rehearsals import Push
from tidemill.services import tables
from tidemill.services.decisions import Both, Decided
from tidemill.services.rehearsal_rows import RehearsalRows
from tidemill.services.shown_values import shown_at
from tidemill.services.training import raw_rows
from tidemill.services.training.models import TrainedModel

Array = npt.NDArray[np.float64]

BACKGROUND = (8, 24)
"""The fewest and the most rows that a flipped one is held against."""

MOST_ROWS = 100
MOST_ASKED = 100_000
"""Put together rows asked of both versions; with many columns fewer rows are looked into."""

_EVERYONE = ""
_SHOWN = 3
_NEAR = 1e-6


def pushed(
    asked: RehearsalRows,
    both: Both,
    decided: Decided,
    models: Sequence[TrainedModel],
    chosen: npt.NDArray[np.int64],
    reporter: Reporter,
) -> list[tuple[Push, ...]]:
    """For each of the `chosen` flips (places in `both`) the columns that pushed it over, strongest
    first. Empty from where there are too many, and where a row put together from its own values
    alone does not get the scores it got.

    `models` are the former and the new version.
    """
    columns = raw_rows.expected_by_all(models)
    targets = {model.recipe.target for model in models}
    read = [at for at, name in enumerate(columns.names) if name not in targets]
    n_rows, n_background = _sizes(len(chosen), len(read), len(both.places))
    if not n_rows or not read:
        return [()] * len(chosen)
    told = chosen[:n_rows]
    draw = np.random.default_rng(0)
    others = np.sort(draw.choice(len(both.places), n_background, replace=False))
    places = both.places[np.concatenate([told, others])]
    table = tables.as_schema(asked.raw(places), columns)

    def moved(picks: Picks) -> Array:
        reporter.check()
        rows = Frame(tuple(c.take(picks[:, at]) for at, c in enumerate(table)))
        old, new = (_said(model, rows, both) for model in models)
        return new - old

    background = range(n_rows, n_rows + n_background)
    found = interventional.parts(moved, range(n_rows), background, read, len(columns.names))
    of = _outputs(both, told)
    wanted = (decided.new_score - decided.old_score)[told]
    lines: list[tuple[Push, ...]] = []
    for at in range(n_rows):
        is_it = abs(found.said[at, of[at]] - wanted[at]) <= _NEAR * max(1.0, abs(wanted[at]))
        by = {columns.names[k]: float(found.by[at, k, of[at]]) for k in read}
        by[_EVERYONE] = float(found.base[of[at]])
        told_of = _strongest(by, wanted[at]) if is_it else {}
        lines.append(
            tuple(
                Push(name, shown_at(table[name], at, asked.personal) if name else "", value)
                for name, value in told_of.items()
            )
        )
    return lines + [()] * (len(chosen) - n_rows)


def _sizes(n_flips: int, n_columns: int, n_there: int) -> tuple[int, int]:
    """How many flips are looked into, against how many rows."""
    fewest, most = (min(n, n_there) for n in BACKGROUND)
    for_one = max(1, interventional.n_asked(n_columns, 1))
    n_rows = min(n_flips, MOST_ROWS, MOST_ASKED // (fewest * for_one))
    if not n_rows:
        return 0, 0
    return n_rows, int(np.clip(MOST_ASKED // (n_rows * for_one), fewest, most))


def _said(model: TrainedModel, rows: Frame, both: Both) -> Array:
    """What a version says, (rows, outputs): a number, or the chance of each class of `both`."""
    values = raw_rows.every_value(model, rows)
    if both.task is Task.REGRESSION:
        return values[:, None]
    known = np.stack([1 - values, values], axis=1) if both.task is Task.BINARY else values
    said = np.zeros((len(values), len(both.levels)))
    said[:, [both.levels.index(level) for level in model.levels]] = known
    return said


def _outputs(both: Both, told: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Which output is the score of each row, as `decisions.decided` has it."""
    if both.task is Task.MULTICLASS:
        return business_value.decided(both.task, both.new[told], both.own_new)
    return np.full(len(told), 1 if both.task is Task.BINARY else 0)


def _strongest(by: Mapping[str, float], moved: float) -> dict[str, float]:
    """Those that went the way the score went, the strongest first."""
    same = [(name, value) for name, value in by.items() if value * moved > 0]
    return dict(sorted(same, key=lambda one: -abs(one[1]))[:_SHOWN])
