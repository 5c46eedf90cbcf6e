"""A popover that finds runs by name to add them to a comparison."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.popover import Popover
from tidemill.gui.kit.visibility import show_if

if TYPE_CHECKING:
    from tidemill.base.errors import TidemillError
    from tidemill.base.progress import Reporter
    from tidemill.domain.runs import Run
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.run_list import RunList

_MOST = 8
_WIDE = 340
_PAUSE_MS = 120
_KEY = "compare.picker"


class _Found(Control):
    """A run that was found: its name and where it belongs."""

    def __init__(self, run_id: str, name: str, note: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.run_id = run_id
        self._note = note
        self.setAccessibleName(f"{name}, {note}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A menu's row."""
        return QSize(_WIDE, metrics.current().menu_item)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the highlight, the name and the note."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.is_hovered() or self.is_focus_shown():
            painting.box(painter, rect, metrics.current().radius_small, "hover")
        room = rect.adjusted(10, 0, -10, 0)
        used = painting.text(painter, room, self._words, "body", "text", elide="middle")
        room.setLeft(room.left() + used + 10)
        painting.text(painter, room, self._note, "small", "text3", "right")
        if self.is_focus_shown():
            painting.box(painter, rect, metrics.current().radius_small, None, "focus", 2.0)


class RunPicker(Popover):
    """Finds runs as one types; emits `picked(run id)` and stays open for the next."""

    picked = Signal(str)

    def __init__(
        self,
        context: "PageContext",
        every: "RunList",
        without: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """Find runs other than those whose ids are in `without`."""
        super().__init__(parent)
        self._context, self._every = context, every
        self._without = set(without)
        self.field = LineEdit(tr("Find a run by name"), "search", 28, self)
        self.field.setAccessibleName(tr("Find a run by name"))
        self.field.setFixedWidth(current().scaled(_WIDE))
        self.field.textChanged.connect(self._on_typed)
        self.body.addWidget(self.field)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self._words = Label("", "small", "text3")
        self.body.addWidget(self._words)
        self.found: list[_Found] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._search)
        self._search()

    def _on_typed(self, _text: str) -> None:
        self._soon.start()

    def _search(self) -> None:
        work = partial(_search, self._every, self.field.text(), len(self._without))
        self._context.operations.run(_KEY, work, self._on_found, self._on_failed)

    def _on_found(self, runs: "list[Run]") -> None:
        for old in self.found:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.found = []
        shown = [run for run in runs if run.id not in self._without][:_MOST]
        for run in shown:
            row = _Found(run.id, run.name, run.experiment, self)
            row.clicked.connect(partial(self._pick, run.id))
            self._rows.addWidget(row)
            row.show()
            self.found.append(row)
        self._words.set_text("" if shown else tr("No other run has this in its name"))
        show_if(self._words, not shown)
        self.adjustSize()

    def _on_failed(self, error: "TidemillError") -> None:
        self._words.set_text(error.message)
        show_if(self._words, True)

    def _pick(self, run_id: str) -> None:
        self._without.add(run_id)
        self.picked.emit(run_id)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first, Down goes into the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.found:
            self._pick(self.found[0].run_id)
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.found:
            is_down = event.key() == Qt.Key.Key_Down
            self.focusNextPrevChild(is_down)
        else:
            super().keyPressEvent(event)


def _search(every: "RunList", typed: str, n_more: int, _reporter: "Reporter") -> "list[Run]":
    text = typed.strip().replace("\\", "").replace('"', "")
    where = tr('name contains "{text_}"', text_=text) if text else ""
    return list(every.page(where=where, limit=_MOST + n_more).runs)
