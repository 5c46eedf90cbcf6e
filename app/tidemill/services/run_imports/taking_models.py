"""Takes the models of an MLflow store into the workspace, after its runs: each once.

A registered model keeps its name and the numbers of its versions. Nothing of a model's files is
loaded; they are looked at as what a script logs here is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Connection

from tidemill.base.progress import Reporter
from tidemill.domain.models_elsewhere import (
    LoggedElsewhere,
    RegisteredElsewhere,
    VersionElsewhere,
)
from tidemill.domain.version_labels import CANDIDATE, CHAMPION
from tidemill.services import outside_files
from tidemill.services.workspace import Workspace
from tidemill.store import experiments, logged_models, models, registered_models, run_writing, runs
from tidemill.store.engine import Transaction
from tidemill.store.logged_models import Measured
from tidemill.store.registered_models import Registered

_PROJECT, _DEFAULT = "default", "Default"


@runtime_checkable
class WithModels(Protocol):
    """A source that has models beside its runs."""

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        ...

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models."""
        ...

    def model_files(self, one: LoggedElsewhere, scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a logged model by their path in it; `scratch` is a folder for those that
        have to be fetched. None, and noted, where they are not read."""
        ...


@dataclass
class TakenModels:
    """What came over; `left_out` are sentences."""

    n_logged: int = 0
    n_models: int = 0
    n_versions: int = 0
    left_out: list[str] = field(default_factory=list)


def take(
    workspace: Workspace, source: WithModels, reporter: Reporter, *, with_files: bool
) -> TakenModels:
    """Take over logged and registered models that are not here yet."""
    done = TakenModels()
    for page in source.logged():
        for one in page:
            reporter.check()
            done.n_logged += _logged(workspace, source, one, reporter, with_files)
    for model in source.registered():
        reporter.check()
        _registered(workspace, model, done)
    return done


def _logged(
    workspace: Workspace,
    source: WithModels,
    one: LoggedElsewhere,
    reporter: Reporter,
    with_files: bool,
) -> bool:
    with workspace.store.read() as connection:
        if logged_models.find(connection, one.id) is not None:
            return False
    files: dict[str, tuple[str, int]] = {}
    with workspace.blobs.scratch_folder() as scratch:
        for path, file in source.model_files(one, scratch) if with_files else ():
            size = file.stat().st_size
            files[path] = (workspace.blobs.put_file(file, reporter.check), size)
    with workspace.store.write() as tx:
        key = logged_models.insert(
            tx,
            uuid=one.id,
            experiment_id=_experiment(tx, one.experiment),
            name=one.name,
            model_type=one.kind,
            status=one.status,
            run_uuid=one.run,
            params=dict(one.params),
            tags=dict(one.tags),
            created_at=_moment(one.created_at),
            changed_at=_moment(one.changed_at),
            deleted_at=_moment(one.changed_at) if one.is_deleted else None,
        )
        for path, (blob, n_bytes) in files.items():
            logged_models.put_file(tx, key, path, blob, n_bytes)
        logged_models.measure(tx, key, [Measured(*each) for each in one.measured])
        known = run_writing.find(tx.connection, list(one.outputs))
        for run, pk in known.items():
            logged_models.put_outputs(tx, pk, {key: one.outputs[run]})
    return True


def _experiment(tx: Transaction, name: str) -> int:
    """The number of an experiment, which the first has that MLflow's clients call theirs."""
    known = experiments.numbers(tx.connection, _PROJECT)
    new = [each for each in dict.fromkeys((_DEFAULT, name)) if each not in known]
    if new:
        experiments.add(tx, _PROJECT, new)
        known = experiments.numbers(tx.connection, _PROJECT)
    return known[name]


def _registered(workspace: Workspace, model: RegisteredElsewhere, done: TakenModels) -> None:
    with workspace.store.read() as connection:
        is_own = models.find(connection, model.name) is not None
        new, others = _new(connection, model)
        facts = {one.number: _facts(workspace, connection, one) for one in new}
    if is_own:
        done.left_out.append(
            f"{model.name} is a model of Tidemill's already: the registered model of that name was "
            "left out. Rename one of them."
        )
        return
    if others:
        numbers = ", ".join(f"v{one.number}" for one in others)
        done.left_out.append(
            f"{model.name} has other versions of the numbers {numbers} here: they were left out."
        )
    by = workspace.person.login
    with workspace.store.write() as tx:
        named = registered_models.named(tx.connection, model.name)
        if named is None:
            done.n_models += 1
            registered_models.add(
                tx,
                model.name,
                project=_PROJECT,
                description=model.description,
                tags=dict(model.tags),
                by=by,
                created_at=_moment(model.created_at),
            )
            named = registered_models.named(tx.connection, model.name)
            assert named is not None
        for one in new:
            _version(tx, named, one, facts[one.number], by)
        taken = [alias for alias in (CHAMPION, CANDIDATE) if alias in model.aliases]
        _aliases(tx, named, model, {one.number for one in others}, by)
    done.n_versions += len(new)
    if new and taken:
        said = ", ".join(f"{alias} on v{model.aliases[alias]}" for alias in taken)
        done.left_out.append(
            f"{model.name} had the alias {said}: left out, since here it tells what was decided. "
            "Promote the version to make it so."
        )


def _new(
    connection: Connection, model: RegisteredElsewhere
) -> tuple[list[VersionElsewhere], list[VersionElsewhere]]:
    """The versions that are not here, and those whose number another one has."""
    named = registered_models.named(connection, model.name)
    here = {} if named is None else {
        one.number: one.source for one in registered_models.versions(connection, named.id)
    }  # fmt: skip
    new = [one for one in model.versions if one.number not in here]
    others = [one for one in model.versions if here.get(one.number, _source(one)) != _source(one)]
    return new, others


def _version(
    tx: Transaction, named: Registered, one: VersionElsewhere, facts: dict[str, Any], by: str
) -> None:
    logged = None if one.logged is None else logged_models.find(tx.connection, one.logged)
    registered_models.add_version(
        tx,
        named,
        number=one.number,
        logged_model_id=None if logged is None else logged.id,
        run_uuid=one.run,
        source=_source(one),
        run_link=one.link,
        stage=one.stage,
        description=one.description,
        tags=dict(one.tags),
        facts=facts,
        created_at=_moment(one.created_at),
        by=one.user or by,
    )


def _aliases(
    tx: Transaction, named: Registered, model: RegisteredElsewhere, others: set[int], by: str
) -> None:
    standing = registered_models.aliases(tx.connection, named.id)
    for alias, number in model.aliases.items():
        if alias not in (CHAMPION, CANDIDATE, *standing) and number not in others:
            registered_models.put_alias(tx, named, alias, number, by)


def _source(one: VersionElsewhere) -> str:
    """Where a version's files are, as it is said here."""
    if one.logged is not None or one.path is None or one.run is None:
        return one.source
    return f"runs:/{one.run}/{one.path}".rstrip("/")


def _facts(workspace: Workspace, connection: Connection, one: VersionElsewhere) -> dict[str, Any]:
    """What a version's files say of it."""
    files = _files(connection, one)
    if not files:
        return {"trouble": "Its files were not taken over, so nothing is known of it."}
    return outside_files.look(workspace, files)


def _files(connection: Connection, one: VersionElsewhere) -> dict[str, str]:
    if one.logged is not None:
        logged = logged_models.find(connection, one.logged)
        found = {} if logged is None else logged_models.files(connection, logged.id)
        return {path: blob for path, (blob, _) in found.items()}
    run = None if one.run is None else runs.of_uuid(connection, one.run)
    if run is None or one.path is None:
        return {}
    below = f"{one.path}/" if one.path else ""
    every = run.artifacts.items()
    return {path.removeprefix(below): blob for path, blob in every if path.startswith(below)}


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def words(done: TakenModels) -> Sequence[str]:
    """What came over, for Activity; nothing where nothing came."""
    counted = (
        (done.n_models, "registered model"),
        (done.n_versions, "version"),
        (done.n_logged, "logged model"),
    )
    return [f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in counted if n]
