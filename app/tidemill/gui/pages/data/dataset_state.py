"""One dataset as it is shown: its head, its facts, its columns, checks and versions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.checking import can_be_parted
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.profile_changes import Change
from tidemill.domain.profiles import Profile
from tidemill.domain.watches import ArrivedFile
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.data.check_state import OffenderTable, offenders_of
from tidemill.services.datasets import DatasetView

TABS = ("profile", "schema", "rows", "checks", "prepare", "label", "versions", "lineage")
Word = Literal["loading", "error", "ready"]
Verdict = Literal["good", "warn", "bad"]


@dataclass(frozen=True, eq=False)
class Loaded:
    """What one look at the services brought; each look is another.

    `former` is the version before, with its profile. `champions` names, by dataset
    version, the champions that learned from it.
    """

    view: DatasetView
    version: DatasetVersion
    profile: Profile
    former: DatasetVersion | None
    former_profile: Profile | None
    changes: Mapping[str, Change]
    champions: Mapping[int, tuple[str, ...]]
    names: Mapping[str, str]
    now: datetime
    same_data: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Names of files that were skipped because a version holds their data, by its number."""
    discarded: tuple[str, ...] = ()
    """Addresses of versions in the trash, the one that went last first."""
    hidden: frozenset[str] = frozenset()
    """Personal columns whose values the person at work may not see."""

    @cached_property
    def schema(self) -> Schema:
        """The version's columns with the roles the dataset gives them now."""
        now = {c.name: c for c in self.view.dataset.schema.columns}
        return Schema(
            tuple(
                replace(c, role=now[c.name].role, personal=now[c.name].personal)
                if c.name in now
                else c
                for c in self.version.schema.columns
            )
        )

    @property
    def pair(self) -> tuple[int, int] | None:
        """The version before the shown one, and the shown one; None for the first."""
        return None if self.former is None else (self.former.number, self.version.number)

    @property
    def is_newest(self) -> bool:
        """Whether this is the version that serves as the newest."""
        return self.version.number == self.view.newest.number


@dataclass(frozen=True)
class DatasetState:
    """All that the page of a dataset shows. `failures` says by file why it was not accepted."""

    word: Word = "loading"
    error: TidemillError | None = None
    name: str = ""
    number: int | None = None
    """The version asked for; None is the newest."""
    tab: str = "profile"
    column: str | None = None
    words: str = ""
    """What was typed to find columns."""
    loaded: Loaded | None = None
    busy_files: frozenset[int] = frozenset()
    failures: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class FactWords:
    """A fact: a caption, a value, a quieter note."""

    caption: str
    value: str
    note: str = ""


def source_words(loaded: Loaded) -> str:
    """Where a version came from: file, who, when."""
    version = loaded.version
    who = tr("the worker") if version.by == "worker" else loaded.names.get(version.by, version.by)
    ago = numbers.ago(version.created_at, loaded.now)
    when = tr("just now") if ago == "now" else ago
    when = f"on {when}" if when[:1].isdigit() and "ago" not in when else when
    if version.origin.get("kind") == "steps":
        n = len(version.steps)
        steps = (
            tr("without steps")
            if n == 0
            else tr("by 1 step")
            if n == 1
            else tr("by {n} steps", n=n)
        )
        return tr(
            "All rows prepared anew {steps}, asked for by {who} {when}.",
            steps=steps,
            who=who,
            when=when,
        )
    return tr(
        "From {source_name}, added by {who} {when}.",
        source_name=source_name(version),
        who=who,
        when=when,
    )


def source_name(version: DatasetVersion) -> str:
    """The file a version came from, without its folders; or how many files of which folder."""
    if version.pieces:
        return tr(
            "{n:,} files of {name}", n=len(version.pieces), name=PurePath(version.source).name
        )
    return PurePath(version.source).name or version.source


