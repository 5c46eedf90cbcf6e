"""The Versions tab: what each file brought, newest first; any two compared, one deleted."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cells import AvatarCell, ChipCell, StatusCell, TextCell, TwoLineCell
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.selection_bar import BarAction, SelectionBar
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.dataset_state import Loaded, VersionLine, version_lines
from tidemill.gui.pages.data.fitted import FittedTable

_COLUMNS = (
    TableColumn("version", tr("Version"), 150, sortable=False, role="strong"),
    TableColumn("change", tr("Brought"), 160, stretch=1, sortable=False),
    TableColumn("rows", tr("Rows"), 90, kind="number", sortable=False),
    TableColumn("source", tr("From"), 210, kind="two_line", stretch=2, sortable=False),
    TableColumn("checks", tr("Checks"), 140, kind="status_text", sortable=False),
    TableColumn("by", tr("By"), 130, kind="avatar", sortable=False),
    TableColumn("when", tr("Added"), 76, kind="time", sortable=False, tone="text2"),
)


class VersionsTab(QWidget):
    """Emits `opened(number)`, `rows_wanted(number)`, `compared(earlier, later)`,
    `delete_wanted(number)` and `restore_wanted(address)`."""

    opened = Signal(int)
    rows_wanted = Signal(int)
    compared = Signal(int, int)
    delete_wanted = Signal(int)
    restore_wanted = Signal(str)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        self.fitted = FittedTable(
            _COLUMNS,
            tr("Versions"),
            metrics.current().row_two_lines,
            selection="multi",
            checks=True,
        )
        self.table = self.fitted.table
        self.table.activated_row.connect(self._on_row)
        self.table.selection_changed.connect(self._on_selection)
        self.table.context_requested.connect(self._on_menu)
        column.addWidget(self.fitted, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._trash = Label("", "small", "text2")
        self.restore = Button(tr("Bring it back"), "undo-2", "ghost", height=28)
        self.restore.clicked.connect(self._on_restore)
        row.addWidget(self._trash)
        row.addWidget(self.restore)
        row.addStretch(1)
        self._trashed = QWidget()
        self._trashed.setLayout(row)
        show_if(self._trashed, False)
        column.addWidget(self._trashed)
        self.bar = SelectionBar(self)
        self.bar.acted.connect(self.act)
        self.bar.cleared.connect(self.table.clear_selection)
        self._shown: tuple[VersionLine, ...] = ()
        self._discarded: tuple[str, ...] = ()

    def show_state(self, loaded: Loaded) -> None:
        """Draw all versions, and which are in the trash."""
        lines = version_lines(loaded)
        if lines != self._shown:
            self._shown = lines
            self.fitted.set_source(RowsSource([_cells(line) for line in lines]))
        self._show_trash(loaded.discarded)

    def _show_trash(self, discarded: tuple[str, ...]) -> None:
        if discarded == self._discarded:
            return
        self._discarded = discarded
        show_if(self._trashed, bool(discarded))
        if discarded:
            named = ", ".join(f"v{address.rpartition('@')[2]}" for address in discarded[:5])
            self._trash.set_text(tr("In the trash: {named}", named=named))
            newest = discarded[0].rpartition("@")[2]
            self.restore.set_text(tr("Bring v{newest} back", newest=newest))

    # What can be done

    def numbers(self) -> list[int]:
        """The selected versions, else the current one, oldest first."""
        keys = self.table.selected_keys()
        if not keys and self.table.current_key() is not None:
            keys = [self.table.current_key()]
        return sorted(key for key in keys if isinstance(key, int))

    def pair(self) -> tuple[int, int] | None:
        """Two versions to compare: the selected ones, or one with the version before it."""
        chosen = self.numbers()
        if len(chosen) >= 2:
            return chosen[0], chosen[-1]
        if len(chosen) == 1:
            earlier = [line.number for line in self._shown if line.number < chosen[0]]
            return (max(earlier), chosen[0]) if earlier else None
        return (self._shown[1].number, self._shown[0].number) if len(self._shown) > 1 else None

    def act(self, action: str) -> None:
        """Do what the bar, the menu or a key asks for."""
        chosen = self.numbers()
        if action == "compare":
            pair = self.pair()
            if pair is not None:
                self.compared.emit(*pair)
        elif len(chosen) == 1 and action == "rows":
            self.rows_wanted.emit(chosen[0])
        elif len(chosen) == 1 and action == "delete":
            self.delete_wanted.emit(chosen[0])

    def _on_selection(self, keys: Sequence[object]) -> None:
        one = len(keys) == 1
        words = tr("Compare with the one before") if one else tr("Compare")
        many = "" if len(keys) <= 2 else tr("Two versions are compared: the oldest and the newest.")
        self.bar.show_for(
            len(keys),
            [
                BarAction("compare", words, "git-compare", "compare", "primary",
                          is_enabled=self.pair() is not None, tooltip=many),
                BarAction("rows", tr("Rows"), "rows-3", is_enabled=one),
                BarAction("delete", tr("Delete"), "trash-2", "delete", is_enabled=one),
            ],
        )  # fmt: skip

    def _on_menu(self, key: object, at: QPoint) -> None:
        if not isinstance(key, int):
            return
        menu = Menu(self)
        menu.add(tr("Open"), "eye").triggered.connect(partial(self._on_row, key))
        menu.add(tr("Show its rows"), "rows-3").triggered.connect(partial(self.act, "rows"))
        compare = menu.add(tr("Compare with the one before"), "git-compare", "compare",
                           is_enabled=self.pair() is not None)  # fmt: skip
        compare.triggered.connect(partial(self.act, "compare"))
        menu.addSeparator()
        menu.add(tr("Delete…"), "trash-2", "delete").triggered.connect(partial(self.act, "delete"))
        menu.popup(at)

    def _on_row(self, key: object, *_: object) -> None:
        if isinstance(key, int):
            self.opened.emit(key)

    def _on_restore(self) -> None:
        if self._discarded:
            self.restore_wanted.emit(self._discarded[0])


def _cells(line: VersionLine) -> dict[str, object]:
    chips = [ChipCell("shown", "accent")] if line.is_shown else []
    chips += [ChipCell(name, "champion") for name in line.champions]
    return {
        "id": line.number,
        "version": TextCell(line.title, chips=chips),
        "change": line.change,
        "rows": numbers.integer(line.rows),
        "source": TwoLineCell(line.source, line.note),
        "checks": StatusCell(line.checks_status, line.checks),
        "by": AvatarCell(line.by, line.is_worker, with_name=True),
        "when": line.when,
    }
