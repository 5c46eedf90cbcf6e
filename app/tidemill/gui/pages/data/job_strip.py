"""The job that is at work on a dataset, over its tabs: what it does, how far it is, and Stop."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.visibility import show_if

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.jobs import Job
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

_LOOK, _STOP = "data.job", "data.job.stop"


class DatasetJobs(QObject):
    """Follows the open jobs of one dataset; emits `changed` with them, those at work first."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Follow none."""
        super().__init__(parent)
        self._context, self._name = context, ""
        self._listener = Listener(
            context.feed, {"job"}, self, behind=Behind(context.operations, (_LOOK,))
        )
        self._listener.changed.connect(self._look)

    def follow(self, name: str) -> None:
        """Tell of the jobs of this dataset from now on; "" is none."""
        if name != self._name:
            self._name = name
            self.changed.emit(())
            self._look()

    def stop(self, job_id: int) -> None:
        """Ask a job to stop."""
        work = partial(_stopped, self._context.workspace, job_id)
        self._context.operations.change(_STOP, work, self._on_stopped, self._context.problem)

    def close(self) -> None:
        """Follow no more."""
        self._listener.close()

    def _look(self, _keys: object = None) -> None:
        if self._name:
            work = partial(_open_jobs, self._context.workspace, self._name)
            self._context.operations.run(_LOOK, work, self._on_found, self._on_failed)

    def _on_found(self, found: "tuple[str, tuple[Job, ...]]") -> None:
        name, jobs = found
        if name == self._name:
            self.changed.emit(jobs)

    def _on_failed(self, _error: TidemillError) -> None:
        self.changed.emit(())  # the status bar says what is wrong with the store

    def _on_stopped(self, _done: object) -> None:
        self._look()


class JobStrip(QWidget):
    """Hidden while nothing is at work on the dataset."""

    def __init__(self, context: "PageContext") -> None:
        """Show nothing."""
        super().__init__()
        self.jobs = DatasetJobs(context, self)
        self.jobs.changed.connect(self.show_jobs)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 0)
        card = Card((14, 6), 0, "subtle")
        outer.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._mark = StatusMark("working", tr("At work"))
        self._words = Label("", "small", "text", elide="middle", numeric=True)
        self._progress = Progress(None, 4, name=tr("Progress of the work on this dataset"))
        self._progress.setFixedWidth(160)
        self._more = Label("", "small", "text3", elide="none")
        self.stop = IconButton("circle-stop", tr("Stop this job"), size=24, icon_size=14)
        self.stop.clicked.connect(self._on_stop)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._more)
        row.addWidget(self._progress)
        row.addWidget(self.stop)
        card.body.addLayout(row)
        self._job: Job | None = None
        self.hide()

    def show_jobs(self, jobs: "tuple[Job, ...]") -> None:
        """Draw the first of the jobs and count the others."""
        before, self._job = self._job, jobs[0] if jobs else None
        show_if(self, self._job is not None)
        if self._job is None:
            return
        if before is None or before.id != self._job.id:
            self._progress.restart()
        self._words.set_text(words_of(self._job))
        self._progress.set_share(self._job.progress)
        n_more = len(jobs) - 1
        self._more.set_text(
            tr("{integer} more queued", integer=numbers.integer(n_more)) if n_more else ""
        )
        self.stop.setEnabled(not self._job.cancel_asked)

    def _on_stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self.jobs.stop(self._job.id)


def words_of(job: "Job") -> str:
    """What a job does now: its own words, with the bytes and rows it has read."""
    if job.cancel_asked:
        return tr("Stopping")
    if str(job.state) == "queued":
        return tr("Waiting for the worker")
    return job.said or tr("Beginning")


def _open_jobs(
    workspace: "Workspace", name: str, _reporter: "Reporter"
) -> "tuple[str, tuple[Job, ...]]":
    from tidemill.services import jobs

    return name, tuple(jobs.open_on(workspace, name))


def _stopped(workspace: "Workspace", job_id: int, _reporter: "Reporter") -> None:
    from tidemill.services import jobs

    jobs.cancel(workspace, job_id)
