"""Columns and rows that seem to know the answer, told before a training starts."""

from tidemill.base.progress import Reporter
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.leakage import Leak, find_leaks
from tidemill.domain.recipes import Recipe
from tidemill.domain.repeats import Repeats, find_repeats
from tidemill.domain.splits import split
from tidemill.services import tables
from tidemill.services.workspace import Workspace

ENOUGH_ROWS = 20_000
"""An AUC over 0.95 shows on far fewer rows; so not all of a large table is read."""

MOST_ROWS = 300_000
"""So many of the newest rows are looked at for rows on both sides of the split."""


def of_version(
    workspace: Workspace, version: DatasetVersion, recipe: Recipe, reporter: Reporter
) -> tuple[Leak, ...]:
    """Features that alone rank the target almost perfectly, on the newest files' rows.

    Whole files are read, newest first, until there are `ENOUGH_ROWS`. Damaged files raise
    `NeedsYou`.
    """
    return find_leaks(_newest(workspace, version, ENOUGH_ROWS, reporter), recipe)


def repeats(
    workspace: Workspace, version: DatasetVersion, recipe: Recipe, reporter: Reporter
) -> Repeats | None:
    """Rows that the recipe's split would put on both sides; None where that is no matter.

    `NeedsYou` where the rows can't be divided by the recipe's rule.
    """
    frame = _newest(workspace, version, MOST_ROWS, reporter)
    return find_repeats(frame, recipe, split(frame, recipe))


def _newest(
    workspace: Workspace, version: DatasetVersion, enough: int, reporter: Reporter
) -> Frame:
    """The rows of the newest files, whole files until there are enough rows."""
    chosen: list[DatasetVersion] = []
    n_rows = 0
    for part in reversed(tables.parts_of(workspace, version)):
        chosen.append(part)
        n_rows += part.added_rows
        if n_rows >= enough:
            break
    reporter.check()
    frame = tables.load(workspace, list(reversed(chosen)), version.schema)
    reporter.check()
    return frame
