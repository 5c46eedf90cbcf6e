"""A chunk held against another reference: what it says then, and what was found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.services.chunk_rows import ChunkReader, keys_of
from tidemill.services.measuring import Rows
from tidemill.services.monitoring import findings, looking_closer
from tidemill.services.monitoring.comparing import Compared, Grounds, Subject, subject_of_chunk
from tidemill.services.monitoring.looks import Looker
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunks


@dataclass(frozen=True, eq=False)
class Renewed:
    """What a chunk says beside another reference; its worth is as it was."""

    compared: Compared
    finding: dict[str, Any] | None
    worth: dict[str, Any] | None

    def values(self) -> dict[str, Any]:
        """What is kept with the chunk."""
        return {
            "report": self.compared.report,
            "reference": self.compared.reference,
            "finding": self.finding,
        }


class Comparer:
    """Compares chunks that one version looked at with what is chosen for them now.

    The counts that were kept are enough for it. Rows are read of the newest chunks only, and where
    other columns drifted than before: the kind of change and its cost have to be found again.
    """

    def __init__(self, workspace: Workspace, model: Model, champion: ModelVersion) -> None:
        self._workspace = workspace
        self._reader = ChunkReader(workspace, champion)
        self._looker = Looker(workspace, model, champion, Grounds(workspace, model, champion))

    def renewed(self, chunk_id: int, *, is_recent: bool) -> Renewed | None:
        """What a chunk says now; None where neither its rows nor their counts are left.

        One that `is_recent` is looked at closer too, for which its rows are read.
        """
        with self._workspace.store.read() as connection:
            chunk = chunks.of_id(connection, chunk_id)
            parts = chunk_counts.of_chunk(connection, chunk_id)
        if chunk is None:
            return None
        subject = subject_of_chunk(self._workspace, chunk, keys_of(chunk, parts))
        counts = self._looker.grounds.of_chunk(chunk.id, chunk.span)
        if subject is None or counts is None:
            return None
        compared = self._looker.grounds.compare(subject, counts)
        is_other = _drifted(compared.report) != _drifted(chunk.report)
        rows = self._reader.of_chunk(chunk) if is_recent or is_other else None
        finding = chunk.finding
        if is_other:
            finding = self._finding(chunk, subject, compared, rows)
        report = looking_closer.again(
            self._workspace,
            self._looker.champion,
            subject.asked,
            chunk.id,
            rows,
            compared.report,
            self._looker.grounds.choices,
            self._looker.before(subject),
            is_recent=is_recent,
        )
        return Renewed(replace(compared, report=report), finding, chunk.worth)

    def _finding(
        self, chunk: Chunk, subject: Subject, compared: Compared, rows: Rows | None
    ) -> dict[str, Any] | None:
        """What is found of it; where its rows are gone, what was found as long as anything is."""
        if rows is None:
            return chunk.finding if _drifted(compared.report) else None
        seen = findings.Seen(rows, compared, chunk.measures)
        return self._looker.finding(subject, seen, chunk.estimates)


def _drifted(report: Mapping[str, Any]) -> set[str]:
    return {column["name"] for column in report.get("columns", ()) if column.get("drifted")}
