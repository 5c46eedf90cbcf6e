"""Files of runs through MLflow's artifact routes: kept by content, named below their run.

An address is `EXPERIMENT/RUN/artifacts/PATH`; nothing outside a run's own files can be named.
"""

from dataclasses import dataclass
from pathlib import Path

from tidemill.domain.mlflow import errors, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.runs import Run
from tidemill.services.mlflow import runs
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import run_artifacts, run_writing
from tidemill.store.engine import Transaction


@dataclass(frozen=True)
class Address:
    """A run's file, or its folder where `path` is a folder's or empty."""

    run: Run
    path: str


@dataclass(frozen=True)
class Entry:
    """A file or a folder in a list; `path` is its name there."""

    path: str
    n_bytes: int | None

    def told(self) -> dict[str, object]:
        """As MLflow writes it."""
        if self.n_bytes is None:
            return {"path": self.path, "is_dir": True}
        return {"path": self.path, "is_dir": False, "file_size": self.n_bytes}


def address(tracker: Tracker, text: str) -> Address:
    """What a proxied path names."""
    whole = limits.artifact_path(text)
    number, _, rest = whole.partition("/")
    run_id, _, below = rest.partition("/")
    folder, _, path = below.partition("/")
    if not number or not run_id or folder != "artifacts":
        raise MlflowError(
            f"Invalid path: '{text[:200]}' is not EXPERIMENT/RUN/artifacts/PATH.", errors.INVALID
        )
    return Address(runs.find(tracker, {"run_id": run_id}), limits.artifact_path(path))


def of_run(tracker: Tracker, run_id: object, path: object) -> Address:
    """What a run and a path below it name."""
    text = limits.text_of(path, "path", 500, is_needed=False)
    return Address(runs.find(tracker, {"run_id": run_id}), limits.artifact_path(text))


def put(tracker: Tracker, where: Address, source: Path) -> None:
    """Attach a file that was written under the blobs' own scratch; it is moved there."""
    if not where.path:
        raise MlflowError("Invalid path: a file needs a name.")
    if where.run.deleted_at is not None:
        raise MlflowError(f"The run {where.run.id} is deleted; restore it first.")
    n_bytes = source.stat().st_size
    blob = tracker.workspace.blobs.adopt(source)

    def work(tx: Transaction) -> None:
        run_writing.put_artifacts(tx, {(where.run.pk, where.path): (blob, n_bytes)})
        run_writing.changed(tx, [where.run.pk])

    tracker.change(work)


def file(tracker: Tracker, where: Address) -> Path:
    """Where the file lies, to be read."""
    blob = where.run.artifacts.get(where.path)
    if blob is None:
        raise MlflowError(f"No such artifact: '{where.path[:200]}'", errors.NOT_THERE)
    path = tracker.workspace.blobs.path(blob)
    if not path.exists():
        raise MlflowError(
            f"The file '{where.path[:200]}' is missing in the workspace; a backup may have it.",
            errors.NOT_THERE,
        )
    return path


def listed(tracker: Tracker, where: Address) -> list[Entry]:
    """What lies directly in a folder of a run, by name; a file's or no folder's is empty."""
    with tracker.workspace.store.read() as connection:
        sizes = run_artifacts.sizes(connection, where.run.pk)
    before = f"{where.path}/" if where.path else ""
    found: dict[str, int | None] = {}
    for path, n_bytes in sizes.items():
        if path.startswith(before):
            name, slash, _ = path.removeprefix(before).partition("/")
            found[name] = None if slash else n_bytes
    return [Entry(name, found[name]) for name in sorted(found)]


def delete(tracker: Tracker, where: Address) -> None:
    """Take a file, or all of a folder, away from a run."""
    below = f"{where.path}/" if where.path else ""
    paths = [p for p in where.run.artifacts if p == where.path or p.startswith(below)]
    if not paths:
        raise MlflowError(f"No such artifact: '{where.path[:200]}'", errors.NOT_THERE)

    def work(tx: Transaction) -> None:
        run_artifacts.remove(tx, where.run.pk, paths)
        run_writing.changed(tx, [where.run.pk])

    tracker.change(work)
