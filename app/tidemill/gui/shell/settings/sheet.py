"""The sheet of settings: its sections at the left, the chosen one beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.shell.settings.section import Desk, Section
from tidemill.gui.shell.settings.sections import SECTIONS

_WIDE, _SIDE, _TALL = 1040, 206, 560


class _SectionRow(ListRow):
    def __init__(self, section: Section) -> None:
        super().__init__(section.title, 34, 12)
        self.section = section
        self.mark = IconLabel(section.icon, "text2")
        self.row.addWidget(self.mark)
        self.row.addWidget(Label(section.title), 1)

    def set_selected(self, is_selected: bool) -> None:
        super().set_selected(is_selected)
        self.mark.set_icon(self.section.icon, "accent_text" if is_selected else "text2")
        self.setAccessibleDescription("Shown" if is_selected else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the list goes on, a button by itself would only move the focus
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """Names of sections; emits `chosen(id)`. Up and Down go through them."""

    chosen = Signal(str)

    def __init__(self, sections: Sequence[Section]) -> None:
        """List them."""
        super().__init__()
        self.setAccessibleName("Sections of the settings")
        self.setFixedWidth(metrics.current().scaled(_SIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(2)
        self.rows: dict[str, _SectionRow] = {}
        for section in sections:
            row = _SectionRow(section)
            row.clicked.connect(self._on_clicked)
            self.rows[section.id] = row
            column.addWidget(row)
        column.addStretch(1)

    def set_current(self, section_id: str) -> None:
        """Mark the section shown."""
        for each, row in self.rows.items():
            row.set_selected(each == section_id)

    def retheme(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(metrics.current().scaled(_SIDE))

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _SectionRow):
            self.chosen.emit(sender.section.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the section above or below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        rows = list(self.rows.values())
        at = next((n for n, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        wanted = rows[min(max(at + step, 0), len(rows) - 1)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(wanted.section.id)


class SettingsSheet(Sheet):
    """Everything takes effect and is kept as it is changed; a section is made when it is shown."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        at: str = "look",
        sections: Sequence[Section] = SECTIONS,
    ) -> None:
        """Show a section; those that need a workspace are left out where none is open."""
        self._desk = desk
        has_workspace = desk.context is not None
        usable = [one for one in sections if has_workspace or not one.needs_workspace]
        self.sections = {one.id: one for one in usable}
        self.list = SectionList(usable)
        super().__init__(host, "Settings", width=_WIDE, cancel="Close", side=self.list)
        self.set_note("Saved as you change it", "check")
        self._line = QHBoxLayout()
        self._line.addStrut(_TALL)  # as high for a section of a few rows as for a long one
        self.body.addLayout(self._line, 1)
        self._parts: dict[str, QWidget] = {}
        self.shown = ""
        self.list.chosen.connect(self.show_section)
        self.show_section(at if at in self.sections else usable[0].id)

    def part(self, section_id: str) -> QWidget:
        """The content of a section, made where it is not yet."""
        if section_id not in self._parts:
            made = self.sections[section_id].create(self._desk)
            made.hide()
            self._line.addWidget(made, 1)
            self._parts[section_id] = made
        return self._parts[section_id]

    def show_section(self, section_id: str) -> None:
        """Show a section in place of the present one."""
        wanted = self.part(section_id)
        for each in self._parts.values():
            each.setVisible(each is wanted)
        self.shown = section_id
        section = self.sections[section_id]
        self.set_title(section.title, section.text)
        self.setAccessibleName(f"Settings: {section.title}")
        self.list.set_current(section_id)
        self.area.verticalScrollBar().setValue(0)
        self.fit()
