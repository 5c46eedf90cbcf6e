"""A key in the settings: what it does, where, and the keys that press it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import key_map
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.keys.recorder import Recorder
from tidemill.gui.shell.settings.section import SettingRow


def where(key: key_map.Key) -> str:
    """Where a key acts, in words."""
    places = [key_map.title_of_place(place) for place in key_map.in_order(key.places)]
    if not places:
        return tr("Everywhere, unless nothing is there for it") if key.absent else tr("Everywhere")
    return f"On {' and '.join(', '.join(places).rsplit(', ', 1))}"


class KeyRow(QWidget):
    """Emits `changed(id, keys)` for keys a person pressed, `put_back(id)`, and `taken(id)` where
    they shall be taken away from what has them now."""

    changed = Signal(str, str)
    put_back = Signal(str)
    taken = Signal(str)

    def __init__(self, key: key_map.Key) -> None:
        """Show it."""
        super().__init__()
        self.key = key
        self.recorder = Recorder(key)
        self.recorder.recorded.connect(self._on_recorded)
        self.back = IconButton("rotate-ccw", tr("Usual keys of {title}", title=key.title))
        self.back.clicked.connect(self._on_back)
        keep_room = self.back.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keep_room)
        control = QWidget()
        beside = QHBoxLayout(control)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(self.recorder)
        beside.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.row = SettingRow(key.title, where(key), control)
        column.addWidget(self.row)
        self._told = QWidget()
        below = QHBoxLayout(self._told)
        below.setContentsMargins(0, 0, 0, 8)
        self.problem = Paragraph("", "small", "bad")
        self.take = Button(tr("Use it here"), None, "secondary", height=28)
        self.take.clicked.connect(self._on_take)
        below.addWidget(self.problem, 1)
        below.addWidget(self.take)
        column.addWidget(self._told)
        self.say("")
        self.rekey()

    def rekey(self) -> None:
        """Offer the way back where the keys are not the usual ones."""
        show_if(self.back, key_map.shortcut(self.key.id) != self.key.usual)
        usual = self.key.usual.replace(", ", " ").replace("; ", " or ")
        self.back.setToolTip(tr("Back to {usual}", usual=usual))

    def say(self, words: str, is_offered: bool = False) -> None:
        """Tell why keys were not taken; `is_offered` puts a button beside it that takes them."""
        self.problem.set_text(words)
        show_if(self.take, is_offered)
        show_if(self._told, bool(words))

    def holds(self, typed: str) -> bool:
        """Whether it is meant by what a person looks for: words, or keys as they are written."""
        wanted = typed.strip().casefold()
        keys = [key_map.plain(way).casefold() for way in key_map.ways(self.key.id)]
        return wanted in f"{self.key.title} {where(self.key)}".casefold() or wanted in keys

    def _on_recorded(self, keys: str) -> None:
        self.changed.emit(self.key.id, keys)

    def _on_back(self) -> None:
        self.put_back.emit(self.key.id)

    def _on_take(self) -> None:
        self.taken.emit(self.key.id)
