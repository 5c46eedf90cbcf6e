"""The sheet that tells what a model file holds, and imports it where that can be done."""

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts, Part
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.version_wish import VersionWish, Wished, load_choices

if TYPE_CHECKING:
    from pathlib import Path

    from tidemill.gui.shell.page import PageContext
    from tidemill.services.dropping_models import DroppedModel
    from tidemill.services.workspace import Workspace

_RIGHT = 320
_MOST_PARTS = 12
_LOOKS = {
    Standing.KNOWN: ("shield-check", "good"),
    Standing.UNKNOWN: ("triangle-alert", "warn"),
    Standing.CODE: ("triangle-alert", "warn"),
    Standing.ACTS: ("octagon-alert", "bad"),
}
_TRUST = tr("I trust who made this file: it may be loaded")
_TRUST_NOTE = tr(
    "A process of its own loads it once, looks up nothing but these parts, and "
    "keeps the model as skops."
)


class ModelSheet(Sheet):
    """Emits `imported(name of the file)` once the job is in the queue."""

    imported = Signal(str)

    def __init__(self, context: "PageContext", dropped: "DroppedModel") -> None:
        """Make the sheet for a file that was looked at."""
        facts, may = dropped.facts, dropped.may_import
        super().__init__(
            context.sheet_host,
            dropped.title,
            tr("It was read without being loaded: nothing in it was run."),
            tr("Import as a model") if may else "",
            "box",
            width=1040,
            recorded_as=tr("Recorded as {display}", display=context.workspace.person.display)
            if may
            else "",
            cancel=tr("Cancel") if may else tr("Close"),
        )
        self._context, self._path, self._facts = context, dropped.path, facts
        self.trust = CheckBox(_TRUST, parent=self)
        self.wish = VersionWish(facts.name.partition(".")[0], [one.name for one in facts.columns])
        self._failure = ErrorPanel()
        self.body.addLayout(self._make(dropped))
        self.body.addWidget(self._failure)
        show_if(self._failure, False)
        self.trust.toggled.connect(self._on_trust)
        self.wish.changed.connect(self._on_trust)
        self.wish.choices_wanted.connect(self._on_choices_wanted)
        self.accepted.connect(self._on_accepted)
        self._on_trust()

    def source(self) -> tuple[str, ...]:
        """The file that was dropped."""
        return ("drop", str(self._path))

    def _make(self, dropped: "DroppedModel") -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(22)
        row.addWidget(_words(dropped.words), 1)
        row.addWidget(Divider(is_vertical=True))
        right = QWidget()
        right.setFixedWidth(_RIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        icon, tone = _LOOKS[self._facts.standing]
        column.addWidget(NoticeBox(icon, spoken(self._facts.verdict), tone=tone))
        for part in self._facts.dangers[:_MOST_PARTS]:
            column.addWidget(_part(part))
        more = len(self._facts.dangers) - _MOST_PARTS
        if more > 0:
            column.addWidget(Label(tr("and {more:,} more", more=more), "small", "text3"))
        for remark in dropped.remarks:
            column.addWidget(NoticeBox("info", remark, tone="info"))
        if dropped.refusal:
            column.addWidget(Paragraph(dropped.refusal, "small", "text2"))
        is_asked = dropped.may_import and self._facts.is_pickle
        if is_asked:
            column.addWidget(self.trust)
            column.addWidget(Paragraph(_TRUST_NOTE, "small", "text3"))
        show_if(self.trust, is_asked)
        column.addWidget(self.wish)
        show_if(self.wish, dropped.may_import)
        column.addStretch(1)
        row.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_trust(self, _is_on: bool = False) -> None:
        is_trusted = not self._facts.is_pickle or self.trust.isChecked()
        why = "" if is_trusted else tr("A pickle is loaded only on your word.")
        if is_trusted and not self.wish.is_whole():
            why = tr("Say which model, and which data it answers for.")
        self.primary.setEnabled(not why)
        self.primary.setToolTip(why)
        self.fit()

    def _on_choices_wanted(self) -> None:
        context = self._context
        context.operations.run(
            "models.import.choices",
            lambda _: load_choices(context),
            self.wish.show_choices,
            self._on_failed,
        )

    def _on_accepted(self) -> None:
        work = partial(
            _asked,
            self._context.workspace,
            self._path,
            self._facts,
            self.trust.isChecked(),
            self.wish.wish(),
        )
        self._context.operations.run(
            "models.import", work, self._on_asked, self._on_failed, self.primary.set_busy
        )

    def _on_asked(self, _job: int) -> None:
        self._context.start_worker()
        self.imported.emit(self._facts.name)
        self.close_sheet()

    def _on_failed(self, error: TidemillError) -> None:
        self._failure.set_error(error.message, error.hint, error.detail)
        show_if(self._failure, True)
        self.fit()


def _words(pairs: tuple[tuple[str, str], ...]) -> QWidget:
    """What is known of the file, as rows of what and how."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(9)
    grid.setColumnStretch(1, 1)
    for at, (what, how) in enumerate(pairs):
        grid.addWidget(Label(what, "small", "text3"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Paragraph(how, "body", "text"), at, 1)
    grid.setRowStretch(len(pairs), 1)
    return holder


def _part(part: Part) -> QWidget:
    """A part that is not known: its name, and what the file does with it."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(part.name, "mono", "text", "middle"))
    how = f"{part.standing}, {'called' if part.is_called else 'named'}"
    column.addWidget(Label(how, "caption", _LOOKS[part.standing][1]))
    if part.said:
        column.addWidget(Paragraph(part.said, "small", "text2"))
    return holder


def _asked(
    workspace: "Workspace",
    path: "Path",
    facts: ModelFacts,
    is_trusted: bool,
    wish: Wished | None,
    _reporter: Reporter,
) -> int:
    from tidemill.services import importing_models
    from tidemill.services.imported_versions import AsVersion

    said = None if wish is None else AsVersion(**asdict(wish))
    return importing_models.ask(
        workspace, path, facts=facts, is_trusted=is_trusted, as_version=said
    )
