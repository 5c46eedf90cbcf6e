"""The sheet that exports a version: which form, to which file, and the proof once it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.files import file_name
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.path_field import PathField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.asking_sheet import AskingSheet

if TYPE_CHECKING:
    from tidemill.services.exporting import ExportCheck

_WAITING = tr("Waiting for the worker")


@dataclass(frozen=True)
class Exportable:
    """A version that can be exported: its address (`name@3`), its words, and a note on it."""

    address: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class FormChoice:
    """A form: its id, what it is called, what it is good for, and its file's ending."""

    id: str
    title: str
    text: str
    ending: str


@dataclass(frozen=True)
class AskedExport:
    """An export as a person put it."""

    address: str
    form: str
    out: Path


class ExportSheet(AskingSheet):
    """Asks for a version, a form and a file.

    Emits `looked(AskedExport)` whenever all are named, for its owner to call `show_check` or
    `show_problem`; `wanted(AskedExport)` to export; `opened(path)` and `copied(path)` for what was
    written.
    """

    reopened_by = ("models.export", "deployments.export")

    opened = Signal(str)
    copied = Signal(str)

    def __init__(
        self,
        host: QWidget,
        versions: Sequence[Exportable],
        forms: Sequence[FormChoice],
        folder: Path,
        recorded_as: str,
    ) -> None:
        """Make the sheet; the first version is chosen, files are offered in `folder`."""
        only = versions[0].words if len(versions) == 1 else ""
        super().__init__(
            host,
            tr("Export {only}", only=only) if only else tr("Export a model"),
            tr(
                "It is held against the model on stored rows first, and on rows made up to "
                "be odd. One answer otherwise and nothing is written."
            ),
            tr("Export"),
            "file-output",
            recorded_as,
            self.asked,
        )
        self._versions = {one.address: one for one in versions}
        self._forms = {one.id: one for one in forms}
        self._folder = folder
        options = [Option(one.address, one.words, one.note, "box") for one in versions]
        self.version = Choice(
            options, versions[0].address, tr("Choose a version"), name=tr("Version")
        )
        self.form = Segment([(one.id, one.title) for one in forms], forms[0].id, name=tr("Form"))
        self._text = Paragraph("", "small", "text2")
        self.path = PathField(tr("Written to"), "file")
        self.bar = Progress(None, name=tr("Export"))
        self._said = Label("", "small", "text2")
        self.opener: Button | None = None
        self.copier: Button | None = None
        self._add_parts()
        self._is_done = False
        self._offered = ""
        self.version.chosen.connect(self._on_form)
        self.form.changed.connect(self._on_form)
        self.path.path_changed.connect(self.on_change)
        self._on_form()

    def _add_parts(self) -> None:
        show_if(self._add_named(tr("Version"), self.version), len(self._versions) > 1)
        self._add_named(tr("Form"), self.form, self._text)
        self.body.addWidget(self.path)
        work = QVBoxLayout()
        work.setSpacing(5)
        work.addWidget(self.bar)
        work.addWidget(self._said)
        self.body.addLayout(work)
        self.body.addLayout(self.notice)
        self.body.addWidget(self.failure)
        for hidden in (self.bar, self._said, self.failure):
            show_if(hidden, False)

    def _add_named(self, name: str, *parts: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(Label(name, "strong"))
        for part in parts:
            column.addWidget(part)
        self.body.addWidget(holder)
        return holder

    # What is asked

    def asked(self) -> AskedExport | None:
        """What was put in; None while something is missing."""
        address, path = self.version.value(), self.path.path()
        if not isinstance(address, str) or path is None:
            return None
        return AskedExport(address, str(self.form.value()), path)

    def _on_form(self, _value: object = None) -> None:
        """Say what the form is, and offer a file of its ending as long as none was named."""
        form = self._forms[str(self.form.value())]
        self._text.set_text(form.text)
        named = self.path.text()
        if named in ("", self._offered):
            version = self._versions[str(self.version.value())]
            name = file_name(version.words.replace(" ", "-")) + form.ending
            self._offered = str(self._folder / name)
            self.path.set_path(self._offered)
        else:
            typed = Path(named)
            endings = {one.ending for one in self._forms.values()}
            if typed.suffix.lower() in endings and typed.suffix.lower() != form.ending:
                self.path.set_path(str(typed.with_suffix(form.ending)))
        self.on_change()

    def begin(self) -> None:
        """Show that it is written; nothing is put in meanwhile."""
        self._set_busy(True)

    # What is answered

    def show_check(self, asked: AskedExport, found: "ExportCheck") -> None:
        """Let it be exported, if that is still what is asked; a file that goes is named first."""
        if asked == self.asked() and not self._is_done:
            self.primary.setEnabled(True)
            if found.is_replaced:
                title = tr("{name} is there already and is replaced.", name=found.path.name)
                self.tell(NoticeBox("triangle-alert", title))
            elif found.is_folder_made:
                title = tr("The folder {parent} is made.", parent=found.path.parent)
                self.tell(NoticeBox("folder-plus", title, tone="info"))

    def show_problem(self, asked: AskedExport, error: TidemillError) -> None:
        """Say what is in the way, if that is still what is asked."""
        if asked == self.asked():
            self.primary.setEnabled(False)
            self.say(error)

    def show_progress(self, share: float, message: str) -> None:
        """Say what is being done."""
        self.bar.set_share(share)
        self._said.set_text(message or _WAITING)

    def set_error(self, error: TidemillError) -> None:
        """Say why nothing was written; what was put in stays."""
        self._set_busy(False)
        self.say(error)

    def show_done(self, result: dict[str, Any]) -> None:
        """Show what was written, the proof and what to know of it."""
        self._set_busy(False)
        self._is_done = True
        show_if(self.primary, False)
        self.cancel.set_text(tr("Close"))
        for part in (self.version, self.form, self.path):
            part.setEnabled(False)
        file = Path(result["file"])
        self.opener = Button(tr("Open its folder"), "folder-open", height=28)
        self.opener.clicked.connect(self._on_open)
        self.copier = Button(tr("Copy its path"), "copy", "ghost", height=28)
        self.copier.clicked.connect(self._on_copy)
        words = " ".join([result["comparison"]["words"], *result["notes"]])
        title = tr(
            "{name} is written, {result}", name=file.name, result=numbers.size(result["bytes"])
        )
        self.tell(NoticeBox("circle-check", title, words, "good", [self.opener, self.copier]))
        self.cancel.setFocus()

    def is_done(self) -> bool:
        """Whether the file is written."""
        return self._is_done

    def _on_open(self) -> None:
        self.opened.emit(self.path.text())

    def _on_copy(self) -> None:
        self.copied.emit(self.path.text())

    def _set_busy(self, is_busy: bool) -> None:
        self.primary.set_busy(is_busy)
        for part in (self.version, self.form, self.path):
            part.setEnabled(not is_busy)
        self.bar.restart()
        self._said.set_text(_WAITING if is_busy else "")
        self.cancel.set_text(tr("Close") if is_busy else tr("Cancel"))
        show_if(self.bar, is_busy)
        show_if(self._said, is_busy)
        self.set_note(tr("You may close this; it is written all the same.") if is_busy else "")
        self.fit()
