"""What a person can do on Monitoring."""

from collections.abc import Callable

from tidemill.base.words import tr
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
    new = Command("monitoring.rules.new", tr("New alert rule"), "bell-plus", new_rule, "new")
    if model.state.word != "ready" or model.board is not None:
        return [new]
    until = model.until()
    retrain = tr("Retrain {model}", model=model.state.model) + (
        tr(" on data up to {until}", until=until) if until else ""
    )
    return [
        new,
        Command("monitoring.retrain", retrain, "refresh-cw", model.retrain),
        Command("monitoring.table", tr("Show the drift map as a table"), "table", show_table),
        Command(
            "monitoring.value",
            tr("What {model} is worth…", model=model.state.model),
            "coins",
            model.ask_for_value,
        ),
        Command(
            "monitoring.chunks",
            tr("Chunks of {model}…", model=model.state.model),
            "rows-3",
            model.ask_for_cut,
        ),
        Command(
            "monitoring.rules_of",
            tr("Alert rules of {model}", model=model.state.model),
            "bell",
            show_rules,
        ),
        Command("monitoring.report", tr("Save as a report…"), "file-down", save_report),
    ]
