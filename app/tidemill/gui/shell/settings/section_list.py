"""The sections of the settings by name, and a search over every setting in them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.padding import inset
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.section import Findable, Section

_SIDE, _MOST = 206, 8


class SectionRow(ListRow):
    """A section by its icon and name."""

    def __init__(self, section: Section) -> None:
        """Name it."""
        super().__init__(section.title, 34, 12)
        self.section = section
        self.mark = IconLabel(section.icon, "text2")
        self.row.addWidget(self.mark)
        self.row.addWidget(Label(section.title), 1)

    def set_selected(self, is_selected: bool) -> None:
        """Mark it as the one shown."""
        super().set_selected(is_selected)
        self.mark.set_icon(self.section.icon, "accent_text" if is_selected else "text2")
        self.setAccessibleDescription(tr("Shown") if is_selected else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Up and Down to the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the list goes on, a button by itself would only move the focus
        else:
            super().keyPressEvent(event)


class FoundRow(ListRow):
    """A setting that was looked for, under its section's name."""

    def __init__(self, section: Section, found: Findable) -> None:
        """Name it."""
        super().__init__(f"{found.title}, in {section.title}", 46, 12)
        self.section, self.found = section, found
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(found.title))
        words.addWidget(Label(section.title, "small", "text2"))
        words.addStretch(1)
        self.row.addLayout(words, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Up and Down to the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def matching(sections: Sequence[Section], typed: str) -> list[tuple[Section, Findable]]:
    """Settings in whose title, words or section every word typed is begun; titles first."""
    wanted = typed.casefold().split()
    found: list[tuple[bool, int, Section, Findable]] = []
    for section in sections:
        for one in section.findables():
            title = one.title.casefold()
            words = f"{title} {one.words} {section.title}".casefold().replace("-", " ").split()
            if wanted and all(any(w.startswith(t) for w in words) for t in wanted):
                is_titled = all(t in title for t in wanted)
                found.append((not is_titled, len(found), section, one))
    return [(section, one) for _, _, section, one in sorted(found, key=lambda f: f[:2])]


class SectionList(QWidget):
    """Names of sections, or what was looked for among their settings.

    Emits `chosen(id)`, and `found(id, title)` for a setting. Up and Down go through them.
    """

    chosen = Signal(str)
    found = Signal(str, str)

    def __init__(self, sections: Sequence[Section]) -> None:
        """List them."""
        super().__init__()
        self.setAccessibleName(tr("Sections of the settings"))
        self.setFixedWidth(metrics.current().scaled(_SIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(2)
        self.rows: dict[str, SectionRow] = {}
        for section in sections:
            row = SectionRow(section)
            row.clicked.connect(self._on_clicked)
            self.rows[section.id] = row
            column.addWidget(row)
        self._sections = tuple(sections)
        self.hits: list[FoundRow] = []
        self._hits = QVBoxLayout()
        self._hits.setSpacing(2)
        column.addLayout(self._hits)
        self.none = inset(Label(tr("No setting is called so"), "small", "text2"), 12, 6, 0, 0)
        self.none.hide()
        column.addWidget(self.none)
        column.addStretch(1)
        self.search = LineEdit(tr("Find a setting"), "search")
        self.search.setAccessibleName(tr("Find a setting"))
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._on_enter)
        column.addWidget(self.search)

    def _on_typed(self, typed: str) -> None:
        for row in self.hits:
            self._hits.removeWidget(row)
            row.hide()
            row.deleteLater()
        found = matching(self._sections, typed)[:_MOST]
        self.hits = [FoundRow(section, one) for section, one in found]
        for row in self.hits:
            row.clicked.connect(self._on_hit)
            self._hits.addWidget(row)
        for each in self.rows.values():
            show_if(each, not typed.strip())
        show_if(self.none, bool(typed.strip()) and not found)

    def _on_enter(self) -> None:
        if self.hits:
            self._go(self.hits[0])

    def _on_hit(self) -> None:
        sender = self.sender()
        if isinstance(sender, FoundRow):
            self._go(sender)

    def _go(self, row: FoundRow) -> None:
        self.found.emit(row.section.id, row.found.title)

    def set_current(self, section_id: str) -> None:
        """Mark the section shown."""
        for each, row in self.rows.items():
            row.set_selected(each == section_id)

    def retheme(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(metrics.current().scaled(_SIDE))

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, SectionRow):
            self.chosen.emit(sender.section.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the section above or below."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()  # the sheet stays
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        rows: list[SectionRow | FoundRow] = [*self.hits] or [*self.rows.values()]
        at = next((n for n, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        wanted = rows[min(max(at + step, 0), len(rows) - 1)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(wanted, SectionRow):
            self.chosen.emit(wanted.section.id)
