"""What a person can do on Automations."""

from collections.abc import Callable
from functools import partial

from tidemill.gui.pages.automations.view_model import AutomationsViewModel
from tidemill.gui.shell.commands import Command


def commands_of(model: AutomationsViewModel, watch_folder: Callable[[], None]) -> list[Command]:
    """The page's commands as it is now; `watch_folder` opens the sheet for a new one."""
    state = model.state
    made = [Command("automations.watch", "Watch a folder…", "folder-search", watch_folder, "N")]
    for card in state.cards:
        verb = "Pause" if card.is_on else "Go on with"
        icon = "pause" if card.is_on else "play"
        run = partial(model.switch, card.id, not card.is_on)
        made.append(Command(f"automations.switch.{card.id}", f"{verb} {card.folder}", icon, run))
    shown = state.file or state.job
    if shown is not None and shown.progress is not None and shown.progress.can_cancel:
        run = partial(model.cancel, shown.progress.job_id)
        title = f"Cancel job {shown.progress.job_id}"
        made.append(Command("automations.cancel", title, "circle-stop", run))
    if state.job is not None and state.job.can_retry:
        run = partial(model.retry, state.job.id)
        made.append(Command("automations.retry", f"Try {state.job.title} again", "rotate-ccw", run))
    if state.file is not None and state.file.can_accept:
        run = partial(model.accept, state.file.id)
        made.append(Command("automations.accept", f"Accept {state.file.name} anyway", "check", run))
    return made
