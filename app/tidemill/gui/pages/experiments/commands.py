"""What a person can do on Experiments."""

from typing import Protocol

from tidemill.gui.kit.buttons import ButtonKind
from tidemill.gui.kit.selection_bar import BarAction
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.shell.commands import Command

MOST_COMPARED = 8


class Acts(Protocol):
    """What the commands need from the view."""

    def acted_on(self) -> tuple[int, ...]: ...
    def archive(self) -> None: ...
    def compare_selected(self) -> None: ...
    def open_training(self) -> None: ...
    def pin(self) -> None: ...
    def pin_words(self) -> str: ...
    def register(self) -> None: ...
    def tag(self) -> None: ...
    def toggle_groups(self) -> None: ...


def commands_of(view: Acts, state: ExperimentsState) -> list[Command]:
    """The commands as the page is now."""
    n = len(view.acted_on())
    found = [Command("experiments.train", "Train…", "play", view.open_training, "N")]
    if 2 <= n <= MOST_COMPARED:
        title = f"Compare {n} runs"
        found.append(
            Command("experiments.compare", title, "git-compare", view.compare_selected, "C")
        )
    if n == 1:
        found.append(Command("experiments.register", "Register…", "box", view.register, "R"))
    if n:
        found += [
            Command("experiments.tag", "Tag…", "tag", view.tag, "T"),
            Command("experiments.pin", view.pin_words(), "pin", view.pin),
            Command("experiments.archive", "Archive", "archive", view.archive, "A"),
        ]
    words = "Show runs in one list" if state.wish.is_grouped else "Group runs by experiment"
    found.append(Command("experiments.group", words, "rows-3", view.toggle_groups))
    return found


def bar_actions(n: int, pin_words: str, *, is_registered: bool) -> list[BarAction]:
    """What the floating bar offers for `n` selected runs, the one of them registered or not."""
    compares = n >= 2
    registering: ButtonKind = "primary" if n == 1 and not is_registered else "secondary"
    return [
        BarAction(
            "compare", "Compare", "git-compare", "C", "primary" if compares else "secondary",
            2 <= n <= MOST_COMPARED,
            f"Up to {MOST_COMPARED} runs" if n > MOST_COMPARED else "",
        ),
        BarAction(
            "register", "Register", "box", "R", registering, n == 1,
            "It is a version already; it can be one of another model too" if is_registered else "",
        ),
        BarAction("tag", "Tag", "tag", "T", "secondary"),
        BarAction("pin", pin_words, "pin"),
        BarAction("archive", "Archive", "archive"),
    ]  # fmt: skip
