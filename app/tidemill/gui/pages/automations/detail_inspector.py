"""The inspector of Automations: a file's way, a job, or an automation and its runs."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.progress import Progress as ProgressBar
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.automations.log_view import LogView
from tidemill.gui.pages.automations.rule_detail import OpenLink, RuleDetail, RunDetail
from tidemill.gui.pages.automations.selected import (
    FailedCheck,
    FileDetail,
    JobDetail,
    Progress,
    StepRow,
)
from tidemill.gui.pages.automations.state import AutomationsState

_MOST_RUNS = 30
_MOST_LINKS = 6


class DetailInspector(Inspector):
    """Emits what the person wants done with what is shown."""

    cancel_wanted = Signal(int)
    rest_wanted = Signal(int, bool)
    run_wanted = Signal(int)
    run_chosen = Signal(int)
    change_wanted = Signal(int)
    open_wanted = Signal(str)
    retry_wanted = Signal(int)
    accept_wanted = Signal(int)
    look_wanted = Signal(int)
    part_wanted = Signal(int)
    rules_wanted = Signal(str)
    ask_wanted = Signal(str)
    copy_wanted = Signal(str)
    data_wanted = Signal(str, int)
    file_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("", "", parent)
        self._file: FileDetail | None = None
        self._job: JobDetail | None = None
        self._rule: RuleDetail | None = None
        self._bar: ProgressBar | None = None
        self._percent: Label | None = None
        self._message: Label | None = None
        self._about: Label | None = None
        self.cancel: Button | None = None
        self.rest: Button | None = None
        self.run_now: Button | None = None
        self.change: Button | None = None
        self.runs: Timeline | None = None
        self.retry: ActionRow | None = None
        self.accept: ActionRow | None = None
        self.look: ActionRow | None = None
        self.part: ActionRow | None = None
        self.rules: ActionRow | None = None
        self.ask: ActionRow | None = None
        self.log: LogView | None = None
        self.follow: Button | None = None

    def show_state(self, state: AutomationsState) -> None:
        """Show what was chosen; progress and log move without building anew."""
        before = _frame(self._shown())
        self._file, self._job, self._rule = state.file, state.job, state.rule
        shown = self._shown()
        if shown is None:
            return
        if _frame(shown) != before:
            self._build(shown)
        if shown.progress is not None:
            self._show_progress(shown.progress)
        if self.log is not None:
            self.log.show_lines(state.log_job, state.log)
        for button in (self.cancel, self.rest, self.run_now):
            if button is not None:
                button.set_busy(state.is_busy)

    def _shown(self) -> FileDetail | JobDetail | RuleDetail | None:
        return self._rule or self._file or self._job

    def _build(self, shown: FileDetail | JobDetail | RuleDetail) -> None:
        self.clear()
        self.cancel = self.retry = self.accept = self.ask = self.log = self.follow = None
        self.part = self.rules = self.rest = self.run_now = self.change = self.runs = None
        self._bar = self._percent = self._message = self._about = None
        self.set_head(shown.name if not isinstance(shown, JobDetail) else shown.title, shown.kind)
        if isinstance(shown, RuleDetail):
            self._build_rule(shown)
        elif isinstance(shown, FileDetail):
            self._build_file(shown)
        else:
            self._build_job(shown)
        if shown.log_job is not None:
            self._add_log(is_growing=shown.progress is not None)

    # An automation

    def _build_rule(self, rule: RuleDetail) -> None:
        if rule.progress is not None:
            self._add_progress(rule.progress)
        body = self.add_section()
        row = QHBoxLayout()
        row.setSpacing(6)
        self.run_now = Button("Run now", "play", height=28)
        self.run_now.clicked.connect(self._on_run_now)
        self.change = Button("Change…", "pencil", "ghost", height=28)
        self.change.clicked.connect(self._on_change)
        row.addWidget(self.run_now)
        row.addWidget(self.change)
        row.addStretch(1)
        body.addLayout(row)
        body.addWidget(KeyValues(list(rule.facts)))
        if rule.run is not None:
            self._add_run(rule.run)
        rows = [Step(r.title, r.text, r.trailing, r.mark) for r in rule.runs[:_MOST_RUNS]]
        n = len(rule.runs)
        note = f"{n}, newest first" if n > 1 else ""
        body = self.add_section("Runs", note)
        if not rows:
            words = "It has not run yet. Why it starts and what it makes will stand here."
            body.addWidget(Paragraph(words, "small", "text2"))
        else:
            self.runs = Timeline(rows, is_clickable=True)
            self.runs.setAccessibleName("Runs")
            self.runs.step_clicked.connect(self._on_run_chosen)
            body.addWidget(self.runs)

    def _add_run(self, run: RunDetail) -> None:
        body = self.add_section(run.title)
        if run.why:
            body.addWidget(Paragraph(f"Started because {_in_sentence(run.why)}", "body", "text"))
        body.addWidget(_timeline(run.steps))
        for title, links in (("Because of", run.because), ("Made", run.made)):
            if links:
                body.addWidget(Label(title, "caption", "text3"))
                for link in links[:_MOST_LINKS]:
                    body.addWidget(self._link_row(link))

    def _link_row(self, link: OpenLink) -> ActionRow:
        row = ActionRow(link.icon, link.title, link.note)
        row.setProperty("address", link.address)
        row.clicked.connect(self._on_link)
        return row

    # A file

    def _build_file(self, file: FileDetail) -> None:
        if file.progress is not None:
            self._add_progress(file.progress)
        if file.reason or file.checks:
            body = self.add_section("Why" if file.can_accept else "Checks")
            if file.reason:
                body.addWidget(Paragraph(file.reason, "body", "text"))
            for check in file.checks:
                body.addWidget(_CheckRow(check))
        if file.can_accept:
            self._add_ways_out(file)
        steps = self.add_section("Steps")
        steps.addWidget(_timeline(file.steps))
        if file.data_address is not None:
            name, version = file.data_address
            row = ActionRow("database", f"Open {name} v{version}", "The rows it added")
            row.clicked.connect(self._on_data)
            self.add_section().addWidget(row)

    def _add_ways_out(self, file: FileDetail) -> None:
        body = self.add_section("What you can do")
        body.setSpacing(2)
        title, note = "Look at it…", "Its rows, and how it is read"
        if file.is_asked:
            title, note = "Answer…", "Then it is taken in"
        self.look = ActionRow("scan-search", title, note)
        self.look.clicked.connect(self._on_look)
        body.addWidget(self.look)
        if file.can_part:
            note = "The good rows are taken in"
            self.part = ActionRow("rows-3", "Set the rows aside", note)
            self.part.clicked.connect(self._on_part)
            body.addWidget(self.part)
        note = "Unreadable values are missing"
        self.accept = ActionRow("check", "Accept anyway", note)
        self.accept.clicked.connect(self._on_accept)
        self.ask = ActionRow("mail", "Ask the sender", "Copies a message for them")
        self.ask.clicked.connect(self._on_ask)
        body.addWidget(self.accept)
        if file.checks:
            note = f"The rules of {file.dataset}"
            self.rules = ActionRow("shield-check", "Change the rule", note)
            self.rules.clicked.connect(self._on_rules)
            body.addWidget(self.rules)
        body.addWidget(self.ask)

    # A job

    def _build_job(self, job: JobDetail) -> None:
        if job.progress is not None:
            self._add_progress(job.progress)
        if job.error:
            body = self.add_section("Why it failed")
            body.addWidget(Paragraph(job.error, "body", "text"))
            if job.hint:
                body.addWidget(Paragraph(job.hint, "small", "text2"))
        body = self.add_section()
        rows = [(key, value) for key, value in job.facts if key != "Result"]
        body.addWidget(KeyValues(rows))
        result = next((value for key, value in job.facts if key == "Result"), "")
        if result:
            body.addWidget(Paragraph(result, "small", "text2"))
        if job.can_retry or job.file_id is not None:
            body = self.add_section("What you can do")
            body.setSpacing(2)
            if job.can_retry:
                self.retry = ActionRow("rotate-ccw", "Try again", "Puts it back into the queue")
                self.retry.clicked.connect(self._on_retry)
                body.addWidget(self.retry)
            if job.file_id is not None:
                row = ActionRow("file-text", "Show the file", "What happened to it, step by step")
                row.clicked.connect(self._on_file)
                body.addWidget(row)

    # Both

    def _add_progress(self, progress: Progress) -> None:
        body = self.add_section()
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
        self.rest = Button("Pause", "pause", height=28)
        self.rest.clicked.connect(self._on_rest)
        self.cancel = Button("Cancel job", None, "danger", height=28)
        self.cancel.clicked.connect(self._on_cancel)
        row.addWidget(self.rest)
        row.addWidget(self.cancel)
        row.addStretch(1)
        body.addLayout(row)

    def _show_progress(self, progress: Progress) -> None:
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
            self.rest.set_text("Resume" if progress.is_paused else "Pause")
            self.rest.set_icon("play" if progress.is_paused else "pause")
            self.rest.setEnabled(progress.can_cancel)

    def _add_log(self, *, is_growing: bool) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.follow = Button("Follow", "check", "secondary", height=24)
        self.follow.setToolTip("Stay at the newest line")
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        copy = IconButton("copy", "Copy the log", size=24, icon_size=14)
        copy.clicked.connect(self._on_copy)
        self.follow.setVisible(is_growing)
        row.addWidget(self.follow)
        row.addWidget(copy)
        body: QVBoxLayout = self.add_section("Log", trailing=holder)
        self.log = LogView()
        self.follow.toggled.connect(self._on_follow)
        body.addWidget(self.log)

    # Intentions

    def _on_follow(self, does_follow: bool) -> None:
        if self.log is not None and self.follow is not None:
            self.follow.set_kind("secondary" if does_follow else "ghost")
            self.follow.set_icon("check" if does_follow else None)
            self.log.set_following(does_follow)

    def _on_run_now(self) -> None:
        if self._rule is not None:
            self.run_wanted.emit(self._rule.id)

    def _on_change(self) -> None:
        if self._rule is not None:
            self.change_wanted.emit(self._rule.id)

    def _on_run_chosen(self, at: int) -> None:
        if self._rule is not None:
            self.run_chosen.emit(self._rule.runs[at].id)

    def _on_link(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(str(sender.property("address")))

    def _on_rest(self) -> None:
        shown = self._shown()
        if shown is not None and shown.progress is not None:
            self.rest_wanted.emit(shown.progress.job_id, not shown.progress.is_paused)

    def _on_cancel(self) -> None:
        shown = self._shown()
        if shown is not None and shown.progress is not None:
            self.cancel_wanted.emit(shown.progress.job_id)

    def _on_retry(self) -> None:
        if self._job is not None:
            self.retry_wanted.emit(self._job.id)

    def _on_part(self) -> None:
        if self._file is not None:
            self.part_wanted.emit(self._file.id)

    def _on_rules(self) -> None:
        if self._file is not None:
            self.rules_wanted.emit(self._file.dataset)

    def _on_look(self) -> None:
        if self._file is not None:
            self.look_wanted.emit(self._file.id)

    def _on_accept(self) -> None:
        if self._file is not None:
            self.accept_wanted.emit(self._file.id)

    def _on_ask(self) -> None:
        if self._file is not None:
            self.ask_wanted.emit(self._file.ask_text)

    def _on_file(self) -> None:
        if self._job is not None and self._job.file_id is not None:
            self.file_wanted.emit(self._job.file_id)

    def _on_data(self) -> None:
        if self._file is not None and self._file.data_address is not None:
            self.data_wanted.emit(*self._file.data_address)

    def _on_copy(self) -> None:
        if self.log is not None:
            self.copy_wanted.emit(self.log.words())


class _CheckRow(QWidget):
    """A failed check: what it is called, what it found, in which rows."""

    def __init__(self, check: FailedCheck) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(1)
        tone = "bad" if check.keeps_out else "warn"
        column.addWidget(Paragraph(check.name, "small_strong", tone))
        column.addWidget(Paragraph(check.message, "body", "text"))
        if check.rows:
            column.addWidget(Paragraph(check.rows, "small", "text3"))
        for words in check.values:
            column.addWidget(Label(words, "monosmall", "text2", elide="right"))


def _timeline(steps: tuple[StepRow, ...]) -> Timeline:
    return Timeline([Step(s.title, s.text, s.trailing, s.mark) for s in steps])


def _in_sentence(why: str) -> str:
    """A cause behind "because": names of files and of people keep their letters."""
    first = why.partition(" ")[0]
    plain = first[:1].isupper() and first[1:].islower() and "." not in first
    return why[:1].lower() + why[1:] if plain and first in _OPENERS else why


_OPENERS = ("It", "The", "A", "An", "When", "Drift", "Your", "Nothing")


def _frame(shown: FileDetail | JobDetail | RuleDetail | None) -> tuple[object, ...]:
    """All that the inspector is built from, without what only moves."""
    if shown is None:
        return ()
    at = None if shown.progress is None else shown.progress.job_id
    if isinstance(shown, FileDetail):
        return ("file", shown.id, shown.kind, at, shown.reason, shown.checks, shown.steps)
    if isinstance(shown, JobDetail):
        return ("job", shown.id, shown.kind, at, shown.error, shown.can_retry, shown.facts)
    return ("rule", replace(shown, progress=None), at)
