"""What a person can do with the comparison of two versions."""

from functools import partial
from typing import Protocol

from tidemill.base.words import tr
from tidemill.domain.version_diffs import RowKind
from tidemill.gui.pages.data.compare.deeds import CompareDeeds
from tidemill.gui.pages.data.compare.state import SEGMENTS, rows_wanted
from tidemill.gui.pages.data.compare.view_model import CompareViewModel
from tidemill.gui.shell.commands import Command

_ICONS = {"columns": "columns-3", "rows": "rows-3", "schema": "table-properties"}


class Shown(Protocol):
    """What the commands ask of what is on the screen."""

    def open_key(self) -> None:
        """Choose by which columns rows are matched."""

    def toggle_only_changed(self) -> None:
        """Show all columns, or only those that changed."""

    def show_rows(self, kind: RowKind, column: str) -> None:
        """Show the rows of a kind, where a column differs."""


def commands_of(part: Shown, model: CompareViewModel, deeds: CompareDeeds) -> list[Command]:
    """The commands as the comparison is now."""
    found = [
        Command(
            "data.compare.swap", tr("Swap the versions"), "arrow-left-right", model.swap, "swap"
        ),
        Command("data.compare.link", tr("Copy link"), "link", deeds.copy_link),
    ]
    loaded = model.state.loaded
    if model.state.word != "ready" or loaded is None:
        return found
    found += [
        Command("data.compare.key", tr("Match rows by other columns…"), "key-round",
                part.open_key, "match_rows"),
        Command("data.compare.report", tr("Save as report…"), "file-text", deeds.save_report),
        Command("data.compare.only", tr("Only changed columns"), "list-filter",
                part.toggle_only_changed, "only_changed"),
        *(
            Command(f"data.compare.{word}", tr("Show {word}", word=word), _ICONS[word],
                    partial(model.show_segment, word), group=tr("Go to"))
            for word in SEGMENTS
        ),
    ]  # fmt: skip
    kind, n = rows_wanted(loaded.diff)
    if n:
        found.append(
            Command("data.compare.show", tr("Show rows {kind}", kind=kind), "table-2",
                    partial(part.show_rows, kind, ""), "changed_rows")
        )  # fmt: skip
    return found
