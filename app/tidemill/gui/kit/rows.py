"""Rows to click that are not tables: actions in an inspector, entries of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.labels import Label, RichLine, Run
from tidemill.gui.kit.surfaces import IconLabel


class ListRow(Control):
    """A row that can be chosen; lay anything into `row`, a horizontal layout."""

    def __init__(
        self,
        name: str = "",
        height: int = 52,
        padding: int = 12,
        has_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a row; `name` is told to screen readers, `has_line` draws a hairline below."""
        super().__init__("", parent)
        self._tall = height
        self._has_line = has_line
        self._is_selected = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(padding, 4, padding, 4)
        self.row.setSpacing(10)

    def set_selected(self, is_selected: bool) -> None:
        """Show that this row is the chosen one."""
        self._is_selected = is_selected
        self.update()

    def is_selected(self) -> bool:
        """Whether this row is the chosen one."""
        return self._is_selected

    def sizeHint(self) -> QSize:
        """At least the row height, more if what is inside needs it."""
        inner = self.row.sizeHint()
        return QSize(inner.width(), max(metrics.current().scaled(self._tall), inner.height()))

    def minimumSizeHint(self) -> QSize:
        """What is inside at its smallest."""
        return QSize(self.row.minimumSize().width(), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, line and ring."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_item
        ground = "selected" if self._is_selected else None
        if self.is_hovered() or self.is_pressed():
            ground = "selected_hover" if self._is_selected else "hover"
        if self._has_line:
            painting.hairline(painter, 0, self.height() - 1, self.width(), self.height(), "line")
            rect.adjust(0, 0, 0, -1)
            radius = 0
        if ground is not None:
            painting.box(painter, rect, radius, ground)
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)


class ActionRow(ListRow):
    """What can be done: icon, name, one quiet line, a chevron. Emits Qt's `clicked`."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        tone: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        """Make an action by what it does and what that means."""
        super().__init__(
            f"{title}, {text}" if text else title, 44 if text else 36, 8, parent=parent
        )
        mark = IconLabel(icon, tone)
        self.row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(Label(title, "strong"))
        if text:
            words.addWidget(Label(text, "small", "text2"))
        words.addStretch(1)
        self.row.addLayout(words, 1)
        self.row.addWidget(IconLabel("chevron-right", "text3", 14))


class EntryRow(ListRow):
    """A sentence with a second line: something before it, something after it."""

    def __init__(
        self,
        runs: Sequence[Run],
        text: str = "",
        leading: Sequence[QWidget] = (),
        trailing: Sequence[QWidget] = (),
        has_chevron: bool = True,
        has_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make an entry, as in Activity."""
        words = "".join(run.text for run in runs)
        super().__init__(f"{words}, {text}" if text else words, 54, 14, has_line, parent)
        for widget in leading:
            self.row.addWidget(widget)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addStretch(1)
        column.addWidget(RichLine(runs))
        if text:
            column.addWidget(Label(text, "small", "text2"))
        column.addStretch(1)
        self.row.addLayout(column, 1)
        for widget in trailing:
            self.row.addWidget(widget)
        if has_chevron:
            self.row.addWidget(IconLabel("chevron-right", "text3", 14))
