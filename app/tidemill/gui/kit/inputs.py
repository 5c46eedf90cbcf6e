"""What a person put into the controls of a form, so that it can be kept and put in once more.

Only what the person changed counts: what the program fills in by itself is its own to fill in
again. Passwords are never read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from tidemill.gui.kit.checkbox import CheckBox, Radio
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.kit.tabs import Tabs

Value = str | bool | list[str]
LONGEST = 100_000
"""Letters of one text that are kept; a longer one is not kept at all, rather than cut."""

KEPT = "kept"
"""The property of a control outside a form which only chooses what is shown."""

_VIEWS = ("search", "segment", "tabs", "order", "choice")
_SEARCHES = ("list-filter", "search")
_WITH_PASSWORD = re.compile(r"://[^\s/@:]+:[^\s/@]+@")


class CompoundInput(QWidget):
    """A control of several parts that says by itself what a person put into it.

    Emits `entered` when the person changed it.
    """

    entered = Signal()

    def entry(self) -> Value:
        """What is in it."""
        raise NotImplementedError

    def enter(self, value: Value) -> None:
        """Put that in, as if the person did."""
        raise NotImplementedError


_OF_FORMS = (
    QLineEdit, QPlainTextEdit, Choice, Segment, Tabs, CheckBox, Radio, Switch, CompoundInput,
)  # fmt: skip
_OF_PAGES = (QLineEdit, QPlainTextEdit, Choice, Segment, Tabs, LazyTable)


@dataclass(frozen=True)
class Entry:
    """What a person put into one control, and what was in it before."""

    key: str
    value: Value
    base: Value


class Inputs(QObject):
    """Watches the controls below some widgets; `changed` tells that a person changed one.

    A control is known by its kind, its name and its place among those of the same name, so that it
    is found again in another copy of the form. Of a page (`is_page`) only texts count and what
    chooses what is shown: tabs, segments, the order of tables. Other controls there act at once.
    """

    changed = Signal()

    def __init__(
        self,
        roots: Callable[[], Sequence[QWidget]],
        parent: QObject | None = None,
        *,
        is_page: bool = False,
    ) -> None:
        """Watch what is there now; `look` takes in what came since."""
        super().__init__(parent)
        self._roots, self._is_page = roots, is_page
        self._watched: dict[str, QWidget] = {}
        self._known: WeakSet[QWidget] = WeakSet()
        self._bases: dict[str, Value] = {}
        self._entries: dict[str, Entry] = {}
        self._doubted: set[str] = set()
        self.look()

    def look(self, _what: object = None) -> None:
        """Take in controls that are new."""
        self._watched = dict(self._found())
        for key, widget in self._watched.items():
            if widget not in self._known:
                self._known.add(widget)
                self._connect(key, widget)
            if key not in self._entries:
                self._bases[key] = value_of(widget)

    def entries(self) -> tuple[Entry, ...]:
        """What the person changed, in the order in which it was."""
        return tuple(self._entries.values())

    def control(self, key: str) -> QWidget | None:
        """The control of a key, None where there is none now."""
        widget = self._watched.get(key)
        return widget if widget is not None and isValid(widget) else None

    def settle(self) -> None:
        """Look again at what the program changed behind the person's back."""
        for key in self._doubted:
            widget, known = self.control(key), self._entries.get(key)
            if widget is not None and known is not None:
                self._take(key, value_of(widget))
        self._doubted.clear()

    def forget_texts(self) -> None:
        """What was typed belongs to something that is not shown any more."""
        self._entries = {k: e for k, e in self._entries.items() if is_view(k)}
        self._doubted.clear()
        self.look()

    def put(self, entry: Entry) -> bool | None:
        """Put an entry in as the person did; False while its control is not there, or can't.

        None where there is no need: it is in there already, or on a page something else was written
        there meanwhile, which stays.
        """
        widget = self.control(entry.key)
        if widget is None or not widget.isEnabled() or not fits(widget, entry.value):
            self.look()
            return False
        now = value_of(widget)
        is_text = isinstance(widget, QLineEdit | QPlainTextEdit)
        if now == entry.value or (self._is_page and is_text and now != entry.base):
            return None
        self._entries[entry.key] = entry
        put_in(widget, entry.value)
        self._entries[entry.key] = entry
        self.look()
        return True

    def put_back(self, entries: tuple[Entry, ...]) -> None:
        """Put back what was in the controls before, the last one first."""
        for entry in reversed(entries):
            widget = self.control(entry.key)
            if widget is not None and fits(widget, entry.base):
                put_in(widget, entry.base)
            self._entries.pop(entry.key, None)
            self.look()

    def _found(self) -> Iterator[tuple[str, QWidget]]:
        seen: dict[str, int] = {}
        kinds: tuple[type[QWidget], ...] = _OF_PAGES if self._is_page else _OF_FORMS
        for root in self._roots():
            window = root.window()
            for kind in kinds:
                for widget in root.findChildren(kind):
                    # A popover has a window of its own: what is in it is answered at once.
                    if widget.window() is window and self._is_kept(widget):
                        name = f"{_kind(widget)}:{_name(widget)}"
                        seen[name] = seen.get(name, 0) + 1
                        yield f"{name}:{seen[name]}", widget

    def _is_kept(self, widget: QWidget) -> bool:
        if isinstance(widget, QLineEdit):
            is_secret = widget.echoMode() != QLineEdit.EchoMode.Normal
            return not is_secret and not widget.isReadOnly()
        if isinstance(widget, QPlainTextEdit):
            return not widget.isReadOnly()
        is_act = self._is_page and isinstance(widget, Choice)
        return not is_act or bool(widget.property(KEPT))

    def _connect(self, key: str, widget: QWidget) -> None:
        taken = partial(self._on_entered, key)
        if isinstance(widget, QLineEdit):
            widget.textEdited.connect(taken)
            widget.textChanged.connect(partial(self._on_changed, key))
        elif isinstance(widget, QPlainTextEdit):
            widget.textChanged.connect(partial(self._on_area, key))
        elif isinstance(widget, Choice):
            widget.chosen.connect(taken)
        elif isinstance(widget, Segment | Tabs):
            widget.changed.connect(taken)
        elif isinstance(widget, LazyTable):
            widget.sort_requested.connect(taken)
            widget.sort_added.connect(taken)
        elif isinstance(widget, CheckBox | Radio | Switch):
            widget.clicked.connect(taken)
        elif isinstance(widget, CompoundInput):
            widget.entered.connect(taken)

    def _on_entered(self, key: str, *_value: object) -> None:
        widget = self.control(key)
        if widget is not None:
            self._take(key, value_of(widget))
            self.changed.emit()

    def _on_area(self, key: str) -> None:
        widget = self.control(key)
        if widget is not None and widget.hasFocus():
            self._on_entered(key)
        else:
            self._on_changed(key)

    def _on_changed(self, key: str, *_text: object) -> None:
        widget, known = self.control(key), self._entries.get(key)
        if widget is None:
            return
        if known is None:
            self._bases[key] = value_of(widget)
        elif value_of(widget) != known.value:
            self._doubted.add(key)
            self.changed.emit()

    def _take(self, key: str, value: Value) -> None:
        base = self._bases.get(key, "")
        known = self._entries.pop(key, None)
        base = base if known is None else known.base
        if value != base and _may_be_kept(value):
            self._entries[key] = Entry(key, value, base)
        else:
            self._bases[key] = base


