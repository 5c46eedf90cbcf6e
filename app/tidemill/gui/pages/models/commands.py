"""What a person can do on Models."""

from functools import partial
from typing import Protocol

from tidemill.domain.models import Stage
from tidemill.gui.pages.models.state import ModelsState
from tidemill.gui.shell.commands import Command


class Acts(Protocol):
    """What the commands need from the view."""

    def open_promotion(self) -> None: ...
    def open_export(self) -> None: ...
    def open_explanation(self) -> None: ...
    def open_training(self) -> None: ...
    def reject(self) -> None: ...
    def roll_back(self) -> None: ...
    def show_tab(self, tab: str) -> None: ...
    def add_gate(self) -> None: ...


def commands_of(view: Acts, state: ModelsState) -> list[Command]:
    """The commands as the page is now."""
    found = []
    version, show = state.version, view.show_tab
    if version is not None and version.stage is not Stage.CHAMPION:
        gates = f"{version.gates_words} gates passed" if version.n_gates else "gates not run"
        title = f"Promote {state.name} v{version.number}…"
        found.append(
            Command("models.promote", title, "crown", view.open_promotion, "promote", detail=gates)
        )
    if version is not None and version.stage is Stage.CANDIDATE:
        title = f"Reject {state.name} v{version.number}"
        found.append(Command("models.reject", title, "ban", view.reject))
    if state.rollback_to is not None:
        title = f"Roll back {state.name} to v{state.rollback_to}"
        found.append(Command("models.roll_back", title, "undo-2", view.roll_back))
    if version is not None:
        label = f"{state.name} v{version.number}"
        other = state.other_version()
        if other is not None:
            words = f"Hold {label} against v{other}"
            found.append(
                Command(
                    "models.difference",
                    words,
                    "git-compare",
                    partial(show, "difference"),
                    "compare",
                )
            )
        words = f"Lineage of {label}"
        found.append(Command("models.lineage", words, "waypoints", partial(show, "lineage")))
        words = f"Export {label}…"
        found.append(Command("models.export", words, "file-output", view.open_export, "export"))
        words = f"Explain a prediction of {label}…"
        found.append(
            Command("models.explain", words, "scan-search", view.open_explanation, "explain")
        )
        words = f"Gates of {label}"
        found.append(Command("models.gates", words, "shield-check", partial(show, "gates")))
        words = f"Model card of {label}"
        found.append(Command("models.card", words, "file-text", partial(show, "card")))
    if state.maturity is not None:
        words = f"Level of {state.name}"
        found.append(
            Command(
                "models.level",
                words,
                "layers",
                partial(show, "level"),
                detail=state.maturity.sentence,
            )
        )
    if state.name:
        words = f"Add a gate to {state.name}…"
        found.append(Command("models.add_gate", words, "plus", view.add_gate))
        found.append(
            Command("models.train", f"Train {state.name} again…", "play", view.open_training, "new")
        )
    return found
