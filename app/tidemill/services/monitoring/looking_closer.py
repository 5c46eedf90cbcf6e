"""What a look finds in the rows themselves, beside what it counts: put into its report.

What no column tells alone, how far each drifted column moves the answers, and how a candidate's
answers stand beside the champion's.
"""

from collections.abc import Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.models import ModelVersion
from tidemill.domain.reference_choices import ReferenceChoice, choice_for
from tidemill.services.measuring import Rows
from tidemill.services.monitoring import candidate_answers, column_effects, reference_rows, together
from tidemill.services.monitoring.reference_rows import Before
from tidemill.services.workspace import Workspace
from tidemill.store import chunks

MOST_AGAIN = 30
"""So many of the newest looks are looked at closer again when something else was chosen: each
takes its rows and a model, where the comparison of columns takes counts alone."""


def added(
    workspace: Workspace,
    champion: ModelVersion,
    version: DatasetVersion,
    rows: Rows,
    report: dict[str, Any],
    choices: Sequence[ReferenceChoice],
    before: Before | None = None,
) -> dict[str, Any]:
    """The report with what its rows tell; where those of the reference are gone it says so.

    `before` is as for `reference_rows.of_look`.
    """
    names = [column["name"] for column in report["columns"]]
    most = max(together.budget(len(names)), column_effects.MOST_ROWS)
    choice = choice_for(choices, version.number)
    candidate = candidate_answers.of_look(workspace, champion, version, rows)
    if candidate is not None:
        report = {**report, candidate_answers.KEY: candidate}
    try:
        known = reference_rows.of_look(
            workspace, champion, rows.model, version, choice, most, before
        )
    except NeedsYou as error:
        return {**report, together.KEY: [], together.NOTE: f"Not looked at. {error.message}"}
    found, note = together.of_look(known, rows.frame, names)
    drifted = sorted(
        (column for column in report["columns"] if column["drifted"]),
        key=lambda column: -(column["psi"] or 0.0),
    )
    moved = [column["name"] for column in drifted]
    effects = column_effects.of_look(rows.model, rows.frame, known.frame, moved)
    columns = [
        {**column, column_effects.KEY: effects.get(column["name"])} for column in report["columns"]
    ]
    return {**report, "columns": columns, together.KEY: found, together.NOTE: note}


def again(
    workspace: Workspace,
    champion: ModelVersion,
    version: DatasetVersion,
    chunk_id: int,
    rows: Rows | None,
    report: dict[str, Any],
    choices: Sequence[ReferenceChoice],
    before: Before | None = None,
    *,
    is_recent: bool,
) -> dict[str, Any]:
    """A report made anew for a chunk, with what its rows tell where it is one of the newest.

    `rows` are None where they are gone.

    What was told against another reference does not stay; a candidate's answers are not compared
    with a reference of rows and do.
    """
    if not is_recent:
        note = f"Only the newest {MOST_AGAIN} looks were compared together with what is chosen now."
        report = {**report, together.KEY: [], together.NOTE: note}
    elif rows is None:
        report = {**report, together.KEY: [], together.NOTE: "Not looked at. Its rows are gone."}
    else:
        report = added(workspace, champion, version, rows, report, choices, before)
    return _carried(workspace, chunk_id, report)


def _carried(workspace: Workspace, chunk_id: int, report: dict[str, Any]) -> dict[str, Any]:
    """A report made anew with what the one before said of the candidate of that time."""
    key = candidate_answers.KEY
    with workspace.store.read() as connection:
        before = chunks.of_id(connection, chunk_id)
    said = None if before is None else before.report.get(key)
    kept = {name: value for name, value in report.items() if name != key}
    return kept if said is None else {**kept, key: said}
