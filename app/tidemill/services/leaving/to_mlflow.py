"""Runs and versions of models written into an MLflow server, by MLflow's own client.

Again, and only what is new or went on since comes: what is whole there is known by its tags. What
can't be said in MLflow's terms is told.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.models import Alias, ModelVersion, Stage
from tidemill.domain.run_inputs import CONTEXT_TAG, RunInput
from tidemill.domain.runs import Run, RunState
from tidemill.services import datasets, run_curves, runs
from tidemill.services.leaving import layout, script_models
from tidemill.services.leaving.mlflow_client import MlflowClient, shown
from tidemill.services.leaving.script_models import Named
from tidemill.services.run_curves import Kind
from tidemill.services.workspace import Workspace
from tidemill.store import activities, aliases, histories, models, run_inputs, runs_leaving
from tidemill.store.registered_models import RegisteredVersion

_DEFAULT = "default"
_POINTS = 5_000
_STATES = {
    RunState.FINISHED: "FINISHED",
    RunState.FAILED: "FAILED",
    RunState.STOPPED: "KILLED",
    RunState.CANCELLED: "KILLED",
}
_MOST_SHOWN = 5


@dataclass
class Sent:
    """What came into the server: runs of all there are, those known before, points, files,
    versions of models, models that scripts logged; `said` tells in sentences what could not."""

    n_there: int = 0
    n_sent: int = 0
    n_known: int = 0
    n_points: int = 0
    n_files: int = 0
    n_versions: int = 0
    n_logged: int = 0
    said: list[str] = field(default_factory=list)


def send(
    workspace: Workspace,
    uri: str,
    reporter: Reporter | None = None,
    *,
    python: str | None = None,
) -> Sent:
    """Write all runs and versions of models into the server (or store) that MLflow's URI names.

    `python` is a Python that has MLflow, where this one has none. Runs under way are left for the
    next time. What was written before an error or a stop stays, and the next time goes on.
    """
    reporter = reporter or Silent()
    reporter.report(0.0, f"Asking {shown(uri)} what is there")
    with MlflowClient(uri, python) as client:
        sending = _Sending(workspace, client, reporter)
        sent = sending.all()
    with workspace.store.write(durable=True) as tx:
        activities.add(
            tx,
            by=workspace.person.login,
            kind=layout.ACTIVITY,
            subject="runs",
            sentence=f"sent {sent.n_sent:,} runs to MLflow",
            note=f"to {shown(uri)}",
        )
    return sent


class _Sending:
    """One export to a server under way."""

    def __init__(self, workspace: Workspace, client: MlflowClient, reporter: Reporter) -> None:
        self._workspace, self._client, self._reporter = workspace, client, reporter
        self._sent = Sent()
        self._refused: Counter[tuple[str, str]] = Counter()
        self._lost: list[str] = []
        self._n_trained = 0
        self._versions: dict[int, DatasetVersion | None] = {}

    def all(self) -> Sent:
        """Send the runs, then the models that came of them."""
        every = runs_leaving.every(self._workspace.store)
        self._sent.n_there = len(every)
        ids = {one.pk: one.id for one in every}
        n_open = 0
        for at, one in enumerate(every):
            self._reporter.check()
            words = f"Run {at + 1:,} of {len(every):,}"
            self._reporter.report(0.95 * at / max(1, len(every)), words)
            if one.is_open:
                n_open += 1
            elif self._client.known.get(one.id) == str(one.change):
                self._sent.n_known += 1
            else:
                [run] = runs.find(self._workspace, [one.pk])
                self._run(run, str(one.change), ids.get(one.parent_pk or 0))
        still = {one.id for one in every if one.is_open}
        self._models(still)
        self._tell(n_open)
        return self._sent

    def _run(self, run: Run, state: str, parent: str | None) -> None:
        tags = {"mlflow.user": run.by, **run.tags, "tidemill.status": str(run.state)}
        if run.note:
            tags["mlflow.note.content"] = run.note
        if run.error:
            tags["tidemill.error"] = run.error
        self._ask(
            "begin",
            run=run.id,
            experiment=_experiment(run),
            name=run.name,
            began=_milliseconds(run.started_at),
            tags=tags,
            parent=parent,
        )
        self._ask("params", values=run.params)
        for points in self._points(run):
            self._sent.n_points += len(points)
            self._ask("points", values=points)
        if inputs := self._inputs(run):
            self._ask("inputs", given=[dict(one._asdict()) for one in inputs])
        for path, blob in sorted(run.artifacts.items()):
            self._file(run, path, blob)
        ended = _milliseconds(run.ended_at)
        self._client.ask(
            "end", run=run.id, status=_STATES.get(run.state, "KILLED"), ended=ended, state=state
        )
        self._sent.n_sent += 1

    def _ask(self, what: str, **words: Any) -> dict[str, Any]:
        self._reporter.check()
        answer = self._client.ask(what, **words)
        for name, why in answer.get("refused", ()):
            self._refused[f"{_WORDS[what]} {name}", why] += 1
        return answer

    def _points(self, run: Run) -> Iterator[list[tuple[str, float, int, int]]]:
        kinds: tuple[Kind, ...] = ("metric", "system")
        for kind in kinds:
            for metric in self._metrics(run, kind):
                curve = run_curves.curve(self._workspace, run.pk, metric, kind)
                name = metric if kind == "metric" else f"system/{metric}"
                for start in range(0, curve.n, _POINTS):
                    part = slice(start, start + _POINTS)
                    columns = (
                        curve.values[part].tolist(),
                        (curve.times[part] * 1000).round().astype("int64").tolist(),
                        curve.steps[part].tolist(),
                    )
                    yield [(name, *one) for one in zip(*columns, strict=True)]

    def _metrics(self, run: Run, kind: Kind) -> list[str]:
        with self._workspace.store.read() as connection:
            found = histories.counts(connection, [run.pk], kind)
        return sorted(name for _, name in found)

    def _inputs(self, run: Run) -> list[RunInput]:
        with self._workspace.store.read() as connection:
            found = list(run_inputs.of_runs(connection, [run.pk]).get(run.pk, ()))
        version = self._version_of(run.dataset_version_id)
        if version is not None:
            source = json.dumps({"dataset": version.dataset, "version": version.number})
            own = (version.dataset, version.content_hash, "tidemill", source, None, None)
            found.append(RunInput(*own, {CONTEXT_TAG: "training"}))
        return found

    def _version_of(self, key: int | None) -> DatasetVersion | None:
        if key is None:
            return None
        if key not in self._versions:
            try:
                self._versions[key] = datasets.version_of_id(self._workspace, key)
            except NeedsYou:  # its dataset is in the trash
                self._versions[key] = None
        return self._versions[key]

    def _file(self, run: Run, path: str, blob: str) -> None:
        try:
            source = self._workspace.blobs.checked(blob)
        except NeedsYou:
            self._lost.append(f"{run.name}: {path}")
            return
        if "refused" not in self._ask("file", path=path, source=str(source)):
            self._sent.n_files += 1

    def _models(self, still: set[str]) -> None:
        """Bring what scripts logged, register the versions whose runs are there, trained ones and
        those of scripts in one order, and put the aliases on them."""
        for one in script_models.logged(self._workspace, self._lost):
            self._reporter.report(0.96, f"Logged model {one['name']}")
            self._sent.n_logged += self._ask("logged", **one)["is_new"]
        with self._workspace.store.read() as connection:
            names = aliases.every(connection)
            every = {
                model.name: (models.versions(connection, model.id), names.get(model.id, ()))
                for model in models.every(connection)
            }
            outside = script_models.named(connection)
        for name in sorted({*every, *outside}):
            self._reporter.check()
            self._reporter.report(0.97, f"Model {name}")
            versions, given = every.get(name, ([], ()))
            self._model(name, [v for v in versions if v.run_id not in still], given, outside)

    def _model(
        self,
        name: str,
        versions: Sequence[ModelVersion],
        given: Sequence[Alias],
        outside: Mapping[str, Named],
    ) -> None:
        """The versions of one name, oldest first, then its aliases."""
        scripts = outside.get(name)
        if scripts is not None:
            self._ask("named", model=name, about=scripts.description, tags=scripts.tags)
        numbers: dict[int, str] = {}
        trained: dict[int, ModelVersion] = {one.number: one for one in versions}
        others = {} if scripts is None else {one.number: one for one in scripts.versions}
        for number in sorted({*trained, *others}):
            if number in trained:
                numbers[number] = self._version(trained[number])
            elif sent := self._outside(others[number]):
                numbers[number] = sent
        by_id = {one.id: numbers[one.number] for one in versions}
        wanted = {one.name: by_id[one.version_id] for one in given if one.version_id in by_id}
        for alias, number in ({} if scripts is None else scripts.aliases).items():
            if number in numbers:
                wanted.setdefault(alias, numbers[number])
        for version in versions:
            if version.stage is Stage.CHAMPION:
                wanted["champion"] = by_id[version.id]
        if wanted:
            self._ask("aliases", model=name, wanted=wanted)

    def _outside(self, version: RegisteredVersion) -> str:
        """Register a version of a script; its number there, empty where it is not taken."""
        answer = self._ask("outside", **script_models.version(version))
        self._sent.n_versions += answer["is_new"]
        return str(answer["number"])

    def _version(self, version: ModelVersion) -> str:
        [run] = runs.find(self._workspace, [version.run_pk])
        paths = [path for path, blob in run.artifacts.items() if blob == version.blob]
        tags = {
            "tidemill.stage": str(version.stage),
            "tidemill.number": str(version.number),
            "tidemill.gates": ", ".join(
                f"{gate['name']}: {'passed' if gate['passed'] else 'failed'}"
                for gate in version.gates
            ),
        }
        answer = self._client.ask(
            "version",
            model=version.model,
            number=version.number,
            run=version.run_id,
            path=min(paths, default=""),
            about=version.cause,
            tags=tags,
        )
        self._n_trained += answer["is_new"]
        self._sent.n_versions += answer["is_new"]
        return str(answer["number"])

    def _tell(self, n_open: int) -> None:
        said = self._sent.said
        if n_open:
            many = "1 run is" if n_open == 1 else f"{n_open:,} runs are"
            said.append(f"{many} under way: they come the next time, when they have ended.")
        if self._lost:
            said.append(f"Files that are gone here: {_some(self._lost)}.")
        if self._refused:
            told = [
                f"{name} ({why})" if n == 1 else f"{name} of {n:,} runs ({why})"
                for (name, why), n in self._refused.most_common()
            ]
            said.append(f"MLflow does not take: {_some(told)}.")
        if self._n_trained:
            said.append(
                "MLflow registers Tidemill's models as files: its load_model can't open them. "
                "Models exported as ONNX, skops or package run without Tidemill."
            )
        said.append(
            "MLflow has no words for versions of data and their rows, gates and decisions, "
            "deployments, automations and monitoring: everything leaves by an export into a folder."
        )


_WORDS = {
    "begin": "the tag",
    "params": "the parameter",
    "points": "the metric",
    "inputs": "the dataset",
    "file": "the file",
    "aliases": "the alias",
    "logged": "of a logged model",
    "outside": "the version",
}


def _some(words: Sequence[str]) -> str:
    more = len(words) - _MOST_SHOWN
    shown_words = "; ".join(words[:_MOST_SHOWN])
    return f"{shown_words}; and {more:,} more" if more > 0 else shown_words


def _experiment(run: Run) -> str:
    """Where a run stands there: MLflow knows no projects."""
    return run.experiment if run.project == _DEFAULT else f"{run.project}/{run.experiment}"


def _milliseconds(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)
