"""The list of all keys."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import key_map
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.files import Bytes, FileWish, host_of
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet


class KeysSheet(Sheet):
    """Every key as it is now, then those that lists, fields and sheets keep.

    `change` opens what changes them, once the sheet is gone.
    """

    reopened_by = ("shell.keys",)
    keeps_draft = False

    def __init__(self, host: QWidget, change: Callable[[], None]) -> None:
        """List them."""
        text = tr("A key after G is a place; alone it acts on what is chosen.")
        super().__init__(host, tr("Keys"), text, width=640)
        self.cancel.set_text(tr("Close"))
        self.change = Button(tr("Change keys…"), "keyboard", "ghost", height=36)
        self.change.clicked.connect(self._on_change)
        self._open_changing = change
        self.save = Button(tr("Save as Markdown…"), "file-down", "ghost", height=36)
        self.save.clicked.connect(self._on_save)
        self.add_to_foot(self.save)
        self.add_to_foot(self.change)
        self.body.setSpacing(0)
        group = ""
        for key in key_map.KEYS:
            if key.group != group:
                group = key.group
                self._add_head(group)
            self._add_line(key.title, key_map.ways(key.id))
        self._add_head(key_map.ALWAYS)
        for fixed in key_map.FIXED:
            self._add_line(fixed.title, tuple(fixed.keys.split("; ")))

    def _on_change(self) -> None:
        self.closed.connect(self._open_changing)
        self.close_sheet()

    def _on_save(self) -> None:
        host = host_of(self)
        if host is not None:
            write = Bytes(key_map.as_markdown().encode())
            host.save_file(FileWish(tr("Save the keys"), "keys.md", "Markdown (*.md)", write))

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
            row.addWidget(Label(tr("no key"), "small", "text3", elide="none"))
        self.body.addWidget(holder)
        self.body.addWidget(Divider())
