"""Files of runs and logged models through MLflow's artifact routes, kept by content.

An address is `EXPERIMENT/RUN/artifacts/PATH` or `EXPERIMENT/models/MODEL/artifacts/PATH`; nothing
but the files of that run or model can be named.
"""

from dataclasses import dataclass
from pathlib import Path

from tidemill.domain.mlflow import errors, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.runs import Run
from tidemill.services.mlflow import logged_models, runs
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import logged_models as model_rows
from tidemill.store import run_artifacts, run_writing
from tidemill.store.engine import Transaction
from tidemill.store.logged_models import LoggedModel

_MODELS = "models"
"""What stands in an address in place of a run's id where a model's follows."""


@dataclass(frozen=True)
class Address:
    """A file of a run or a logged model, or a folder where `path` is a folder's or empty."""

    owner: Run | LoggedModel
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
    number, _, rest = limits.artifact_path(text).partition("/")
    owner, _, below = rest.partition("/")
    is_model = owner == _MODELS
    if is_model:
        owner, _, below = below.partition("/")
    folder, _, path = below.partition("/")
    if not number or not owner or folder != "artifacts":
        raise MlflowError(
            f"Invalid path: '{text[:200]}' is not EXPERIMENT/RUN/artifacts/PATH.", errors.INVALID
        )
    if is_model:
        one = logged_models.find(tracker, owner, with_deleted=True)  # versions may be made of it
        return Address(one, limits.artifact_path(path))
    return Address(runs.find(tracker, {"run_id": owner}), limits.artifact_path(path))


def below(text: str) -> str:
    """A path below whom an address names."""
    return limits.artifact_path(text)


def of_run(tracker: Tracker, run_id: object, path: object) -> Address:
    """What a run and a path below it name."""
    text = limits.text_of(path, "path", 500, is_needed=False)
    return Address(runs.find(tracker, {"run_id": run_id}), limits.artifact_path(text))


def put(tracker: Tracker, where: Address, source: Path) -> None:
    """Attach a file that was written under the blobs' own scratch; it is moved there."""
    owner = where.owner
    if not where.path:
        raise MlflowError("Invalid path: a file needs a name.")
    if owner.deleted_at is not None:
        raise MlflowError(f"The run {_id(owner)} is deleted; restore it first.")
    n_bytes = source.stat().st_size
    blob = tracker.workspace.blobs.adopt(source)

    def work(tx: Transaction) -> None:
        if isinstance(owner, LoggedModel):
            model_rows.put_file(tx, owner.id, where.path, blob, n_bytes)
            return
        run_writing.put_artifacts(tx, {(owner.pk, where.path): (blob, n_bytes)})
        run_writing.changed(tx, [owner.pk])

    tracker.change(work)


def file(tracker: Tracker, where: Address) -> Path:
    """Where the file lies, to be read."""
    owner = where.owner
    if isinstance(owner, LoggedModel):
        with tracker.workspace.store.read() as connection:
            blob = model_rows.files(connection, owner.id).get(where.path, (None, 0))[0]
    else:
        blob = owner.artifacts.get(where.path)
    if blob is None:
        raise _not_there(where)
    path = tracker.workspace.blobs.path(blob)
    if not path.exists():
        raise MlflowError(
            f"The file '{where.path[:200]}' is missing in the workspace; a backup may have it.",
            errors.NOT_THERE,
        )
    return path


def listed(tracker: Tracker, where: Address) -> list[Entry]:
    """What lies directly in a folder of a run, by name; a file's or no folder's is empty."""
    before = f"{where.path}/" if where.path else ""
    found: dict[str, int | None] = {}
    for path, n_bytes in _sizes(tracker, where).items():
        if path.startswith(before):
            name, slash, _ = path.removeprefix(before).partition("/")
            found[name] = None if slash else n_bytes
    return [Entry(name, found[name]) for name in sorted(found)]


def delete(tracker: Tracker, where: Address) -> None:
    """Take a file, or all of a folder, away from a run or a model."""
    owner, below = where.owner, f"{where.path}/" if where.path else ""
    paths = [p for p in _sizes(tracker, where) if p == where.path or p.startswith(below)]
    if not paths:
        raise _not_there(where)

    def work(tx: Transaction) -> None:
        if isinstance(owner, LoggedModel):
            model_rows.remove_files(tx, owner.id, paths)
            return
        run_artifacts.remove(tx, owner.pk, paths)
        run_writing.changed(tx, [owner.pk])

    tracker.change(work)


def _sizes(tracker: Tracker, where: Address) -> dict[str, int]:
    """Bytes of all files of whom an address names, by path."""
    owner = where.owner
    with tracker.workspace.store.read() as connection:
        if isinstance(owner, LoggedModel):
            return {path: n for path, (_, n) in model_rows.files(connection, owner.id).items()}
        return run_artifacts.sizes(connection, owner.pk)


def _id(owner: Run | LoggedModel) -> str:
    return owner.uuid if isinstance(owner, LoggedModel) else owner.id


def _not_there(where: Address) -> MlflowError:
    return MlflowError(f"No such artifact: '{where.path[:200]}'", errors.NOT_THERE)
