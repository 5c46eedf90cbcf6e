"""Runs as people name them: one by its id or name, some by their keys, those of a job."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.entries import EstimatorEntry
from tidemill.domain.metrics import METRICS, TRAINING, Metric
from tidemill.domain.models import IMPORTED
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

_TASKS = [str(task) for task in Task]
_KNOWN = {(str(one.task), one.id): one for one in METRICS}
KNOWN_METRICS = frozenset(one.id for one in METRICS)
"""Names of the metrics whose title and direction are known."""

_FIRST_RUNS = 8
_SLICE = 2_000
"""Runs asked for in one statement."""


def one(workspace: Workspace, text: str, metrics: Collection[str] | None = None) -> Run:
    """The run of an id, the beginning of one, or a name; raises `NeedsYou` if not exactly one.

    `metrics` are those to be read where not all are needed.
    """
    with workspace.store.read() as connection:
        pks = rows.pk_of(connection, text)
        found = rows.find(connection, pks, metrics)
    exact = [run for run in found if run.id == text.lower() or run.name == text]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise NotThere("run", text)
    if len(found) > 1:
        names = ", ".join(f"{r.name} ({r.id[:12]})" for r in found[:4])
        raise NeedsYou(f"{text} fits several runs: {names}.", "Write more of the id.")
    return found[0]


def keys(workspace: Workspace, texts: Sequence[str]) -> list[int]:
    """The keys of runs named by id, the beginning of one, or name, in that order."""
    return [one(workspace, text, ()).pk for text in texts]


def newest_named(workspace: Workspace, text: str, limit: int) -> list[Run]:
    """The newest runs whose name holds the text, for a search as it is typed."""
    with workspace.store.read() as connection:
        return rows.find(connection, rows.newest_named(connection, text, limit))


def count(workspace: Workspace) -> int:
    """How many runs there are, the trash left out."""
    with workspace.store.read() as connection:
        return rows.count(connection)


def of_job(workspace: Workspace, job_id: int) -> list[Run]:
    """The runs a job made, in order."""
    with workspace.store.read() as connection:
        return rows.find(connection, rows.pks_of_job(connection, job_id))


def front_metrics(workspace: Workspace, keys: Sequence[int], most: int) -> list[str] | None:
    """The metrics to show first where runs have thousands; None where none has over `most` values.

    They are the first of the first runs, and those that Tidemill knows, with the ends of their
    intervals and their values on the rows learned from.
    """
    with workspace.store.read() as connection:
        if not rows.is_any_over(connection, keys, most):
            return None
        firsts = [rows.first_metrics(connection, key, most) for key in keys[:_FIRST_RUNS]]
    known = [
        written
        for name in sorted(KNOWN_METRICS)
        for written in (name, f"{name}_low", f"{name}_high", TRAINING + name)
    ]
    return list(dict.fromkeys([*(name for first in firsts for name in first), *known]))


def find(
    workspace: Workspace, pks: Sequence[int], metrics: Collection[str] | None = None
) -> list[Run]:
    """Runs by their keys, in that order; read in slices, however many they are.

    `metrics` are those to be read where not all are needed: a run may have thousands.
    """
    with workspace.store.read() as connection:
        return [
            run
            for start in range(0, len(pks), _SLICE)
            for run in rows.find(connection, pks[start : start + _SLICE], metrics)
        ]


@lru_cache(maxsize=64)
def estimator_title(name: str) -> str:
    """An estimator as people read it, "Gradient boosting"; one that is not ours in plain words."""
    known = family("estimators").get(name)
    if name == IMPORTED:
        return "Imported model"
    if known is None:
        return name.replace("_", " ")
    entry: EstimatorEntry = known.ENTRY
    return entry.title


def metric_title(name: str, task: str | None = None) -> str:
    """A measure as people read it: "Log loss", "Log loss, training"; else its name as logged."""
    known = known_metric(name, task)
    if known is None and name.startswith(TRAINING):
        base = known_metric(name.removeprefix(TRAINING), task)
        return name if base is None else f"{base.title}, training"
    return name if known is None else known.title


def known_metric(name: str, task: str | None) -> Metric | None:
    """What is known of a metric's direction, if it is one of Tidemill's own."""
    if name not in KNOWN_METRICS:
        return None
    tasks = [task] if task in _TASKS else _TASKS
    return next((_KNOWN[one, name] for one in tasks if (one, name) in _KNOWN), None)
