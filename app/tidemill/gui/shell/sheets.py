"""The list of all keys."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.gui.kit import key_map
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet

_FIXED = "Everywhere the same"


class KeysSheet(Sheet):
    """Every key as it is now, then those that lists, fields and sheets keep."""

    reopened_by = ("shell.keys",)
    keeps_draft = False

    def __init__(self, host: QWidget) -> None:
        """List them."""
        text = "A key after G is a place; alone it acts on what is chosen."
        super().__init__(host, "Keys", text, width=640)
        self.cancel.set_text("Close")
        self.body.setSpacing(0)
        group = ""
        for key in key_map.KEYS:
            if key.group != group:
                group = key.group
                self._add_head(group)
            self._add_line(key.title, key_map.ways(key.id))
        self._add_head(_FIXED)
        for fixed in key_map.FIXED:
            self._add_line(fixed.title, tuple(fixed.keys.split("; ")))

    def _add_head(self, words: str) -> None:
        self.body.addSpacing(12)
        self.body.addWidget(Label(words, "caption", "text3"))

    def _add_line(self, title: str, ways: tuple[str, ...]) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(4)
        row.addWidget(Label(title, "body"), 1)
        for at, way in enumerate(ways):
            if at:
                row.addWidget(Label("or", "small", "text3", elide="none"))
            for cap in key_map.caps_of(way):
                row.addWidget(KeyCap(cap))
        if not ways:
            row.addWidget(Label("no key", "small", "text3", elide="none"))
        self.body.addWidget(holder)
        self.body.addWidget(Divider())
