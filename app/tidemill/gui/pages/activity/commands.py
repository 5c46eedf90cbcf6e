"""What can be done on the page Activity."""

from typing import Protocol

from tidemill.base.words import tr
from tidemill.gui.pages.activity.state import State
from tidemill.gui.shell.commands import Command


class Acts(Protocol):
    """What the commands need from the view."""

    def export_csv(self) -> None: ...
    def export_json(self) -> None: ...
    def toggle_routine(self) -> None: ...
    def toggle_open_only(self) -> None: ...
    def undo_open(self) -> None: ...
    def next_entry(self) -> None: ...
    def previous_entry(self) -> None: ...


def commands(view: Acts, state: State) -> list[Command]:
    """The page's commands as it is now."""
    found = []
    detail = state.detail
    if detail is not None and detail.step_back is not None and not detail.step_back.why_not:
        words = tr(
            "Take back: {lower}{title}", lower=detail.title[:1].lower(), title=detail.title[1:]
        )
        found.append(Command("activity.undo", words, "undo-2", view.undo_open, "take_back"))
    return [
        *found,
        Command("activity.csv", tr("Export activity as CSV…"), "download", view.export_csv),
        Command("activity.json", tr("Export activity as JSON…"), "download", view.export_json),
        Command(
            "activity.open",
            tr("Show what can be undone, or everything"),
            "undo-2",
            view.toggle_open_only,
        ),
        Command("activity.routine", tr("Show or hide routine"), "filter", view.toggle_routine),
        Command(
            "activity.next",
            tr("Next entry"),
            "arrow-down",
            view.next_entry,
            "next_entry",
            is_in_palette=False,
        ),
        Command(
            "activity.previous",
            tr("Previous entry"),
            "arrow-up",
            view.previous_entry,
            "previous_entry",
            is_in_palette=False,
        ),
    ]
