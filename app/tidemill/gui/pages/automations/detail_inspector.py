"""The inspector of Automations: a file's way, a job, or an automation and its runs."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.pages.automations.file_sections import FileSections
from tidemill.gui.pages.automations.job_sections import JobSections
from tidemill.gui.pages.automations.log_view import LogView
from tidemill.gui.pages.automations.rule_detail import RuleDetail
from tidemill.gui.pages.automations.rule_sections import RuleSections
from tidemill.gui.pages.automations.selected import FileDetail, JobDetail
from tidemill.gui.pages.automations.state import AutomationsState
from tidemill.gui.pages.automations.work_section import WorkSection


class DetailInspector(Inspector):
    """Shows one of the three; its sections emit what the person wants done with it. Emits
    `copy_wanted(text)` for the log."""

    copy_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("", "", parent)
        self._shown: FileDetail | JobDetail | RuleDetail | None = None
        self.work = WorkSection(self)
        self.of_rule = RuleSections(self)
        self.of_file = FileSections(self)
        self.of_job = JobSections(self)
        self.log: LogView | None = None
        self.follow: Button | None = None

    def show_state(self, state: AutomationsState) -> None:
        """Show what was chosen; progress and log move without building anew."""
        before = _frame(self._shown)
        shown = self._shown = state.shown_detail
        if shown is None:
            return
        if _frame(shown) != before:
            self._build(shown)
        if shown.progress is not None:
            self.work.show_progress(shown.progress)
        if self.log is not None:
            self.log.show_lines(state.log_job, state.log)
        for button in (self.work.cancel, self.work.rest, self.of_rule.run_now):
            if button is not None:
                button.set_busy(state.is_busy)

    def _build(self, shown: FileDetail | JobDetail | RuleDetail) -> None:
        self.clear()
        for part in (self.work, self.of_rule, self.of_file, self.of_job):
            part.forget()
        self.log = self.follow = None
        self.set_head(shown.name if not isinstance(shown, JobDetail) else shown.title, shown.kind)
        if shown.progress is not None:
            self.work.build(self, shown.progress)
        if isinstance(shown, RuleDetail):
            self.of_rule.build(self, shown)
        elif isinstance(shown, FileDetail):
            self.of_file.build(self, shown)
        else:
            self.of_job.build(self, shown)
        if shown.log_job is not None:
            self._add_log(is_growing=shown.progress is not None)

    def _add_log(self, *, is_growing: bool) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.follow = Button(tr("Follow"), "check", "secondary", height=24)
        self.follow.setToolTip(tr("Stay at the newest line"))
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        copy = IconButton("copy", tr("Copy the log"), size=24, icon_size=14)
        copy.clicked.connect(self._on_copy)
        self.follow.setVisible(is_growing)
        row.addWidget(self.follow)
        row.addWidget(copy)
        body: QVBoxLayout = self.add_section(tr("Log"), trailing=holder)
        self.log = LogView()
        self.follow.toggled.connect(self._on_follow)
        body.addWidget(self.log)

    def _on_follow(self, does_follow: bool) -> None:
        if self.log is not None and self.follow is not None:
            self.follow.set_kind("secondary" if does_follow else "ghost")
            self.follow.set_icon("check" if does_follow else None)
            self.log.set_following(does_follow)

    def _on_copy(self) -> None:
        if self.log is not None:
            self.copy_wanted.emit(self.log.words())


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
