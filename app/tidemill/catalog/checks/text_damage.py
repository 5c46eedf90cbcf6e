"""Whether texts came through their encoding whole."""

import numpy as np
import numpy.typing as npt

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry
from tidemill.domain.file_figures import is_damaged
from tidemill.domain.frames import ColumnData

ENTRY = CheckEntry(
    id="text_damage",
    version=1,
    title="Texts are whole",
    help="No text holds what a wrong encoding leaves, such as MÃ¼nchen for München.",
    severity="warn",
)
_NAMED = 3


def check(facts: CheckFacts) -> CheckResult:
    """Warn where texts hold replacement characters or UTF-8 read as Latin-1; twice the share that
    earlier files had is usual."""
    found = {
        name: column.damaged
        for name, column in facts.own.columns.items()
        if column.damaged > 2 * max((one.damaged for one in facts.history(name)), default=0.0)
    }
    if not found:
        return wording.passed(ENTRY, "No text looks damaged.", 0.0, 0.0)
    some = [facts.rows_where(name, _is_damaged) for name in found]
    rows = np.unique(np.concatenate(some))
    first = next(iter(found))
    column = facts.table.take(some[0][:1], [first])[first]
    shown = "" if facts.is_personal(first) else f": {wording.quoted([str(column.to_list()[0])])}"
    about = wording.listed([f"`{name}`" for name in found])
    message = (
        f"{about} {'has' if len(found) == 1 else 'have'} damaged letters in "
        f"{wording.counted(len(rows), 'row')}, {wording.first_of(facts, rows)}{shown}. "
        "Was the file saved in another encoding?"
    )
    return wording.failed_rows(ENTRY, facts, message, rows, None, max(found.values()), 0.0)


def _is_damaged(part: ColumnData) -> npt.NDArray[np.bool_]:
    table = np.array([*(is_damaged(level) for level in part.levels), False])
    return np.asarray(table[part.values])
