"""An error where it happened: what failed, why, what still works, one action."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fonts import face, font
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.surfaces import IconLabel, Well
from tidemill.gui.kit.visibility import show_if


class ErrorPanel(Well):
    """Message, hint and one action; the technical text folds under Details with Copy.

    Emits `acted` for the action.
    """

    acted = Signal()

    def __init__(
        self,
        message: str = "",
        hint: str = "",
        detail: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Say what failed in the person's terms."""
        super().__init__("bad_tint", None, 10, parent=parent)
        self._detail_text = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        row.addWidget(IconLabel("octagon-alert", "bad"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        self._message = Paragraph("", "strong", "text")
        self._hint = Paragraph("", "body", "text2")
        column.addWidget(self._message)
        column.addWidget(self._hint)
        line = QHBoxLayout()
        line.setSpacing(6)
        self.action = Button("", height=28)
        self.action.clicked.connect(self._act)
        self.details = Button(tr("Details"), "chevron-right", "ghost", height=28)
        self.details.clicked.connect(self._fold)
        self.copy_button = Button(tr("Copy"), "copy", "ghost", height=28)
        self.copy_button.clicked.connect(self._copy)
        for button in (self.action, self.details, self.copy_button):
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        self._detail: QPlainTextEdit | None = None
        self._column = column
        row.addLayout(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_error(message, hint, detail, action)

    def _make_detail(self) -> QPlainTextEdit:
        """The field of the technical text; most panels never need it, and it is dear to make."""
        field = QPlainTextEdit(self)
        field.setReadOnly(True)
        field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        field.setAccessibleName(tr("Details"))
        field.viewport().setAutoFillBackground(False)
        field.hide()
        self._column.addWidget(field)
        return field

    def retheme(self) -> None:
        """Take the new font."""
        if self._detail is not None:
            self._detail.setFont(font("monosmall"))
            self._detail.setFixedHeight(round(face("monosmall").height * 8 + 12))

    def set_error(self, message: str, hint: str = "", detail: str = "", action: str = "") -> None:
        """Change what is said; without a message the panel hides."""
        message, hint = spoken(message), spoken(hint)
        self._message.set_text(message)
        self._hint.set_text(hint)
        show_if(self._hint, bool(hint))
        self._detail_text = detail
        if self._detail is not None:
            self._detail.setPlainText(detail)
            self._detail.hide()
        self.details.set_icon("chevron-right")
        show_if(self.details, bool(detail))
        show_if(self.copy_button, False)
        self.action.set_text(action)
        show_if(self.action, bool(action))
        self.setAccessibleName(message)
        show_if(self, bool(message))

    def _fold(self) -> None:
        if self._detail is None:
            self._detail = self._make_detail()
            self._detail.setPlainText(self._detail_text)
            self.retheme()
        is_open = self._detail.isHidden()
        show_if(self._detail, is_open)
        show_if(self.copy_button, is_open)
        self.details.set_icon("chevron-down" if is_open else "chevron-right")

    def _copy(self) -> None:
        words = [self._message.text(), self._hint.text(), self._detail_text]
        QGuiApplication.clipboard().setText("\n".join(word for word in words if word))

    def _act(self) -> None:
        self.acted.emit()
