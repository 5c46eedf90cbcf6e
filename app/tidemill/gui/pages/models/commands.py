"""What a person can do on Models."""

from functools import partial
from typing import Protocol

from tidemill.base.words import spoken, tr
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
    return [*_of_stages(view, state), *_of_version(view, state), *_of_model(view, state)]


def _of_stages(view: Acts, state: ModelsState) -> list[Command]:
    """What makes a version champion, or makes it none."""
    found = []
    version = state.version
    if version is not None and version.stage is not Stage.CHAMPION:
        gates = (
            tr("{gates_words} gates passed", gates_words=version.gates_words)
            if version.n_gates
            else tr("gates not run")
        )
        title = tr("Promote {name} v{number}…", name=state.name, number=version.number)
        found.append(
            Command("models.promote", title, "crown", view.open_promotion, "promote", detail=gates)
        )
    if version is not None and version.stage is Stage.CANDIDATE:
        title = tr("Reject {name} v{number}", name=state.name, number=version.number)
        found.append(Command("models.reject", title, "ban", view.reject))
    if state.rollback_to is not None:
        title = tr(
            "Roll back {name} to v{rollback_to}", name=state.name, rollback_to=state.rollback_to
        )
        found.append(Command("models.roll_back", title, "undo-2", view.roll_back))
    return found


def _of_version(view: Acts, state: ModelsState) -> list[Command]:
    """What can be looked at and taken along of the version that is shown."""
    version, show = state.version, view.show_tab
    if version is None:
        return []
    label = f"{state.name} v{version.number}"
    other = state.other_version()
    found = []
    if other is not None:
        words = tr("Hold {label} against v{other}", label=label, other=other)
        act = partial(show, "difference")
        found.append(Command("models.difference", words, "git-compare", act, "compare"))
    words = tr("Lineage of {label}", label=label)
    found.append(Command("models.lineage", words, "waypoints", partial(show, "lineage")))
    words = tr("Export {label}…", label=label)
    found.append(Command("models.export", words, "file-output", view.open_export, "export"))
    words = tr("Explain a prediction of {label}…", label=label)
    found.append(Command("models.explain", words, "scan-search", view.open_explanation, "explain"))
    words = tr("Gates of {label}", label=label)
    found.append(Command("models.gates", words, "shield-check", partial(show, "gates")))
    words = tr("Model card of {label}", label=label)
    found.append(Command("models.card", words, "file-text", partial(show, "card")))
    return found


def _of_model(view: Acts, state: ModelsState) -> list[Command]:
    """What can be done with the model as a whole."""
    found = []
    if state.maturity is not None:
        words = tr("Level of {name}", name=state.name)
        said = spoken(state.maturity.sentence)
        act = partial(view.show_tab, "level")
        found.append(Command("models.level", words, "layers", act, detail=said))
    if state.name:
        words = tr("Add a gate to {name}…", name=state.name)
        found.append(Command("models.add_gate", words, "plus", view.add_gate))
        words = tr("Train {name} again…", name=state.name)
        found.append(Command("models.train", words, "play", view.open_training, "new"))
    return found
