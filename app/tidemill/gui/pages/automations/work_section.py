"""A job under way in the inspector: how far it is, pause, cancel."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.progress import Progress as ProgressBar
from tidemill.gui.pages.automations.selected import Progress


class WorkSection(QObject):
    """Emits `cancel_wanted(job)` and `rest_wanted(job, is_paused)`."""

    cancel_wanted = Signal(int)
    rest_wanted = Signal(int, bool)

    def __init__(self, parent: QObject) -> None:
        """Show none."""
        super().__init__(parent)
        self._shown: Progress | None = None
        self.forget()

    def forget(self) -> None:
        """The inspector shows something else: its widgets are gone."""
        self._bar: ProgressBar | None = None
        self._percent: Label | None = None
        self._message: Label | None = None
        self._about: Label | None = None
        self.cancel: Button | None = None
        self.rest: Button | None = None

    def build(self, into: Inspector, progress: Progress) -> None:
        """Add the section of a job under way."""
        body = into.add_section()
        head = QHBoxLayout()
        self._percent = Label(progress.percent, "h3", numeric=True)
        head.addWidget(Label(progress.title, "h3"), 1)
        head.addWidget(self._percent)
        body.addLayout(head)
        self._bar = ProgressBar(progress.share, name=progress.title)
        body.addWidget(self._bar)
        line = QHBoxLayout()
        self._message = Label(progress.message, "small", "text2")
        self._about = Label(progress.about, "small", "text2")
        line.addWidget(self._message, 1)
        line.addWidget(self._about)
        body.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.rest = Button(tr("Pause"), "pause", height=28)
        self.rest.clicked.connect(self._on_rest)
        self.cancel = Button(tr("Cancel job"), None, "danger", height=28)
        self.cancel.clicked.connect(self._on_cancel)
        row.addWidget(self.rest)
        row.addWidget(self.cancel)
        row.addStretch(1)
        body.addLayout(row)

    def show_progress(self, progress: Progress) -> None:
        """Move what has moved."""
        self._shown = progress
        if self._bar is None or self._percent is None:
            return
        self._bar.set_share(progress.share)
        self._percent.set_text(progress.percent)
        if self._message is not None and self._about is not None:
            self._message.set_text(progress.message)
            self._about.set_text(progress.about)
        if self.cancel is not None:
            self.cancel.setEnabled(progress.can_cancel)
        if self.rest is not None:
            self.rest.set_text(tr("Resume") if progress.is_paused else tr("Pause"))
            self.rest.set_icon("play" if progress.is_paused else "pause")
            self.rest.setEnabled(progress.can_cancel)

    def _on_rest(self) -> None:
        if self._shown is not None:
            self.rest_wanted.emit(self._shown.job_id, not self._shown.is_paused)

    def _on_cancel(self) -> None:
        if self._shown is not None:
            self.cancel_wanted.emit(self._shown.job_id)
