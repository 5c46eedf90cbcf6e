"""Turns what a person means on Automations into services, and their answers into states."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.automations import Mode
from tidemill.domain.watches import Watch
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.pages.automations.loading import Loaded, LogLine, load, log_after
from tidemill.gui.pages.automations.state import AutomationsState, Chosen, Part, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.jobs import Job
    from tidemill.gui.shell.page import PageContext

T = TypeVar("T")
TOPICS = {"automation", "watch", "file", "job", "process", "model"}
_PAUSE_MS = 400


class AutomationsViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `told` of something done."""

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once and again whenever something that shows here changes."""
        super().__init__(parent)
        self._context = context
        self.state = AutomationsState()
        self._chosen = Chosen()
        self._loaded: Loaded | None = None
        self._listener = Listener(context.feed, TOPICS, self, _PAUSE_MS)
        self._listener.changed.connect(self._on_news)
        self._log_listener = Listener(context.feed, {"job_log"}, self, _PAUSE_MS)
        self._log_listener.changed.connect(self._on_log_news)
        self.reload()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._log_listener.close()
        self._context.operations.cancel_all("automations.")

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("automations.")

    def reload(self) -> None:
        """Ask the services again."""
        workspace = self._context.workspace
        self._context.operations.run(
            "automations.load", lambda _: load(workspace), self._on_loaded, self._on_failed
        )

    # What is looked at

    def chosen(self) -> Chosen:
        """What the person chose."""
        return self._chosen

    def show_part(self, part: Part) -> None:
        """Show files or jobs."""
        self._choose(replace(self._chosen, part=part))

    def show_only(self, shown: str) -> None:
        """Show files of one outcome; "All" for every one."""
        self._choose(replace(self._chosen, part="files", shown=shown))

    def show_file(self, file_id: int) -> None:
        """Show a file in full."""
        self._choose(replace(self._chosen, part="files", file_id=file_id))

    def show_job(self, job_id: int) -> None:
        """Show a job in full."""
        self._choose(replace(self._chosen, part="jobs", job_id=job_id))

    def _choose(self, chosen: Chosen) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._draw()

    # What is done

    def switch(self, watch_id: int, is_on: bool) -> None:
        """Pause a folder or go on with it."""
        from tidemill.services import watching

        workspace = self._context.workspace
        self._act(lambda _: watching.switch(workspace, watch_id, on=is_on), self._on_switched)

    def set_mode(self, watch_id: int, mode: Mode) -> None:
        """Change what happens with a candidate whose gates pass."""
        from tidemill.services import automations

        workspace, rule = self._context.workspace, self._rule_of(watch_id)
        if rule is not None:
            self._act(lambda _: automations.change(workspace, rule, mode=mode), self._on_done)

    def set_model(self, watch_id: int, model: str | None) -> None:
        """Change which model each new file retrains."""
        from tidemill.services import watching

        workspace = self._context.workspace
        self._act(lambda _: watching.retrain(workspace, watch_id, model), self._on_done)

    def _rule_of(self, watch_id: int) -> int | None:
        found = None if self._loaded is None else self._loaded.started_by(watch_id)
        return None if found is None else found.id

    def remove(self, watch_id: int) -> None:
        """Stop watching a folder for good."""
        from tidemill.services import watching

        workspace = self._context.workspace
        self._act(lambda _: watching.remove(workspace, watch_id), self._on_removed)

    def part(self, file_id: int) -> None:
        """Take in the rows of a file that break no rule."""
        from tidemill.services import ingesting

        workspace = self._context.workspace
        self._act(
            lambda _: ingesting.accept(workspace, file_id, rows_aside=True), self._on_work_asked
        )

    def accept(self, file_id: int) -> None:
        """Take a file in although it was set aside."""
        from tidemill.services import ingesting

        workspace = self._context.workspace
        self._act(lambda _: ingesting.accept(workspace, file_id), self._on_work_asked)

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop."""
        from tidemill.services import jobs

        workspace = self._context.workspace
        self._act(lambda _: jobs.cancel(workspace, job_id), self._on_cancelled)

    def retry(self, job_id: int) -> None:
        """Put a job back into the queue."""
        from tidemill.services import jobs

        workspace = self._context.workspace
        self._act(lambda _: jobs.retry(workspace, job_id), self._on_work_asked)

    def _act(self, work: "Callable[[Reporter], T]", done: Callable[[T], None]) -> None:
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.run("automations.act", work, done, self._on_refused)

    def _on_switched(self, watch: Watch) -> None:
        if watch.is_on:
            self._context.start_worker()
        self._on_done(watch)

    def _on_work_asked(self, _what: object) -> None:
        self._context.start_worker()
        self._on_done(None)

    def _on_removed(self, watch: Watch) -> None:
        self.told.emit(f"{watch.folder} is not watched any more. Its files and versions stay.")
        self._on_done(watch)

    def _on_cancelled(self, job: "Job") -> None:
        self.told.emit(f"Job {job.id} is {'stopping' if job.is_open else 'cancelled'}")
        self._on_done(job)

    def _on_done(self, _what: object) -> None:
        self._set(replace(self.state, is_busy=False))
        self.reload()

    def _on_refused(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))
        # What the person moved (a switch) goes back to how it is.
        self.reload()

    # Answers

    def _on_news(self, _keys: object) -> None:
        self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._draw()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _draw(self) -> None:
        if self._loaded is None:
            return
        before = self.state
        made = state_of(self._loaded, self._chosen)
        shown = made.file or made.job
        log_job = None if shown is None else shown.log_job
        log = before.log if log_job == before.log_job else ()
        self._set(
            replace(made, is_busy=before.is_busy, failure=before.failure, log=log, log_job=log_job)
        )
        if log_job is not None and log_job != before.log_job:
            self._read_log()

    # The log

    def _on_log_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        job = self.state.log_job
        if job is not None and (keys is None or ("job_log", str(job)) in keys):
            self._read_log()

    def _read_log(self) -> None:
        job = self.state.log_job
        if job is None:
            return
        workspace = self._context.workspace
        after = self.state.log[-1].number if self.state.log else 0

        def work(_: "Reporter") -> tuple[int, list[LogLine]]:
            return job, log_after(workspace, job, after)

        self._context.operations.run("automations.log", work, self._on_log)

    def _on_log(self, read: tuple[int, list[LogLine]]) -> None:
        job, lines = read
        if job != self.state.log_job or not lines:
            return
        known = self.state.log[-1].number if self.state.log else 0
        new = tuple(line for line in lines if line.number > known)
        self._set(replace(self.state, log=self.state.log + new))

    def _set(self, state: AutomationsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
