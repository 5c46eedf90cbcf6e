"""Keys: each can be looked up and changed; what is taken already is named."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import key_map
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.padding import inset
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell import memory
from tidemill.gui.shell.settings.keys.row import KeyRow
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.section import Desk

_AT_ONCE = 6
"""Rows that are made at once; each of the others is in a turn of its own."""


class KeysPart(QWidget):
    """The options of keys, then every key; a change is kept as it is made, on this computer."""

    def __init__(self, desk: Desk) -> None:
        """Show the keys as they are now."""
        super().__init__()
        self._desk = desk
        self._wished: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.options = OptionsPart("keys", desk)
        column.addWidget(self.options)
        column.addWidget(Divider())
        column.addSpacing(12)
        self.search = LineEdit("Find by name or by key, such as Ctrl+K", "search")
        self.search.setAccessibleName(tr("Find a key by name or by what is pressed"))
        self.search.textChanged.connect(self._on_typed)
        column.addWidget(self.search)
        self.none = inset(Label(tr("No key is called so"), "small", "text2"), 0, 12, 0, 0)
        self.none.hide()
        column.addWidget(self.none)
        self._heads: dict[str, QWidget] = {}
        self._rows: dict[str, KeyRow] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        column.addStretch(1)
        self._rest = Gradually(self)
        self._left = [partial(self._add, key) for key in key_map.KEYS]
        first, later = self._left[:_AT_ONCE], self._left[_AT_ONCE:]
        for add in first:
            add()
        self._rest.start(later)

    def _add(self, key: key_map.Key) -> None:
        if key.id in self._rows:
            return
        if key.group not in self._heads:
            head = inset(Label(key.group, "caption", "text3"), 0, 16, 0, 2)
            self._heads[key.group] = head
            self._column.addWidget(head)
        row = KeyRow(key)
        row.changed.connect(self._on_changed)
        row.put_back.connect(self._on_back)
        row.taken.connect(self._on_taken)
        self._rows[key.id] = row
        self._column.addWidget(row)

    def is_drawn(self) -> bool:
        """Whether every key has its row."""
        return not self._rest.is_busy()

    def draw_all(self) -> None:
        """Make the rows that are still to be made now, for whoever looks for one."""
        if self._rest.is_busy():
            self._rest.start(())
            for add in self._left:
                add()

    @property
    def rows(self) -> dict[str, KeyRow]:
        """The row of each key, by its id, all of them."""
        self.draw_all()
        return self._rows

    def reset(self) -> None:
        """Every key as it is from the start."""
        self.options.reset()
        self._put({})

    def _put(self, changes: dict[str, str]) -> None:
        self._wished.clear()
        for row in self.rows.values():
            row.say("")
        self._desk.choose(memory.KEYS, key_map.sound(changes))

    def _on_changed(self, name: str, keys: str) -> None:
        row = self.rows[name]
        fixed = key_map.fixed_for(name, keys) if keys else None
        rivals = list(key_map.rivals(name, keys)) if keys else []
        told = key_map.plain(keys)
        if fixed is not None:
            row.say(
                tr("{told} stays what it is: {title}. Press others.", told=told, title=fixed.title)
            )
        elif rivals:
            self._wished[name] = keys
            titles = " and ".join(f"“{rival.title}”" for rival in rivals)
            row.say(
                tr("{told} would get in the way of {titles}.", told=told, titles=titles),
                is_offered=True,
            )
        else:
            self._put({**key_map.changes(), name: keys})

    def _on_back(self, name: str) -> None:
        usual = key_map.KEYS_BY_ID[name].usual
        taken = [r for way in usual.split("; ") for r in key_map.rivals(name, way)]
        if taken:
            self._wished[name] = usual
            titles = " and ".join(f"“{rival.title}”" for rival in taken)
            told = usual.replace(", ", " ").replace("; ", " or ")
            self.rows[name].say(
                tr("{told} is {titles} now.", told=told, titles=titles), is_offered=True
            )
        else:
            self._put({k: v for k, v in key_map.changes().items() if k != name})

    def _on_taken(self, name: str) -> None:
        """Take the keys away from what has them now."""
        keys = self._wished.get(name)
        if keys is None:
            return
        changes = {**key_map.changes(), name: keys}
        for way in keys.split("; "):
            for rival in key_map.rivals(name, way):
                changes[rival.id] = key_map.without(changes.get(rival.id, rival.usual), way)
        self._put(changes)

    def _on_typed(self, typed: str) -> None:
        for row in self.rows.values():
            show_if(row, row.holds(typed))
        for group, head in self._heads.items():
            rows = [row for row in self.rows.values() if row.key.group == group]
            show_if(head, any(row.isVisibleTo(self) for row in rows))
        show_if(self.none, not any(row.isVisibleTo(self) for row in self.rows.values()))