def facts_of(loaded: Loaded) -> tuple[FactWords, ...]:
    """The line of facts, each with its change since the version before."""
    profile, was = loaded.profile, loaded.former_profile
    n, n_was = len(profile.columns), len(was.columns) if was else None
    rows_note = numbers.delta_integer(profile.rows - was.rows) if was else ""
    columns_note = numbers.delta_integer(n - n_was) if n_was is not None and n != n_was else ""
    missing = numbers.percent(profile.missing_cells)
    missing_was = numbers.percent(was.missing_cells) if was else missing
    doubled_was = was.duplicate_rows if was else profile.duplicate_rows
    models = [model.name for model in loaded.view.models]
    return (
        FactWords(tr("Rows"), numbers.count(profile.rows), rows_note),
        FactWords(tr("Columns"), numbers.count(n), columns_note),
        FactWords(tr("Size"), numbers.size(n_bytes_of(loaded))),
        FactWords(
            tr("Missing cells"),
            missing,
            tr("was {before}", before=missing_was) if missing_was != missing else "",
        ),
        FactWords(
            tr("Duplicate rows"),
            numbers.count(profile.duplicate_rows),
            tr("was {before}", before=numbers.count(doubled_was))
            if doubled_was != profile.duplicate_rows
            else "",
        ),
        FactWords(
            tr("Used by"),
            models[0] if models else tr("nothing yet"),
            tr("and {value} more", value=len(models) - 1) if len(models) > 1 else "",
        ),
    )


def n_bytes_of(loaded: Loaded) -> int:
    """What all rows of a version take on disk."""
    version = loaded.version
    if loaded.view.dataset.series is Series.REPLACE:
        return version.n_bytes
    return sum(v.n_bytes for v in loaded.view.versions if v.number <= version.number)


def checks_chip(loaded: Loaded) -> tuple[str, str, str]:
    """The chip beside the title: words, tone, icon; no words where no check ran."""
    checks = loaded.version.checks
    if not checks:
        return "", "plain", ""
    n_passed = sum(1 for check in checks if check["passed"])
    words = tr("Checks {n_passed} of {n}", n_passed=n_passed, n=len(checks))
    if n_passed == len(checks):
        return words, "good", "check"
    return words, "warn", "triangle-alert"


@dataclass(frozen=True)
class CheckLine:
    """What one check says: its sentence, and which rows it means."""

    status: Verdict
    name: str
    message: str
    rows: str
    offenders: OffenderTable | None = None


def check_lines(checks: tuple[dict[str, Any], ...]) -> tuple[CheckLine, ...]:
    """Check results as lines, those that keep a file out first, then other failed ones."""
    order = {"bad": 0, "warn": 1, "good": 2}
    ordered = sorted(checks, key=lambda check: order[_check_status(check)])
    return tuple(
        CheckLine(
            _check_status(check),
            str(check["name"]),
            unmarked(str(check["message"])),
            rows_words(check),
            offenders_of(check),
        )
        for check in ordered
    )


def _check_status(check: Mapping[str, Any]) -> Verdict:
    if check["passed"]:
        return "good"
    return "bad" if check.get("severity", "error") == "error" else "warn"


def rows_words(check: Mapping[str, Any]) -> str:
    """The numbers of the offending rows: "Rows 2, 3, 4 and 377 more"."""
    rows = list(check.get("rows") or ())
    if not rows or check["passed"]:
        return ""
    shown = [numbers.integer(row) for row in rows[:12]]
    n_more = max(int(check.get("n_rows") or 0), len(rows)) - len(shown)
    if n_more > 0:
        return tr(
            "Rows {names} and {n_more} more", names=", ".join(shown), n_more=numbers.count(n_more)
        )
    if len(shown) == 1:
        return tr("Row {shown}", shown=shown[0])
    return tr("Rows {names} and {shown}", names=", ".join(shown[:-1]), shown=shown[-1])


@dataclass(frozen=True)
class AsideFile:
    """A file that was set aside or failed, with what its checks said."""

    id: int
    name: str
    reason: str
    when: str
    checks: tuple[CheckLine, ...]
    is_busy: bool
    failure: str
    can_part: bool = False


