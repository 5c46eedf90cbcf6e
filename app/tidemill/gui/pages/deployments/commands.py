"""What a person can do on Deployments."""

from functools import partial
from typing import Protocol

from tidemill.gui.pages.deployments.state import DeploymentsState
from tidemill.gui.shell.commands import Command


class Acts(Protocol):
    """What the commands need from the view."""

    def open_new(self) -> None: ...
    def open_settings(self, name: str) -> None: ...
    def switch(self, name: str, is_on: bool) -> None: ...


def commands_of(view: Acts, state: DeploymentsState) -> list[Command]:
    """The commands as the page is now."""
    found = []
    if state.has_models:
        found.append(Command("deployments.new", "New deployment…", "plus", view.open_new, "N"))
    for card in state.cards:
        verb, icon = ("Switch off", "power-off") if card.is_on else ("Switch on", "power")
        run = partial(view.switch, card.name, not card.is_on)
        key = f"deployments.switch.{card.name}"
        found.append(Command(key, f"{verb} {card.name}", icon, run, detail=card.words))
        if card.is_http:
            change = partial(view.open_settings, card.name)
            key = f"deployments.settings.{card.name}"
            found.append(Command(key, f"Change how {card.name} runs…", "settings-2", change))
    return found
