"""What the buttons of the part Level do."""

from typing import Protocol

from tidemill.domain.maturity import Deed, NextStep
from tidemill.gui.pages.models.view_model import ModelsViewModel
from tidemill.gui.shell.page import PageContext, address_of


class Acts(Protocol):
    """What the steps need from the view."""

    context: PageContext

    def open_promotion(self) -> None: ...
    def open_training(self) -> None: ...
    def roll_back(self) -> None: ...


def take(step: NextStep, view: Acts, model: ModelsViewModel) -> None:
    """Begin a step: open the place where it is done, or do it where it can be undone."""
    name, target = model.state.name, step.target
    places = {
        Deed.ADD_AUTOMATION: ("automations", "new"),
        Deed.OPEN_AUTOMATION: ("automations", str(target)),
        Deed.OPEN_MONITORING: ("monitoring", name),
        Deed.OPEN_INCIDENT: ("monitoring", "incidents", str(target)),
    }
    if step.deed in places:
        view.context.navigate(address_of(*places[step.deed]))
    elif step.deed is Deed.TRAIN:
        view.open_training()
    elif step.deed is Deed.ROLL_BACK:
        view.roll_back()
    elif target is not None and step.deed is Deed.PROMOTE:
        model.choose(target)
        view.open_promotion()
    elif target is not None:
        model.run_gates(name, target)
