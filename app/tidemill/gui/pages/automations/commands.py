"""What a person can do on Automations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tidemill.base.words import tr
from tidemill.gui.pages.automations.view_model import AutomationsViewModel
from tidemill.gui.shell.commands import Command


@dataclass(frozen=True)
class Acts:
    """What the view opens: the sheet for a folder, the page for a rule, the question why."""

    watch_folder: Callable[[], None]
    new: Callable[[], None]
    change: Callable[[int], None]
    pause_all: Callable[[], None]


def commands_of(model: AutomationsViewModel, acts: Acts) -> list[Command]:
    """The page's commands as it is now."""
    state = model.state
    made = [
        Command("automations.new", tr("New automation"), "plus", acts.new, "new"),
        Command("automations.watch", tr("Watch a folder…"), "folder-search", acts.watch_folder),
    ]
    if state.pause is not None:
        title = tr("Resume everything automatic")
        made.append(Command("automations.resume_all", title, "play", model.resume_all))
    else:
        title = tr("Pause everything automatic…")
        made.append(Command("automations.pause_all", title, "circle-pause", acts.pause_all))
    for card in state.cards:
        verb = tr("Pause") if card.is_on else tr("Go on with")
        icon = "pause" if card.is_on else "play"
        run = partial(model.switch_card, card.key, not card.is_on)
        made.append(Command(f"automations.switch.{card.key}", f"{verb} {card.title}", icon, run))
        if card.automation_id is not None:
            key, title = card.automation_id, card.title
            start = partial(model.run_now, key)
            made.append(
                Command(f"automations.run.{key}", tr("Run {title} now", title=title), "play", start)
            )
            change = partial(acts.change, key)
            made.append(
                Command(
                    f"automations.change.{key}",
                    tr("Change {title}…", title=title),
                    "pencil",
                    change,
                )
            )
    made += _of_shown(model)
    return made


def _of_shown(model: AutomationsViewModel) -> list[Command]:
    """Commands for what the inspector shows."""
    state = model.state
    made = []
    shown = state.shown_detail
    if shown is not None and shown.progress is not None:
        job = shown.progress
        verb, icon = (tr("Resume"), "play") if job.is_paused else (tr("Pause"), "pause")
        rest = partial(model.rest, job.job_id, not job.is_paused)
        made.append(Command("automations.rest", f"{verb} job {job.job_id}", icon, rest))
        if job.can_cancel:
            run = partial(model.cancel, job.job_id)
            title = tr("Cancel job {job_id}", job_id=job.job_id)
            made.append(Command("automations.cancel", title, "circle-stop", run))
    if state.job is not None and state.job.can_retry:
        run = partial(model.retry, state.job.id)
        made.append(
            Command(
                "automations.retry",
                tr("Try {title} again", title=state.job.title),
                "rotate-ccw",
                run,
            )
        )
    if state.file is not None and state.file.can_accept:
        run = partial(model.accept, state.file.id)
        made.append(
            Command(
                "automations.accept", tr("Accept {name} anyway", name=state.file.name), "check", run
            )
        )
    return made
