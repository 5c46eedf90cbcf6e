"""Whether keys name one row each."""

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult, Rows
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.content import row_hashes
from tidemill.domain.distinct_counts import repeats
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import FileFigures

ENTRY = CheckEntry(
    id="unique_key",
    version=1,
    title="Keys are unique",
    help="Identifiers that never repeated or lacked a value in a file still don't.",
    parameters=(
        Parameter(
            "columns",
            "Columns of the key",
            "",
            help="Columns that together name one row, with commas between; the identifiers that "
            "were unique so far where none is named.",
            of="columns",
        ),
    ),
    severity="warn",
)
_LEAST_ROWS = 20


def check(facts: CheckFacts, columns: str = "") -> CheckResult:
    """Fail where a key repeats within the file or is missing."""
    if columns:
        keys = [wording.names_of(columns)]
        gone = [name for name in keys[0] if not facts.has(name)]
        if gone:
            return wording.failed(ENTRY, f"The file has no column {wording.listed(gone)}.")
    else:
        keys = [[name] for name in facts.own.columns if _was_unique(facts, name)]
        keys = [key for key in keys if not _is_unique(facts, key[0])]
    told, found = [], [np.zeros(0, np.int64)]
    for key in keys:
        missing, again = _broken(facts, key)
        about = " and ".join(f"`{name}`" for name in key)
        if again.size:
            first = wording.first_of(facts, again)
            told.append(f"{about} repeats in {wording.counted(again.size, 'row')}, {first}.")
        if missing.size:
            first = wording.first_of(facts, missing)
            told.append(f"{about} is missing in {wording.counted(missing.size, 'row')}, {first}.")
        found += [missing, again]
    if not told:
        return wording.passed(ENTRY, "Every key names one row.", 0.0, 0.0)
    rows = np.unique(np.concatenate(found))
    message = " ".join(told)
    return wording.failed_rows(ENTRY, facts, message, rows, None, float(len(rows)), 0.0)


def sentence(columns: str = "") -> str:
    """The rule in words."""
    names = wording.names_of(columns)
    if not names:
        return ENTRY.help
    if len(names) == 1:
        return f"{names[0]} is a key: never missing, never twice."
    return f"{wording.listed(names)} together are a key: never missing, never twice."


def judge(schema: Schema, columns: str = "") -> None:
    """Refuse columns the dataset does not have."""
    for name in wording.names_of(columns):
        if name not in schema:
            raise NeedsYou(f"There is no column {name}.", f"It has {', '.join(schema.names)}.")


def propose(schema: Schema, known: list[FileFigures]) -> list[tuple[dict[str, object], str, str]]:
    """Identifiers that were unique and complete in every file so far."""
    found: list[tuple[dict[str, object], str, str]] = []
    for column in schema.columns:
        if column.role is not Role.IDENTIFIER or column.kind is Kind.DATETIME:
            continue
        there = [file.columns.get(column.name) for file in known]
        if all(
            one and one.is_unique and one.missing == 0 and one.n >= _LEAST_ROWS for one in there
        ):
            rows = sum(file.rows for file in known)
            reason = f"It never repeated within a file and was never missing in {rows:,} rows."
            found.append(({"columns": _quoted(column.name)}, "error", reason))
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if "," in name or '"' in name else name


def _was_unique(facts: CheckFacts, name: str) -> bool:
    if name not in facts.schema or facts.schema[name].role is not Role.IDENTIFIER:
        return False
    known = [one for one in facts.history(name) if one.n >= _LEAST_ROWS]
    return bool(known) and all(one.is_unique and one.missing == 0 for one in known)


def _is_unique(facts: CheckFacts, name: str) -> bool:
    column = facts.own.columns[name]
    return column.is_unique and column.missing == 0


def _broken(facts: CheckFacts, key: list[str]) -> tuple[Rows, Rows]:
    """Rows in which a part of the key is missing, and rows that repeat an earlier key."""
    hashes, gaps = [], []
    for block in facts.table.blocks(key):
        hashes.append(row_hashes(block))
        gaps.append(np.logical_or.reduce([column.missing for column in block]))
    every, missing = np.concatenate(hashes), np.concatenate(gaps)
    again = repeats(every)
    return np.flatnonzero(missing), again[~missing[again]]