def aside_files(state: DatasetState, loaded: Loaded) -> tuple[AsideFile, ...]:
    """The files of this dataset that wait for a decision, newest first."""
    failures = dict(state.failures)
    return tuple(
        AsideFile(
            file.id,
            file.name,
            unmarked(file.reason or file.outcome),
            numbers.ago(file.changed_at, loaded.now),
            tuple(line for line in check_lines(file.checks) if line.status != "good"),
            file.id in state.busy_files,
            failures.get(file.id, ""),
            can_be_parted(file.checks),
        )
        for file in _newest_first(loaded.view.set_aside)
    )


def _newest_first(files: tuple[ArrivedFile, ...]) -> list[ArrivedFile]:
    return sorted(files, key=lambda file: file.id, reverse=True)


@dataclass(frozen=True)
class VersionLine:
    """A version in the list and in the timeline."""

    number: int
    title: str
    added: int
    rows: int
    change: str
    source: str
    when: datetime
    ago: str
    by: str
    is_worker: bool
    checks_status: str
    checks: str
    champions: tuple[str, ...]
    is_shown: bool
    note: str = ""


def version_lines(loaded: Loaded) -> tuple[VersionLine, ...]:
    """All versions, newest first."""
    lines = []
    before: DatasetVersion | None = None
    for version in loaded.view.versions:
        lines.append(_version_line(loaded, version, before))
        before = version
    return tuple(reversed(lines))


def _version_line(
    loaded: Loaded, version: DatasetVersion, before: DatasetVersion | None
) -> VersionLine:
    failed = [check for check in version.checks if not check["passed"]]
    words = tr(
        "{value} of {n} passed", value=len(version.checks) - len(failed), n=len(version.checks)
    )
    if not version.checks:
        words = tr("none ran")
    return VersionLine(
        number=version.number,
        title=f"v{version.number}",
        added=version.added_rows,
        rows=version.rows,
        change=change_words(version, before),
        source=source_name(version),
        when=version.created_at,
        ago=numbers.relative(version.created_at, loaded.now),
        by=loaded.names.get(version.by, version.by),
        is_worker=version.by == "worker",
        checks_status="warn" if failed else "good" if version.checks else "idle",
        checks=words,
        champions=loaded.champions.get(version.id, ()),
        is_shown=version.number == loaded.version.number,
        note=version_note(loaded, version),
    )


_SAME = re.compile(r"same (?:data|content) as v(\d+)")
_ORIGINS = {
    "query": tr("a query"),
    "paste": "pasted",
    "steps": tr("prepared anew"),
    "labels": "labels",
}


def same_data_of(files: Iterable[ArrivedFile]) -> dict[int, tuple[str, ...]]:
    """Names of skipped files by the number of the version that holds their data already."""
    found: dict[int, tuple[str, ...]] = {}
    for file in files:
        said = _SAME.search(file.outcome)
        if said is not None:
            number = int(said[1])
            found[number] = (*found.get(number, ()), file.name)
    return found


def version_note(loaded: Loaded, version: DatasetVersion) -> str:
    """What to know of a version beside its file: how it came, and that its data came again."""
    said = [_ORIGINS[kind]] if (kind := str(version.origin.get("kind", ""))) in _ORIGINS else []
    again = loaded.same_data.get(version.number, ())
    if len(again) == 1:
        said.append(tr("same data again in {again}", again=again[0]))
    elif again:
        said.append(tr("same data again in {n} files", n=len(again)))
    return ", ".join(said)


def change_words(version: DatasetVersion, before: DatasetVersion | None) -> str:
    """What a version brought: rows, and columns that came or went."""
    said = f"{numbers.delta_integer(version.added_rows)} rows"
    if before is None:
        return said
    names, known = set(version.schema.names), set(before.schema.names)
    came, went = len(names - known), len(known - names)
    if came:
        said += f", +{numbers.plural(came, 'column')}"
    if went:
        said += f", {numbers.MINUS}{numbers.plural(went, 'column')}"
    return said
