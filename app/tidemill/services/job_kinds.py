"""The kinds of jobs this program knows; each is loaded only where it runs."""

from collections.abc import Callable
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

from tidemill.domain.jobs import Job
from tidemill.jobs.kinds import Ended, JobKind, Kinds
from tidemill.jobs.reporter import JobReporter

WARM = ("tidemill.services.taking_in", "pandas", "scipy.stats", "sklearn.pipeline", "skops.io")


def _kind(
    name: str,
    title: str,
    where: str,
    *,
    is_light: bool = False,
    on_end: str | None = None,
    on_death: str | None = None,
) -> JobKind:
    def run(workspace: Any, job: Job, reporter: JobReporter) -> dict[str, Any]:
        module = import_module(f"tidemill.services.{where}")
        result: dict[str, Any] = module.run(workspace, job, reporter)
        return result

    def ended(workspace: Any, tx: Any, job: Job) -> None:
        assert on_end is not None
        import_module(f"tidemill.services.{on_end}").ended_badly(workspace, tx, job)

    def died(workspace: Any, tx: Any, job: Job) -> None:
        assert on_death is not None
        import_module(f"tidemill.services.{on_death}").child_died(workspace, tx, job)

    told: Ended | None = None if on_end is None else ended
    dead: Ended | None = None if on_death is None else died
    return JobKind(name, title, run, is_light=is_light, on_end=told, on_death=dead)


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """All kinds, by name."""
    return Kinds(
        [
            _kind(
                "dataset.ingest",
                "Add data",
                "taking_in",
                is_light=True,
                on_end="files_left",
                on_death="files_left",
            ),
            _kind("dataset.compare", "Compare versions", "kept_diffs", is_light=True),
            _kind("dataset.prepare", "Prepare data", "preparing_anew", is_light=True),
            _kind("model.train", "Train", "training_runs", on_end="runs_left"),
            _kind("run.reproduce", "Run again", "reproducing"),
            _kind("run.slices", "Look for the worst slices", "slice_looks", is_light=True),
            _kind("model.search", "Search", "search_runs", on_end="runs_left"),
            _kind("automation.script", "Run a script", "script_steps", on_end="runs_left"),
            _kind("model.monitor", "Check for drift", "monitoring.looking", is_light=True),
            _kind(
                "model.look-answered",
                "Look at answered rows",
                "monitoring.answered_looks",
                is_light=True,
            ),
            _kind("monitor.value", "Value what was seen", "monitoring.valuing", is_light=True),
            _kind("model.measure", "Measure again", "monitoring.measuring_again", is_light=True),
            _kind("incident.diagnose", "Diagnose an incident", "diagnosing", is_light=True),
            _kind("model.compare", "Compare anew", "monitoring.comparing_anew", is_light=True),
            _kind("model.cut", "Cut into chunks", "monitoring.cutting_anew", is_light=True),
            _kind("model.retrain", "Retrain", "retraining", on_end="runs_left"),
            _kind("model.register", "Register", "registering", is_light=True),
            _kind("model.adopt", "Register an imported model", "imported_versions", is_light=True),
            _kind("model.judge", "Judge a registered model", "judging_outside"),
            _kind("model.import", "Import a model", "importing_models"),
            _kind("model.predict", "Predict", "predicting"),
            _kind("model.export", "Export a model", "exporting"),
            _kind(
                "batch.score",
                "Score files",
                "batch_scoring",
                on_end="batch_ends",
                on_death="batch_ends",
            ),
            _kind("model.try", "Try a prediction", "trying", is_light=True),
            _kind("model.ready", "Make ready to serve", "readying", is_light=True),
            _kind("model.validate", "Run the gates", "validating", is_light=True),
            _kind("model.answer", "Answer rows for a comparison", "further_answers", is_light=True),
            _kind("model.rehearse", "Rehearse", "rehearsing"),
            _kind("model.why-score", "Explain a change", "score_changes"),
            _kind("model.explain", "Explain a prediction", "explaining", is_light=True),
            _kind("automation.dry-run", "Dry run", "dry_runs", on_end="dry_runs"),
            _kind("workspace.leave", "Write everything out", "leaving.asked", is_light=True),
            _kind("workspace.send", "Write to MLflow", "leaving.asked", is_light=True),
            _kind("runs.import", "Take over from MLflow", "run_imports.asked", is_light=True),
            _kind("notice.deliver", "Tell people", "deliveries", is_light=True),
            _kind("sample.cut", "Prepare the sample", "sample", is_light=True),
        ],
        on_step_end=_step_ended,
    )


def _step_ended(_workspace: Any, tx: Any, job: Job) -> None:
    """Tell the run of a rule, of which the job is a step, how it ended."""
    import_module("tidemill.services.automation_runs").job_ended(tx, job)


def warm_up() -> list[Callable[[], object]]:
    """Steps that import what jobs need: what all do, then what only learning and judging do."""
    return [partial(import_module, name) for name in WARM]
