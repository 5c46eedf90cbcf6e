"""Results of SQL queries as files of a dataset: asked for, run in the worker, run again."""

import json
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Reporter
from tidemill.base.spill_folders import spill_folder
from tidemill.base.staged_rows import StagedColumn, StagedRows
from tidemill.base.table_engine import literal, quoted, table_engine
from tidemill.catalog.readers.parquet import WRITTEN_TEXTS
from tidemill.domain.datasets import Series
from tidemill.domain.watches import ArrivedFile
from tidemill.services import ingesting, passwords
from tidemill.services.ingesting import Added, Incoming
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, files, outside_queries
from tidemill.store.outside_queries import LIMIT_S, Source

USUAL_LIMIT_S = LIMIT_S
"""How many seconds a query may take unless another time is said."""

KIND = "query"
"""The kind of origin of a file that a query makes."""


def add(
    workspace: Workspace,
    url: str,
    sql: str,
    *,
    dataset: str,
    series: Series | None = None,
    target: str | None = None,
    time: str | None = None,
    limit_s: float = USUAL_LIMIT_S,
    password: str = "",
) -> Added:
    """Ask the worker to run a query and take its rows in as the next version of a dataset.

    A password, given beside the URL or in it, goes into the system's keyring. The workspace keeps
    the URL without it, and the query. A new dataset is a replace series unless said. Raises
    `NeedsYou` for a URL that is none, and where the password can't be kept.
    """
    source = passwords.source_of(url, password)
    if not sql.strip():
        raise NeedsYou("There is no query.", "Write one, such as: select * from orders.")
    if not passwords.keep(source):
        raise NeedsYou(
            "This system has no keyring that could keep the password.",
            f"Leave it out of the URL and set the variable {passwords.VARIABLE} where the worker "
            "starts, or use what the database's own driver reads (such as ~/.pgpass).",
        )
    origin = {"kind": KIND, "url": str(source), "query": sql.strip(), "limit_s": limit_s}
    return _asked(workspace, origin, dataset, series, target, time)


def again(workspace: Workspace, dataset: str) -> Added:
    """Run the last query of a dataset once more; its rows are the next version."""
    newest = last(workspace, dataset)
    if newest is None:
        raise NeedsYou(
            f"No version of {dataset} came from a query.", "Name the database and the query."
        )
    origin = {name: newest.origin[name] for name in ("kind", "url", "query", "limit_s")}
    return _asked(workspace, origin, dataset, None, None, None)


def last(workspace: Workspace, dataset: str) -> ArrivedFile | None:
    """The newest file of a dataset that a query made."""
    with workspace.store.read() as connection:
        found = files.newest(connection, dataset=dataset, limit=5_000)
    if not found:
        raise NotThere("dataset", dataset)
    return next((file for file in found if file.origin.get("kind") == KIND), None)


def _asked(
    workspace: Workspace,
    origin: dict[str, Any],
    dataset: str,
    series: Series | None,
    target: str | None,
    time: str | None,
) -> Added:
    # No ending of a file's stands last: what is kept is Parquet, whatever the database is.
    name = f"{Source(origin['url']).words} (query)"
    if series is None and not _is_there(workspace, dataset):
        series = Series.REPLACE
    return ingesting.add_all(
        workspace,
        [Incoming(name)],
        dataset=dataset,
        series=series,
        target=target,
        time=time,
        origin=origin,
    )


def _is_there(workspace: Workspace, dataset: str) -> bool:
    with workspace.store.read() as connection:
        return datasets.find(connection, dataset.strip()) is not None


def fetched(workspace: Workspace, origin: dict[str, Any], reporter: Reporter) -> str:
    """Run a query and return the blob of its rows, a Parquet file."""
    source = passwords.with_password(Source(origin["url"]))
    with workspace.blobs.scratch(".parquet") as path:
        write(source, origin["query"], path, reporter, limit_s=float(origin["limit_s"]))
        return workspace.blobs.adopt(path)


def write(
    source: Source, sql: str, path: Path, reporter: Reporter, *, limit_s: float = USUAL_LIMIT_S
) -> int:
    """Write the rows of a query to a Parquet file, in bounded memory; return how many."""
    with spill_folder() as spill, table_engine(reporter, spill) as engine:
        with outside_queries.running(source, sql, reporter, limit_s=limit_s) as rows:
            names = rows.names
            staged = StagedRows(engine, spill, len(names))
            for block in rows:
                staged.add(block)
                reporter.report(0.1, f"Fetched {staged.n_fetched:,} rows")
        columns = staged.finish()
        if staged.n_rows == 0:
            raise NeedsYou(
                f"The query of {source.words} gave no rows.",
                "Look at its conditions, then run it again.",
            )
        _copy(engine, names, columns, path)
        return staged.n_rows


def _copy(engine: Any, names: tuple[str, ...], columns: list[StagedColumn], path: Path) -> None:
    picked = ", ".join(f"c{i} as {quoted(name)}" for i, name in enumerate(names))
    texts = json.dumps([i for i, column in enumerate(columns) if column.is_written])
    engine.execute(
        f"copy (select {picked} from t) to {literal(str(path))} (format parquet, "
        f"compression zstd, kv_metadata {{{WRITTEN_TEXTS}: {literal(texts)}}})"
    )
