"""A run's name written anew where it stands in the table."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.table_keyed import KeyedTable


class NameEditor(QWidget):
    """A line over a name. Enter emits `named(key, name)`, Esc and leaving let it be."""

    named = Signal(int, str)

    def __init__(self, table: KeyedTable) -> None:
        """Belong to a table; hidden until a name is to be written."""
        super().__init__(table.viewport())
        self._table = table
        self._key = -1
        self._before = ""
        self.line = LineEdit("", None, 26, self)
        self.line.setAccessibleName(tr("Name of the run"))
        self.line.installEventFilter(self)
        table.verticalScrollBar().valueChanged.connect(self.cancel)
        self.hide()

    def open(self, key: int) -> None:
        """Begin to write the name of a run that is in sight."""
        source, model = self._table.source(), self._table.table_model()
        row, at = source.row_of(key), model.column_at("name")
        if row < 0 or at < 0:
            return
        head = self._table.head()
        tall = self._table.row_height()
        top = row * tall - self._table.verticalScrollBar().value()
        left = head.section_left(at)
        self._key, self._before = key, model.text(row, at)
        place = QRect(left + 2, top + 1, max(160, head.sectionSize(at) - 4), tall - 3)
        self.setGeometry(place)
        self.line.setGeometry(self.rect())
        self.line.setText(self._before)
        self.line.selectAll()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Leave the name as it is."""
        if self.isVisible():
            self.hide()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter names, Esc and leaving do not."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                name = " ".join(self.line.text().split())
                self.cancel()
                if name and name != self._before:
                    self.named.emit(self._key, name)
                return True
            if key == Qt.Key.Key_Escape:
                self.cancel()
                return True
        return super().eventFilter(watched, event)
