"""Scripts as steps of automations: any Python script or command, with its parameters and data.

The job runs the script in a group of processes of its own, tells its lines live in its log, and
fails where the exit code is not 0. What the script logs with `tidemill.start_run` is linked to
the job by the environment it gets.
"""

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain import script_params
from tidemill.domain.automations import Automation, AutomationRun
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.step_inputs import Inputs, parts, whole
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    data_exports,
    datasets,
    script_environments,
    script_folders,
    script_processes,
    step_memory,
)
from tidemill.services.script_settings import parameters
from tidemill.services.script_sources import file_hashes, own_code
from tidemill.services.training.environment import versions
from tidemill.services.workspace import Workspace
from tidemill.store import automations, models
from tidemill.store import runs as run_rows

_EVERY_S = 0.3

# Runs a script with other values for constants of its own, its line numbers untouched.
_RUNNER = """\
import ast, json, sys
path, values = sys.argv[1], json.loads(sys.argv[2])
sys.argv = [path, *sys.argv[3:]]
with open(path, encoding="utf-8") as stream:
    tree = ast.parse(stream.read(), path)
for node in tree.body:
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    target = node.target if isinstance(node, ast.AnnAssign) and node.value else target
    if isinstance(target, ast.Name) and target.id in values:
        new = ast.parse(repr(values[target.id]), mode="eval").body
        for part in ast.walk(new):
            if hasattr(part, "lineno"):
                ast.copy_location(part, node.value)
        node.value = new
import os
sys.path[0] = os.path.dirname(os.path.abspath(path))
module = type(sys)("__main__")
module.__file__ = path
module.__builtins__ = __builtins__
sys.modules["__main__"] = module
exec(compile(tree, path, "exec"), module.__dict__)
"""


# --- in the worker's child -------------------------------------------------------------------


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Run the script of a job's step, unless nothing that goes in has changed."""
    automation, run_, settings = _of(workspace, job)
    version = _version(workspace, run_)
    memory = step_memory.recall(workspace, job, _inputs(settings, version))
    if settings.get("always") or version is None:
        why = "it runs each time" if settings.get("always") else "it has no data to go by"
        memory = step_memory.always(memory, why)
    if not memory.is_due:
        return {"step": memory.result(), "message": memory.reason}
    folder, was_running = script_folders.begin(workspace, job)
    if was_running:
        reporter.log("The script of the try before was still running and was ended.")
    try:
        done = _done(workspace, job, automation, run_, settings, version, folder, reporter)
    finally:
        reporter.flush()  # what it printed is kept however it ended
        script_folders.remove(folder)
    with workspace.store.read() as connection:
        logged = run_rows.pks_of_job(connection, job.id)
    name = _name(settings)
    if done.code != 0:
        how = f"ended with exit code {done.code}"
        if done.code < 0:
            how = f"was killed by signal {-done.code}"
        said = f": {done.last_line}" if done.last_line else "."
        raise NeedsYou(f"{name} {how}{said}", "See what it printed in the log of the job.")
    made = {"runs": logged, "exit_code": 0}
    return {"step": memory.result(made), "message": f"{name} ended well"}


def _done(
    workspace: Workspace,
    job: Job,
    automation: Automation,
    run_: AutomationRun,
    settings: Mapping[str, Any],
    version: DatasetVersion | None,
    folder: Path,
    reporter: JobReporter,
) -> script_processes.Ended:
    """Hand over what the script is told and the rows, and run it."""
    teller = _Teller(reporter)
    reporter.report(0.05, "Preparing")
    environment = {
        **os.environ,
        **_told(workspace, automation, run_, job, version),
        **_data(workspace, settings, version, folder, Part(reporter, 0.05, 0.3)),
        "TIDEMILL_PARAMETERS": json.dumps(settings.get("parameters") or {}),
        **{str(k): str(v) for k, v in (settings.get("environment") or {}).items()},
        "PYTHONUNBUFFERED": "1",
    }
    command, where = _command(workspace, settings, environment, teller)
    reporter.report(0.3, f"Running {_name(settings)}")
    return script_processes.run(
        command,
        where,
        environment,
        card=script_folders.card(folder),
        attempt=job.attempts,
        tell=teller.line,
        check=teller.check,
    )


class _Teller:
    """Passes a script's lines into the job's log, and the wish to stop to the script."""

    def __init__(self, reporter: JobReporter) -> None:
        self._reporter = reporter
        self._has_news, self._written_at = False, 0.0

    def line(self, text: str) -> None:
        """Log a line."""
        self._reporter.log(text)
        self._has_news = True

    def check(self) -> None:
        """Write what was said, at most every `_EVERY_S`; raises `Cancelled`.

        A script that says nothing for an hour writes nothing in that time.
        """
        self._reporter.check()
        if self._has_news and monotonic() - self._written_at >= _EVERY_S:
            self._has_news, self._written_at = False, monotonic()
            self._reporter.flush()


