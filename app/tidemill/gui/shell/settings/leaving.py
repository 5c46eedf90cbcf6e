"""Taking everything out: into a folder that other programs read, or runs and models into MLflow."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import Cancelled, TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.path_field import PathField
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.page import PageContext
from tidemill.gui.shell.settings.section import Desk

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

Ask = Callable[["Workspace"], int]

_FOLDER = tr(
    "People, data, runs, models, decisions, automations, monitoring, settings: "
    "as Parquet, JSON and plain files that pandas and DuckDB read. It comes back "
    "in without loss."
)
_MLFLOW = tr(
    "Runs with every point, files and tags, and versions of models with their "
    "aliases, written by MLflow's own client. Again, and only what is new comes."
)


class LeavingPart(QWidget):
    """Two ways out, each with what it wants to know, how far it is and what came of it."""

    def __init__(self, desk: Desk) -> None:
        """Lay them out; what is under way already is shown so."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(tr("Everything into a folder"), "strong"))
        column.addWidget(Paragraph(_FOLDER, "small", "text2"))
        self.folder = PathField(tr("Folder, new or empty"))
        self.rows = CheckBox(tr("Rows of datasets as plain Parquet, too"), is_checked=True)
        self.write = WorkRow(desk.context, "workspace.leave", tr("Write everything"))
        self.write.wanted.clicked.connect(self._on_write)
        for part in (self.folder, self.rows, self.write, Divider()):
            column.addWidget(part)
        column.addWidget(Label(tr("Runs and models to MLflow"), "strong"))
        column.addWidget(Paragraph(_MLFLOW, "small", "text2"))
        self.address = _line(tr("Address of the server"), "http://host:5000 or sqlite:///mlflow.db")
        self.python = _line(tr("Python that has MLflow"), tr("Tidemill's own"))
        self.send = WorkRow(desk.context, "workspace.send", tr("Send runs and models"))
        self.send.wanted.clicked.connect(self._on_send)
        for line in (self.address, self.python):
            column.addWidget(Label(line.accessibleName(), "strong"))
            column.addWidget(line)
        column.addWidget(self.send)
        column.addStretch(1)
        self.write.look()
        self.send.look()

    def _on_write(self) -> None:
        path, with_rows = self.folder.path(), self.rows.isChecked()
        self.folder.set_error("" if path is not None else tr("Say which folder."))
        if path is not None:
            self.write.start(partial(_ask_folder, path, with_rows))

    def _on_send(self) -> None:
        python = self.python.text().strip() or None
        self.send.start(partial(_ask_mlflow, self.address.text(), python))


def _line(name: str, hint: str) -> LineEdit:
    line = LineEdit(hint)
    line.setAccessibleName(name)
    return line


def _ask_folder(path: Path, with_rows: bool, workspace: "Workspace") -> int:
    from tidemill.services.leaving import asked

    return asked.ask_folder(workspace, path, with_rows=with_rows)


def _ask_mlflow(address: str, python: str | None, workspace: "Workspace") -> int:
    from tidemill.services.leaving import asked

    return asked.ask_mlflow(workspace, address, python)


class WorkRow(QWidget):
    """A button that has a job asked for, how far it is, a way to stop it, and what came of it.

    The job goes on when the window is closed; the row shows one that is under way already.
    """

    def __init__(self, context: PageContext, kind: str, title: str) -> None:
        """Nothing is under way as far as it is known yet."""
        super().__init__()
        self._context, self._kind = context, kind
        self._job: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.wanted = Button(title)
        self.stop = Button(tr("Cancel"), kind="ghost")
        self.stop.clicked.connect(self._on_stop)
        self.bar = Progress(0.0, name=title)
        row.addWidget(self.wanted)
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.stop)
        row.addStretch(0)
        column.addLayout(row)
        self.words = Paragraph("", "small", "text2")
        self.problem = ErrorPanel(parent=self)
        for part in (self.words, self.problem):
            column.addWidget(part)
            part.hide()
        self._show_busy(False)

    @property
    def is_followed(self) -> bool:
        """Whether a job was asked for, whose end is waited for."""
        return self._job is not None

    def look(self) -> None:
        """Show a job of this kind that somebody asked for before and that is under way."""
        kind, workspace = self._kind, self._context.workspace

        def work(_reporter: Reporter) -> int | None:
            from tidemill.services import jobs

            found = jobs.newest(workspace, limit=100)
            return next((job.id for job in found if job.kind == kind and job.is_open), None)

        self._context.operations.run(f"settings.{kind}.look", work, self._on_asked)

    def start(self, ask: Ask) -> None:
        """Have the job asked for, then follow it."""
        workspace = self._context.workspace
        self.problem.hide()
        self.words.hide()
        self._show_busy(True)
        self.bar.restart()
        self._context.operations.change(
            f"settings.{self._kind}.ask",
            lambda _reporter: ask(workspace),
            self._on_asked,
            self._on_failed,
        )

    def _on_asked(self, job: int | None) -> None:
        if job is None:
            return
        self._job = job
        self._show_busy(True)
        workspace = self._context.workspace

        def work(reporter: Reporter) -> dict[str, Any]:
            try:
                return dict(seen_done(workspace, job, reporter).result)
            except Cancelled:  # the job was
                return {"message": tr("Cancelled")}

        self._context.operations.run(
            f"settings.{self._kind}.wait",
            work,
            self._on_done,
            self._on_failed,
            progress=self._on_progress,
        )

    def _on_progress(self, share: float, message: str) -> None:
        self.bar.set_share(share)
        self._say(message or tr("Waiting for the worker"))

    def _on_done(self, result: dict[str, Any]) -> None:
        self._show_busy(False)
        said = [f"{result['message'].rstrip('.')}.", *result.get("said", ())]
        self._say(" ".join(said))

    def _on_failed(self, error: TidemillError) -> None:
        self._show_busy(False)
        self.words.hide()
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()

    def _on_stop(self) -> None:
        if self._job is None:
            return
        workspace, job = self._context.workspace, self._job

        def work(_reporter: Reporter) -> None:
            from tidemill.services import jobs

            jobs.cancel(workspace, job)

        self._context.operations.change(
            f"settings.{self._kind}.stop", work, lambda _: None, self._on_failed
        )

    def _say(self, words: str) -> None:
        self.words.set_text(words)
        show_if(self.words, bool(words))

    def _show_busy(self, is_busy: bool) -> None:
        self.wanted.setEnabled(not is_busy)
        show_if(self.bar, is_busy)
        show_if(self.stop, is_busy)
