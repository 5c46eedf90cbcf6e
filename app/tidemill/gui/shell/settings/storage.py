"""What takes room on disk, what of it can go, and for how long things are kept."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.explained import Number
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.section import Desk, SettingRow

if TYPE_CHECKING:
    from tidemill.services.storage import CanGo, Storage
    from tidemill.services.workspace import Workspace


class GoingRow(QWidget):
    """Something that can go. What never returns is asked about once more, by its name and size.

    Emits `wanted(id)`.
    """

    wanted = Signal(str)

    def __init__(self, one: "CanGo") -> None:
        """Offer it."""
        super().__init__()
        self.one = one
        size = numbers.size(one.n_bytes)
        self.go = Button(
            tr("Free {size}…", size=size) if one.is_final else tr("Free {size}", size=size),
            height=28,
        )
        self.go.setAccessibleName(tr("{title}: free {size}", title=one.title, size=size))
        self.go.clicked.connect(self._on_go)
        self.sure = Button(tr("Delete {size} for good", size=size), kind="danger", height=28)
        self.sure.clicked.connect(self._on_sure)
        self.keep = Button(tr("Keep"), kind="ghost", height=28)
        self.keep.clicked.connect(self._on_keep)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for button in (self.keep, self.sure, self.go):
            line.addWidget(button)
        self._ask(False)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(SettingRow(spoken(one.title), spoken(one.means), holder))

    def _ask(self, is_asking: bool) -> None:
        self.sure.setVisible(is_asking)
        self.keep.setVisible(is_asking)
        self.go.setVisible(not is_asking)

    def _on_go(self) -> None:
        if self.one.is_final:
            self._ask(True)
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._on_sure()

    def _on_keep(self) -> None:
        self._ask(False)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sure(self) -> None:
        self.go.setEnabled(False)
        self.sure.setEnabled(False)
        self.wanted.emit(self.one.id)


class StoragePart(QWidget):
    """Weighed when it is shown and after each change; the options stand below."""

    def __init__(self, desk: Desk) -> None:
        """Begin to weigh."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(tr("What takes room"), "h3"))
        self.total = Paragraph(tr("Weighing what is on disk"), "small", "text2")
        self.facts = KeyValues([])
        column.addWidget(self.total)
        column.addWidget(self.facts)
        self.going_title = Label(tr("What can go"), "h3")
        column.addSpacing(10)
        column.addWidget(self.going_title)
        self.nothing = Paragraph(tr("Nothing: all of it is in use."), "small", "text2")
        column.addWidget(self.nothing)
        self._going = QVBoxLayout()
        self._going.setSpacing(0)
        column.addLayout(self._going)
        self.said = Paragraph("", "small", "good")
        self.problem = ErrorPanel(parent=self)
        for part in (self.said, self.problem):
            part.hide()
            column.addWidget(part)
        self.rows: list[GoingRow] = []
        column.addSpacing(10)
        column.addWidget(Label(tr("How long things are kept"), "h3"))
        self.options = OptionsPart("storage", desk)
        column.addWidget(self.options, 1)
        self.reset = self.options.reset
        self._show_nothing()
        self.look()

    def look(self) -> None:
        """Weigh again."""
        work = partial(_look, self._context.workspace)
        self._context.operations.run(
            "settings.storage.look", work, self._on_looked, self._on_failed
        )

    def _show_nothing(self) -> None:
        for widget in (self.going_title, self.nothing):
            widget.hide()

    def _on_looked(self, found: "Storage") -> None:
        free = (
            ""
            if found.n_free is None
            else tr(", {n_free} free on the disk", n_free=numbers.size(found.n_free))
        )
        self.total.set_text(
            tr("{n_bytes} in all{free}", n_bytes=numbers.size(found.n_bytes), free=free)
        )
        self.facts.set_rows([_taken(one.title, one.n_bytes) for one in found.taken])
        for row in self.rows:
            self._going.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [GoingRow(one) for one in found.can_go]
        for row in self.rows:
            row.wanted.connect(self._on_wanted)
            self._going.addWidget(row)
        self.going_title.show()
        show_if(self.nothing, not self.rows)

    def _on_wanted(self, kind: str) -> None:
        self.problem.hide()
        work = partial(_let_go, self._context.workspace, kind)
        key = f"settings.storage.free.{kind}"
        self._context.operations.change(key, work, self._on_gone, self._on_failed)

    def _on_gone(self, n_bytes: int) -> None:
        self.said.set_text(tr("{n_bytes} are free now.", n_bytes=numbers.size(n_bytes)))
        self.said.show()
        self.look()

    def _on_failed(self, error: TidemillError) -> None:
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()
        for row in self.rows:
            row.go.setEnabled(True)
            row.sure.setEnabled(True)


def _look(workspace: "Workspace", reporter: Reporter) -> "Storage":
    from tidemill.services import storage

    return storage.look(workspace, reporter)


def _let_go(workspace: "Workspace", kind: str, reporter: Reporter) -> int:
    from tidemill.services import storage

    return storage.let_go(workspace, kind, reporter)


def _taken(title: str, n_bytes: int) -> KeyValue:
    """What something takes, explained as any size is."""
    size = numbers.size(n_bytes)
    files = tr("The files as they lie there, added up.")
    return KeyValue(title, size, number=Number("Size", size, rows=files))
