"""Turns what a person means on Automations into services, and their answers into states."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import tr
from tidemill.domain.automations import Automation
from tidemill.domain.causes import Chain
from tidemill.domain.watches import Watch
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.pages.automations.builder_loading import keep_folders
from tidemill.gui.pages.automations.draft import draft_of, stored
from tidemill.gui.pages.automations.loading import (
    Loaded,
    LogLine,
    chain_of_run,
    load,
    log_after,
)
from tidemill.gui.pages.automations.older_files import (
    Older,
    kept_beside,
    next_page,
    oldest,
    read_again,
    with_changed,
    with_rows,
)
from tidemill.gui.pages.automations.rule_changes import changed
from tidemill.gui.pages.automations.rule_offers import offer
from tidemill.gui.pages.automations.state import AutomationsState, Chosen, Part, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.jobs import Job
    from tidemill.gui.shell.page import PageContext

T = TypeVar("T")
TOPICS = {"automation", "automation_run", "watch", "file", "job", "process", "model", "setting"}
_PAUSE_MS = 400


class AutomationsViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `told` of something done."""

    changed = Signal(object)
    told = Signal(str)
    removed = Signal(int, str)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once and again whenever something that shows here changes."""
        super().__init__(parent)
        self._context = context
        self.state = AutomationsState()
        self._chosen = Chosen()
        self._loaded: Loaded | None = None
        self._chain: Chain | None = None
        self._was_on = False
        self._changed_older: set[int] = set()
        self._chain_of: tuple[int, str] | None = None
        self._listener = Listener(
            context.feed,
            TOPICS,
            self,
            _PAUSE_MS,
            behind=Behind(context.operations, ("automations.load", "automations.again")),
        )
        self._listener.changed.connect(self._on_news)
        self._log_listener = Listener(
            context.feed,
            {"job_log"},
            self,
            _PAUSE_MS,
            behind=Behind(context.operations, ("automations.log",)),
        )
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
            "automations.load",
            lambda _: with_rows(load(workspace)),
            self._on_loaded,
            self._on_failed,
        )

    # What is looked at

    def chosen(self) -> Chosen:
        """What the person chose."""
        return self._chosen

    def show_part(self, part: Part) -> None:
        """Show files or jobs."""
        self._choose(replace(self._chosen, part=part, rule_id=None, run_id=None))

    def show_only(self, shown: str) -> None:
        """Show files of one outcome; "All" for every one."""
        self._choose(replace(self._chosen, part="files", shown=shown, rule_id=None, run_id=None))

    def show_file(self, file_id: int) -> None:
        """Show a file in full."""
        self._choose(
            replace(self._chosen, part="files", file_id=file_id, rule_id=None, run_id=None)
        )

    def show_job(self, job_id: int) -> None:
        """Show a job in full."""
        self._choose(replace(self._chosen, part="jobs", job_id=job_id, rule_id=None, run_id=None))

    def show_rule(self, rule_id: int) -> None:
        """Show an automation and its newest run."""
        self._choose(replace(self._chosen, rule_id=rule_id, run_id=None))

    def show_run(self, run_id: int) -> None:
        """Show a run of an automation."""
        self._choose(replace(self._chosen, run_id=run_id))

    def show_run_alone(self, run_id: int) -> None:
        """Show a run and the automation that it is of."""
        self._choose(replace(self._chosen, rule_id=None, run_id=run_id))

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

    def switch_card(self, key: str, is_on: bool) -> None:
        """Switch what a card shows: an automation or a folder."""
        kind, _, number = key.partition(":")
        if kind == "rule":
            self.switch_rule(int(number), is_on)
        else:
            self.switch(int(number), is_on)

    def switch_rule(self, rule_id: int, is_on: bool) -> None:
        """Pause an automation or go on with it."""
        from tidemill.services import automations

        workspace = self._context.workspace
        done = self._on_work_asked if is_on else self._on_done
        self._act(lambda _: automations.switch(workspace, rule_id, on=is_on), done)

    def change(self, rule_id: int, key: str, value: object) -> None:
        """Change a part of an automation's sentence."""
        from tidemill.services import automations

        loaded = self._loaded
        one = None if loaded is None else loaded.automation(rule_id)
        if loaded is None or one is None:
            return
        try:
            draft = changed(draft_of(one), loaded.known(), key, value)
        except NeedsYou as error:
            self._on_refused(error)
            return
        if draft == draft_of(one):
            return
        workspace, said, rules = self._context.workspace, stored(draft), draft.folder_rules
        said["name"] = one.name

        def work(_: "Reporter") -> None:
            if rules:
                keep_folders(workspace, rules)
            else:
                automations.change(workspace, rule_id, **said)

        self._act(work, self._on_done)

    def offer(self, rule_id: int, key: str) -> Offer:
        """What can be chosen for a part of an automation's sentence."""
        loaded = self._loaded
        one = None if loaded is None else loaded.automation(rule_id)
        if loaded is None or one is None:
            return Offer()
        return offer(draft_of(one), loaded.known(), key)

    def model_of(self, rule_id: int) -> str | None:
        """The model of an automation."""
        one = None if self._loaded is None else self._loaded.automation(rule_id)
        return None if one is None else one.model

    def rename(self, rule_id: int, name: str) -> None:
        """Call an automation otherwise."""
        from tidemill.services import automations

        workspace = self._context.workspace
        self._act(
            lambda _: automations.change(workspace, rule_id, name=name.strip()), self._on_done
        )

    def run_now(self, rule_id: int) -> None:
        """Start an automation by hand."""
        from tidemill.services import triggering

        workspace = self._context.workspace
        self._act(lambda _: triggering.start_by_hand(workspace, rule_id), self._on_started)

    def remove_rule(self, rule_id: int) -> None:
        """Take an automation away; what it made stays."""
        from tidemill.services import automations

        workspace = self._context.workspace
        self._act(lambda _: automations.remove(workspace, rule_id), self._on_rule_removed)

    def pause_all(self, reason: str) -> None:
        """Let everything automatic stand still."""
        from tidemill.services import red_pause

        workspace = self._context.workspace
        self._act(lambda _: red_pause.pause_all(workspace, reason), self._on_done)

    def resume_all(self) -> None:
        """Let everything automatic go on."""
        from tidemill.services import red_pause

        workspace = self._context.workspace
        self._act(lambda _: red_pause.resume_all(workspace), self._on_work_asked)

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

    def rest(self, job_id: int, is_paused: bool) -> None:
        """Let a job stand still, or go on."""
        from tidemill.services import jobs

        workspace = self._context.workspace
        work = jobs.pause if is_paused else jobs.resume
        done = self._on_done if is_paused else self._on_work_asked
        self._act(lambda _: work(workspace, job_id), done)

    def retry(self, job_id: int) -> None:
        """Put a job back into the queue."""
        from tidemill.services import jobs

        workspace = self._context.workspace
        self._act(lambda _: jobs.retry(workspace, job_id), self._on_work_asked)

    def _act(self, work: "Callable[[Reporter], T]", done: Callable[[T], None]) -> None:
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.change("automations.act", work, done, self._on_refused)

    def _on_switched(self, watch: Watch) -> None:
        if watch.is_on:
            self._context.start_worker()
        self._on_done(watch)

    def _on_work_asked(self, _what: object) -> None:
        self._context.start_worker()
        self._on_done(None)

    def _on_removed(self, watch: Watch) -> None:
        self.told.emit(
            tr(
                "{folder} is not watched any more. Its files and versions stay.",
                folder=watch.folder,
            )
        )
        self._on_done(watch)

    def _on_started(self, run_id: int) -> None:
        self._chosen = replace(self._chosen, run_id=run_id)
        self._on_work_asked(run_id)

    def _on_rule_removed(self, one: Automation) -> None:
        known = None if self._loaded is None else self._loaded.automation(one.id)
        self._was_on = known is not None and known.is_on
        self._chosen = replace(self._chosen, rule_id=None, run_id=None)
        self.removed.emit(
            one.id, tr("{name} is removed. Its runs and what they made stay.", name=one.name)
        )
        self._on_done(one)

    def restore(self, rule_id: int) -> None:
        """Bring the automation that was just removed back as it was."""
        from tidemill.services import automations

        workspace, is_on = self._context.workspace, self._was_on
        self._act(lambda _: automations.restore(workspace, rule_id, on=is_on), self._on_done)

    def _on_cancelled(self, job: "Job") -> None:
        self.told.emit(
            tr("Job {id} is {said}", id=job.id, said="stopping" if job.is_open else "cancelled")
        )
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

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        self.reload()
        if self._loaded is not None and self._loaded.older:
            every = [str(file.id) for file, _ in self._loaded.older]
            known = every if keys is None else [k for k in every if ("file", k) in keys]
            self._read_again([int(key) for key in known])

    def _on_loaded(self, loaded: Loaded) -> None:
        before, self._loaded = self._loaded, loaded
        if before is not None:
            self._loaded = kept_beside(loaded, before)
        self._draw()
        if before is not None and before.oldest is not None:
            # What was just pushed out of the first page may have changed together with the news.
            older = (file.id for file, _ in self._loaded.older)
            self._read_again([key for key in older if key >= before.oldest])

    # Files that arrived earlier

    def more_files(self) -> None:
        """Load the files that arrived before the last ones shown."""
        loaded, operations = self._loaded, self._context.operations
        if loaded is None or not loaded.n_older or operations.is_busy("automations.more"):
            return
        workspace = self._context.workspace
        operations.run(
            "automations.more",
            lambda _: (oldest(loaded), next_page(workspace, loaded)),
            self._on_more,
        )

    def _on_more(self, found: "tuple[int | None, Older]") -> None:
        before, page = found
        if self._loaded is None or oldest(self._loaded) != before:
            return  # what is shown is other files by now
        self._loaded = replace(self._loaded, older=(*self._loaded.older, *page))
        self._draw()

    def _read_again(self, keys: list[int]) -> None:
        loaded, workspace = self._loaded, self._context.workspace
        if not keys or loaded is None:
            return
        self._changed_older |= set(keys)
        wanted = frozenset(self._changed_older)
        self._context.operations.run(
            "automations.again",
            lambda _: (wanted, read_again(workspace, loaded, wanted)),
            self._on_again,
        )

    def _on_again(self, found: "tuple[frozenset[int], Older]") -> None:
        keys, changed = found
        self._changed_older -= keys
        if self._loaded is not None:
            older = with_changed(self._loaded.older, changed)
            self._loaded = replace(self._loaded, older=older)
            self._draw()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _draw(self) -> None:
        if self._loaded is None:
            return
        before = self.state
        made = state_of(self._loaded, self._chosen_now(), self._chain)
        shown = made.shown_detail
        log_job = None if shown is None else shown.log_job
        log = before.log if log_job == before.log_job else ()
        self._set(
            replace(made, is_busy=before.is_busy, failure=before.failure, log=log, log_job=log_job)
        )
        if log_job is not None and log_job != before.log_job:
            self._read_log()
        self._read_chain()

    def _chosen_now(self) -> Chosen:
        """What was chosen; a run alone, as in an address, brings its automation."""
        chosen, loaded = self._chosen, self._loaded
        if chosen.run_id is None or chosen.rule_id is not None or loaded is None:
            return chosen
        known = (v.run for v in loaded.runs if v.run.id == chosen.run_id)
        run = next(known, None)
        return chosen if run is None else replace(chosen, rule_id=run.automation_id)

    # What a run came of and made

    def _read_chain(self) -> None:
        rule = self.state.rule
        run = None if rule is None else rule.run
        wanted = None if run is None else (run.id, run.outcome)
        if wanted == self._chain_of:
            return
        self._chain_of, self._chain = wanted, None
        if run is None:
            return
        workspace, run_id = self._context.workspace, run.id
        self._context.operations.run(
            "automations.chain", lambda _: chain_of_run(workspace, run_id), self._on_chain
        )

    def _on_chain(self, chain: "Chain") -> None:
        if self._chain_of is not None and chain.subject.ref.key == self._chain_of[0]:
            self._chain = chain
            self._draw()

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
