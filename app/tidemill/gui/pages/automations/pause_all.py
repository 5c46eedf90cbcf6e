"""The one red pause: the button that asks why, and the banner while everything stands still."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.popover import Popover
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.pages.automations.state import PauseState

_WIDE = 320


class PauseQuestion(Popover):
    """Asks why everything is to stand still. Emits `given(reason)`."""

    given = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Make the question."""
        super().__init__(parent, 14)
        self.body.setSpacing(10)
        words = Paragraph(
            tr(
                "Nothing starts and nothing is promoted or rolled back by itself until "
                "somebody resumes it. What is asked for by hand goes on."
            ),
            "small",
            "text2",
        )
        words.setFixedWidth(_WIDE)
        self.reason = Field(tr("Why, in one line"), label=tr("Pause everything"))
        self.reason.setFixedWidth(_WIDE)
        self.reason.submitted.connect(self._on_given)
        self.button = Button(tr("Pause everything"), "circle-pause", "danger", height=28)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addWidget(self.reason)
        self.body.addWidget(words)
        self.body.addLayout(row)

    def open_for(self, anchor: QWidget) -> None:
        """Open under a button, ready to be typed into."""
        self.open_below(anchor, True)
        self.reason.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_clicked(self) -> None:
        self._on_given(self.reason.text())

    def _on_given(self, reason: str) -> None:
        if not reason.strip():
            self.reason.set_error(tr("Say why, so that others know when it may go on."))
            self.adjustSize()
            return
        self.close()
        self.given.emit(reason.strip())


class PauseBanner(Card):
    """Says that everything is paused, by whom and why. Emits `resume_wanted`."""

    resume_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it with nothing to say."""
        super().__init__((14, 11), 8, "bad_tint", parent)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("circle-pause", "bad"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = Paragraph("", "strong", "bad")
        self.reason = Paragraph("", "small", "text")
        words.addWidget(self.title)
        words.addWidget(self.reason)
        row.addLayout(words, 1)
        self.resume = Button(tr("Resume"), "play", height=28)
        self.resume.clicked.connect(self.resume_wanted)
        row.addWidget(self.resume, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def show_pause(self, pause: PauseState | None) -> None:
        """Say it, or be gone."""
        self.setVisible(pause is not None)
        if pause is not None:
            self.title.set_text(pause.title)
            self.reason.set_text(pause.reason)
