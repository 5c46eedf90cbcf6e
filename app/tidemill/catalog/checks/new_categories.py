"""Whether categories are among those known so far."""

import numpy as np
import numpy.typing as npt

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult, Rows
from tidemill.domain.columns import Kind, Role
from tidemill.domain.entries import CheckEntry
from tidemill.domain.frames import ColumnData

ENTRY = CheckEntry(
    id="new_categories",
    version=1,
    title="Categories are known",
    help="Every category was there in an earlier file; columns in which rare ones keep coming "
    "may have some more.",
    severity="warn",
)
_NAMED = 3


def check(facts: CheckFacts) -> CheckResult:
    """Warn of categories no earlier file had.

    A column whose earlier files hold values seen only once will bring unknown ones: by Good and
    Turing the share of rows with such a value estimates the share of rows with a new one (Good
    1953, Biometrika 40). Up to three times that share, and three rows, are usual. A value that
    differs from a known one only in its case or its blanks is always told.
    """
    former = facts.former
    if former is None:
        return wording.passed(ENTRY, "Nothing to compare yet.")
    found: dict[str, list[str]] = {}
    alike: dict[str, str] = {}
    for name in facts.watched(Role.LEFT_OUT, Role.IDENTIFIER):
        if facts.own.columns[name].kind is not Kind.CATEGORICAL or name not in former:
            continue
        known = former[name].levels
        if known is None or not known:
            continue
        reference = facts.references.columns[name]
        counts = dict(zip(reference.levels, reference.cells.tolist(), strict=False))
        new = [level for level in sorted(set(counts) - set(known)) if counts[level]]
        folded = {level.strip().casefold(): level for level in known}
        twins = [level for level in new if level.strip().casefold() in folded]
        if twins:
            alike[name] = f"'{twins[0]}' differs from '{folded[twins[0].strip().casefold()]}' only"
        history = facts.history(name)
        once = max((one.once / one.present for one in history), default=0.0)
        n_rows = sum(counts[level] for level in new)
        if twins or n_rows > (3 * once * facts.own.columns[name].present + 3 if once else 0):
            found[name] = new
    if not found:
        return wording.passed(ENTRY, "No category is new.", 0.0, 0.0)
    some = [_rows(facts, name, new) for name, new in found.items()]
    rows = np.unique(np.concatenate(some))
    told = [
        _sentence(name, new, alike.get(name), facts.is_personal(name))
        for name, new in list(found.items())[:_NAMED]
    ]
    if len(found) > _NAMED:
        told.append(f"So have {wording.counted(len(found) - _NAMED, 'more column')}.")
    told.append(f"{wording.counted(len(rows), 'row')}, {wording.first_of(facts, rows)}.")
    n_new = sum(len(new) for new in found.values())
    return wording.failed_rows(ENTRY, facts, " ".join(told), rows, None, float(n_new), 0.0)


def _rows(facts: CheckFacts, name: str, new: list[str]) -> Rows:
    wanted = frozenset(new)

    def is_new(part: ColumnData) -> npt.NDArray[np.bool_]:
        table = np.array([*(level in wanted for level in part.levels), False])
        return np.asarray(table[part.values])

    return facts.rows_where(name, is_new)


def _sentence(name: str, new: list[str], alike: str | None, is_personal: bool) -> str:
    said = f"`{name}` has {'a new category' if len(new) == 1 else f'{len(new):,} new categories'}"
    if is_personal:
        return f"{said}."
    words = f"{said}: {wording.quoted(new)}."
    return f"{words} {alike} in case or blanks." if alike else words
