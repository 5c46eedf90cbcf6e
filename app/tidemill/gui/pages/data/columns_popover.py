"""The popover in which columns of a table are ticked."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.tick_list import TickList


class ColumnsPopover(Popover):
    """Columns to tick, by what they are called; emits `changed` with those ticked."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, titles: Mapping[str, str], ticked: Collection[str]) -> None:
        """Show columns, `titles` by their id."""
        super().__init__(parent, 10)
        self._options = [Option(name, title) for name, title in titles.items()]
        self._ticked = set(ticked)
        self.body.addWidget(Label(tr("Columns shown"), "h3"))
        self.list = TickList(tr("Columns shown"))
        self.list.show_options(self._options, list(ticked))
        self.list.setMinimumSize(260, min(320, 34 * max(2, len(self._options))))
        self.list.toggled.connect(self._on_toggled)
        self.body.addWidget(self.list)
        every = Button(tr("Show all"), None, "ghost", height=28)
        every.clicked.connect(self._on_every)
        self.body.addWidget(every)

    def _on_toggled(self, name: str, is_on: bool) -> None:
        if is_on:
            self._ticked.add(name)
        else:
            self._ticked.discard(name)
        self._tell()

    def _on_every(self) -> None:
        self._ticked = {option.value for option in self._options}
        self._tell()

    def _tell(self) -> None:
        self.list.show_options(self._options, list(self._ticked))
        self.changed.emit(frozenset(self._ticked))
