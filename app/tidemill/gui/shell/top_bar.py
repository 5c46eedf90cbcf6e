"""The bar over the page: where the person is, and what can be done here."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.surfaces import IconLabel, Surface
from tidemill.gui.shell.page import Crumb


class CrumbButton(Control):
    """A step that can be gone back to."""

    def __init__(self, crumb: Crumb, parent: QWidget | None = None) -> None:
        super().__init__(crumb.text, parent)
        self.address = crumb.address
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(crumb.text)

    def sizeHint(self) -> QSize:
        return QSize(round(face("body").width(self.words())) + 13, metrics.current().control_tiny)

    def minimumSizeHint(self) -> QSize:
        return QSize(36, metrics.current().control_tiny)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = metrics.current().radius_small
        if self.is_hovered():
            painting.box(painter, rect, radius, "hover")
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)
        ink = "text" if self.is_hovered() else "text2"
        inner = rect.adjusted(6, 0, -6, 0)
        painting.text(painter, inner, self.words(), "body", ink, elide="middle")


class TopBar(Surface):
    """Crumbs at the left, the page's actions and the bell at the right.

    Emits `crumb_chosen(address)` and `inspector_asked` for the button that unfolds it.
    """

    crumb_chosen = Signal(str)
    inspector_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty bar."""
        super().__init__("surface", "b", parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(8)
        self._crumbs = QWidget()
        self._crumb_row = QHBoxLayout(self._crumbs)
        self._crumb_row.setContentsMargins(0, 0, 0, 0)
        self._crumb_row.setSpacing(4)
        self._action_row = QHBoxLayout()
        self._action_row.setSpacing(8)
        self._actions: list[QWidget] = []
        self._home: QWidget | None = None
        self._shown: list[Crumb] = []
        self.unfold = IconButton(
            "panel-right-open", tr("Unfold the inspector"), "fold_inspector", size=30
        )
        self.unfold.clicked.connect(self._ask_inspector)
        self.unfold.hide()
        self.bell = IconButton("bell", tr("Notifications"), "go.notices", size=30)
        self.bell.setEnabled(False)
        row.addWidget(self._crumbs, 1)
        row.addLayout(self._action_row)
        row.addWidget(self.bell)
        row.addWidget(self.unfold)
        self.retheme()

    def retheme(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(metrics.current().scaled(metrics.current().top_bar))

    def crumbs(self) -> list[Crumb]:
        """What is shown."""
        return list(self._shown)

    def set_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        """Show where the person is; the last crumb is no link."""
        if list(crumbs) == self._shown:
            return
        self._shown = list(crumbs)
        while (item := self._crumb_row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, crumb in enumerate(crumbs):
            if at:
                self._crumb_row.addWidget(IconLabel("chevron-right", "text3", 14))
            if at < len(crumbs) - 1 and crumb.address:
                button = CrumbButton(crumb)
                button.clicked.connect(self._on_crumb)
                self._crumb_row.addWidget(button)
            else:
                last = Label(crumb.text, "h3", elide="middle")
                self._crumb_row.addSpacing(6)
                self._crumb_row.addWidget(last)
        self._crumb_row.addStretch(1)

    def set_actions(self, actions: Sequence[QWidget], home: QWidget | None = None) -> None:
        """Show a page's buttons; those of the former page go back to it, hidden."""
        if list(actions) == self._actions:
            return
        for old in self._actions:
            if not isValid(old):
                continue
            self._action_row.removeWidget(old)
            if old not in actions:
                old.hide()
                if self._home is not None and isValid(self._home):
                    old.setParent(self._home)
        self._actions, self._home = list(actions), home
        for each in self._actions:
            self._action_row.addWidget(each)
            each.show()

    def set_unfolding(self, is_offered: bool) -> None:
        """Offer to unfold the inspector."""
        self.unfold.setVisible(is_offered)

    def _on_crumb(self) -> None:
        sender = self.sender()
        if isinstance(sender, CrumbButton):
            self.crumb_chosen.emit(sender.address)

    def _ask_inspector(self) -> None:
        self.inspector_asked.emit()
