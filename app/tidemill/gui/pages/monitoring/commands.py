"""What a person can do on Monitoring."""

from typing import TYPE_CHECKING

from tidemill.gui.pages.monitoring.state import MonitoringState
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.gui.pages.monitoring.view import MonitoringView


def commands_of(view: "MonitoringView", state: MonitoringState) -> list[Command]:
    """The page's commands as it is now."""
    if state.word != "ready":
        return []
    name = state.model
    retrain = f"Retrain {name} on data up to {view.view_model.until()}"
    return [
        Command("monitoring.retrain", retrain, "refresh-cw", view.view_model.retrain),
        Command(
            "monitoring.table", "Show the drift map as a table", "table", view.show_drift_table
        ),
    ]
