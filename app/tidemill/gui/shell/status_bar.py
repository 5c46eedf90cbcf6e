"""The bar at the bottom: what the worker does, what waits, what the store weighs."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tidemill import __version__
from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.status import Status, StatusMark
from tidemill.gui.kit.surfaces import IconLabel, Surface


@dataclass(frozen=True)
class Facts:
    """What the bar says of a workspace.

    `status` is "idle" while nothing is known yet; `share` is 0 to 1, None hides the bar.
    """

    status: Status = "idle"
    word: str = ""
    doing: str = ""
    share: float | None = None
    queued: int = 0
    folders: int = 0
    n_bytes: int | None = None
    can_start: bool = False
    database: str = ""
    job_id: int | None = None
    """The job that is shown and can be stopped."""
    is_paused: bool = False
    """Whether everything automatic stands still."""
    is_quiet: bool = False
    """Whether quiet hours hold heavy jobs back."""


class StatusBar(Surface):
    """Emits `jobs_asked` (a click on the worker), `start_asked`, `run_asked` (in spite of quiet
    hours) and `stop_asked(job id)`."""

    jobs_asked = Signal()
    start_asked = Signal()
    run_asked = Signal()
    stop_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a bar that knows nothing yet."""
        super().__init__("canvas", "t", parent=parent)
        self.setAccessibleName(tr("Status bar"))
        self.facts = Facts()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 14, 0)
        row.setSpacing(8)
        self.worker = ListRow(tr("Worker"), 24, 8)
        self.worker.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.worker.row.setContentsMargins(8, 0, 8, 0)
        self.worker.row.setSpacing(8)
        self.worker.clicked.connect(self._ask_jobs)
        self._mark = StatusMark("idle", tr("Worker"))
        self._word = Label("", "small_strong", elide="none")
        self._doing = Label("", "small", "text2")
        for part in (self._mark, self._word, self._doing):
            self.worker.row.addWidget(part)
        self.start = Button(tr("Start"), "play", "ghost", height=24)
        self.start.clicked.connect(self._ask_start)
        self.run = Button(tr("Run now"), "play", "ghost", height=24)
        self.run.clicked.connect(self.run_asked)
        self._progress = Progress(None, 4, name=tr("Progress of the worker"))
        self._progress.setFixedWidth(90)
        self.stop = IconButton("circle-stop", tr("Stop this job"), size=24, icon_size=14)
        self.stop.clicked.connect(self._ask_stop)
        self._queue = _Part("list-checks")
        self._folders = _Part("folder-open")
        self._size = _Part("hard-drive")
        self._database = _Part("database")
        row.addWidget(self.worker)
        row.addWidget(self.start)
        row.addWidget(self.run)
        row.addWidget(self._progress)
        row.addWidget(self.stop)
        row.addWidget(self._queue)
        row.addWidget(self._folders)
        row.addStretch(1)
        self._step = Label("", "small_strong", "accent_text")
        self._step_bar = Progress(None, 4, name=tr("Progress of the demo"))
        self._step_bar.setFixedWidth(90)
        row.addWidget(self._step)
        row.addWidget(self._step_bar)
        row.addWidget(self._size)
        row.addWidget(self._database)
        row.addWidget(Divider(is_vertical=True, token="line_strong", length=12))
        row.addWidget(
            Label(tr("Tidemill {version__}", version__=__version__), "small", "text2", elide="none")
        )
        self.say("", None)
        self.set_facts(self.facts)
        self.retheme()

    def retheme(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(metrics.current().scaled(metrics.current().status_bar))

    def set_facts(self, facts: Facts) -> None:
        """Say what is known now."""
        self.facts = facts
        said = facts.word or tr("Worker")
        self._mark.set_status(facts.status, said)
        self._word.set_text(said)
        self._doing.set_text(facts.doing)
        self._doing.setVisible(bool(facts.doing))
        self.worker.setAccessibleName(f"{said}. {facts.doing}" if facts.doing else said)
        self.start.setVisible(facts.can_start)
        self.run.setVisible(facts.is_quiet and facts.queued > 0)
        self._progress.setVisible(facts.share is not None)
        self.stop.setVisible(facts.job_id is not None)
        if facts.share is not None:
            if facts.share < self._progress.share():
                self._progress.restart()
            self._progress.set_share(facts.share)
        self._queue.say(tr("{n} queued", n=numbers.integer(facts.queued)) if facts.queued else "")
        folders = tr("{folders} watched", folders=numbers.plural(facts.folders, "folder"))
        is_known = bool(facts.word)
        self._folders.say(
            (folders if facts.folders else tr("No folders watched")) if is_known else ""
        )
        self._size.say(
            ""
            if facts.n_bytes is None
            else tr("Store {n_bytes}", n_bytes=numbers.size(facts.n_bytes))
        )
        self._database.say(facts.database)

    def say(self, text: str, share: float | None) -> None:
        """Show a step of the demo beside the store; an empty text ends it."""
        self._step.set_text(text)
        self._step.setVisible(bool(text))
        is_shown = bool(text) and share is not None
        self._step_bar.setVisible(is_shown)
        if is_shown and share is not None:
            if share < self._step_bar.share():
                self._step_bar.restart()
            self._step_bar.set_share(share)

    def step(self) -> str:
        """The step of the demo that is shown."""
        return self._step.text()

    def words(self) -> str:
        """What is said of the worker."""
        return self.worker.accessibleName()

    def _ask_jobs(self) -> None:
        self.jobs_asked.emit()

    def _ask_stop(self) -> None:
        if self.facts.job_id is not None:
            self.stop_asked.emit(self.facts.job_id)

    def _ask_start(self) -> None:
        self.start_asked.emit()


class _Part(QWidget):
    """A hairline, an icon and words; hidden while there is nothing to say."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(Divider(is_vertical=True, token="line_strong", length=12))
        row.addSpacing(4)
        row.addWidget(IconLabel(icon, "text3", 14))
        self._label = Label("", "small", "text2", elide="none")
        row.addWidget(self._label)

    def say(self, words: str) -> None:
        self._label.set_text(words)
        self.setVisible(bool(words))
