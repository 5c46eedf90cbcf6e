"""What can be done on the page Activity."""

from typing import Protocol

from tidemill.gui.shell.commands import Command


class Acts(Protocol):
    """What the commands need from the view."""

    def export_csv(self) -> None: ...
    def export_json(self) -> None: ...
    def toggle_routine(self) -> None: ...
    def next_entry(self) -> None: ...
    def previous_entry(self) -> None: ...


def commands(view: Acts) -> list[Command]:
    """The page's commands."""
    return [
        Command("activity.csv", "Export activity as CSV…", "download", view.export_csv),
        Command("activity.json", "Export activity as JSON…", "download", view.export_json),
        Command("activity.routine", "Show or hide routine", "filter", view.toggle_routine),
        Command(
            "activity.next",
            "Next entry",
            "arrow-down",
            view.next_entry,
            "J; Down",
            is_in_palette=False,
        ),
        Command(
            "activity.previous",
            "Previous entry",
            "arrow-up",
            view.previous_entry,
            "K; Up",
            is_in_palette=False,
        ),
    ]