def _of(workspace: Workspace, job: Job) -> tuple[Automation, AutomationRun, dict[str, Any]]:
    with workspace.store.read() as connection:
        run_ = automations.find_run(connection, job.params["run"])
        mine = automations.step_of_job(connection, job.id)
        automation = None if run_ is None else automations.find(connection, run_.automation_id)
    if run_ is None or mine is None or automation is None:
        raise NeedsYou("The automation of this script is not there any more.", "")
    return automation, run_, mine.settings


def _version(workspace: Workspace, run_: AutomationRun) -> DatasetVersion | None:
    key = run_.made.get("dataset_version")
    return None if key is None else datasets.version_of_id(workspace, key)


def _name(settings: Mapping[str, Any]) -> str:
    if settings.get("file"):
        return Path(settings["file"]).name
    words = shlex.split(settings["command"], posix=os.name == "posix")
    return words[0] if words else "The command"


def _inputs(settings: Mapping[str, Any], version: DatasetVersion | None) -> Inputs:
    """Everything that goes into a script, without running a line of it."""
    given = dict(settings.get("parameters") or {})
    if settings.get("rows", "all") != "all":
        given["the rows it gets"] = settings["rows"]
    inputs: Inputs = {"params": parts(given)}
    if version is not None:
        inputs["data"] = whole(version.content_hash, version.label)
    if settings.get("file"):
        inputs["code"] = file_hashes(own_code(Path(settings["file"])))
    else:
        words = shlex.split(settings["command"], posix=os.name == "posix")
        files = [path for path in map(Path, words) if path.is_file()]
        inputs["code"] = file_hashes(files, command=settings["command"])
    libraries: dict[str, Any] = {"interpreter": settings.get("interpreter") or "own"}
    if settings.get("requirements"):
        text = script_environments.requirements_of(Path(settings["requirements"]))
        lines = [line.partition("#")[0].strip() for line in text.splitlines()]
        libraries |= {line.partition("==")[0]: line for line in lines if line}
    elif not settings.get("interpreter"):
        libraries |= versions()
    inputs["libraries"] = parts(libraries)
    return inputs


def _told(
    workspace: Workspace,
    automation: Automation,
    run_: AutomationRun,
    job: Job,
    version: DatasetVersion | None,
) -> dict[str, str]:
    """What a script is told by its environment."""
    said = {
        **workspace.environment(),
        "TIDEMILL_WORKSPACE": str(workspace.place),
        "TIDEMILL_USER": job.asked_by,
        "TIDEMILL_JOB": f"{workspace.store.id}:{job.id}",
        "TIDEMILL_AUTOMATION": automation.name,
        "TIDEMILL_AUTOMATION_RUN": str(run_.id),
        "TIDEMILL_CAUSE": run_.cause.sentence,
    }
    if version is not None:
        said |= {"TIDEMILL_DATASET": version.dataset, "TIDEMILL_DATASET_VERSION": version.address}
    if automation.model is not None:
        said["TIDEMILL_MODEL"] = automation.model
    key = run_.made.get("model_version")
    if key is not None:
        with workspace.store.read() as connection:
            candidate = models.version_of_id(connection, key)
        if candidate is not None:
            said["TIDEMILL_MODEL_VERSION"] = f"{candidate.model}@{candidate.number}"
    return said


def _data(
    workspace: Workspace,
    settings: Mapping[str, Any],
    version: DatasetVersion | None,
    folder: Path,
    reporter: Reporter,
) -> dict[str, str]:
    """The rows as a file for the script, and where it lies."""
    kind = settings.get("data", "parquet")
    if version is None or kind == "none":
        return {}
    reporter.report(0.0, f"Writing {version.label} for the script")
    path = folder / f"data.{kind}"
    only_added = settings.get("rows", "all") == "new"
    data_exports.export(workspace, version, path, only_added=only_added, reporter=reporter)
    return {"TIDEMILL_DATA": str(path)}


def _command(
    workspace: Workspace, settings: Mapping[str, Any], environment: Mapping[str, str], to: _Teller
) -> tuple[list[str], Path]:
    """The words that start the script, and the folder it runs in."""
    folder = settings.get("folder")
    if not settings.get("file"):
        words = shlex.split(settings["command"], posix=os.name == "posix")
        return words, _folder(Path(folder) if folder else Path.home())
    path = Path(settings["file"])
    python = script_environments.interpreter(settings.get("interpreter"))
    if settings.get("requirements"):
        python = script_environments.made(
            workspace.folder / "environments",
            Path(settings["requirements"]),
            python,
            environment,
            tell=to.line,
            check=to.check,
        )
    given = settings.get("parameters") or {}
    known = parameters(path)
    words = script_params.command_words(known, given)
    changed = script_params.constants(known, given)
    head = [python, str(path)]
    if changed:
        runner = script_folders.shared(workspace, _RUNNER)
        head = [python, str(runner), str(path), json.dumps(changed)]
    return [*head, *words], _folder(Path(folder) if folder else path.parent)


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise NeedsYou(f"The folder {path} of the script is not there.", "Make it, or change it.")
    return path
