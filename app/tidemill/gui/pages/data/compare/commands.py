"""What a person can do with the comparison of two versions."""

from functools import partial
from typing import TYPE_CHECKING

from tidemill.gui.pages.data.compare.state import SEGMENTS, rows_wanted
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.gui.pages.data.compare.part import ComparePart

_ICONS = {"columns": "columns-3", "rows": "rows-3", "schema": "table-properties"}


def commands_of(part: "ComparePart") -> list[Command]:
    """The commands as the comparison is now."""
    model, deeds = part.model, part.deeds
    found = [
        Command("data.compare.swap", "Swap the versions", "arrow-left-right", model.swap, "S"),
        Command("data.compare.link", "Copy link", "link", deeds.copy_link),
    ]
    loaded = model.state.loaded
    if model.state.word != "ready" or loaded is None:
        return found
    found += [
        Command("data.compare.key", "Match rows by other columns…", "key-round",
                part.open_key, "K"),
        Command("data.compare.report", "Save as report…", "file-text", deeds.save_report),
        Command("data.compare.only", "Only changed columns", "list-filter",
                part.toggle_only_changed, "O"),
        *(
            Command(f"data.compare.{word}", f"Show {word}", _ICONS[word],
                    partial(model.show_segment, word), group="Go to")
            for word in SEGMENTS
        ),
    ]  # fmt: skip
    kind, n = rows_wanted(loaded.diff)
    if n:
        found.append(
            Command("data.compare.show", f"Show rows {kind}", "table-2",
                    partial(part.show_rows, kind, ""), "R")
        )  # fmt: skip
    return found
