"""The keys of the commands that are there now, at rest while a sheet or the palette is open."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tidemill.gui.shell.commands import Command


def is_letter(keys: str) -> bool:
    """Whether a shortcut begins with a bare letter or sign, which typing would trigger."""
    return len(keys.split(", ", maxsplit=1)[0]) == 1


class Keys:
    """Shortcuts of a window, in layers: a layer's keys are replaced together."""

    def __init__(self, window: QWidget, run: Callable[[str], object]) -> None:
        self._window = window
        self._run = run
        self._layers: dict[str, list[tuple[QShortcut, bool]]] = {}
        self._wanted: dict[str, list[tuple[str, str]]] = {}
        self._refused: dict[str, list[str]] = {}
        self._is_resting = False
        self._has_letters = True

    def put(self, layer: str, commands: Iterable[Command]) -> list[str]:
        """Replace a layer's shortcuts; return keys that another layer holds already."""
        wanted = [(command.id, keys) for command in commands for keys in command.ways()]
        if self._wanted.get(layer) == wanted:
            return self._refused[layer]
        self._wanted[layer] = wanted
        for shortcut, _ in self._layers.pop(layer, []):
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        taken = {s.key().toString() for held in self._layers.values() for s, _ in held}
        refused: list[str] = []
        made: list[tuple[QShortcut, bool]] = []
        for command_id, keys in wanted:
            sequence = QKeySequence.fromString(keys)
            if sequence.toString() in taken:
                refused.append(keys)
                continue
            taken.add(sequence.toString())
            shortcut = QShortcut(sequence, self._window)
            shortcut.activated.connect(partial(self._run, command_id))
            made.append((shortcut, is_letter(keys)))
        self._layers[layer] = made
        self._refused[layer] = refused
        self._settle()
        return refused

    def set_resting(self, is_resting: bool) -> None:
        """Let every key rest while something lies over the page."""
        self._is_resting = is_resting
        self._settle()

    def set_letters(self, has_letters: bool) -> None:
        """Turn keys without Ctrl or Alt on or off."""
        self._has_letters = has_letters
        self._settle()

    def _settle(self) -> None:
        for held in self._layers.values():
            for shortcut, is_bare in held:
                shortcut.setEnabled(not self._is_resting and (self._has_letters or not is_bare))
