"""What is done with the list itself: kept as a view, sent around as a line, written as a table."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QGuiApplication

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.gui.kit.files import FileWish
from tidemill.gui.kit.menu import Menu
from tidemill.gui.pages.experiments.columns import INTERVAL, asked, is_course
from tidemill.gui.pages.experiments.run_table import RunTable
from tidemill.gui.pages.experiments.saved_model import SavedViews
from tidemill.gui.pages.experiments.sheets import NameSheet
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.pages.experiments.views_bar import add_hidden_views, view_menu
from tidemill.gui.shell.page import PageContext
from tidemill.services import run_exports

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter

_KINDS = {
    "csv": ("CSV (*.csv)", "runs.csv"),
    "xlsx": ("Excel (*.xlsx)", "runs.xlsx"),
    "latex": ("LaTeX (*.tex)", "runs.tex"),
}
_NOT_WRITTEN = frozenset({INTERVAL, "tags", "note"})


class ViewActs(QObject):
    """Acts on the list as it is arranged and on the team's saved views."""

    def __init__(
        self, context: PageContext, model: ExperimentsViewModel, runs: RunTable, parent: QObject
    ) -> None:
        """Act in this page."""
        super().__init__(parent)
        self._context = context
        self._model = model
        self._runs = runs
        self._renaming = ""
        self.sheet: NameSheet | None = None
        self.views = SavedViews(context, model, self)
        self.views.problem.connect(model.say_problem)
        bar = runs.tools.saved
        self.views.changed.connect(bar.show_state)
        bar.opened.connect(self._on_opened)
        bar.save_wanted.connect(self.save_view)
        bar.saved.connect(self.views.save)
        bar.reset.connect(self.views.open)
        bar.menu_wanted.connect(self._on_menu)

    def close(self) -> None:
        """Listen no more."""
        self.views.close()

    # Views

    def save_view(self) -> None:
        """Ask for a name and keep the list under it."""
        text = tr(
            "Filter, groups, order, columns and plots are kept, for everyone in this workspace."
        )
        start = self.views.state.opened
        sheet = self._ask("Save this view", text, "Name", "Save", "bookmark", start)
        if sheet is not None:
            sheet.named.connect(self._on_save_named)

    def copy_view(self, name: str = "") -> None:
        """Copy the list, or a saved view, as one line of text."""
        self._context.copy(self.views.text(name))
        self._context.toast(tr("The view is copied as one line"), "", None, "link")

    def open_view(self) -> None:
        """Ask for a line of text and show the list as it says."""
        held = QGuiApplication.clipboard().text().strip()
        start = held if held.startswith("tidemill://experiments?") else ""
        text = "A view is one line that begins with tidemill://experiments."
        sheet = self._ask("Open a view", text, "Line", "Open", "link", start)
        if sheet is not None:
            sheet.named.connect(self._on_line)

    def show_line(self, text: str) -> None:
        """Show the list as an address says; one that is none is told above the table."""
        try:
            self.views.open_text(text)
        except NeedsYou as error:
            self._model.say_problem(error)

    def _on_opened(self, name: str) -> None:
        """A click on the open view leaves it; one on another opens that."""
        if name == self.views.state.opened and not self.views.state.is_modified:
            self.views.leave()
        else:
            self.views.open(name)

    def _on_menu(self, name: str, spot: QPoint) -> None:
        menu = view_menu(name, self._runs)
        menu.triggered.connect(self._on_chosen)
        self._runs.hold_for(menu)
        menu.popup(spot)

    def open_menu(self, menu: Menu, spot: QPoint) -> None:
        """Open the list's own menu, the views without a chip in it too."""
        menu.triggered.connect(self._on_chosen)
        add_hidden_views(menu, self.views.state)
        self._runs.hold_for(menu)
        menu.popup(spot)

    def _on_chosen(self, action: QAction) -> None:
        does, name = action.data() or ("", "")
        if does == "rename":
            self._renaming = name
            sheet = self._ask(f"Rename {name}", "", "Name", "Rename", "pencil", name)
            if sheet is not None:
                sheet.named.connect(self._on_renamed)
        elif does == "remove":
            self.views.remove(name)
        elif does == "copy":
            self.copy_view(name)
        elif does == "open":
            self.views.open(name)

    def _on_save_named(self, name: str) -> None:
        self.views.save(name)
        self._close()

    def _on_renamed(self, name: str) -> None:
        self.views.rename(self._renaming, name)
        self._close()

    def _on_line(self, text: str) -> None:
        try:
            self.views.open_text(text)
        except NeedsYou as error:
            if self.sheet is not None:
                self.sheet.set_error(error)
            return
        self._close()

    # Files

    def export(self, kind: str) -> None:
        """Write the list as it is arranged, all of it, to a file a person chooses."""
        words, name = _KINDS[kind]
        arrangement, every = self._model.state.arrangement, self._model.listing.every
        shown = [c for c in self._model.state.columns if c not in _NOT_WRITTEN and not is_course(c)]
        columns = ["name", "state", *(asked(c, arrangement.statistics) for c in shown)]
        wish = arrangement.wish

        def write(path: Path, reporter: "Reporter") -> tuple[str, ...]:
            return run_exports.write_list(every, wish, columns, path, reporter=reporter).said

        self._context.save_file(FileWish(tr("Export the table"), name, words, write))

    # Sheets

    def _ask(
        self, title: str, text: str, label: str, primary: str, icon: str, start: str
    ) -> NameSheet | None:
        if self.sheet is not None:
            return None
        sheet = NameSheet(self._context.sheet_host, title, text, label, primary, icon, start)
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        self._context.open_sheet(sheet)
        return sheet

    def _close(self) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()

    def _on_sheet_closed(self) -> None:
        self.sheet = None
