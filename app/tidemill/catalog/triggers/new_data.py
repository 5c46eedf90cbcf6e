"""Starts when enough new files or rows are complete in a dataset."""

from datetime import datetime
from typing import Any

from tidemill.domain.entries import Parameter, TriggerEntry
from tidemill.domain.triggers import (
    ArrivalFacts,
    Decision,
    Fire,
    Reads,
    Wait,
    counted,
)

ENTRY = TriggerEntry(
    "new-data",
    1,
    "New data",
    "Starts when that many files and rows were added to a dataset since the automation last "
    "started.",
    (
        Parameter("dataset", "Dataset", "", help="Whose new files count."),
        Parameter("watch", "Watched folder", 0, 0, help="Only files of this folder; 0 for all."),
        Parameter("n_files", "Files", 1, 1, help="How many new files at least."),
        Parameter("n_rows", "Rows", 0, 0, help="How many new rows at least."),
    ),
    reads=Reads.ARRIVALS,
)


def decide(
    facts: ArrivalFacts,
    _now: datetime,
    *,
    dataset: str,
    watch: int = 0,
    n_files: int = 1,
    n_rows: int = 0,
) -> Decision:
    """Start when both counts are reached; all that came together starts once."""
    came = [one for one in facts.arrivals if not watch or one.watch_id == watch]
    rows = sum(one.rows for one in came)
    if not came:
        return Wait(f"Nothing was added to {dataset} since the last start.")
    if len(came) < n_files:
        said = "has" if len(came) == 1 else "have"
        return Wait(f"{counted(len(came), 'file')} of {n_files:,} {said} come into {dataset}.")
    if rows < n_rows:
        return Wait(f"{rows:,} of {counted(n_rows, 'row')} have come into {dataset}.")
    last = came[-1]
    refs: dict[str, Any] = {"version": last.version_id}
    if last.file_id is not None:
        refs["file"] = last.file_id
    if len(came) == 1:
        words = f"{last.file or last.label} was added"
    else:
        words = f"{counted(len(came), 'file')} with {counted(rows, 'row')} were added to {dataset}"
        refs["files"] = [one.file_id for one in came if one.file_id is not None]
    return Fire(words, refs, {"version": max(one.version_id for one in facts.arrivals)})


def sentence(*, dataset: str, watch: int = 0, n_files: int = 1, n_rows: int = 0) -> str:
    """When it starts, in words."""
    where = f"in {dataset}" + (f" (folder {watch})" if watch else "")
    if n_rows and n_files > 1:
        return f"When {n_files:,} new files with {counted(n_rows, 'row')} are complete {where}"
    if n_rows:
        return f"When {counted(n_rows, 'new row')} are complete {where}"
    if n_files > 1:
        return f"When {n_files:,} new files are complete {where}"
    return f"When a new file is complete {where}"
