"""What folders, modes and jobs are called on Automations."""

from pathlib import PurePath
from typing import Literal

from tidemill.base.words import tr
from tidemill.domain.automations import Mode, StepKind
from tidemill.domain.jobs import Job
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.pages.automations.linking import INGEST, MONITOR, RETRAIN, SCRIPT, Links

Status = Literal["good", "warn", "bad", "idle", "working"]

MODE_CHIPS: dict[Mode, tuple[str, ChipTone, str]] = {
    Mode.TELL: (tr("Tells"), "plain", "bell"),
    Mode.PROPOSE: (tr("Proposes"), "plain", "hand"),
    Mode.PROMOTE: (tr("Promotes by itself"), "accent", "zap"),
}
MODE_RULES: dict[Mode, tuple[str, str]] = {
    Mode.TELL: (
        tr("tell how it does"),
        tr("Nothing changes; its numbers are there to be looked at"),
    ),
    Mode.PROPOSE: (tr("propose it if every gate passes"), tr("A person promotes it")),
    Mode.PROMOTE: (tr("promote it by itself if every gate passes"), tr("The old one stays ready")),
}
MODE_STEPS: dict[Mode, tuple[str, str]] = {
    Mode.TELL: (tr("Tell"), "bell"),
    Mode.PROPOSE: (tr("Propose"), "hand"),
    Mode.PROMOTE: (tr("Promote"), "crown"),
}


def short_folder(folder: str) -> str:
    """A folder by its last two parts."""
    return "/".join(PurePath(folder).parts[-2:]).lstrip("/")


def subject_of(job: Job, links: Links) -> str:
    """What a job is about: a file, a dataset, a model, a script."""
    if job.kind == INGEST:
        names = [links.files[key].name for key in job.params.get("files", []) if key in links.files]
        if len(names) == 1:
            return names[0]
        return f"{len(names)} files" if names else str(job.params.get("dataset", ""))
    step = links.steps.get(job.id)
    if step is not None and step.kind is StepKind.SCRIPT:
        return str(step.settings.get("title") or step.title.removeprefix("Run "))
    for key in ("model", "dataset", "version", "name"):
        value = job.params.get(key)
        if isinstance(value, str) and value:
            return value
    return _inside(job)


def _inside(job: Job) -> str:
    """What a dry run tries, or what a training learns to predict."""
    for key in ("automation", "watch"):
        one = job.params.get(key)
        if isinstance(one, dict) and one:
            return str(one.get("name") or one.get("dataset") or "")
    recipe = job.params.get("recipe")
    target = recipe.get("target") if isinstance(recipe, dict) else None
    return f"target {target}" if target else ""


def doing(job: Job, links: Links) -> str:
    """What is being done, in the words of a card's head."""
    about = subject_of(job, links)
    verbs = {INGEST: tr("Adding"), RETRAIN: tr("Retraining"), SCRIPT: tr("Running")}
    if job.kind == MONITOR:
        return tr("Looking for drift, {about_}", about_=about)
    return f"{verbs.get(job.kind, 'Working on')} {about}"
