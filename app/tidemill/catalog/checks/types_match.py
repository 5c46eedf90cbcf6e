"""Whether the values of each column are of the kind the dataset expects."""

from dataclasses import replace

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Role
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.reading import Mismatch

ENTRY = CheckEntry(
    id="types_match",
    version=1,
    title="Types match",
    help="The values of every column are of the kind the dataset has for it.",
    parameters=(
        Parameter(
            "limit",
            "Share of other values allowed",
            0.0,
            low=0.0,
            high=1.0,
            help="A column fails when more than this share of its rows holds another kind.",
        ),
    ),
)
_SENTENCES = 3


def check(facts: CheckFacts, limit: float = 0.0) -> CheckResult:
    """Fail where cells of an expected column cannot be read as its kind."""
    read = facts.read
    n_rows = read.table.n_rows
    found = [
        m
        for m in read.mismatches
        if m.n_bad > limit * n_rows and read.schema[m.column].role is not Role.LEFT_OUT
    ]
    if found:
        found.sort(key=lambda m: -m.n_bad)
        message = " ".join(_sentence(facts, m, n_rows) for m in found[:_SENTENCES])
        if len(found) > _SENTENCES:
            message += f" So are {wording.counted(len(found) - _SENTENCES, 'more column')}."
        lines = sorted({line for m in found for line in m.lines})
        most = max(m.n_bad for m in found)
        result = wording.failed(ENTRY, message, lines, max(most, len(lines)), value=float(most))
        is_known = all(m.n_bad == len(m.lines) for m in found)
        if not is_known or len(read.lines) != facts.table.n_rows:
            return result
        return replace(result, row_numbers=np.flatnonzero(np.isin(read.lines, lines)))
    if read.mismatches:
        names = wording.listed([m.column for m in read.mismatches])
        n_bad = sum(m.n_bad for m in read.mismatches)
        values = wording.counted(n_bad, "value")
        return wording.passed(
            ENTRY,
            f"{values} of another kind in {names}, within the limit of {wording.percent(limit)}; "
            "they are missing.",
        )
    n = len(read.schema.columns)
    return wording.passed(
        ENTRY, f"All values fit the kinds of their {wording.counted(n, 'column')}."
    )


def _sentence(facts: CheckFacts, found: Mismatch, n_rows: int) -> str:
    line, text = found.examples[0]
    shown = "" if facts.is_personal(found.column) else f": {wording.quoted([text])}"
    return (
        f"`{found.column}` is {wording.KIND_WORDS[found.expected]} in this dataset, but text in "
        f"{found.n_bad:,} of {wording.counted(n_rows, 'row')}, "
        f"first in {facts.read.facts.row_word} {line:,}{shown}."
    )
