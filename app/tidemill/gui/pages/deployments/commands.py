"""What a person can do on Deployments."""

from functools import partial
from typing import Protocol

from tidemill.base.words import tr
from tidemill.gui.pages.deployments.state import DeploymentsState
from tidemill.gui.shell.commands import Command


class Acts(Protocol):
    """What the commands need from the view."""

    def open_new(self) -> None: ...
    def open_folder(self) -> None: ...
    def open_export(self) -> None: ...
    def open_trial(self, name: str) -> None: ...
    def open_settings(self, name: str) -> None: ...
    def switch(self, name: str, is_on: bool) -> None: ...


def commands_of(view: Acts, state: DeploymentsState) -> list[Command]:
    """The commands as the page is now."""
    found = []
    if state.has_models:
        new = Command("deployments.new", tr("New HTTP service…"), "plus", view.open_new, "new")
        folder = Command(
            "deployments.new.folder", tr("New batch folder…"), "folder-input", view.open_folder
        )
        export = Command(
            "deployments.export",
            tr("Export a champion…"),
            "file-output",
            view.open_export,
            "export",
        )
        found += [new, folder, export]
    for card in state.cards:
        verb, icon = (tr("Switch off"), "power-off") if card.is_on else (tr("Switch on"), "power")
        run = partial(view.switch, card.name, not card.is_on)
        key = f"deployments.switch.{card.name}"
        found.append(Command(key, f"{verb} {card.name}", icon, run, detail=card.words))
        if card.is_http:
            change = partial(view.open_settings, card.name)
            key = f"deployments.settings.{card.name}"
            found.append(
                Command(key, tr("Change how {name} runs…", name=card.name), "settings-2", change)
            )
        if card.is_http and card.is_on and card.trial is None:
            begin = partial(view.open_trial, card.name)
            words = tr("Put a candidate beside the champion of {name}…", name=card.name)
            found.append(Command(f"deployments.trial.{card.name}", words, "git-fork", begin))
    return found