def is_view(key: str) -> bool:
    """Whether a key is that of a control which says what of a page is shown, and how."""
    return key.partition(":")[0] in _VIEWS


def value_of(widget: QWidget) -> Value:
    """What is in a control."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, Choice):
        return widget.words()
    if isinstance(widget, Segment | Tabs):
        return widget.value()
    if isinstance(widget, LazyTable):
        return [f"{'up' if is_up else 'down'} {column}" for column, is_up in widget.sorts()]
    if isinstance(widget, CheckBox | Radio | Switch):
        return widget.isChecked()
    assert isinstance(widget, CompoundInput)
    return widget.entry()


def fits(widget: QWidget, value: Value) -> bool:
    """Whether a control can hold a value now: what is chosen from may not be there yet."""
    if isinstance(widget, Choice):
        return widget.can_choose(str(value))
    if isinstance(widget, Segment | Tabs):
        return value in widget.values()
    return True


def put_in(widget: QWidget, value: Value) -> None:
    """Put a value into a control; who listens to it hears of it as of the person."""
    if isinstance(widget, QLineEdit):
        widget.setText(str(value))
        widget.textEdited.emit(str(value))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(str(value))
    elif isinstance(widget, Choice):
        widget.choose(str(value))
    elif isinstance(widget, Segment | Tabs):
        if widget.value() != value:
            widget.set_value(str(value))
            widget.changed.emit(str(value))
    elif isinstance(widget, LazyTable):
        words = value if isinstance(value, list) else []
        told = [each.partition(" ") for each in words]
        for at, (way, _, column) in enumerate(told):
            if at == 0:
                widget.set_sort(column, way == "up")
            (widget.sort_added if at else widget.sort_requested).emit(column, way == "up")
    elif isinstance(widget, CheckBox | Radio | Switch):
        if widget.isChecked() != value:
            widget.click()
    elif isinstance(widget, CompoundInput):
        widget.enter(value)


def _may_be_kept(value: Value) -> bool:
    """Whether a value may lie in a file: no password, and no book."""
    return not isinstance(value, str) or (
        len(value) <= LONGEST and _WITH_PASSWORD.search(value) is None
    )


_KIND_NAMES: dict[str, type[QWidget]] = {
    "choice": Choice,
    "segment": Segment,
    "tabs": Tabs,
    "order": LazyTable,
    "tick": CheckBox,
    "radio": Radio,
    "switch": Switch,
}


def _kind(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        is_search = isinstance(widget, LineEdit) and widget.icon_name in _SEARCHES
        return "search" if is_search else "line"
    if isinstance(widget, QPlainTextEdit):
        return "area"
    for name, kind in _KIND_NAMES.items():
        if isinstance(widget, kind):
            return name
    return "parts"


def _name(widget: QWidget) -> str:
    """By what a control is called, whatever is in it."""
    if isinstance(widget, Choice):
        return widget.name
    words: Any = getattr(widget, "words", None)
    named = widget.accessibleName() or widget.objectName()
    return named or (str(words()) if callable(words) else "")
