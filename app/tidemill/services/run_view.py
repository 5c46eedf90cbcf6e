"""A live view of all runs of a workspace: which match a query, in which order."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from tidemill.domain.query import parse
from tidemill.domain.run_columns import RunColumns, RunRow
from tidemill.domain.runs import Run
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

NOT_ARCHIVED = 'archived != "yes"'


@dataclass(frozen=True)
class RunPage:
    """Some runs in order, how many match, how many there are."""

    runs: tuple[Run, ...]
    matching: int
    total: int


class RunsView:
    """All runs in memory, kept fresh from the store; safe to use from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._columns = RunColumns(workspace.clock)
        self._seq = 0
        self._lock = threading.Lock()

    def take_changes(self) -> list[int]:
        """Take in what changed in the store since the last call; return the keys of those runs."""
        changed: list[int] = []
        with self._lock:
            while True:
                with self._workspace.store.read() as connection:
                    runs, gone, seq = rows.changed_since(connection, self._seq)
                self._columns.update(run_row(run) for run in runs)
                self._columns.remove(gone)
                self._seq = seq
                changed += [*(run.pk for run in runs), *gone]
                if not runs and not gone:
                    return changed

    def page(
        self,
        *,
        where: str = "",
        sort: Sequence[tuple[str, bool]] = (("started", True),),
        limit: int = 100,
        offset: int = 0,
        archived: bool = False,
    ) -> RunPage:
        """Runs that match a query, sorted by (column, descending) pairs.

        Wrong queries raise `domain.query.QueryError` with their position.
        """
        self.take_changes()
        text = where if archived else f"({where}) and {NOT_ARCHIVED}" if where else NOT_ARCHIVED
        if where:
            parse(where)  # so that an error's position is that of the person's own text
        with self._lock:
            mask = self._columns.select(parse(text))
            at = self._columns.order(mask, list(sort), limit=limit, offset=offset)
            pks = [int(pk) for pk in self._columns.pks(at)]
            matching, total = int(mask.sum()), len(self._columns)
        with self._workspace.store.read() as connection:
            found = rows.find(connection, pks)
        return RunPage(tuple(found), matching, total)

    def column_names(self) -> list[str]:
        """Every name that can be shown, sorted and filtered by."""
        with self._lock:
            return self._columns.column_names()

    def frequent_values(self, name: str) -> list[str]:
        """The most frequent values of a column, for completing a query."""
        with self._lock:
            return self._columns.frequent_values(name)


def run_row(run: Run) -> RunRow:
    """A run in the form the columns are fed with."""
    values: list[tuple[str, str, float | None, str | None]] = []
    for name, text in run.params.items():
        values.append(("param", name, rows.parsed(text), text))
    values += [("metric", name, value, None) for name, value in run.metrics.items()]
    values += [("tag", name, None, text) for name, text in run.tags.items()]
    fields = {
        "id": run.id,
        "name": run.name,
        "project": run.project,
        "experiment": run.experiment,
        "state": str(run.state),
        "by": run.by,
        "dataset": run.dataset,
        "started": run.started_at,
        "ended": run.ended_at,
        "pinned": "yes" if run.pinned else "no",
        "archived": "yes" if run.archived else "no",
    }
    return RunRow(run.pk, fields, values)
