"""What a person can do on Monitoring."""

from collections.abc import Callable

from tidemill.gui.pages.monitoring.view_model import MonitoringViewModel
from tidemill.gui.shell.commands import Command


def commands_of(
    model: MonitoringViewModel,
    show_table: Callable[[], None],
    save_report: Callable[[], None],
    show_rules: Callable[[], None],
    new_rule: Callable[[], None],
) -> list[Command]:
    """The page's commands as it is now; `show_table` opens the drift map's numbers."""
    new = Command("monitoring.rules.new", "New alert rule", "bell-plus", new_rule, "new")
    if model.state.word != "ready" or model.board is not None:
        return [new]
    until = model.until()
    retrain = f"Retrain {model.state.model}" + (f" on data up to {until}" if until else "")
    return [
        new,
        Command("monitoring.retrain", retrain, "refresh-cw", model.retrain),
        Command("monitoring.table", "Show the drift map as a table", "table", show_table),
        Command(
            "monitoring.value", f"What {model.state.model} is worth…", "coins", model.ask_for_value
        ),
        Command(
            "monitoring.chunks", f"Chunks of {model.state.model}…", "rows-3", model.ask_for_cut
        ),
        Command("monitoring.rules_of", f"Alert rules of {model.state.model}", "bell", show_rules),
        Command("monitoring.report", "Save as a report…", "file-down", save_report),
    ]
