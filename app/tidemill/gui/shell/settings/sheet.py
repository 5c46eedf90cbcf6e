"""The sheet of settings: its sections at the left, the chosen one beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.section import (
    Desk,
    DrawnBitByBit,
    HasDefaults,
    Section,
    SettingRow,
)
from tidemill.gui.shell.settings.section_list import SectionList
from tidemill.gui.shell.settings.sections import SECTIONS

_WIDE, _TALL = 1040, 560


class SettingsSheet(Sheet):
    """Everything takes effect and is kept as it is changed; a section is made when it is shown."""

    reopened_by = ("shell.settings",)
    keeps_draft = False

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
        super().__init__(host, tr("Settings"), width=_WIDE, cancel=tr("Close"), side=self.list)
        self.cancel.set_kind("primary")
        self.defaults = Button(tr("Back to defaults"), "rotate-ccw", "ghost", height=36)
        self.defaults.clicked.connect(self._on_defaults)
        self.add_to_foot(self.defaults)
        self.set_note(tr("Saved as you change it"), "check")
        self._line = QHBoxLayout()
        self._line.addStrut(_TALL)  # as high for a section of a few rows as for a long one
        self.body.addLayout(self._line, 1)
        self._parts: dict[str, QWidget] = {}
        self.shown = ""
        self.list.chosen.connect(self.show_section)
        self.list.found.connect(self.reveal)
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
        self.setAccessibleName(tr("Settings: {title}", title=section.title))
        self.list.set_current(section_id)
        show_if(self.defaults, isinstance(wanted, HasDefaults))
        self.area.verticalScrollBar().setValue(0)
        self.fit()

    def reveal(self, section_id: str, title: str) -> None:
        """Show a setting of a section and go to it."""
        self.show_section(section_id)
        part = self.part(section_id)
        if isinstance(part, DrawnBitByBit):
            part.draw_all()
        rows = [row for row in part.findChildren(SettingRow) if row.title == title]
        labels = [label for label in part.findChildren(Label) if label.text() == title]
        for found in [*rows, *labels][:1]:
            self.area.ensureWidgetVisible(found, 0, 120)
            if isinstance(found, SettingRow):
                self._focus(found.control)

    def _focus(self, control: QWidget) -> None:
        """Focus a control, or the first in it that takes keys."""
        for one in (control, *control.findChildren(QWidget)):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled():
                one.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _on_defaults(self) -> None:
        part = self.part(self.shown)
        if isinstance(part, HasDefaults):
            part.reset()
