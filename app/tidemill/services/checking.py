"""What the checks and rules of a dataset say of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog.discovery import family
from tidemill.domain.checking import MAX_SHOWN, CheckFacts, CheckResult, Offender, Rows
from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import Hashes
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.entries import CheckEntry
from tidemill.domain.file_figures import FileFigures
from tidemill.domain.masking import masked
from tidemill.domain.profiles import Profile
from tidemill.domain.reading import ReadResult
from tidemill.domain.references import FrameReference
from tidemill.domain.rules import Rule
from tidemill.domain.tables import Table
from tidemill.services import rules
from tidemill.services.workspace import Workspace
from tidemill.store import rules as rule_rows

_SHOWN_COLUMNS = 6
_SHOWN_LETTERS = 60


@dataclass(frozen=True, eq=False)
class Checked:
    """Results of all checks, failed or not; the file's figures, to be kept with its version.

    `offending` are the rows of the table that break a rule which keeps the file out.
    """

    results: tuple[CheckResult, ...]
    figures: FileFigures
    offending: Rows

    @property
    def sets_aside(self) -> bool:
        """Whether any result keeps the file out."""
        return any(result.sets_aside for result in self.results)


@dataclass(frozen=True)
class Before:
    """What is known of earlier files: the rules in force, the figures of the last ones, and how
    many rows each brought."""

    rules: Sequence[Rule]
    figures: Sequence[FileFigures]
    n_rows: Sequence[int]


def before_file(
    workspace: Workspace, dataset: Dataset | None, versions: Sequence[DatasetVersion]
) -> Before:
    """What is known before the next file of a dataset."""
    stored: list[Rule] = []
    known: list[FileFigures] = []
    if dataset is not None:
        with workspace.store.read() as connection:
            stored = rule_rows.of_dataset(connection, dataset.id)
            known = rules.figures(connection, dataset)
    return Before(rules.in_force(stored), known, [n for v in versions for n in v.file_rows])


def checked(
    workspace: Workspace,
    dataset: Dataset | None,
    read: ReadResult,
    schema: Schema,
    *,
    versions: Sequence[DatasetVersion] = (),
    former: Profile | None = None,
    table: Table | None = None,
    summary: FrameReference | None = None,
    hashes: Hashes | None = None,
    earlier: Table | None = None,
    reporter: Reporter | None = None,
    before: Before | None = None,
) -> Checked:
    """Run every default check and every rule that is on.

    `schema` has the dataset's columns and roles as the file would leave them. `table`, `summary`
    and `hashes` are of the rows as they would be taken in (those read, unless said); `former` and
    `earlier` are the profile and all rows of the version before. What is known `before` is looked
    up unless it is handed in.
    """
    reporter = reporter or Silent()
    before = before or before_file(workspace, dataset, versions)
    facts = CheckFacts(
        read=read,
        expected=None if dataset is None else dataset.schema,
        target=schema.target,
        time=schema.time,
        n_rows_usual=tuple(before.n_rows),
        missing_usual={c.name: c.missing for c in (former.columns if former else ())},
        rows=table,
        summary=summary,
        hashes=hashes,
        known=tuple(before.figures),
        former=former,
        earlier=earlier,
        now=workspace.clock.now(),
        roles=schema,
    )
    return judged(facts, before.rules, reporter)


def judged(facts: CheckFacts, every: Sequence[Rule], reporter: Reporter) -> Checked:
    """Run the rules that are on over a file."""
    on = [one for one in every if one.is_on]
    results = []
    for number, one in enumerate(on):
        reporter.check()
        reporter.report(number / len(on))
        results.append(_shown(facts, _result(facts, one)))
    found = [r.row_numbers for r in results if r.sets_aside and r.row_numbers is not None]
    offending = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    values = {r.check: r.value for r in results if r.rule is None and r.value is not None}
    kept = replace(facts.own, duplicates=len(facts.repeats), values=values, at=facts.now)
    return Checked(tuple(results), kept, offending)


def _result(facts: CheckFacts, one: Rule) -> CheckResult:
    """What a rule says; one that can't be judged fails and says why."""
    module = family("checks").get(one.check)
    stamp: dict[str, Any] = {"rule": one.id, "sentence": one.sentence, "column": one.column}
    if module is None:
        return CheckResult(
            one.check, 0, one.check, False, f"The check {one.check} is not known here.",
            severity="warn", **stamp,
        )  # fmt: skip
    entry: CheckEntry = module.ENTRY
    try:
        result: CheckResult = module.check(facts, **entry.settings(one.settings))
    except NeedsYou as error:
        words = f"The rule can't be judged: {error.message} {error.hint}".strip()
        return CheckResult(
            entry.id, entry.version, entry.title, False, words, severity=one.severity, **stamp
        )
    is_default = one.origin == "default" and one.id is None
    severity = result.severity if is_default else one.severity
    stamp["column"] = result.column or one.column
    return replace(result, **{**stamp, "severity": severity})


def _shown(facts: CheckFacts, result: CheckResult) -> CheckResult:
    """The result with the values of some offending rows; personal ones are masked for good."""
    if result.passed or result.row_numbers is None or not len(result.row_numbers):
        return result
    numbers = np.sort(result.row_numbers[:MAX_SHOWN])
    names = _columns_to_show(facts, result)
    personal = {c.name for c in facts.schema.columns if c.personal}
    rows = list(facts.table.take(numbers, names).rows())
    lines = facts.lines_of(numbers)
    shown = tuple(
        Offender(
            line,
            {n: masked(v) if n in personal else _text(v) for n, v in row.items()},
        )
        for line, row in zip(lines, rows, strict=True)
    )
    return replace(result, offenders=shown)


def _columns_to_show(facts: CheckFacts, result: CheckResult) -> list[str]:
    """The columns a result is about, then those that tell rows apart, then the first ones."""
    there = [column.name for column in facts.table.columns]
    roles = {c.name: c.role for c in facts.schema.columns}
    about = [name.strip() for name in result.column.split(",")]
    first = [name for name in there if name in about or f"`{name}`" in result.message]
    telling = [n for n in there if roles.get(n) in (Role.IDENTIFIER, Role.TIME, Role.TARGET)]
    return list(dict.fromkeys([*first, *telling, *there]))[:_SHOWN_COLUMNS]


def _text(value: Any) -> str | None:
    if value is None:
        return None
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= _SHOWN_LETTERS else text[: _SHOWN_LETTERS - 1] + "…"
