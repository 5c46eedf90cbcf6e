"""A job in the inspector: why it failed, what is known of it, what can be done."""

from PySide6.QtCore import QObject, Signal

from tidemill.base.words import tr
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.pages.automations.selected import JobDetail


class JobSections(QObject):
    """Emits `retry_wanted(job)` and `file_wanted(file)`."""

    retry_wanted = Signal(int)
    file_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Show none."""
        super().__init__(parent)
        self._job: JobDetail | None = None
        self.forget()

    def forget(self) -> None:
        """The inspector shows something else: its widgets are gone."""
        self.retry: ActionRow | None = None

    def build(self, into: Inspector, job: JobDetail) -> None:
        """Add the sections of a job."""
        self._job = job
        if job.error:
            body = into.add_section(tr("Why it failed"))
            body.addWidget(Paragraph(job.error, "body", "text"))
            if job.hint:
                body.addWidget(Paragraph(job.hint, "small", "text2"))
        body = into.add_section()
        rows = [(key, value) for key, value in job.facts if key != tr("Result")]
        body.addWidget(KeyValues(rows))
        result = next((value for key, value in job.facts if key == tr("Result")), "")
        if result:
            body.addWidget(Paragraph(result, "small", "text2"))
        if job.can_retry or job.file_id is not None:
            body = into.add_section(tr("What you can do"))
            body.setSpacing(2)
            if job.can_retry:
                self.retry = ActionRow(
                    "rotate-ccw", tr("Try again"), tr("Puts it back into the queue")
                )
                self.retry.clicked.connect(self._on_retry)
                body.addWidget(self.retry)
            if job.file_id is not None:
                row = ActionRow(
                    "file-text", tr("Show the file"), tr("What happened to it, step by step")
                )
                row.clicked.connect(self._on_file)
                body.addWidget(row)

    def _on_retry(self) -> None:
        if self._job is not None:
            self.retry_wanted.emit(self._job.id)

    def _on_file(self) -> None:
        if self._job is not None and self._job.file_id is not None:
            self.file_wanted.emit(self._job.file_id)
