"""The worker: what it does, whether it starts at login, the pause, and how much it does at once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.section import Desk, SettingRow
from tidemill.gui.shell.work_hours import rest_again, run_now

if TYPE_CHECKING:
    from tidemill.domain.automations import Pause
    from tidemill.services.login_start import LoginStart
    from tidemill.services.workspace import Workspace

    Found = tuple[str, bool, LoginStart, Pause | None, str, bool]

_TOPICS = {"process", "job", "automation", "setting"}


class WorkerPart(QWidget):
    """Rows for the worker's state, its start at login and the pause, then the options."""

    def __init__(self, desk: Desk) -> None:
        """Begin to look."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        self._is_paused = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.start = Button(tr("Start the worker"), height=28)
        self.start.clicked.connect(self._on_start)
        self.run = Button(tr("Run now"), "play", height=28)
        self.run.clicked.connect(self._on_run)
        self.rest_again = Button(tr("Keep quiet"), height=28)
        self.rest_again.clicked.connect(self._on_rest_again)
        buttons = _line(self.start, self.run, self.rest_again)
        self.state = SettingRow(tr("At work"), tr("Looking what the worker does"), buttons)
        self.login = Switch("", False, tr("Start at login"))
        self.login.setEnabled(False)
        self.login.toggled.connect(self._on_login)
        words = tr("The system starts the worker of this workspace with your session")
        self.at_login = SettingRow(tr("Start at login"), words, self.login)
        self.reason = LineEdit(tr("Why, in one line"))
        self.reason.setAccessibleName(tr("Why everything pauses"))
        self.reason.setFixedWidth(200)
        self.reason.returnPressed.connect(self._on_pause)
        self.pause = Button(tr("Pause everything"), height=28)
        self.pause.clicked.connect(self._on_pause)
        self.rest = SettingRow(tr("Pause"), _GOES, _line(self.reason, self.pause))
        self.problem = ErrorPanel(parent=self)
        self.problem.hide()
        self.said = Paragraph("", "small", "text2")
        self.said.hide()
        for part in (
            self.state,
            Divider(),
            self.at_login,
            self.said,
            Divider(),
            self.rest,
            self.problem,
            Divider(),
        ):
            column.addWidget(part)
        self.options = OptionsPart("worker", desk)
        self.reset = self.options.reset
        column.addWidget(self.options, 1)
        for button in (self.start, self.run, self.rest_again):
            button.hide()
        self._context.feed.news.connect(self._on_news)
        self._context.feed.reload.connect(self.look)
        self.look()

    def look(self) -> None:
        """Ask what is so now."""
        work = partial(_looked, self._context.workspace)
        self._context.operations.run("settings.worker.look", work, self._on_looked, self._on_failed)

    def _on_news(self, news: list[object]) -> None:
        if any(getattr(one, "topic", "") in _TOPICS for one in news):
            self.look()

    def _on_looked(self, found: "Found") -> None:
        doing, is_running, login, pause, quiet, is_awake = found
        self.state.means.set_text(f"{doing} {quiet}" if quiet and quiet != doing else doing)
        show_if(self.start, not is_running)
        show_if(self.run, bool(quiet))
        show_if(self.rest_again, is_awake)
        self.start.setEnabled(True)
        self.login.blockSignals(True)
        self.login.setChecked(login.is_installed)
        self.login.blockSignals(False)
        self.login.setEnabled(True)
        self._is_paused = pause is not None
        self.rest.means.set_text(
            _GOES
            if pause is None
            else tr("Paused by {by}: {reason}", by=pause.by, reason=spoken(pause.reason))
        )
        self.pause.set_text(tr("Pause everything") if pause is None else tr("Resume everything"))
        show_if(self.reason, pause is None)

    def _on_start(self) -> None:
        self.start.setEnabled(False)
        self._context.start_worker()

    def _on_run(self) -> None:
        self._do("run", partial(_acted, self._context.workspace, run_now), self._on_hours)

    def _on_rest_again(self) -> None:
        self._do("rest", partial(_acted, self._context.workspace, rest_again), self._on_hours)

    def _on_hours(self, _nothing: None) -> None:
        self.look()

    def _on_login(self, is_on: bool) -> None:
        self.login.setEnabled(False)
        self._do("login", partial(_at_login, self._context.workspace, is_on), self._on_login_done)

    def _on_login_done(self, found: "LoginStart") -> None:
        self.said.set_text(spoken(found.message))
        self.said.show()
        self.look()

    def _on_pause(self) -> None:
        reason = self.reason.text()
        work = partial(_paused, self._context.workspace, None if self._is_paused else reason)
        self._do("pause", work, self._on_rest)

    def _on_rest(self, _nothing: None) -> None:
        self.reason.clear()
        self.look()

    def _do(self, what: str, work: Callable[[Reporter], object], done: Callable[..., None]) -> None:
        self.problem.hide()
        self._context.operations.change(f"settings.worker.{what}", work, done, self._on_failed)

    def _on_failed(self, error: TidemillError) -> None:
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()
        self.login.setEnabled(True)


def _line(*parts: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    return holder


_GOES = tr("Nothing starts by itself until somebody resumes; what is asked for by hand goes on")


def _looked(workspace: "Workspace", _reporter: Reporter) -> "Found":
    from tidemill.services import login_start, red_pause, work_hours, workers

    state = workers.state(workspace)
    doing = workers.told(state)
    end = work_hours.quiet_until(workspace)
    return (
        doing,
        state.is_running,
        login_start.status(workspace),
        red_pause.paused(workspace),
        "" if end is None else work_hours.told(end),
        work_hours.awake_until(workspace) is not None,
    )


def _acted(workspace: "Workspace", act: "Callable[[Workspace], None]", _reporter: Reporter) -> None:
    act(workspace)


def _at_login(workspace: "Workspace", is_on: bool, _reporter: Reporter) -> "LoginStart":
    from tidemill.services import login_start

    return login_start.install(workspace) if is_on else login_start.remove(workspace)


def _paused(workspace: "Workspace", reason: str | None, _reporter: Reporter) -> None:
    from tidemill.services import red_pause

    if reason is None:
        red_pause.resume_all(workspace)
    else:
        red_pause.pause_all(workspace, reason)
