"""What a person can do on Automations."""

from functools import partial
from typing import TYPE_CHECKING

from tidemill.gui.pages.automations.state import AutomationsState
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.gui.pages.automations.view import AutomationsView


def commands_of(view: "AutomationsView", state: AutomationsState) -> list[Command]:
    """The page's commands as it is now."""
    made = [
        Command("automations.watch", "Watch a folder…", "folder-search", view.watch_folder, "N")
    ]
    model = view.view_model
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
