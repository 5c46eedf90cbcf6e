"""The list of all keys."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.palette import key_caps


class KeysSheet(Sheet):
    """Every command that has a key, as it is now."""

    def __init__(self, host: QWidget, commands: Iterable[Command]) -> None:
        """List the commands."""
        super().__init__(host, "Keys", "A key after G is a place; alone it acts.", width=640)
        self.cancel.set_text("Close")
        self.body.setSpacing(0)
        for command in commands:
            if command.shortcut:
                self.body.addWidget(self._line(command))
                self.body.addWidget(Divider())

    def _line(self, command: Command) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(4)
        row.addWidget(Label(command.title, "body"), 1)
        for at, way in enumerate(command.ways()):
            if at:
                row.addWidget(Label("or", "small", "text3", elide="none"))
            for cap in key_caps(way):
                row.addWidget(KeyCap(cap))
        return holder
